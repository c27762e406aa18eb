"""Tables of which most cells are empty: numbers by row and column in three arrays, as scipy's CSR matrices have them.

Importing scipy costs a build of one changed page more than everything it would do there. Tables whose columns have
names can be brought up to date: rows stay, come and go, and the table is as if it had been made anew.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]


def ranges(starts: Integers, sizes: Integers) -> Integers:
    """Whole numbers from each start on, as many as its size.

    >>> ranges(np.array([5, 9]), np.array([2, 1])).tolist()
    [5, 6, 9]
    """
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes))


@dataclass(frozen=True)
class Rows:
    """Row `i` has `values[starts[i]:starts[i + 1]]` in the columns `keys[starts[i]:starts[i + 1]]`, which rise."""

    starts: Integers
    keys: Integers
    values: Integers

    @classmethod
    def of(cls, numbers: Integers, keys: Integers, values: Integers, count: int) -> "Rows":
        """`count` rows of cells in any order, each with the number of its row; equal cells are added up."""
        width = int(keys.max(initial=0)) + 1
        places = numbers.astype(np.int64) * width + keys
        order = np.argsort(places)
        places = places[order]
        first = np.flatnonzero(np.diff(places, prepend=-1))
        added = np.add.reduceat(values[order], first) if len(first) else values[:0]
        places = places[first]
        starts = np.searchsorted(places, np.arange(count + 1) * width)
        return cls(starts, (places % width).astype(np.int32), added.astype(np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Integers:
        """How many cells each row has."""
        return np.diff(self.starts)

    @property
    def numbers(self) -> Integers:
        """The number of each cell's row."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def cells(self, rows: Integers) -> Integers:
        """Where the cells of some rows stand."""
        return ranges(self.starts[rows], self.starts[rows + 1] - self.starts[rows])

    def take(self, rows: Integers) -> "Rows":
        """These rows, in this order."""
        cells = self.cells(rows)
        ends = np.cumsum(self.starts[rows + 1] - self.starts[rows])
        return Rows(np.concatenate(([0], ends)), self.keys[cells], self.values[cells])

    def any_of(self, columns: Flags) -> Flags:
        """Which rows have a cell in one of these columns."""
        found = np.concatenate(([0], np.cumsum(columns[self.keys])))
        return np.asarray(found[self.starts[1:]] > found[self.starts[:-1]])

    def save(self, folder: Path, name: str) -> None:
        """Writes three files that `load` reads."""
        for part in ("starts", "keys", "values"):
            np.save(folder / f"{name}-{part}.npy", getattr(self, part), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Rows":
        """Raises `OSError` and `ValueError`."""
        rows = cls(*(load_array(folder / f"{name}-{part}.npy") for part in ("starts", "keys", "values")))
        if not len(rows.keys) == len(rows.values) == rows.starts[-1]:
            raise ValueError(f"{name} does not fit together")
        return rows


def load_array(path: Path) -> Integers:
    """An array that was saved. Raises `OSError` and `ValueError`."""
    found: Integers = np.load(path, allow_pickle=False)
    return found


@dataclass(frozen=True)
class Table:
    """Rows over named columns; the names are sorted, and each has a cell in some row."""

    names: tuple[str, ...]
    rows: Rows

    def updated(self, source: Integers, names: Sequence[str], fresh: Rows) -> tuple["Table", Integers, Integers]:
        """The table with row `source[i]` of this one as row `i`, or, where that is -1, the next of `fresh`,
        whose columns are `names`. Also where the columns of this table, and those of `fresh`, are in the new one;
        -1 for those that no row has which stays.
        """
        kept = self.rows.take(source[source >= 0])
        is_used = np.bincount(kept.keys, minlength=len(self.names)) > 0
        merged = list(compress(self.names, is_used.tolist()))
        added = sorted({*names}.difference(merged))
        before = np.bincount([bisect_left(merged, name) for name in added], minlength=len(merged) + 1)
        moved = np.full(len(self.names), -1, dtype=np.int32)
        moved[is_used] = np.arange(len(merged)) + np.cumsum(before[:-1])
        merged = sorted(merged + added)
        place = dict(zip(merged, range(len(merged)), strict=True))
        placed = np.fromiter(map(place.__getitem__, names), np.int32, len(names))
        new = Rows.of(fresh.numbers, placed[fresh.keys], fresh.values, len(fresh))
        both = Rows(
            np.concatenate((kept.starts, kept.starts[-1] + new.starts[1:])),
            np.concatenate((moved[kept.keys], new.keys)),
            np.concatenate((kept.values, new.values)),
        )
        is_fresh = source < 0
        order = np.where(is_fresh, len(kept) + np.cumsum(is_fresh) - 1, np.cumsum(~is_fresh) - 1)
        return Table(tuple(merged), both.take(order) if is_fresh.any() else both), moved, placed

    def save(self, folder: Path, name: str) -> None:
        """Writes files that `load` reads."""
        (folder / f"{name}.json").write_text(json.dumps(self.names), encoding="utf-8")
        self.rows.save(folder, name)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Table":
        """Raises `OSError` and `ValueError`."""
        return cls(tuple(json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))), Rows.load(folder, name))


def counted(bags: Iterable[Mapping[str, int]]) -> tuple[list[str], Rows]:
    """Bags as rows, with the names of their columns in the order in which they come up."""
    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__
    sizes, keys, values = [], [], []
    for bag in bags:
        sizes.append(len(bag))
        keys.append(np.fromiter(map(place.__getitem__, bag), np.int32, len(bag)))
        values.append(np.fromiter(bag.values(), np.int32, len(bag)))
    starts = np.concatenate(([0], np.cumsum(np.array(sizes, dtype=np.int64))))
    return list(place), Rows(starts, _one(keys), _one(values))


def _one(parts: Sequence[Integers]) -> Integers:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


EMPTY = Table((), Rows(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32)))
