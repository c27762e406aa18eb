"""What terms and papers mean, as points of one space: postings in, directions of terms and whole-number points out.

The space is learned from at most `SAMPLE` papers, those whose slugs have the smallest checksums; every paper is then
placed in it by its own terms. A change outside of the sample leaves the space, and all other papers, where they are.
Whoever adds up fractions gets another last digit in another order; so whatever is added up here is a whole number,
and a paper has the same point whether it is placed alone or among ten thousand.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import log1p
from zlib import crc32

import numpy as np
import numpy.typing as npt

from litwiki.ids import Slug
from litwiki.search.postings import MOST_TIMES, Postings, Slot
from litwiki.textmodel import DIMENSIONS, SAMPLE, TextModel, make_space

UNIT = 4_096
"""What stands for 1 in points and directions."""
PER_CLUSTER = 96
ROUNDS = 8

Matrix = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int16]
TIMES = np.rint(64 * (1 + np.log(np.maximum(np.arange(MOST_TIMES + 1), 1))))
"""How much a term counts that a paper has so many times, in 64ths (Salton and Buckley 1988)."""

Terms = Mapping[str, int]
"""The terms of a paper with how often what it is about has them."""


@dataclass(frozen=True, eq=False, slots=True)
class Space:
    """The directions of `terms`, rows of `directions`, as learned from the papers of `sample`."""

    sample: tuple[Slug, ...]
    terms: tuple[str, ...]
    directions: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class Meaning:
    """Points of all papers in the order of slugs, of length `UNIT` or zero; directions that they gather around
    (spherical k-means, Dhillon and Modha 2001), and the one that each paper is nearest to, -1 for a zero point."""

    space: Space
    points: Whole
    centres: Whole
    nearest: Whole


def sample_of(slugs: Sequence[Slug]) -> tuple[Slug, ...]:
    """The papers to learn from, in an order that is none of theirs."""
    return tuple(sorted(slugs, key=lambda slug: (crc32(slug.encode()), slug))[:SAMPLE])


def bags_of(postings: Postings, slots: Mapping[Slug, Slot]) -> dict[Slug, dict[str, int]]:
    """The terms of some papers."""
    slugs = {slot: slug for slug, slot in slots.items()}
    own = np.flatnonzero(postings.has(slugs) & (postings.times > 0))
    numbers = np.searchsorted(postings.starts, own, side="right") - 1
    bags: dict[Slug, dict[str, int]] = {slug: {} for slug in slots}
    for number, slot, times in zip(
        numbers.tolist(), postings.slots[own].tolist(), postings.times[own].tolist(), strict=True
    ):
        bags[slugs[slot]][postings.terms[number]] = times
    return bags


def learn(sample: Mapping[Slug, Terms]) -> Space:
    """The space of a sample; a term counts the more the rarer it is there."""
    slugs = tuple(sorted(sample))
    counts: dict[str, int] = {}
    for slug in slugs:
        for term in sample[slug]:
            counts[term] = counts.get(term, 0) + 1
    terms = tuple(sorted(term for term, count in counts.items() if count > 1))
    columns = {term: (column, log1p(len(slugs) / counts[term])) for column, term in enumerate(terms)}
    rows = []
    for slug in slugs:
        found = sorted((*columns[term], times) for term, times in sample[slug].items() if term in columns)
        rows.append({column: rarity * float(TIMES[times]) for column, rarity, times in found})
    space = make_space(TextModel(slugs, terms, tuple(rows), {}))
    return Space(tuple(sample), space.terms, np.rint(space.term_vectors * UNIT).astype(np.int32))


def placed(space: Space, postings: Postings, slots: Sequence[Slot]) -> Whole:
    """The points of papers that have some slots."""
    total = np.zeros((len(slots), DIMENSIONS))
    index = {term: row for row, term in enumerate(space.terms)}
    rows = np.fromiter((index.get(term, -1) for term in postings.terms), dtype=np.int64, count=len(postings.terms))
    known = np.repeat(rows >= 0, postings.counts()) & (postings.times > 0)
    own = np.flatnonzero(known & postings.has(slots))
    own = own[np.argsort(postings.slots[own], kind="stable")]
    rows = rows[np.searchsorted(postings.starts, own, side="right") - 1]
    weights, directions = TIMES[postings.times[own]], space.directions.astype(np.float64)
    starts = np.searchsorted(postings.slots[own], slots)
    ends = np.searchsorted(postings.slots[own], slots, side="right")
    for paper, (first, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        total[paper] = weights[first:end] @ directions[rows[first:end]]
    return _unit(np.rint(total / 256))


def _unit(vectors: Matrix) -> Whole:
    """Vectors of whole numbers, each with length `UNIT` or zero."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    units: Matrix = np.divide(vectors * UNIT, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    whole: Whole = np.rint(units).astype(np.int16)
    return whole


def centres_of(points: Whole, count: int) -> Whole:
    """So many directions, or as many as there are points, that points of papers gather around."""
    own = points[points.any(axis=1)].astype(np.float64)
    centres = own[:count]
    for _ in range(ROUNDS if len(centres) else 0):
        nearest = (own @ centres.T).argmax(axis=1)
        total = np.zeros_like(centres)
        np.add.at(total, nearest, own)
        centres = np.where(total.any(axis=1, keepdims=True), _unit(total), centres)
    return centres.astype(np.int16)


def nearest_of(points: Whole, centres: Whole) -> Whole:
    """The number of the centre that each point is nearest to, -1 for a zero point."""
    if not len(centres):
        return np.full(len(points), -1, dtype=np.int16)
    nearest = (points.astype(np.float64) @ centres.T.astype(np.float64)).argmax(axis=1)
    return np.where(points.any(axis=1), nearest, -1).astype(np.int16)


def make_meaning(
    before: tuple[Meaning, Postings, Mapping[Slug, Slot]] | None,
    postings: Postings,
    slots: Mapping[Slug, Slot],
    again: Set[Slug],
) -> Meaning:
    """What papers mean, by their slots; `before` is the same of an earlier collection, in which all papers but those
    of `again` were as they are, with the same slots.
    """
    sample = sample_of(tuple(slots))
    if before is None or before[0].space.sample != sample or _differ(before, postings, slots, again & {*sample}):
        space = learn(bags_of(postings, {slug: slots[slug] for slug in sample}))
        points = placed(space, postings, tuple(slots.values()))
        centres = None
    else:
        old, _, old_slots = before
        space, centres = old.space, old.centres
        rows = {slug: row for row, slug in enumerate(old_slots)}
        kept = [(row, rows[slug]) for row, slug in enumerate(slots) if slug not in again]
        points = np.zeros((len(slots), DIMENSIONS), dtype=np.int16)
        points[[row for row, _ in kept]] = old.points[[row for _, row in kept]]
        new = [row for row, slug in enumerate(slots) if slug in again]
        points[new] = placed(space, postings, [slots[slug] for slug in slots if slug in again])
    count = -(-int(points.any(axis=1).sum()) // PER_CLUSTER)
    if centres is None or len(centres) != min(count, len(sample)):
        row_of = {slug: row for row, slug in enumerate(slots)}
        centres = centres_of(points[[row_of[slug] for slug in sample]], count)
    return Meaning(space, points, centres, nearest_of(points, centres))


def _differ(
    before: tuple[Meaning, Postings, Mapping[Slug, Slot]],
    postings: Postings,
    slots: Mapping[Slug, Slot],
    slugs: Set[Slug],
) -> bool:
    """Whether some papers have other terms than before."""
    _, old, old_slots = before
    was = bags_of(old, {slug: old_slots[slug] for slug in slugs})
    return was != bags_of(postings, {slug: slots[slug] for slug in slugs})
