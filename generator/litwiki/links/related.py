"""Which papers are near each other: the text model in, for each paper the six nearest and the terms they share out.

Near is the cosine of two rows, and a little what the papers have in common beside words (`in_common`). Not every pair
is looked at: each paper looks up who else has its rarest telling terms (an inverted index, cut to the postings that a
budget pays for), and the `CANDIDATES` that share most by these are compared by all of their terms. So the work grows
with the number of papers.

All sums are of whole numbers, so they are the same in any order and on every machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from litwiki.links.in_common import InCommon
from litwiki.links.terms import UNIT, TextModel
from litwiki.model.ids import Slug, TopicId
from litwiki.model.memo import Memo, key_of, remembered
from litwiki.model.records import Related
from litwiki.model.wiki import Wiki
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Integers, Matrix, distinct, distinct_places, ranges

MOST_RELATED = 6
LEAST_SIMILAR = 600
"""The least cosine, in parts of 10,000."""
SHOWN = 100
"""Scores are told in parts of this: a paper that comes moves most of them a little, and few by so much."""
REASONS, REASON_TERMS = 6, 3
"""Terms that are found for a pair, and of those the most that readers are told: two may print alike."""
CANDIDATES = 24
POSTINGS = 3_072
"""The budget: so many papers at most, some more than once, are looked at for one."""
LEAST_SHARE = UNIT**2 // 32
"""What a candidate shares at least by the terms that it is looked up by."""
ROWS_AT_A_TIME = 16
CELLS_AT_A_TIME = 1 << 21
BUCKETS = 1 << 14
LARGEST = 1 << 32
NAME = key_of("lists of related papers")
Digests = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False, slots=True)
class Nearest:
    """Papers by the numbers of their rows, best first, each list filled up with -1.

    `others` (papers × `MOST_RELATED`) are the nearest, `scores` how near they are in parts of 10,000, and `reasons`
    (papers × `MOST_RELATED` × `REASONS`) the columns of the terms that bring them near.
    """

    others: Integers
    scores: Integers
    reasons: Integers


def nearest(model: TextModel, memo: Memo, in_common: InCommon | None = None) -> Nearest:
    """The nearest papers of each; what two have in common beside words is added to their cosine.

    What is dear, to compare a paper with its candidates, goes through the memo. There each list is with the digest of
    what it was made from; a list with a digest that is not there is made.
    """
    index = _Index(model)
    candidates = index.candidates()
    common = in_common.of(candidates) if in_common else np.zeros(candidates.shape, dtype=np.int64)
    digests = index.digests_of(candidates, common)
    best, scores, reasons = lists = _none(len(model.slugs))
    known, *before = unpack(value) if (value := memo.get(NAME)) else (np.zeros(0, np.uint64), *_none(0))
    place = np.minimum(np.searchsorted(known, digests), max(0, len(known) - 1))
    is_known = known[place] == digests if len(known) else np.zeros(len(digests), dtype=bool)
    for whole, some in zip(lists, before, strict=True):
        whole[is_known] = some[place[is_known]]
    stale = np.flatnonzero(~is_known)
    for whole, some in zip(lists, index.compared(stale, candidates[stale], common[stale]), strict=True):
        whole[stale] = some
    if len(stale) or len(known) != len(digests):
        order = np.argsort(digests)
        memo.put(NAME, pack(digests[order], *(whole[order] for whole in lists)))
    others = np.where(best < 0, -1, np.take_along_axis(candidates, best.astype(np.int64), axis=1))
    return Nearest(others, scores, index.columns_of(reasons))


@dataclass(frozen=True, eq=False, slots=True)
class Lists:
    """The nearest papers as in `Nearest`, but with the words that readers know terms by: `reasons` are numbers of
    `forms`."""

    others: Integers
    scores: Integers
    reasons: Integers
    forms: Sequence[str]


def lists_of(model: TextModel, memo: Memo, basis: bytes, in_common: Callable[[], InCommon]) -> Lists:
    """The nearest papers of all; `basis` is a digest of all that they follow from."""

    def made() -> bytes:
        found = nearest(model, memo, in_common())
        used = distinct(found.reasons[found.reasons >= 0])
        reasons = np.where(found.reasons < 0, -1, np.searchsorted(used, found.reasons)).astype(np.int32)
        forms = [model.forms[number] for number in used.tolist()]
        return pack(found.others.astype(np.int32), found.scores, reasons, forms)

    memo.keep((NAME,))
    return Lists(*unpack(remembered(memo, key_of("related", basis), made)))


def _none(rows: int) -> tuple[Integers, Integers, Integers]:
    """Lists of so many rows with nothing in them."""
    best = np.full((rows, MOST_RELATED), -1, dtype=np.int8)
    scores = np.full((rows, MOST_RELATED), -1, dtype=np.int16)
    return best, scores, np.full((rows, MOST_RELATED, REASONS), -1, dtype=np.int32)


class _Index:
    """The model's rows without the terms that only one paper has, and its telling terms inverted."""

    def __init__(self, model: TextModel) -> None:
        table = model.table
        own = np.flatnonzero(model.weights)
        self.starts = np.searchsorted(own, table.starts)
        self.keys, self.weights = table.keys[own], model.weights[own]
        self.papers, self.width, self.ids = len(table), len(table.terms), table.ids
        telling = np.flatnonzero(model.is_telling[table.keys])
        postings, cells = table.inverted(telling)
        rows = np.repeat(np.arange(len(table), dtype=np.int32), table.sizes)
        self.others = rows[cells]
        self.buckets = (self.others % min(BUCKETS, max(1, self.papers))).astype(np.int64)
        # Sums of whole numbers below 2 ** 53 are exact in floating point.
        self.shared = model.weights[cells].astype(np.float64)
        probes = _probes(model, telling, np.diff(postings))
        self.probe_rows, self.probe_weights = rows[probes], model.weights[probes].astype(np.float64)
        self.probes_starts = np.searchsorted(self.probe_rows, np.arange(len(table) + 1))
        self.firsts, self.many = postings[table.keys[probes]], np.diff(postings)[table.keys[probes]]

    def candidates(self) -> Integers:
        """Papers that each shares most with by its probes: papers × `CANDIDATES`; numbers rise, -1 for none."""
        found = np.full((self.papers, CANDIDATES), -1, dtype=np.int32)
        for first in range(0, self.papers, ROWS_AT_A_TIME):
            rows = np.arange(first, min(first + ROWS_AT_A_TIME, self.papers))
            place, others, shares = self._shares(rows)
            # One number says two: to sort numbers is faster than to sort by them.
            order = np.argsort(place * LARGEST + (LARGEST - shares).astype(np.int64), kind="stable")
            place, others = place[order], others[order]
            rank = _rank(place)
            best = rank < CANDIDATES
            found[first + place[best], rank[best]] = others[best]
        return np.sort(found, axis=1)

    def _shares(self, rows: Integers) -> tuple[Integers, Integers, Matrix]:
        """Places among `rows`, other papers, and how much they share by the probes where it is not hardly anything.

        Shares are added up in buckets, each for one paper in `BUCKETS`. What is in a bucket with enough in it is added
        up for each paper.
        """
        probes = slice(self.probes_starts[rows[0]], self.probes_starts[rows[-1] + 1])
        many = self.many[probes]
        cells = ranges(self.firsts[probes], many)
        products = self.shared[cells]
        products *= np.repeat(self.probe_weights[probes], many)
        width = min(BUCKETS, self.papers)
        places = self.probe_rows[probes] - rows[0]
        buckets = self.buckets[cells]
        buckets += np.repeat(places * width, many)
        sums = np.bincount(buckets, products, len(rows) * width)
        if self.papers > width:
            enough = np.flatnonzero((sums >= LEAST_SHARE)[buckets])
            pairs = np.repeat(places.astype(np.int64), many)[enough] * self.papers + self.others[cells[enough]]
            pairs, which = distinct_places(pairs)
            sums = np.bincount(which, products[enough], len(pairs))
            is_enough = sums >= LEAST_SHARE
            pairs, sums = pairs[is_enough], sums[is_enough]
        else:
            pairs = np.asarray(np.flatnonzero(sums >= LEAST_SHARE))
            sums = sums[pairs]
        place, others = pairs // self.papers, pairs % self.papers
        is_other = others != rows[place]
        return place[is_other], others[is_other], sums[is_other]

    def columns_of(self, reasons: Integers) -> Integers:
        """The numbers of terms that are given by their places among those of each row."""
        columns = np.full(reasons.shape, -1, dtype=np.int32)
        told = np.nonzero(reasons >= 0)
        columns[told] = self.keys[self.starts[told[0]] + reasons[told]]
        return columns

    def digests_of(self, candidates: Integers, common: Integers) -> Digests:
        """A digest for each row: of its terms and weights, those of its candidates, and what they have in common.

        Sums of mixed numbers, modulo 2 ** 64 (Clarke and others 2003, "Incremental multiset hash functions"): a cell is
        mixed with its term, a candidate with its place.
        """
        cells = _mixed(self.ids[self.keys] + self.weights.astype(np.uint64) * GOLDEN)
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(cells, dtype=np.uint64)))
        own = np.concatenate((_mixed(sums[self.starts[1:]] - sums[self.starts[:-1]]), np.zeros(1, np.uint64)))
        places = np.arange(1, CANDIDATES + 1, dtype=np.uint64) * GOLDEN
        others = _mixed(_mixed(own[candidates] + common.astype(np.uint64)) + places)
        return _mixed(own[:-1] + others.sum(axis=1, dtype=np.uint64))

    def compared(self, rows: Integers, candidates: Integers, common: Integers) -> tuple[Integers, Integers, Integers]:
        """The nearest of some rows, by their places among the candidates; their scores; and the terms that they share,
        by their places among the row's own. Each as in `Nearest`.
        """
        lists = _none(len(rows))
        at_a_time = max(1, min(len(rows), CELLS_AT_A_TIME // max(1, self.width)))
        spread, offsets = (np.zeros(at_a_time * self.width, dtype=np.int32) for _ in range(2))
        for first in range(0, len(rows), at_a_time):
            some = rows[first : first + at_a_time]
            sizes = self.starts[some + 1] - self.starts[some]
            own = ranges(self.starts[some], sizes)
            places = np.repeat(np.arange(len(some)) * self.width, sizes) + self.keys[own]
            spread[places] = self.weights[own]
            offsets[places] = own - np.repeat(self.starts[some], sizes)
            part = slice(first, first + len(some))
            self._compare(spread, offsets, candidates[part], common[part], [found[first:] for found in lists])
            spread[places] = 0
        return lists

    def _compare(
        self, spread: Integers, offsets: Integers, candidates: Integers, common: Integers, lists: Sequence[Integers]
    ) -> None:
        """Fills the lists of some rows, which are spread out over all terms: their weights, and their cells' places."""
        best, scores, reasons = lists
        place, number = np.nonzero(candidates >= 0)
        products, _, starts = self._products(spread, place, candidates[place, number])
        sums = np.concatenate(([0], np.cumsum(products, dtype=np.int64)))
        score = np.rint((sums[starts[1:]] - sums[starts[:-1]]) * (10_000 / UNIT**2)).astype(np.int64)
        is_similar = score >= LEAST_SIMILAR
        score = np.minimum(score + common[place, number], 10_000)
        order = np.lexsort((number, -score, place))
        order = order[is_similar[order]]
        order = order[_rank(place[order]) < MOST_RELATED]
        place, number, score = place[order], number[order], score[order]
        rank = _rank(place)
        best[place, rank], scores[place, rank] = number, score
        products, places, starts = self._products(spread, place, candidates[place, number])
        shared = np.flatnonzero(products)
        pair = np.repeat(np.arange(len(place)), np.diff(starts))[shared]
        order = np.lexsort((places[shared], -products[shared], pair))
        order = order[_rank(pair[order]) < REASONS]
        pair, places = pair[order], places[shared][order]
        reasons[place[pair], rank[pair], _rank(pair)] = offsets[places]

    def _products(self, spread: Integers, place: Integers, papers: Integers) -> tuple[Integers, Integers, Integers]:
        """The products of weights, term by term, of rows that are spread out and papers; places in `spread`; where the
        pairs' products start.
        """
        sizes = self.starts[papers + 1] - self.starts[papers]
        cells = ranges(self.starts[papers], sizes)
        places = np.repeat(place * self.width, sizes) + self.keys[cells]
        return spread[places] * self.weights[cells], places, np.concatenate(([0], np.cumsum(sizes)))


GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern: 2 ** 64 divided by the golden ratio."""


def _mixed(numbers: Digests) -> Digests:
    """Numbers of 64 bits, each bit of which depends on all bits of one (Steele, Lea and Flood 2014, "Fast splittable
    pseudorandom number generators", `mix64`)."""
    mixed = numbers ^ (numbers >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _rank(groups: Integers) -> Integers:
    """How many stand before each in its group; groups follow each other."""
    return np.asarray(np.arange(len(groups)) - np.searchsorted(groups, groups))


def _probes(model: TextModel, telling: Integers, counts: Integers) -> Integers:
    """The telling cells by which each row looks up others, while their postings are not more than the budget: those
    first that weigh much and that few papers have.
    """
    rows = model.table.rows[telling]
    many = counts[model.table.keys[telling]]
    worth = (model.weights[telling] ** 2 / np.sqrt(many)).astype(np.int64)
    # One number says two: to sort numbers is faster than to sort by them.
    order = np.argsort(rows * LARGEST + (LARGEST - 1 - worth), kind="stable")
    rows, total = rows[order], np.concatenate(([0], np.cumsum(many[order])))
    starts = np.searchsorted(rows, np.arange(len(model.table)))
    return telling[order][total[1:] - total[starts[rows]] <= POSTINGS]


# --- lists as others read them -------------------------------------------------------------------------
class RelatedPapers(Mapping[Slug, tuple[Related, ...]]):
    """The nearest papers of each that has any, by slug; made when they are asked for."""

    def __init__(self, wiki: Wiki, slugs: Sequence[Slug], lists: Lists) -> None:
        self.wiki, self.slugs, self.forms, self.lists = wiki, slugs, lists.forms, lists

    @cached_property
    def _rows(self) -> Mapping[Slug, int]:
        return {slug: row for row, slug in enumerate(self.slugs)}

    def __getitem__(self, slug: Slug) -> tuple[Related, ...]:
        row = self._rows[slug]
        others = self.lists.others[row].tolist()
        if others[0] < 0:
            raise KeyError(slug)
        own = [topic.id for topic in self.wiki.topics_of(slug)]
        lists = zip(others, self.lists.scores[row].tolist(), self.lists.reasons[row].tolist(), strict=True)
        return tuple(self._related(own, *found) for found in lists if found[0] >= 0)

    def _related(self, own: Sequence[TopicId], other: int, score: int, reasons: Sequence[int]) -> Related:
        forms, slug = self.forms, self.slugs[other]
        printed = dict.fromkeys([form for term in reasons if term >= 0 and (form := forms[term])])
        theirs = {topic.id for topic in self.wiki.topics_of(slug)}
        told = round(score * SHOWN / 10_000) / SHOWN
        return Related(slug, told, tuple(topic for topic in own if topic in theirs), tuple(printed)[:REASON_TERMS])

    def told(self, papers: Sequence[str]) -> list[bytes]:
        """Of each row bytes that are the same where the same would be told, but for scores; `papers` are hexadecimal
        digests of what is told of each paper. They take less time than the lists."""
        digests = np.frombuffer(bytes.fromhex("".join(papers)) + bytes(16), dtype="V16")  # -1, for none, has the last
        forms = np.array([*self.forms, ""], dtype=object)  # -1, for no term, has the last of these
        words = forms[self.lists.reasons.reshape(len(self.lists.reasons), MOST_RELATED * REASONS)].tolist()
        return [
            near.tobytes() + "\n".join(own).encode("utf-8", "surrogatepass")
            for near, own in zip(digests[self.lists.others], words, strict=True)
        ]

    def scores(self) -> list[list[int]]:
        """The scores of each row, as they are told."""
        rounded: list[list[int]] = np.rint(self.lists.scores.astype(np.int64) * SHOWN / 10_000).astype(int).tolist()
        return rounded

    def __iter__(self) -> Iterator[Slug]:
        return (self.slugs[row] for row in np.flatnonzero(self.lists.others[:, 0] >= 0).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.lists.others[:, 0] >= 0))
