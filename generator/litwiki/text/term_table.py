"""A sparse matrix of documents × terms: how often, or how much, each document has each term.

The cells of a row stand one after another (compressed sparse rows, as in scipy, whose import alone takes longer than
a small build). Tables of a few documents each are joined to one; a table can be inverted, to look up who has a term.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, count, pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Kind = TypeVar("Kind", bound=np.generic)
Integers = npt.NDArray[np.integer[Any]]
Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]
Order = Callable[[str], str]
"""What terms are sorted by; those for which it is the same are sorted as they are."""

PAIRS_AT_A_TIME = 1 << 20
DENSE = 16
"""A term that one row in so many has is multiplied as a column of a dense matrix."""
OFTEN = 32
"""Rows that have a term up to which its products are always made pair by pair."""


def ranges(starts: Integers, sizes: Integers) -> Integers:
    """Whole numbers from each start on, as many as its size.

    >>> ranges(np.array([5, 9]), np.array([2, 1])).tolist()
    [5, 6, 9]
    """
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes))


def rows_of(rows: Integers, starts: Integers, *cells: Numbers) -> tuple[Numbers, ...]:
    """Some rows of a sparse table, in the order given: where each starts, and behind the last one; and their cells.

    Rows that follow each other are copied as one, and not at all where they are the only ones.
    """
    borders = [0, *(np.flatnonzero(np.diff(rows) != 1) + 1).tolist(), len(rows)]
    runs = [
        slice(int(starts[rows[first]]), int(starts[rows[end - 1] + 1]))
        for first, end in pairwise(borders)
        if first < end
    ]
    parts = (
        one[runs[0]] if len(runs) == 1 else np.concatenate([one[:0], *(one[run] for run in runs)]) for one in cells
    )
    return starts_of(np.diff(starts)[rows]), *parts


def lots_of(starts: Integers, most: int) -> list[tuple[int, int]]:
    """Runs of rows (from, to) that have `most` cells or a little more."""
    lots = starts[:-1] // most
    borders = [0, *(np.flatnonzero(np.diff(lots)) + 1).tolist(), len(lots)]
    return [(first, end) for first, end in pairwise(borders) if first < end]


def distinct(numbers: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    """Each number once, the smallest first. `numpy.unique` does the same, and imports masked arrays for it, which takes
    as long as the index of a small wiki.

    >>> distinct(np.array([7, 5, 7])).tolist()
    [5, 7]
    """
    ordered = np.sort(numbers)
    return ordered[_is_first(ordered)]


def distinct_places(numbers: npt.NDArray[Kind]) -> tuple[npt.NDArray[Kind], npt.NDArray[np.int64]]:
    """The same, and the place of each number among them.

    >>> [part.tolist() for part in distinct_places(np.array([7, 5, 7]))]
    [[5, 7], [1, 0, 1]]
    """
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    is_first = _is_first(ordered)
    places = np.empty(len(ordered), dtype=np.int64)
    places[order] = np.cumsum(is_first) - 1
    return ordered[is_first], places


def _is_first(ordered: npt.NDArray[Kind]) -> Flags:
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return is_first


def numbering(texts: Sequence[str] = ()) -> defaultdict[str, int]:
    """Numbers of texts, and of others in the order in which somebody asks for them. What counts is no method of the
    mapping: workers look for cycles so seldom that one with all words of a wiki would stay.

    >>> numbers = numbering(["tea"])
    >>> numbers["pot"], numbers["tea"]
    (1, 0)
    """
    return defaultdict(count(len(texts)).__next__, zip(texts, count()))


def ids_of(terms: Sequence[str]) -> npt.NDArray[np.uint64]:
    """The ids that terms have in every table: digests of 64 bits."""
    encoded = (term.encode("utf-8", "surrogatepass") for term in terms)
    return np.frombuffer(b"".join(blake2b(term, digest_size=8).digest() for term in encoded), "<u8")


class TermTable(Struct, frozen=True, eq=False):
    """Row `i` has `values[starts[i]:starts[i + 1]]` of the terms with the numbers `keys[starts[i]:starts[i + 1]]`.

    `ids` are digests of the terms: numbers are joined faster than texts.
    """

    terms: Sequence[str]
    ids: npt.NDArray[np.uint64]
    starts: Integers
    keys: Integers
    values: Numbers

    @classmethod
    def of(cls, bags: Iterable[Mapping[str, int]]) -> "TermTable":
        """A row for each bag of terms with whole numbers; terms are in the order in which they come up."""
        bags = list(bags)
        place = numbering()
        starts = starts_of([len(bag) for bag in bags])
        keys = np.fromiter(map(place.__getitem__, chain.from_iterable(bags)), np.int32, int(starts[-1]))
        values = np.fromiter(chain.from_iterable(bag.values() for bag in bags), np.int32, int(starts[-1]))
        return cls.named(tuple(place), starts, keys, values)

    @classmethod
    def named(cls, terms: Sequence[str], starts: Integers, keys: Integers, values: Numbers) -> "TermTable":
        """A table of these parts."""
        return cls(terms, ids_of(terms), starts, keys, values)

    @classmethod
    def joined(cls, tables: Sequence["TermTable"], order: Order | None = None) -> tuple["TermTable", list[Integers]]:
        """The rows of all tables in turn, with sorted terms; and for each table the new numbers of its terms."""
        every = list(chain.from_iterable(table.terms for table in tables))
        ids, places = distinct_places(np.concatenate([np.zeros(0, np.uint64), *(table.ids for table in tables)]))
        first = np.empty(len(ids), dtype=np.int64)
        first[places] = np.arange(len(places))
        terms = [every[number] for number in first.tolist()]
        # In the order in which they come up: terms of a table that was joined before are sorted already.
        arranged = sorted(np.argsort(first).tolist(), key=terms.__getitem__)
        if order is not None:
            # A stable sort after another is faster than one by pairs.
            arranged.sort(key=[*map(order, terms)].__getitem__)
        rank = np.empty(len(terms), dtype=np.int32)
        rank[arranged] = np.arange(len(terms), dtype=np.int32)
        renumbered = rank[places]
        offsets = starts_of([len(table.terms) for table in tables]).tolist()
        moved: list[Integers] = [renumbered[first:end] for first, end in pairwise(offsets)]
        keys = [new[table.keys] for new, table in zip(moved, tables, strict=True)]
        sizes = [table.sizes for table in tables]
        joined = cls(
            tuple(terms[number] for number in arranged),
            ids[arranged],
            starts_of(np.concatenate([np.zeros(0, np.int64), *sizes])),
            np.concatenate([np.zeros(0, np.int32), *keys]),
            np.concatenate([np.zeros(0, np.int32), *(table.values for table in tables)]),
        )
        return joined, moved

    def __len__(self) -> int:
        return len(self.starts) - 1

    def by_ids(self) -> "TermTable":
        """The same with terms in an order that does not depend on which others there are."""
        order = np.argsort(self.ids)
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        terms = [self.terms[number] for number in order.tolist()]
        return TermTable(terms, self.ids[order], self.starts, rank[self.keys], self.values)

    def numbers_of(self, other: "TermTable") -> Integers:
        """The numbers that the terms of another table's cells have here; any numbers for terms that are not here."""
        if np.array_equal(self.ids, other.ids):
            return other.keys
        order = np.argsort(self.ids)
        place = np.searchsorted(self.ids, other.ids, sorter=order)
        numbers = order[np.minimum(place, len(order) - 1)] if len(order) else place
        return np.asarray(numbers.astype(np.int32)[other.keys])

    def in_rows(self, rows: Integers) -> "TermTable":
        """Some rows, in the order given."""
        return TermTable(self.terms, self.ids, *rows_of(rows, self.starts, self.keys, self.values))

    def picked(self, rows: Integers) -> "TermTable":
        """Some rows, in the order given, with the terms that they have."""
        sizes = self.sizes[rows]
        cells = ranges(self.starts[rows], sizes)
        used, keys = distinct_places(self.keys[cells])
        terms = [self.terms[number] for number in used.tolist()]
        return TermTable(terms, self.ids[used], starts_of(sizes), keys.astype(np.int32), self.values[cells])

    @property
    def sizes(self) -> Integers:
        """How many cells each row has."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Integers:
        """The row of each cell."""
        return np.repeat(np.arange(len(self)), self.sizes)

    @property
    def counts(self) -> Integers:
        """How many rows have each term."""
        return np.bincount(self.keys, minlength=len(self.ids))

    def inverted(self, cells: Integers | None = None) -> tuple[Integers, Integers]:
        """All cells, or some, by term: (where each term's begin, and behind the last one; the cells)."""
        cells = np.arange(len(self.keys)) if cells is None else cells
        # One number says both the term and the cell: to sort numbers is faster than to sort by them.
        bits = len(self.keys).bit_length()
        packed = self.keys[cells].astype(np.int64)
        starts = starts_of(np.bincount(packed, minlength=len(self.ids)))
        packed <<= bits
        packed += cells
        packed.sort()
        packed &= (1 << bits) - 1
        return starts, packed.astype(np.int32)

    def followed_by(self, other: "TermTable") -> "TermTable":
        """These rows and those of another table of the same terms."""
        return TermTable(
            self.terms,
            self.ids,
            np.concatenate((self.starts, self.starts[-1] + other.starts[1:])),
            np.concatenate((self.keys, other.keys)),
            np.concatenate((self.values, other.values)),
        )

    def times_transposed(self, other: "TermTable") -> Matrix:
        """The products of every row with every row of another table of the same terms.

        The terms that many of its rows have are multiplied as dense matrices: they make most of the pairs.
        """
        many = np.flatnonzero(other.counts > max(OFTEN, len(other) // DENSE))
        column = np.full(len(self.ids), -1, dtype=np.int64)
        column[many] = np.arange(len(many))
        totals = (_columns(self, column) @ _columns(other, column).T).ravel()
        starts, cells = other.inverted(np.flatnonzero(column[other.keys] < 0))
        rows_of, values_of = other.rows[cells], other.values[cells]
        few = np.flatnonzero(column[self.keys] < 0)
        rows, keys, values = self.rows[few], self.keys[few], self.values[few]
        sizes = np.diff(starts)[keys]
        for first, end in lots_of(starts_of(sizes), PAIRS_AT_A_TIME):
            part = slice(first, end)
            positions = ranges(starts[keys[part]], sizes[part])
            places = np.repeat(rows[part] * len(other), sizes[part]) + rows_of[positions]
            products = np.repeat(values[part], sizes[part]) * values_of[positions]
            least = int(places.min(initial=0))
            sums = np.bincount(places - least, products)
            totals[least : least + len(sums)] += sums
        return np.asarray(totals.reshape(len(self), len(other)))


def starts_of(sizes: Integers | Sequence[int]) -> Integers:
    """Where rows of these sizes start, and behind the last one."""
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))


def _columns(table: TermTable, column: Integers) -> Matrix:
    """Some terms as a dense matrix: `column` says for each term which it is, -1 for one that is left out."""
    dense = np.zeros((len(table), int(column.max(initial=-1)) + 1))
    cells = np.flatnonzero(column[table.keys] >= 0)
    dense[table.rows[cells], column[table.keys[cells]]] = table.values[cells]
    return dense
