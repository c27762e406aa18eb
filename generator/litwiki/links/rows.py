"""Rows of the text model as papers are compared by: the model in, terms and weights of each paper with a digest out."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.links.terms import TextModel
from litwiki.text.term_table import Flags, Integers, lots_of

Digests = npt.NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern: 2 ** 64 divided by the golden ratio."""
CELLS_AT_A_TIME = 1 << 16
"""As many as a processor's own cache holds."""


class Rows(Struct, frozen=True, eq=False):
    """Row `i` has the terms `keys[starts[i]:starts[i + 1]]` of `width`, with these weights; terms that only one paper
    has are left out."""

    starts: Integers
    keys: Integers
    weights: Integers
    width: int

    @classmethod
    def of(cls, model: TextModel) -> "Rows":
        """The rows of a model."""
        table = model.table
        cells = np.flatnonzero(model.weights)
        return cls(np.searchsorted(cells, table.starts), table.keys[cells], model.weights[cells], len(table.terms))


class Since(Struct, frozen=True, eq=False):
    """What became of papers since the last build: `old[i]` is the row that paper `i` had then, any row where it had
    none; `now` says of each row of then which it is now, -1 where the paper is gone, and its last is -1, so that -1
    stays what it is."""

    old: Integers
    is_changed: Flags
    now: Integers

    @classmethod
    def of(cls, before: tuple[Digests, Digests], after: tuple[Digests, Digests]) -> "Since":
        """By ids of papers and digests of their rows; there was one paper at least."""
        order = np.argsort(before[0])
        place = np.searchsorted(before[0], after[0], sorter=order)
        old = order[np.minimum(place, len(order) - 1)]
        is_known = before[0][old] == after[0]
        now = np.full(len(order) + 1, -1, dtype=np.int32)
        now[old[is_known]] = np.flatnonzero(is_known)
        return cls(old, ~is_known | (before[1][old] != after[1]), now)


def sums_of(ids: Digests, keys: Integers, weights: Integers, starts: Integers) -> Digests:
    """The sums, modulo 2 ** 64, of the mixed numbers of each row's terms and weights (Clarke and others 2003,
    "Incremental multiset hash functions")."""
    digests = np.zeros(len(starts) - 1, dtype=np.uint64)
    for first, end in lots_of(starts, CELLS_AT_A_TIME):
        borders = starts[first : end + 1] - starts[first]
        cells = slice(int(starts[first]), int(starts[end]))
        numbers = mixed(ids[keys[cells]] + weights[cells] * GOLDEN)
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(numbers, dtype=np.uint64)))
        digests[first:end] = sums[borders[1:]] - sums[borders[:-1]]
    return digests


def mixed(numbers: Digests) -> Digests:
    """Numbers of 64 bits, each bit of which depends on all bits of one (Steele, Lea and Flood 2014, "Fast splittable
    pseudorandom number generators", `mix64`)."""
    bits = numbers ^ (numbers >> np.uint64(30))
    bits *= np.uint64(0xBF58476D1CE4E5B9)
    bits ^= bits >> np.uint64(27)
    bits *= np.uint64(0x94D049BB133111EB)
    return np.asarray(bits ^ (bits >> np.uint64(31)))
