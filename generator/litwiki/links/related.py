"""Which papers are near each other: the text model in, for each paper the six nearest and the terms they share out.

Near is the cosine of two rows, and a little what the papers have in common beside words (`in_common`). Not every pair
is looked at: each paper is compared with its `candidates`, by all of their terms. What takes long, to look up
candidates and to compare pairs, is done by an executor. The memo has what the last build found, by digests of rows.

All sums are of whole numbers, so they are the same in any order and on every machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from litwiki.links.candidates import CANDIDATES, Lookup, lookups_of, still
from litwiki.links.in_common import InCommon
from litwiki.links.pairs import REASONS, cosines, reasons
from litwiki.links.rows import Digests, Rows, Since, mixed, sums_of
from litwiki.links.terms import TextModel
from litwiki.memo import Memo, key_of, remembered
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import Related
from litwiki.model.wiki import Wiki
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Integers, Matrix, distinct, distinct_places, ids_of
from litwiki.workers import InProcess, shards
from litwiki.workers.broadcast import Broadcast, broadcast

MOST_RELATED = 6
LEAST_SIMILAR = 600
"""The least cosine, in parts of 10,000."""
SHOWN = 100
"""Scores are told in parts of this: a paper that comes moves most of them a little, and few by so much."""
REASON_TERMS = 3
"""Terms that readers are told of a pair."""
ROWS_OF_A_TASK = 1_024
NAME = key_of("nearest papers")
Compare = Callable[[Rows, Integers, Integers], Integers]


class Lists(Struct, frozen=True, eq=False):
    """Papers by the numbers of their rows, best first, each list filled up with -1.

    `others` (papers × `MOST_RELATED`) are the nearest, `scores` how near they are in parts of 10,000, and `reasons`
    (papers × `MOST_RELATED` × `REASONS`) the terms that bring them near, as numbers of `forms`, the words that readers
    know terms by.
    """

    others: Integers
    scores: Integers
    reasons: Integers
    forms: Sequence[str]


class Known(NamedTuple):
    """What the last build found, row by row: ids of papers, digests of their rows and of their probes, candidates,
    what the last of these shares, their cosines; the nearest papers, and places of terms as in `pairs.reasons`."""

    papers: Digests
    rows: Digests
    probes: Digests
    candidates: Integers
    least: Matrix
    cosines: Integers
    others: Integers
    terms: Integers


def _nothing() -> Known:
    """A build with one paper that nobody has."""
    lists = (np.full((1, size), -1, dtype=np.int32) for size in (CANDIDATES, CANDIDATES, MOST_RELATED))
    candidates, cosines_of, others = lists
    none, terms = np.zeros(1, np.uint64), np.full((1, MOST_RELATED, REASONS), -1, dtype=np.int32)
    return Known(none, none, none, candidates, np.zeros(1), cosines_of, others, terms)


def nearest(
    model: TextModel,
    memo: Memo,
    in_common: InCommon | None = None,
    executor: Executor | None = None,
    folder: Path | None = None,
) -> Lists:
    """The nearest papers of each; what two have in common beside words is added to their cosine.

    `folder` is where workers of the executor find what all of their tasks read.
    """
    rows, papers = Rows.of(model), ids_of(model.slugs)
    lookups = lookups_of(model)
    # With the ids of papers: rows of two are not the same.
    digests = mixed(sums_of(model.table.ids, rows.keys, rows.weights, rows.starts) + papers)
    probes, lookup = lookups.digests, lookups.probing
    known = Known(*unpack(value)) if (value := memo.get(NAME)) else _nothing()
    since = Since.of((known.papers, known.rows), (papers, digests))
    candidates, least, stale = still(known[2:5], since, lookups)
    del lookups
    lots = shards(range(len(stale)), ROWS_OF_A_TASK, executor or InProcess())
    tasks = [stale[lot[0] : lot[-1] + 1] for lot in lots]
    # An executor may start its processes at the first call, and one task gains nothing from them.
    at_work = executor if executor and folder and len(tasks) > 1 else InProcess()
    with broadcast(lookup, folder or Path(), at_work) as probing:
        for some, (best, shares) in zip(tasks, at_work.map(partial(_candidates, probing), tasks), strict=True):
            candidates[some], least[some] = best, shares
    del lookup, probing
    with broadcast(rows, folder or Path(), at_work) as shared:
        pairs = _Pairs(known, since, partial(_compared, shared), at_work)
        cosines_of = pairs.cosines(candidates, stale)
        others, scores = _ranked(candidates, cosines_of, in_common)
        terms = pairs.terms(others)
    if len(papers):
        memo.put(NAME, pack(papers, digests, probes, candidates, least, cosines_of, others, terms))
    keys = rows.keys[np.maximum(rows.starts[others][:, :, None] + terms, 0)] if len(rows.keys) else terms
    return Lists(others, scores, np.where(terms < 0, -1, keys), model.forms)


def _candidates(lookup: Broadcast[Lookup], rows: Integers) -> tuple[Integers, Matrix]:
    return lookup.value.best(rows)


def _compared(shared: Broadcast[Rows], compare: Compare, pairs: Integers) -> Integers:
    return compare(shared.value, *pairs)


def _ranked(candidates: Integers, cosines_of: Integers, in_common: InCommon | None) -> tuple[Integers, Integers]:
    """The candidates that are nearest, and how near."""
    common = in_common.of(candidates) if in_common else 0
    # One number says two: the nearest come first, and of those that are as near the one with the smaller number.
    width = candidates.shape[1]
    keys = (10_000 - np.minimum(cosines_of.astype(np.int64) + common, 10_000)) * width + np.arange(width)
    keys = np.sort(np.where(cosines_of < LEAST_SIMILAR, 10_001 * width, keys), axis=1)[:, :MOST_RELATED]
    nearest = np.where(keys < 10_001 * width, np.take_along_axis(candidates, keys % width, axis=1), -1)
    return nearest.astype(np.int32), np.where(nearest < 0, -1, 10_000 - keys // width).astype(np.int16)


class _Pairs(Struct, frozen=True):
    """Compares pairs of papers one of which is not as it was, or that were not compared, by tasks of an executor."""

    known: Known
    since: Since
    task: Callable[[Compare, Integers], Integers]
    executor: Executor

    def cosines(self, candidates: Integers, stale: Integers) -> Integers:
        """Those of each paper and its candidates, -1 where there is none; `stale` rows have other candidates."""
        values: Integers = self.known.cosines[self.since.old]
        is_stale = self.since.is_changed[candidates]
        is_stale[stale] = True
        values[candidates < 0] = -1
        papers, places = np.nonzero(is_stale & (candidates >= 0))
        others = candidates[papers, places]
        # A cosine is the same the other way around.
        count = max(1, len(candidates))
        both, place = distinct_places(np.minimum(papers, others) * count + np.maximum(papers, others))
        values[papers, places] = self._compared(cosines, *divmod(both, count))[place]
        return values

    def terms(self, others: Integers) -> Integers:
        """Those of each paper and its nearest ones, by their places in the row of the other."""
        is_there = others >= 0
        same = others[:, :, None] == self.since.now[self.known.others[self.since.old]][:, None, :]
        is_known = same.any(axis=2) & is_there & ~self.since.is_changed[:, None] & ~self.since.is_changed[others]
        known_terms: Integers = self.known.terms[self.since.old[:, None], same.argmax(axis=2)]
        known_terms[~is_known] = -1
        papers, ranks = np.nonzero(is_there & ~is_known)
        known_terms[papers, ranks] = self._compared(reasons, papers, others[papers, ranks])
        return known_terms

    def _compared(self, compare: Compare, one: Integers, other: Integers) -> Integers:
        pairs = np.stack((one, other)).astype(np.int32)
        lots = shards(range(0, pairs.shape[1], CANDIDATES), ROWS_OF_A_TASK, self.executor)
        tasks = [pairs[:, lot[0] : lot[-1] + CANDIDATES] for lot in lots] or [pairs]
        return np.concatenate([*self.executor.map(partial(self.task, compare), tasks)])


def lists_of(
    model: TextModel, memo: Memo, basis: bytes, in_common: Callable[[], InCommon], executor: Executor, folder: Path
) -> Lists:
    """The nearest papers of all; `basis` is a digest of all that they follow from."""

    def packed() -> bytes:
        near = nearest(model, memo, in_common(), executor, folder)
        used = distinct(near.reasons[near.reasons >= 0])
        reasons = np.where(near.reasons < 0, -1, np.searchsorted(used, near.reasons)).astype(np.int32)
        forms = [near.forms[number] for number in used.tolist()]
        return pack(near.others.astype(np.int32), near.scores, reasons, forms)

    memo.keep((NAME,))
    return Lists(*unpack(remembered(memo, key_of("related", basis), packed)))


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
        topics = [topic.id for topic in self.wiki.topics_of(slug)]
        lists = zip(others, self.lists.scores[row].tolist(), self.lists.reasons[row].tolist(), strict=True)
        return tuple(self._related(topics, *near) for near in lists if near[0] >= 0)

    def _related(self, topics: Sequence[TopicId], other: int, score: int, reasons: Sequence[int]) -> Related:
        forms, slug = self.forms, self.slugs[other]
        printed = dict.fromkeys([form for term in reasons if term >= 0 and (form := forms[term])])
        theirs = {topic.id for topic in self.wiki.topics_of(slug)}
        shown = round(score * SHOWN / 10_000) / SHOWN
        return Related(slug, shown, tuple(topic for topic in topics if topic in theirs), tuple(printed)[:REASON_TERMS])

    def described(self, papers: Sequence[str]) -> list[bytes]:
        """Of each row bytes that are the same where the same would be told, but for scores; `papers` are hexadecimal
        digests of what is told of each paper. They take less time than the lists."""
        digests = np.frombuffer(bytes.fromhex("".join(papers)) + bytes(16), dtype="V16")  # -1, for none, has the last
        forms = np.array([*self.forms, ""], dtype=object)  # -1, for no term, has the last of these
        words = forms[self._shown().reshape(len(self.lists.reasons), MOST_RELATED * REASON_TERMS)].tolist()
        return [
            near.tobytes() + "\n".join(texts).encode("utf-8", "surrogatepass")
            for near, texts in zip(digests[self.lists.others], words, strict=True)
        ]

    def _shown(self) -> Integers:
        """The terms that are told of each pair, as numbers of forms: the first different ones, filled up with -1."""
        first: dict[str, int] = {"": -1}
        numbers = np.array([*(first.setdefault(form, number) for number, form in enumerate(self.forms)), -1])
        terms = numbers[self.lists.reasons.reshape(-1, REASONS)]
        for column in range(1, REASONS):
            terms[(terms[:, :column] == terms[:, column : column + 1]).any(axis=1), column] = -1
        order = np.argsort(terms < 0, axis=1, kind="stable")[:, :REASON_TERMS]
        ordered: Integers = np.take_along_axis(terms, order, axis=1)
        return ordered

    def scores(self) -> list[list[int]]:
        """The scores of each row, as they are told."""
        rounded: list[list[int]] = np.rint(self.lists.scores.astype(np.int64) * SHOWN / 10_000).astype(int).tolist()
        return rounded

    def __iter__(self) -> Iterator[Slug]:
        return (self.slugs[row] for row in np.flatnonzero(self.lists.others[:, 0] >= 0).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.lists.others[:, 0] >= 0))
