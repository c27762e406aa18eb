from hypothesis import given
from hypothesis import strategies as st

from litwiki.memo import MemoryMemo
from litwiki.search.shards import order
from litwiki.search.vocabulary import joined
from litwiki.text.term_table import TermTable

WORDS = st.sampled_from(
    ["tea", "teapot", "=tea", "_the", "author:li", "pot", "茶", "\U0001f375", "\uff21", "id:1", "te"]
)
BAGS = st.lists(st.dictionaries(WORDS, st.integers(1, 9), max_size=6), max_size=3)


@given(st.lists(st.lists(BAGS, min_size=1, max_size=3), max_size=4))
def test_terms_are_sorted_as_if_they_were_sorted_anew_whatever_there_was_before(
    wikis: list[list[list[dict[str, int]]]],
) -> None:
    memo = MemoryMemo()
    for batches in wikis:
        tables = [TermTable.of(bags).by_ids() for bags in batches]
        found, moved = joined(tables, memo)
        expected, numbers = TermTable.joined(tables, order)
        assert list(found.terms) == list(expected.terms)
        assert found.ids.tolist() == expected.ids.tolist()
        assert found.starts.tolist() == expected.starts.tolist()
        assert found.keys.tolist() == expected.keys.tolist()
        assert found.values.tolist() == expected.values.tolist()
        assert [own.tolist() for own in moved] == [own.tolist() for own in numbers]


def test_terms_that_were_there_before_are_not_looked_up_again() -> None:
    memo = MemoryMemo()
    table = TermTable.of([{"tea": 1, "pot": 2}]).by_ids()
    before, _ = joined([table], memo)
    nameless = TermTable([], table.ids, table.starts, table.keys, table.values)
    assert list(joined([nameless], memo)[0].terms) == list(before.terms) == ["pot", "tea"]
