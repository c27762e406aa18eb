import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.sparse import EMPTY, Rows, Table, counted

bags = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), max_size=4), max_size=6)


def as_bags(table: Table) -> list[dict[str, int]]:
    starts, keys, values = (part.tolist() for part in (table.rows.starts, table.rows.keys, table.rows.values))
    return [
        {table.names[keys[cell]]: values[cell] for cell in range(first, end)}
        for first, end in itertools.pairwise(starts)
    ]


@given(bags, bags)
def test_a_table_brought_up_to_date_is_one_made_anew(old: list[dict[str, int]], new: list[dict[str, int]]) -> None:
    first, _, _ = EMPTY.updated(np.full(len(old), -1), *counted(old))
    assert as_bags(first) == old
    source = list(range(0, len(old), 2))
    mixed = [*source, *[-1] * len(new)]
    updated, moved, placed = first.updated(np.array(mixed, dtype=np.int64), *counted(new))
    expected = [old[row] for row in source] + new
    assert as_bags(updated) == expected
    assert list(updated.names) == sorted({name for bag in expected for name in bag})
    assert [updated.names[place] if place >= 0 else None for place in moved.tolist()] == [
        name if any(name in old[row] for row in source) else None for name in first.names
    ]
    assert [updated.names[place] for place in placed.tolist()] == counted(new)[0]


def test_equal_cells_are_added_up() -> None:
    rows = Rows.of(np.array([1, 0, 1]), np.array([2, 5, 2]), np.array([3, 4, 5]), 3)
    assert (rows.starts.tolist(), rows.keys.tolist(), rows.values.tolist()) == ([0, 1, 2, 2], [5, 2], [4, 8])


def test_what_does_not_fit_together_is_not_loaded(tmp_path: Path) -> None:
    table, _, _ = EMPTY.updated(np.array([-1]), *counted([{"a": 1}]))
    table.save(tmp_path, "t")
    assert as_bags(Table.load(tmp_path, "t")) == [{"a": 1}]
    np.save(tmp_path / "t-keys.npy", np.zeros(3, np.int32))
    with pytest.raises(ValueError, match="does not fit"):
        Table.load(tmp_path, "t")
