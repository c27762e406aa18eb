"""What terms and papers mean, as points of one space: a table of terms in, directions of terms, points of papers out.

Latent semantic analysis: the space is learned from at most `SAMPLE` papers, those whose slugs have the smallest
checksums, and every paper is then placed in it by its own terms. A change outside of the sample leaves the space, and
all other papers, where they are; the memo has them.

Whoever adds up fractions gets another last digit in another order; so whatever is added up here is a whole number,
and a paper has the same point whether it is placed alone or among ten thousand.
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.memo import Memo, key_of, remembered
from litwiki.model.ids import Slug
from litwiki.search.reading import PapersRead
from litwiki.search.weights import MOST_TIMES, TIMES
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Integers, TermTable, distinct, distinct_places, ranges

DIMENSIONS = 64
SAMPLE = 1_024
"""Papers that the space is learned from; with more, a change of one paper mostly leaves the space as it was."""
LEAST = 1e-9
"""The share of the strongest direction below which one is nothing but rounding."""
EXACT = 512
"""Papers up to which all directions are worked out, of which the strongest are taken."""
BESIDE, STEPS = 64, 3
"""Directions beside those that are wanted, and steps of subspace iteration, each of two products."""
UNIT = 4_096
"""What stands for 1 in points and directions."""
AT_A_TIME = 4_096
PER_CLUSTER = 192
ONE_CLUSTER = 512
"""Papers up to which there is one cluster: to load all of them takes as long as to load two."""
ROUNDS = 8

Matrix = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int16]
Ids = npt.NDArray[np.uint64]
NOBODY = (np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int32))
"""What no papers are about."""
WEIGHTS = np.rint(64 * (1 + np.log(np.maximum(np.arange(MOST_TIMES + 1), 1))))
"""How much a term counts that a paper has so many times, in 64ths (Salton and Buckley 1988)."""


class Space(Struct, frozen=True, eq=False):
    """The directions of terms, whose `ids` rise, as rows of `directions`; `digest` is that of what it was learned
    from."""

    digest: bytes
    ids: Ids
    directions: npt.NDArray[np.int32]


class Meaning(Struct, frozen=True, eq=False):
    """Points of all papers in the order of slugs, of length `UNIT` or zero; directions that they gather around
    (spherical k-means, Dhillon and Modha 2001), and the one that each paper is nearest to, -1 for a zero point."""

    space: Space
    points: Whole
    centres: Whole
    nearest: Whole


def sample_of(slugs: Sequence[Slug]) -> tuple[Slug, ...]:
    """The papers to learn from, in an order that is none of theirs."""
    return tuple(sorted(slugs, key=lambda slug: (crc32(slug.encode()), slug))[:SAMPLE])


def space_of(papers: Sequence[PapersRead], rows: Integers, memo: Memo) -> Space:
    """The space learned from the papers in some rows, taken from all batches in turn."""
    firsts = np.cumsum([0, *(len(some.table) for some in papers)])
    batches = np.searchsorted(firsts, rows, side="right") - 1
    parts = [_about(papers[one].table, rows[batches == one] - firsts[one]) for one in distinct(batches).tolist()]
    sizes, ids, times = map(np.concatenate, zip(NOBODY, *parts, strict=True))
    digest = key_of("space", sizes.tobytes(), ids.tobytes(), times.tobytes())
    return Space(digest, *unpack(remembered(memo, digest, lambda: _directions(sizes, ids, times))))


def _about(table: TermTable, rows: Integers) -> tuple[Integers, Ids, Integers]:
    """How many terms say what each of some papers is about; these terms, and how often the paper has each."""
    cells = ranges(table.starts[rows], table.sizes[rows])
    times = table.values[cells] // TIMES
    is_about = times > 0
    row = np.repeat(np.arange(len(rows)), table.sizes[rows])
    return np.bincount(row[is_about], minlength=len(rows)), table.ids[table.keys[cells[is_about]]], times[is_about]


def _directions(sizes: Integers, every: Ids, times: Integers) -> bytes:
    """The strongest directions of papers × terms (Deerwester et al. 1990), packed: ids of terms, directions.

    A term counts the more the rarer it is in the sample. Signs are fixed: the same papers give the same space.
    """
    ids, keys = distinct_places(every)
    count, counts = len(sizes), np.bincount(keys, minlength=len(ids))
    several = np.flatnonzero(counts > 1)
    size = min(DIMENSIONS, count - 1, len(several) - 1)
    if size < 1:
        return pack(ids[:0], np.zeros((0, DIMENSIONS), np.int32))
    column = np.full(len(ids), -1)
    column[several] = np.arange(len(several))
    columns, rows = column[keys], np.repeat(np.arange(count), sizes)
    cells = np.argsort(rows * len(ids) + columns)
    cells = cells[columns[cells] >= 0]
    rows, columns = rows[cells], columns[cells]
    rarity = np.log1p(count / counts[several])
    weights = WEIGHTS[times[cells]] * rarity[columns]
    weights /= np.sqrt(np.bincount(rows, weights * weights, minlength=count))[rows]
    table = TermTable((), ids[several], np.searchsorted(rows, np.arange(count + 1)), columns, weights)
    values, vectors = strongest(table.times_transposed(table), size)
    vectors = vectors[:, values > values[0] * LEAST]
    axes = np.zeros((len(several), DIMENSIONS))
    for number, vector in enumerate(vectors.T):
        axes[:, number] = np.bincount(columns, weights * vector[rows], len(several))
    axes /= np.maximum(np.linalg.norm(axes, axis=0), LEAST)
    signs = np.where(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)] < 0, -1, 1)
    return pack(ids[several], np.rint(axes * signs * rarity[:, None] * UNIT).astype(np.int32))


def strongest(matrix: Matrix, size: int) -> tuple[Matrix, Matrix]:
    """The largest eigenvalues of a symmetric matrix, so many, with their vectors as columns.

    Of a large one they come by subspace iteration (Golub and Van Loan, "Matrix computations", 8.2.4), which does not
    work out the others, beginning with slow waves. Where eigenvalues are close, which of their vectors come first makes
    little difference to a space of meanings.
    """
    count = len(matrix)
    if count <= EXACT:
        values, vectors = np.linalg.eigh(matrix)
    else:
        basis = np.cos(np.outer(np.arange(count) + 0.5, np.arange(size + BESIDE)) * np.pi / count)
        for _ in range(STEPS):
            basis, _ = np.linalg.qr(matrix @ (matrix @ basis))
        inside = basis.T @ (matrix @ basis)
        values, turned = np.linalg.eigh((inside + inside.T) / 2)
        vectors = basis @ turned
    return values[: -size - 1 : -1], vectors[:, : -size - 1 : -1]


def points_of(space: Space, papers: PapersRead, memo: Memo) -> Whole:
    """The points of the papers of a batch."""
    key = key_of("points", space.digest, papers.digests)
    (points,) = unpack(remembered(memo, key, lambda: pack(placed(space, papers.table))))
    whole: Whole = points
    return whole


def placed(space: Space, table: TermTable) -> Whole:
    """The points of the papers of a table."""
    total = np.zeros((len(table), DIMENSIONS))
    if not len(space.ids):
        return _unit(total)
    row = np.minimum(np.searchsorted(space.ids, table.ids), len(space.ids) - 1)
    row = np.where(space.ids[row] == table.ids, row, -1)
    cells = np.flatnonzero((row[table.keys] >= 0) & (table.values >= TIMES))
    rows, weights = row[table.keys[cells]], WEIGHTS[table.values[cells] // TIMES]
    directions = space.directions.astype(np.float64)
    starts = np.searchsorted(cells, table.starts)
    for paper, (first, end) in enumerate(pairwise(starts.tolist())):
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
    vectors = points[points.any(axis=1)].astype(np.float64)
    centres = vectors[:count]
    for _ in range(ROUNDS if len(centres) else 0):
        nearest = (vectors @ centres.T).argmax(axis=1)
        total = np.zeros_like(centres)
        np.add.at(total, nearest, vectors)
        centres = np.where(total.any(axis=1, keepdims=True), _unit(total), centres)
    return centres.astype(np.int16)


def nearest_of(points: Whole, centres: Whole) -> Whole:
    """The number of the centre that each point is nearest to, -1 for a zero point."""
    if not len(centres):
        return np.full(len(points), -1, dtype=np.int16)
    turned = centres.T.astype(np.float64)
    parts = [points[first : first + AT_A_TIME] for first in range(0, len(points), AT_A_TIME)]
    nearest = np.concatenate([(part.astype(np.float64) @ turned).argmax(axis=1) for part in parts])
    return np.where(points.any(axis=1), nearest, -1).astype(np.int16)


def make_meaning(papers: Sequence[PapersRead], slugs: Sequence[Slug], memo: Memo) -> Meaning:
    """What papers mean; `slugs` are those of all batches in turn."""
    sample = sample_of(slugs)
    row = {slug: number for number, slug in enumerate(slugs)}
    rows = np.array([row[slug] for slug in sample], dtype=np.int64)
    space = space_of(papers, np.sort(rows), memo)
    none = np.zeros((0, DIMENSIONS), dtype=np.int16)
    points = np.concatenate([none, *(points_of(space, some, memo) for some in papers)])
    placed = int(points.any(axis=1).sum())
    clusters = min(1 if 0 < placed <= ONE_CLUSTER else -(-placed // PER_CLUSTER), len(sample))
    centres = centres_of(points[rows], clusters)
    return Meaning(space, points, centres, nearest_of(points, centres))
