"""What terms and papers mean, as points of one space: postings in, directions of terms and whole-number points out.

The space is learned from at most `SAMPLE` papers, those whose slugs have the smallest checksums; every paper is then
placed in it by its own terms. A change outside of the sample leaves the space, and all other papers, where they are.
Whoever adds up fractions gets another last digit in another order; so whatever is added up here is a whole number,
and a paper has the same point whether it is placed alone or among ten thousand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from zlib import crc32

import numpy as np
import numpy.typing as npt

from litwiki.model.ids import Slug
from litwiki.search.parts import Integers
from litwiki.search.postings import MOST_TIMES, Postings, Slot

DIMENSIONS = 64
SAMPLE = 1_024
"""Papers that the space is learned from; with more, a change of one paper mostly leaves the space as it was."""
OFTEN = 32
"""Papers of a sample above which a term's products are faster by the matrix than pair by pair."""
LEAST = 1e-9
"""The share of the strongest direction below which one is nothing but rounding."""
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
    """Latent semantic analysis (Deerwester et al. 1990): the strongest directions of papers × terms, of which one
    counts the more the rarer it is in the sample. Signs are fixed: the same papers give the same space.
    """
    slugs = sorted(sample)
    counts = Counter(term for slug in slugs for term in sample[slug])
    terms = sorted(term for term, count in counts.items() if count > 1)
    column = {term: number for number, term in enumerate(terms)}
    cells = [
        (row, column[term], times)
        for row, slug in enumerate(slugs)
        for term, times in sample[slug].items()
        if term in column
    ]
    size = min(DIMENSIONS, len(slugs) - 1, len(terms) - 1)
    if size < 1:
        return Space(tuple(sample), (), np.zeros((0, DIMENSIONS), dtype=np.int32))
    rows, columns, times = np.array(sorted(cells, key=itemgetter(1, 0)), dtype=np.int64).T
    rarity = np.log1p(len(slugs) / np.array([counts[term] for term in terms]))
    weights = TIMES[times] * rarity[columns]
    weights /= np.sqrt(np.bincount(rows, weights * weights, minlength=len(slugs)))[rows]

    starts = np.searchsorted(columns, np.arange(len(terms)))
    values, vectors = np.linalg.eigh(_products(len(slugs), rows, weights, starts))
    values, vectors = values[: -size - 1 : -1], vectors[:, : -size - 1 : -1]
    vectors = np.ascontiguousarray(vectors[:, values > values[0] * LEAST])  # rows of it are looked up
    axes = np.zeros((len(terms), DIMENSIONS))
    axes[:, : vectors.shape[1]] = np.add.reduceat(weights[:, None] * vectors[rows], starts, axis=0)
    axes /= np.maximum(np.linalg.norm(axes, axis=0), LEAST)
    signs = np.where(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)] < 0, -1, 1)
    directions = np.rint(axes * signs * rarity[:, None] * UNIT).astype(np.int32)
    return Space(tuple(sample), tuple(terms), directions)


def _products(count: int, rows: Integers, weights: Matrix, starts: Integers) -> Matrix:
    """The products of all pairs of rows; cells are sorted by column, and `starts` says where each column begins."""
    sizes = np.diff(starts, append=len(rows))
    often = np.repeat(sizes > OFTEN, sizes)
    dense = np.zeros((count, int((sizes > OFTEN).sum())))
    dense[rows[often], (np.cumsum(sizes > OFTEN) - 1).repeat(sizes)[often]] = weights[often]
    products = (dense @ dense.T).ravel()
    for size in np.unique(sizes[sizes <= OFTEN]).tolist():
        cells = starts[sizes == size][:, None] + np.arange(size)
        pairs = rows[cells][:, :, None] * count + rows[cells][:, None, :]
        np.add.at(products, pairs.ravel(), (weights[cells][:, :, None] * weights[cells][:, None, :]).ravel())
    return products.reshape(count, count)


def placed(space: Space, postings: Postings, slots: Sequence[Slot]) -> Whole:
    """The points of papers that have some slots."""
    total = np.zeros((len(slots), DIMENSIONS))
    index = {term: row for row, term in enumerate(space.terms)}
    own = np.flatnonzero((postings.times > 0) & postings.has(slots))
    numbers, places = np.unique(np.searchsorted(postings.starts, own, side="right") - 1, return_inverse=True)
    rows = np.array([index.get(postings.terms[number], -1) for number in numbers.tolist()], dtype=np.int64)[places]
    own, rows = own[rows >= 0], rows[rows >= 0]
    arranged = np.argsort(postings.slots[own], kind="stable")
    own, rows = own[arranged], rows[arranged]
    weights = TIMES[postings.times[own]]
    starts = np.searchsorted(postings.slots[own], slots)
    ends = np.searchsorted(postings.slots[own], slots, side="right")
    for paper, (first, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        total[paper] = weights[first:end] @ space.directions[rows[first:end]].astype(np.float64)
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
    else:
        old, _, old_slots = before
        space = old.space
        rows = {slug: row for row, slug in enumerate(old_slots)}
        kept = [(row, rows[slug]) for row, slug in enumerate(slots) if slug not in again]
        points = np.zeros((len(slots), DIMENSIONS), dtype=np.int16)
        points[[row for row, _ in kept]] = old.points[[row for _, row in kept]]
        new = [row for row, slug in enumerate(slots) if slug in again]
        points[new] = placed(space, postings, [slots[slug] for slug in slots if slug in again])
        if len(old.centres) == _clusters(points, sample):
            nearest = np.full(len(slots), -1, dtype=np.int16)
            nearest[[row for row, _ in kept]] = old.nearest[[row for _, row in kept]]
            nearest[new] = nearest_of(points[new], old.centres)
            return Meaning(space, points, old.centres, nearest)
    rows = {slug: row for row, slug in enumerate(slots)}
    centres = centres_of(points[[rows[slug] for slug in sample]], _clusters(points, sample))
    return Meaning(space, points, centres, nearest_of(points, centres))


def _clusters(points: Whole, sample: Sequence[Slug]) -> int:
    return min(-(-int(points.any(axis=1).sum()) // PER_CLUSTER), len(sample))


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
