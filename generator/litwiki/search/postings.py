"""Which document holds which term, and how much it is about it: documents in, lists of postings by term out."""

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.search.shards import Integers, packed
from litwiki.search.weights import TIMES
from litwiki.text.term_table import TermTable, lots_of

Slot = int
Bytes = npt.NDArray[np.uint8]
AT_A_TIME = 1 << 18
"""Postings that are written in one go."""


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

    def best(self, most: int) -> "Postings":
        """With at most `most` documents a term, those of most weight."""
        mask = np.ones(len(self.slots), dtype=bool)
        for term in np.flatnonzero(self.counts() > most).tolist():
            first, end = self.starts[term], self.starts[term + 1]
            # Slots rise already, and a stable order keeps them so.
            heaviest = np.argsort(-self.steps[first:end].astype(np.int16), kind="stable")
            mask[first + heaviest[most:]] = False
        before = np.concatenate(([0], np.cumsum(mask)))
        return Postings(self.terms, before[self.starts], self.slots[mask], self.steps[mask])

    def written(self, counts: Integers) -> tuple[bytes, Integers]:
        """For each term the number in `counts`, how many documents follow, and their slots, each as its distance from
        the one before, with their steps in turn; and how many bytes each term has."""
        contents, sizes = [b""], [np.zeros(0, np.int64)]
        heads = np.stack((counts, self.counts()), axis=1).astype(np.int32)
        for first, end in lots_of(self.starts, AT_A_TIME):
            cells = slice(int(self.starts[first]), int(self.starts[end]))
            slots, starts = self.slots[cells], self.starts[first:end] - self.starts[first]
            distances = np.diff(slots, prepend=0)
            filled = starts[heads[first:end, 1] > 0]
            distances[filled] = slots[filled]
            before = np.repeat(starts, 2)
            numbers = np.insert(distances, before, heads[first:end].ravel())
            content, lengths = packed(numbers, np.insert(self.steps[cells].astype(np.int16), before, -1))
            contents.append(content)
            sizes.append(np.add.reduceat(lengths, starts + 2 * np.arange(end - first)))
        return b"".join(contents), np.concatenate(sizes)


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
