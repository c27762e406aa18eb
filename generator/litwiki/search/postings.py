"""Which document holds which term, and how much it is about it: documents in, lists of postings by term out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.search.shards import Integers, packed, widths
from litwiki.search.weights import TIMES
from litwiki.text.term_table import TermTable

Slot = int
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


class Postings(Struct, frozen=True, eq=False):
    """Terms in their order, each with its documents: those of `terms[i]` stand from `starts[i]` to `starts[i + 1]`.

    `slots` rise within a term; `steps` are the weights, 1 to 255.
    """

    terms: tuple[str, ...]
    starts: Integers
    slots: npt.NDArray[np.int32]
    steps: Bytes

    def counts(self) -> Integers:
        """How many documents have each term."""
        return np.diff(self.starts)

    def where(self, kept: Flags) -> "Postings":
        """Some of the postings, with all terms."""
        before = np.concatenate(([0], np.cumsum(kept)))
        return Postings(self.terms, before[self.starts], self.slots[kept], self.steps[kept])

    def some(self, numbers: Integers) -> "Postings":
        """Some of the terms, which are given by rising numbers."""
        counts = self.counts()[numbers]
        starts = np.concatenate(([0], np.cumsum(counts)))
        own = np.arange(starts[-1]) + np.repeat(self.starts[numbers] - starts[:-1], counts)
        terms = tuple(self.terms[i] for i in numbers.tolist())
        return Postings(terms, starts, self.slots[own], self.steps[own])

    def best(self, most: int) -> "Postings":
        """With at most `most` documents a term, those of most weight."""
        kept = np.ones(len(self.slots), dtype=bool)
        for term in np.flatnonzero(self.counts() > most).tolist():
            first, end = self.starts[term], self.starts[term + 1]
            # Slots rise already, and a stable order keeps them so.
            heaviest = np.argsort(-self.steps[first:end].astype(np.int16), kind="stable")
            kept[first + heaviest[most:]] = False
        return self if kept.all() else self.where(kept)

    def written(self) -> list[bytes]:
        """For each term its slots, each as its distance from the one before, with their steps in turn."""
        content, lengths = packed(self._distances(), self.steps.astype(np.int64))
        ends = np.concatenate(([0], np.cumsum(lengths)))[self.starts].tolist()
        return [content[first:end] for first, end in pairwise(ends)]

    def lengths(self) -> Integers:
        """How many bytes `written` gives each term."""
        total = np.concatenate(([0], np.cumsum(widths(self._distances()) + 1)))
        return np.diff(total[self.starts])

    def _distances(self) -> Integers:
        slots = self.slots.astype(np.int64)
        distances = np.diff(slots, prepend=0)
        filled = self.starts[:-1][self.counts() > 0]
        distances[filled] = slots[filled]
        return distances


def make_slots(keys: Iterable[str]) -> tuple[int, Mapping[str, Slot]]:
    """Numbers for documents, in the order of their keys: (bits, slots), every slot below 2 ** bits, at most half of
    them taken.

    A document's slot follows from its own key, and only where two fall on one from its neighbours', so that
    numbers stay when papers come and go.
    """
    ordered = sorted(keys)
    bits = max(8, (2 * len(ordered) - 1).bit_length())
    taken: dict[Slot, str] = {}
    for key in ordered:
        slot = crc32(key.encode()) % 2**bits
        while slot in taken:
            slot = (slot + 1) % 2**bits
        taken[slot] = key
    return bits, {key: slot for slot, key in taken.items()}


def inverted(table: TermTable, slots: Sequence[Slot]) -> Postings:
    """The rows of a table by their terms; `slots` are those of the rows."""
    bits = max(slots, default=0).bit_length()
    # One number says all: to sort numbers is faster than to sort by them. In place, as these are all cells of a wiki.
    packed = table.keys.astype(np.int64)
    packed <<= bits
    packed |= np.repeat(np.array(slots, dtype=np.int32), table.sizes)
    packed <<= 8
    packed |= table.values % TIMES
    packed.sort()
    steps = packed.astype(np.uint8)
    packed >>= 8
    packed &= (1 << bits) - 1
    starts = np.concatenate(([0], np.cumsum(table.counts)))
    return Postings(tuple(table.terms), starts, packed.astype(np.int32), steps)
