"""The sparse table against plain dictionaries and dense matrices."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import TermTable

Bag = dict[str, int]
BAGS = st.lists(
    st.dictionaries(st.sampled_from(["tea", "pot", "kettle", "ladle", "sock", "rye"]), st.integers(1, 9)), max_size=6
)


def as_bags(table: TermTable) -> list[Bag]:
    starts, keys, values = (part.tolist() for part in (table.starts, table.keys, table.values))
    return [{table.terms[keys[c]]: values[c] for c in range(a, b)} for a, b in itertools.pairwise(starts)]


def dense(table: TermTable) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    found = np.zeros((len(table), len(table.terms)))
    found[table.rows, table.keys] = table.values
    return found


@given(BAGS)
def test_a_table_has_a_row_for_each_bag(bags: list[Bag]) -> None:
    table = TermTable.of(bags)
    assert as_bags(table) == bags
    assert as_bags(table.by_ids()) == bags
    assert TermTable.of(bags[::-1]).by_ids().terms == table.by_ids().terms


@pytest.mark.slow
@given(st.lists(BAGS, max_size=4))
def test_tables_are_joined_row_by_row_with_sorted_terms(lots: list[list[Bag]]) -> None:
    joined, moved = TermTable.joined([TermTable.of(bags) for bags in lots])
    assert as_bags(joined) == [bag for bags in lots for bag in bags]
    assert list(joined.terms) == sorted({term for bags in lots for bag in bags for term in bag})
    for numbers, bags in zip(moved, lots, strict=True):
        assert [joined.terms[number] for number in numbers.tolist()] == list(TermTable.of(bags).terms)


def test_terms_are_sorted_by_the_order_that_is_asked_for() -> None:
    tables = [TermTable.of([{"kettle": 1, "tea": 2}]), TermTable.of([{"rye": 3, "barley": 1}])]
    joined, _ = TermTable.joined(tables, order=lambda term: term[-1])
    assert joined.terms == ("tea", "kettle", "rye", "barley")  # of one last letter by all letters


@given(BAGS, st.data())
def test_a_part_has_its_rows_and_only_their_terms(bags: list[Bag], data: st.DataObject) -> None:
    table = TermTable.of(bags)
    first = data.draw(st.integers(0, len(bags)))
    end = data.draw(st.integers(first, len(bags)))
    part = table.picked(np.arange(first, end))
    assert as_bags(part) == bags[first:end]
    assert {*part.terms} == {term for bag in bags[first:end] for term in bag}


@given(BAGS)
def test_an_inverted_table_says_who_has_a_term(bags: list[Bag]) -> None:
    table = TermTable.of(bags)
    starts, cells = table.inverted()
    for number, term in enumerate(table.terms):
        rows = table.rows[cells[starts[number] : starts[number + 1]]].tolist()
        assert rows == [row for row, bag in enumerate(bags) if term in bag]
    assert table.counts.tolist() == np.diff(starts).tolist()


@pytest.mark.slow
@given(BAGS, BAGS, st.sampled_from([0, 2, 32]))
def test_products_are_those_of_dense_matrices(some: list[Bag], others: list[Bag], often: int) -> None:
    every = TermTable.of([*some, *others])

    def rows(first: int, end: int) -> TermTable:
        cells = slice(int(every.starts[first]), int(every.starts[end]))
        starts = every.starts[first : end + 1] - every.starts[first]
        return TermTable(every.terms, every.ids, starts, every.keys[cells], every.values[cells])

    one, other = rows(0, len(some)), rows(len(some), len(every))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("litwiki.text.term_table.OFTEN", often)
        assert np.array_equal(one.times_transposed(other), dense(one) @ dense(other).T)
    assert np.array_equal(dense(one.followed_by(other)), dense(every))


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=5)))
def test_what_is_packed_comes_back(words: list[str]) -> None:
    numbers = np.arange(6, dtype=np.int16).reshape(2, 3)
    back, array, none = unpack(pack(words, numbers, np.zeros((0, 4))))
    assert back == words
    assert array.dtype == numbers.dtype
    assert np.array_equal(array, numbers)
    assert none.shape == (0, 4)
