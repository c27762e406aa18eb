"""Pairs of papers compared by all of their terms: two rows in, their cosine and the terms that they share most out."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from litwiki.links.rows import Rows
from litwiki.links.terms import UNIT
from litwiki.text.term_table import Integers, distinct_places, ranges

REASONS = 6
"""Terms that are found for a pair."""
PAPERS_AT_A_TIME = 16
"""Papers whose rows are spread out together: as many as the nearer caches hold."""
LARGEST = UNIT**2 << 1
"""More than the largest product. With the places of as many pairs as are compared at a time, and the numbers of terms,
it makes numbers below 2 ** 63, as long as there are fewer than 2 ** 27 terms."""


def cosines(rows: Rows, one: Integers, other: Integers) -> Integers:
    """How near the papers of each pair are, in parts of 10,000. Pairs are sorted by the first paper."""
    cosines_of = np.zeros(len(one), dtype=np.int16)
    for pairs, products, _, starts in _products(rows, one, other):
        sums = np.concatenate(([0], np.cumsum(products, dtype=np.int64)))
        cosines_of[pairs] = np.rint((sums[starts[1:]] - sums[starts[:-1]]) * (10_000 / UNIT**2))
    return cosines_of


def reasons(rows: Rows, one: Integers, other: Integers) -> Integers:
    """The terms whose weights have the largest products, by their places in the row of the other paper, filled up with
    -1. Pairs are sorted by the first paper."""
    shared_terms = np.full((len(one), REASONS), -1, dtype=np.int32)
    for pairs, products, cells, starts in _products(rows, one, other):
        shared = np.flatnonzero(products)
        pair = np.repeat(np.arange(len(starts) - 1), np.diff(starts))[shared]
        # One number says three, no two of which are the same: to sort numbers is faster than to sort by them.
        order = np.argsort((pair * LARGEST - products[shared]) * rows.width + rows.keys[cells[shared]])
        order = order[rank_in(pair[order]) < REASONS]
        rank, pair = rank_in(pair[order]), pair[order] + pairs.start
        shared_terms[pair, rank] = cells[shared][order] - rows.starts[other[pair]]
    return shared_terms


def rank_in(groups: Integers) -> Integers:
    """How many stand before each in its group; groups follow each other.

    >>> rank_in(np.array([3, 3, 5])).tolist()
    [0, 1, 0]
    """
    return np.asarray(np.arange(len(groups)) - np.searchsorted(groups, groups))


def _products(rows: Rows, one: Integers, other: Integers) -> Iterator[tuple[slice, Integers, Integers, Integers]]:
    """Some pairs at a time: which; the products of weights for each cell of the other paper's row; these cells; where
    those of each pair start. Rows of the first papers are spread out over all terms."""
    papers, places = distinct_places(one)
    spread = np.zeros(PAPERS_AT_A_TIME * rows.width, dtype=np.int32)
    borders = np.arange(0, len(papers) + PAPERS_AT_A_TIME, PAPERS_AT_A_TIME)
    for lot, (first, end) in enumerate(pairwise(np.searchsorted(places, borders).tolist())):
        columns, cells = _cells(rows, papers[borders[lot] : borders[lot + 1]])
        columns = columns * rows.width + rows.keys[cells]
        spread[columns] = rows.weights[cells]
        place, cells = _cells(rows, other[first:end])
        starts = np.searchsorted(place, np.arange(end - first + 1))
        place = (places[first:end] - borders[lot])[place] * rows.width + rows.keys[cells]
        yield slice(first, end), spread[place] * rows.weights[cells], cells, starts
        spread[columns] = 0


def _cells(rows: Rows, some: Integers) -> tuple[Integers, Integers]:
    """The cells of some rows, and for each cell which of the rows has it."""
    sizes = rows.starts[some + 1] - rows.starts[some]
    return np.repeat(np.arange(len(some)), sizes), ranges(rows.starts[some], sizes)
