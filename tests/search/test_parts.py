import base64

from hypothesis import given
from hypothesis import strategies as st

from litwiki.search.parts import Item, bins, file_name, fronted, order, part, rising, varint


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


@given(st.sets(st.text("abcé-", min_size=1, max_size=6), max_size=60), st.integers(10, 200))
def test_every_key_is_in_the_last_bin_that_starts_at_or_below_it(keys: set[str], most: int) -> None:
    items = sorted((Item(key, key, b"12345") for key in keys), key=order)
    found = list(bins(items, most))
    starts = [cut.start for cut in found]
    assert [item for cut in found for item in cut.items] == items
    assert starts == sorted(set(starts))
    for cut in found:
        for item in cut.items:
            assert max(start for start in starts if start <= item.key) == cut.start
        assert sum(item.size for item in cut.items) <= most or len({item.key for item in cut.items}) == 1


def test_a_new_term_leaves_other_borders_where_they_are() -> None:
    words = [f"{a}{b}{c}{d}" for a in "abc" for b in "abcdef" for c in "abcdef" for d in "ab"]
    before = {cut.start for cut in bins([Item(w, w, b"1234") for w in words], 200)}
    after = {cut.start for cut in bins([Item(w, w, b"1234") for w in sorted([*words, "bcda", "bcdaa"])], 200)}
    assert len(before) > 10
    assert {start for start in before ^ after if not start.startswith("bc")} == set()


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
    artifact = part("t/_x", 'a "b" </script>', base64.b64encode(b"\0").decode())
    assert artifact.path == "search/index/t/_x.js"
    assert artifact.content.decode() == 'litwikiPart("t/_x","a \\"b\\" </script>","AA==");\n'
