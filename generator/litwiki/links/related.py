"""Which papers are near each other: the text model in, for each paper the six nearest and the terms they share out.

Near is the cosine of two rows, and a little what the papers have in common beside words (`in_common`). Not every pair
is looked at: each paper is compared with its `candidates`, by all of their terms. What takes long, to look up
candidates and to compare pairs, is done by an executor. The memo has what the last build found, by digests of rows.

All sums are of whole numbers, so they are the same in any order and on every machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from litwiki.broadcast import Broadcast, broadcast
from litwiki.links.candidates import CANDIDATES, NOTHING, Before, Lookup, lookups_of, still
from litwiki.links.in_common import InCommon
from litwiki.links.pairs import REASONS, cosines, reasons
from litwiki.links.rows import Digests, Rows, digests_of, mixed
from litwiki.links.terms import TextModel
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import Related
from litwiki.model.memo import Memo, key_of, remembered
from litwiki.model.wiki import Wiki
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Integers, Matrix, distinct, distinct_places, ids_of
from litwiki.workers import InProcess, shards

MOST_RELATED = 6
LEAST_SIMILAR = 600
"""The least cosine, in parts of 10,000."""
SHOWN = 100
"""Scores are told in parts of this: a paper that comes moves most of them a little, and few by so much."""
REASON_TERMS = 3
"""Terms that readers are told of a pair."""
ROWS_OF_A_TASK = 1_024
NAME, COSINES, TERMS = key_of("candidates"), key_of("cosines of pairs"), key_of("terms of pairs")
Compare = Callable[[Rows, Integers, Integers], Integers]


@dataclass(frozen=True, eq=False, slots=True)
class Nearest:
    """Papers by the numbers of their rows, best first, each list filled up with -1.

    `others` (papers × `MOST_RELATED`) are the nearest, `scores` how near they are in parts of 10,000, and `reasons`
    (papers × `MOST_RELATED` × `REASONS`) the columns of the terms that bring them near.
    """

    others: Integers
    scores: Integers
    reasons: Integers


def nearest(
    model: TextModel,
    memo: Memo,
    in_common: InCommon | None = None,
    executor: Executor | None = None,
    folder: Path | None = None,
) -> Nearest:
    """The nearest papers of each; what two have in common beside words is added to their cosine.

    `folder` is where workers of the executor find what all of their tasks read.
    """
    papers, rows, lookups = ids_of(model.slugs), Rows.of(model), lookups_of(model)
    digests = digests_of(papers, model, rows)
    before = Before(*unpack(value)) if (value := memo.get(NAME)) else NOTHING
    candidates, least, stale = still(before, lookups, papers, digests)
    lots = shards(range(len(stale)), ROWS_OF_A_TASK, executor or InProcess())
    tasks = [stale[lot[0] : lot[-1] + 1] for lot in lots]
    # An executor may start its processes at the first call, and one task gains nothing from them.
    at_work = executor if executor and folder and len(tasks) > 1 else InProcess()
    with broadcast(lookups.probing, folder or Path(), at_work) as probing:
        for some, (best, shares) in zip(tasks, at_work.map(partial(_candidates, probing), tasks), strict=True):
            candidates[some], least[some] = best, shares
    if len(stale) or len(before.rows) != len(digests):
        memo.put(NAME, pack(papers, digests, lookups.digests, candidates, least))
    del lookups, before, probing
    with broadcast(rows, folder or Path(), at_work) as shared:
        pairs = _Pairs(digests, memo, partial(_compared, shared), at_work)
        return _ranked(rows, candidates, in_common, pairs)


def _candidates(lookup: Broadcast[Lookup], rows: Integers) -> tuple[Integers, Matrix]:
    return lookup.value.best(rows)


def _compared(shared: Broadcast[Rows], compare: Compare, pairs: Integers) -> Integers:
    return compare(shared.value, *pairs)


def _ranked(rows: Rows, candidates: Integers, in_common: InCommon | None, pairs: "_Pairs") -> Nearest:
    """The candidates that are nearest."""
    papers, places = np.nonzero(candidates >= 0)
    others = candidates[papers, places]
    # A cosine is the same the other way around.
    both, place = distinct_places(np.minimum(papers, others) * len(rows) + np.maximum(papers, others))
    scores = np.full(candidates.shape, -1, dtype=np.int64)
    scores[papers, places] = pairs.remembered(COSINES, cosines, *divmod(both, max(1, len(rows))))[place]
    common = in_common.of(candidates) if in_common else 0
    # One number says two: the nearest come first, and of those that are as near the one with the smaller number.
    width = candidates.shape[1]
    keys = (10_000 - np.minimum(scores + common, 10_000)) * width + np.arange(width)
    keys = np.sort(np.where(scores < LEAST_SIMILAR, 10_001 * width, keys), axis=1)[:, :MOST_RELATED]
    others = np.take_along_axis(candidates, keys % width, axis=1)
    nearest = np.where(keys < 10_001 * width, others, -1)
    papers, ranks = np.nonzero(nearest >= 0)
    others = nearest[papers, ranks]
    terms = pairs.remembered(TERMS, reasons, papers, others)
    columns = np.full((*nearest.shape, REASONS), -1, dtype=np.int32)
    columns[papers, ranks] = np.where(terms < 0, -1, rows.keys[rows.starts[others][:, None] + terms])
    return Nearest(nearest, np.where(nearest < 0, -1, 10_000 - keys // width).astype(np.int16), columns)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Compares pairs of papers whose rows have these digests, by tasks of an executor."""

    digests: Digests
    memo: Memo
    task: Callable[[Compare, Integers], Integers]
    executor: Executor

    def remembered(self, name: bytes, compare: Compare, one: Integers, other: Integers) -> Integers:
        """What `compare` finds for each pair; pairs are compared that the memo does not have under this name."""
        digests = mixed(self.digests[one] + mixed(self.digests[other]))
        value = self.memo.get(name)
        known, values = unpack(value) if value else (digests[:0], digests[:0])
        place = np.minimum(np.searchsorted(known, digests), max(0, len(known) - 1))
        stale = np.flatnonzero(known[place] != digests) if len(known) else np.arange(len(digests))
        made = self._made(compare, np.stack((one, other)).astype(np.int32)[:, stale])
        found = values[place] if len(known) else np.zeros((len(digests), *made.shape[1:]), dtype=made.dtype)
        found[stale] = made
        if len(stale) or len(known) != len(digests):
            order = np.argsort(digests)
            self.memo.put(name, pack(digests[order], found[order]))
        return found

    def _made(self, compare: Compare, pairs: Integers) -> Integers:
        lots = shards(range(0, pairs.shape[1], CANDIDATES), ROWS_OF_A_TASK, self.executor)
        tasks = [pairs[:, lot[0] : lot[-1] + CANDIDATES] for lot in lots] or [pairs]
        return np.concatenate([*self.executor.map(partial(self.task, compare), tasks)])


@dataclass(frozen=True, eq=False, slots=True)
class Lists:
    """The nearest papers as in `Nearest`, but with the words that readers know terms by: `reasons` are numbers of
    `forms`."""

    others: Integers
    scores: Integers
    reasons: Integers
    forms: Sequence[str]


def lists_of(
    model: TextModel, memo: Memo, basis: bytes, in_common: Callable[[], InCommon], executor: Executor, folder: Path
) -> Lists:
    """The nearest papers of all; `basis` is a digest of all that they follow from."""

    def made() -> bytes:
        found = nearest(model, memo, in_common(), executor, folder)
        used = distinct(found.reasons[found.reasons >= 0])
        reasons = np.where(found.reasons < 0, -1, np.searchsorted(used, found.reasons)).astype(np.int32)
        forms = [model.forms[number] for number in used.tolist()]
        return pack(found.others.astype(np.int32), found.scores, reasons, forms)

    memo.keep((NAME, COSINES, TERMS))
    return Lists(*unpack(remembered(memo, key_of("related", basis), made)))


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
