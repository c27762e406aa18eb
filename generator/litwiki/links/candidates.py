"""Which papers are compared at all: the text model in, for each paper the `CANDIDATES` that share most with it out.

Each paper looks up who else has its rarest telling terms (an inverted index, cut to the postings that a budget pays
for). So the work grows with the number of papers. All sums are of whole numbers below 2 ** 53, which are exact in
floating point, so they are the same in any order and on every machine.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from litwiki.links.pairs import rank_in
from litwiki.links.rows import CELLS_AT_A_TIME, Digests, Since, sums_of
from litwiki.links.terms import UNIT, TextModel
from litwiki.text.term_table import Integers, Matrix, distinct_places, lots_of, ranges, starts_of

CANDIDATES = 24
POSTINGS = 3_072
"""The budget: so many papers at most, some more than once, are looked at for one."""
LEAST_SHARE = UNIT**2 // 32
"""What a candidate shares at least by the terms that it is looked up by."""
ROWS_AT_A_TIME = 16
BUCKETS = 1 << 14
LARGEST = 1 << 32
MANY_CHANGED = 4
"""Where one paper in so many is another one, candidates are looked up anew for all."""


class Lookup(Struct, frozen=True, eq=False):
    """What papers look others up by. Row `i` has probes from `starts[i]` to `starts[i + 1]`, each of one term: its
    weight, and where the term's postings begin and how many there are. A posting is a paper and its weight."""

    starts: Integers
    weights: Integers
    firsts: Integers
    many: Integers
    papers: Integers
    shared: Integers

    def shares(self, rows: Integers) -> tuple[Integers, Integers, Matrix]:
        """What some rows share with other papers by their probes, where it is not hardly anything: the place of one
        among the rows, the number of the other paper, the sum.

        Shares are added up in buckets, each for one paper in `BUCKETS`. What is in a bucket with enough in it is added
        up for each paper.
        """
        papers = len(self.starts) - 1
        sizes = self.starts[rows + 1] - self.starts[rows]
        probes = ranges(self.starts[rows], sizes)
        many = self.many[probes]
        cells = ranges(self.firsts[probes], many)
        products = np.repeat(self.weights[probes].astype(np.float64), many)
        products *= self.shared[cells]
        width = min(BUCKETS, papers)
        places = np.repeat(np.arange(len(rows)), sizes)
        others = self.papers[cells]
        buckets = np.repeat(places * width, many)
        buckets += others if papers == width else others % width
        sums = np.bincount(buckets, products, len(rows) * width)
        if papers > width:
            enough = np.flatnonzero((sums >= LEAST_SHARE)[buckets])
            pairs = np.repeat(places, many)[enough] * papers + others[enough]
            pairs, which = distinct_places(pairs)
            sums = np.bincount(which, products[enough], len(pairs))
            is_enough = sums >= LEAST_SHARE
            pairs, sums = pairs[is_enough], sums[is_enough]
        else:
            pairs = np.asarray(np.flatnonzero(sums >= LEAST_SHARE))
            sums = sums[pairs]
        place, others = pairs // papers, pairs % papers
        is_other = others != rows[place]
        return place[is_other], others[is_other], sums[is_other]

    def best(self, rows: Integers) -> tuple[Integers, Matrix]:
        """The candidates of some rows, their numbers rising, -1 for none; and what the last of them shares at least,
        0 where there was room for more."""
        candidates = np.full((len(rows), CANDIDATES), -1, dtype=np.int32)
        least = np.zeros(len(rows))
        for first in range(0, len(rows), ROWS_AT_A_TIME):
            place, others, shares = self.shares(rows[first : first + ROWS_AT_A_TIME])
            # One number says two: to sort numbers is faster than to sort by them.
            order = np.argsort(place * LARGEST + (LARGEST - shares).astype(np.int64), kind="stable")
            place, others, shares = place[order], others[order], shares[order]
            rank = rank_in(place)
            best = rank < CANDIDATES
            candidates[first + place[best], rank[best]] = others[best]
            last = rank == CANDIDATES - 1
            least[first + place[last]] = shares[last]
        return np.sort(candidates, axis=1), least


class Lookups(NamedTuple):
    """`probing` looks up by the probes of papers who has their terms, `probed` by the terms of some rows whose probes
    they are; and a digest of the probes of each paper."""

    probing: Lookup
    probed: Callable[[Integers], Lookup]
    digests: Digests


def lookups_of(model: TextModel) -> Lookups:
    """The telling terms of a model, inverted."""
    table, weights = model.table, model.weights
    rows = np.repeat(np.arange(len(table), dtype=np.int32), table.sizes)
    telling = np.flatnonzero(model.is_telling[table.keys]).astype(np.int32)
    postings, cells = table.inverted(telling)
    probes = _probes(np.searchsorted(telling, table.starts), telling, np.diff(postings)[table.keys[telling]], weights)
    every = np.arange(len(table) + 1, dtype=rows.dtype)

    def lookup(by: Integers, starts: Integers, held: Integers) -> Lookup:
        keys = table.keys[by]
        firsts, many = (part.astype(np.int32)[keys] for part in (starts, np.diff(starts)))
        return Lookup(np.searchsorted(rows[by], every), weights[by], firsts, many, rows[held], weights[held])

    probing = lookup(probes, postings, cells)
    digests = sums_of(table.ids, table.keys[probes], weights[probes], probing.starts)

    def probed(some: Integers) -> Lookup:
        is_probe, is_asked = np.zeros(len(table.keys), dtype=bool), np.zeros(len(table), dtype=bool)
        is_probe[probes], is_asked[some] = True, True
        held = is_probe[cells]
        return lookup(telling[is_asked[rows[telling]]], starts_of(held)[postings], cells[held])

    return Lookups(probing, probed, digests)


def _probes(starts: Integers, telling: Integers, counts: Integers, weights: Integers) -> Integers:
    """The telling cells by which each row looks up others, while their postings are not more than the budget: those
    first that weigh much and that few papers have. Row `i` has `telling[starts[i]:starts[i + 1]]`, which have so many
    postings each; weights are those of all cells.
    """
    telling_cells = [telling[:0]]
    for first, end in lots_of(starts, CELLS_AT_A_TIME):
        cells = slice(int(starts[first]), int(starts[end]))
        many, in_run = counts[cells], telling[cells]
        rows = np.repeat(np.arange(end - first), np.diff(starts[first : end + 1]))
        worth = (weights[in_run].astype(np.int64) ** 2 / np.sqrt(many)).astype(np.int64)
        # One number says two: to sort numbers is faster than to sort by them.
        order = np.argsort(rows * LARGEST + (LARGEST - 1 - worth), kind="stable")
        total = np.concatenate(([0], np.cumsum(many[order])))  # rows are as they were
        before = total[starts[first : end + 1] - starts[first]][rows]
        telling_cells.append(in_run[order][total[1:] - before <= POSTINGS])
    return np.concatenate(telling_cells)


def still(
    before: tuple[Digests, Integers, Matrix], since: Since, lookups: Lookups
) -> tuple[Integers, Matrix, Integers]:
    """Candidates as they were, by the numbers that papers have now, and as in `best`; and the rows for which they are
    not so. `before` has of the last build digests of the probes of papers, and what `best` found.

    They are where the paper and its probes are as they were, each candidate that changed shares more than the last of
    them did, and no other paper that changed shares as much. The last one may share more then: a bound that is too low
    makes more rows stale than need be. Papers are always in the order of their slugs.
    """
    count, changed = len(since.old), np.flatnonzero(since.is_changed)
    if len(changed) * MANY_CHANGED > count:
        return np.full((count, CANDIDATES), -1, dtype=np.int32), np.zeros(count), np.arange(count)
    probes, candidates, least = before[0][since.old], before[1][since.old], before[2][since.old]
    numbers = since.now[candidates]
    is_stale = since.is_changed | (probes != lookups.digests)
    is_stale |= ((candidates >= 0) & (numbers < 0)).any(axis=1)
    doubtful = (since.is_changed[numbers] & (numbers >= 0)).sum(axis=1)
    probed = lookups.probed(changed)
    for first in range(0, len(changed), ROWS_AT_A_TIME):
        some = changed[first : first + ROWS_AT_A_TIME]
        place, others, shares = probed.shares(some)
        is_candidate = (numbers[others] == some[place][:, None]).any(axis=1)
        is_stale[others[~is_candidate & (shares >= least[others])]] = True
        doubtful -= np.bincount(others[is_candidate & (shares > least[others])], minlength=count)
    return numbers, least, np.flatnonzero(is_stale | (doubtful > 0))
