import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from litwiki.search.shards import (
    DEEPEST,
    Integers,
    cuts,
    file_name,
    fronted,
    key_of,
    order,
    packed,
    part,
    rising,
    varint,
)


def read_varints(content: bytes) -> list[int]:
    numbers, shift, value = [], 0, 0
    for byte in content:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            shift = value = 0
    return numbers


@given(st.lists(st.integers(0, 2**40)))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert read_varints(b"".join(map(varint, numbers))) == numbers


@given(st.sets(st.integers(0, 2**24)))
def test_rising_numbers_come_back_as_distances(numbers: set[int]) -> None:
    distances, total = read_varints(rising(sorted(numbers))), 0
    assert [total := total + distance for distance in distances] == sorted(numbers)


@given(st.lists(st.tuples(st.integers(0, 2**40), st.integers(-1, 255))))
def test_numbers_with_tails_come_back(pairs: list[tuple[int, int]]) -> None:
    numbers: Integers = np.array([number for number, _ in pairs], dtype=np.int64)
    content, lengths = packed(numbers, np.array([tail for _, tail in pairs], dtype=np.int64))
    written = [varint(number) + (bytes([tail]) if tail >= 0 else b"") for number, tail in pairs]
    assert content == b"".join(written)
    assert lengths.tolist() == [*map(len, written)]


@given(st.sets(st.text("abcé-=_𝔸\ufa0e", min_size=1, max_size=6), max_size=60), st.integers(10, 200))
def test_every_key_is_in_the_last_cut_that_starts_at_or_below_it(some: set[str], most: int) -> None:
    terms = sorted(some, key=order)
    found = cuts(terms, [len(term) + 9 for term in terms], most)
    starts = [cut.start for cut in found]
    assert [term for cut in found for term in terms[cut.first : cut.end]] == terms
    assert sorted({*starts}, key=units) == starts
    for cut in found:
        own = terms[cut.first : cut.end]
        for term in own:
            assert max((s for s in starts if units(s) <= units(key_of(term))), key=units) == cut.start
        assert sum(len(term) + 9 for term in own) <= most or len({key_of(term) for term in own}) == 1


def units(text: str) -> bytes:
    """Compares texts as browsers do."""
    return text.encode("utf-16-be")


def test_a_new_term_leaves_other_borders_where_they_are() -> None:
    def borders(words: list[str]) -> set[str]:
        return {cut.start for cut in cuts(words, [len(word) + 6 for word in words], 200)}

    words = [f"{a}{b}{c}{d}" for a in "abc" for b in "abcdef" for c in "abcdef" for d in "ab"]
    before, after = borders(words), borders(sorted([*words, "bcda", "bcdaa"]))
    assert len(before) > 10
    assert {start for start in before ^ after if not start.startswith("bc")} == set()


def test_long_words_that_begin_alike_have_one_part_with_a_short_name() -> None:
    terms = [f"{'kettle' * 500}{letter}" for letter in "abc"]
    (own,) = cuts(terms, map(len, terms), 4_000)
    assert (own.first, own.end, len(own.start)) == (0, 3, DEEPEST + 1)
    assert len(file_name("\U0001f375" * DEEPEST)) < 200


@given(st.lists(st.text(min_size=0, max_size=5), unique=True))
def test_names_of_files_are_plain_and_differ(starts: list[str]) -> None:
    names = [file_name(start) for start in starts if start.isprintable()]
    assert len({name.lower() for name in names}) == len(names) or any(start != start.lower() for start in starts)
    assert all(name.isascii() and "/" not in name for name in names)


@given(st.sets(st.text("abcdeé1", min_size=1, max_size=30)))
def test_fronted_words_come_back(words: set[str]) -> None:
    found: list[str] = []
    for piece in fronted(sorted(words)).replace("", ""):
        if piece.isascii() and piece.isupper():
            found.append((found[-1] if found else "")[: ord(piece) - 65])
        else:
            found[-1] += piece
    assert found == sorted(words)


def test_a_part_is_a_script_of_one_call() -> None:
    assert part("t/_x", 'a "b" </script>', b"\0").decode() == 'litwikiPart("t/_x","a \\"b\\" </script>","AA==");\n'
