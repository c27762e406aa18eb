"""Which document holds which term, and how much it is about it: documents in, lists of postings by term out."""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from operator import itemgetter
from zlib import crc32

import numpy as np
import numpy.typing as npt

from litwiki.search.documents import Document
from litwiki.search.parts import Integers, order, packed, widths

STEPS = 32
"""A stored weight is a step of a scale on which each doubling of 1 + weight has this many."""
MOST_TIMES = 255

Slot = int
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Postings:
    """Terms in their order, each with its documents: those of `terms[i]` stand from `starts[i]` to `starts[i + 1]`.

    `slots` rise within a term; `steps` are the weights, 1 to 255; `times` is as in a document.
    """

    terms: tuple[str, ...]
    starts: Integers
    slots: npt.NDArray[np.int32]
    steps: Bytes
    times: Bytes

    def counts(self) -> Integers:
        """How many documents have each term."""
        return np.diff(self.starts)

    def numbers(self) -> Integers:
        """The term of each posting, by number."""
        return np.repeat(np.arange(len(self.terms)), self.counts())

    def where(self, kept: Flags) -> "Postings":
        """Some of the postings, with all terms."""
        before = np.concatenate(([0], np.cumsum(kept)))
        return Postings(self.terms, before[self.starts], self.slots[kept], self.steps[kept], self.times[kept])

    def has(self, slots: Iterable[Slot]) -> Flags:
        """Which postings are of some documents."""
        wanted = np.fromiter(slots, dtype=np.int32)
        if not len(self.slots) or not len(wanted):
            return np.zeros(len(self.slots), dtype=bool)
        table = np.zeros(int(max(self.slots.max(), wanted.max())) + 1, dtype=bool)
        table[wanted] = True
        return table[self.slots]

    def some(self, numbers: Integers) -> "Postings":
        """Some of the terms, which are given by rising numbers."""
        counts = self.counts()[numbers]
        starts = np.concatenate(([0], np.cumsum(counts)))
        own = np.arange(starts[-1]) + np.repeat(self.starts[numbers] - starts[:-1], counts)
        terms = tuple(self.terms[i] for i in numbers.tolist())
        return Postings(terms, starts, self.slots[own], self.steps[own], self.times[own])

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


NOTHING = Postings((), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.uint8))


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


def inverted(documents: Sequence[tuple[Slot, Document]]) -> Postings:
    """Postings of documents with the weights of their terms."""
    documents = sorted(documents, key=itemgetter(0))
    terms = sorted(set(chain.from_iterable(document.weights for _, document in documents)), key=order)
    number = {term: i for i, term in enumerate(terms)}
    sizes = [len(document.weights) for _, document in documents]
    total = sum(sizes)
    every = chain.from_iterable(document.weights for _, document in documents)
    numbers = np.fromiter(map(number.__getitem__, every), dtype=np.int32, count=total)
    weights = chain.from_iterable(document.weights.values() for _, document in documents)
    steps = np.rint(STEPS * np.log2(1 + np.fromiter(weights, dtype=np.float64, count=total)))
    own = ((d.times.values(), repeat(0, len(d.weights) - len(d.times))) for _, d in documents)
    times = np.fromiter(chain.from_iterable(chain.from_iterable(own)), dtype=np.int64, count=total)
    slots = np.repeat(np.array([slot for slot, _ in documents], dtype=np.int32), sizes)
    arranged = np.argsort(numbers, kind="stable")
    return Postings(
        tuple(terms),
        np.searchsorted(numbers[arranged], np.arange(len(terms) + 1)),
        slots[arranged],
        steps.clip(1, 255).astype(np.uint8)[arranged],
        times.clip(0, MOST_TIMES).astype(np.uint8)[arranged],
    )


def merged(one: Postings, other: Postings) -> Postings:
    """The postings of two lots of documents that have none in common; terms without postings are left out."""
    terms, added = list(one.terms), {*other.terms}.difference(one.terms)
    if 16 * len(added) < len(terms):
        for term in added:
            insort(terms, term, key=order)
    else:
        terms = sorted([*terms, *added], key=order)
    number = {term: i for i, term in enumerate(terms)}

    def keys(postings: Postings) -> Integers:
        places = np.fromiter(map(number.__getitem__, postings.terms), dtype=np.int64, count=len(postings.terms))
        return np.repeat(places, postings.counts()) << 32 | postings.slots

    left, right = keys(one), keys(other)
    at = np.searchsorted(left, right)
    counts = np.bincount(left >> 32, minlength=len(terms)) + np.bincount(right >> 32, minlength=len(terms))
    filled = counts > 0
    return Postings(
        tuple(terms)
        if filled.all()
        else tuple(term for term, some in zip(terms, filled.tolist(), strict=True) if some),
        np.concatenate(([0], np.cumsum(counts[filled]))),
        np.insert(one.slots, at, other.slots),
        np.insert(one.steps, at, other.steps),
        np.insert(one.times, at, other.times),
    )
