"""Which papers are near each other: the text model in, for each paper the six nearest and the terms they share out.

Near is the cosine of two rows. Not every pair is looked at: papers that share a telling term, one that few papers
have, are candidates; the `CANDIDATES` that share the most by such terms are compared by all of theirs. Where the
collection is no larger than `textmodel.TELLING` these are the nearest of all. Work grows with the number of papers.

All sums are of whole numbers, so they are the same in any order, and what was found can be brought up to date: a row
that changed is compared with all, and enters the lists of others, or leaves them (docs/decisions/023).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from litwiki import processes
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Related
from litwiki.model.wiki import Wiki
from litwiki.sparse import Flags, Integers, load_array, ranges
from litwiki.textmodel import UNIT, Change, Matrix, TextModel

MOST_RELATED = 6
LEAST_SIMILAR = 600
"""The least score, in parts of 10,000."""
REASONS, REASON_TERMS = 6, 3
"""Terms that are remembered of a pair, and of those the most that readers are told: two may print alike."""
CANDIDATES = 32
MANY = 0.25
"""The part of the rows above which all lists are made anew."""
GONE = -2
PARTS = ("candidates", "shares", "others", "scores", "reasons")


@dataclass(frozen=True)
class Nearest:
    """Papers by the numbers of their rows, each list filled up with -1.

    `candidates` (papers × `CANDIDATES`) are those that share most by telling terms, best first, and `shares` how
    much; `others` (papers × `MOST_RELATED`) are the nearest, `scores` their cosines in parts of 10,000, and
    `reasons` (papers × `MOST_RELATED` × `REASONS`) the columns of the terms that bring them near.
    """

    candidates: Integers
    shares: Integers
    others: Integers
    scores: Integers
    reasons: Integers

    def save(self, folder: Path) -> None:
        """Writes files that `load` reads."""
        for part in PARTS:
            np.save(folder / f"{part}.npy", getattr(self, part), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Nearest":
        """Raises `OSError` and `ValueError`."""
        return cls(*(load_array(folder / f"{part}.npy") for part in PARTS))

    @classmethod
    def nothing(cls, papers: int) -> "Nearest":
        """No lists yet."""
        shapes = ((CANDIDATES,), (CANDIDATES,), (MOST_RELATED,), (MOST_RELATED,), (MOST_RELATED, REASONS))
        return cls(*(np.full((papers, *shape), -1, dtype=np.int32) for shape in shapes))


def nearest(model: TextModel) -> Nearest:
    """The nearest papers of each."""
    found = Nearest.nothing(len(model.slugs))
    _search(_Search(model), np.arange(len(model.slugs)), found)
    return found


def update(model: TextModel, change: Change, before: Nearest) -> tuple[Nearest, Flags]:
    """The nearest papers of each, and which papers may have others than in `before`, the lists of the model that
    `change` began with.
    """
    if np.count_nonzero(change.rows) > MANY * len(model.slugs):
        return nearest(model), np.ones(len(model.slugs), dtype=bool)
    search, old, found = _Search(model), _moved(before, change), _moved(before, change)
    changed = np.flatnonzero(change.rows)
    entering = [_entering(found, change.rows, row, search.shares(row)) for row in changed.tolist()]
    listed = found.candidates >= 0
    touched = ((change.rows[found.candidates] & listed) | (found.candidates == GONE)).any(axis=1)
    for rows, _, _ in entering:
        touched[rows] = True
    touched[changed] = False
    lost = _enter(found, change.rows, touched, entering)
    _search(search, np.concatenate((changed, lost)), found)
    for row in np.setdiff1d(np.flatnonzero(touched), lost).tolist():
        search.compare(row, found)
    differs = (old.others != found.others).any(axis=1) | (old.scores != found.scores).any(axis=1)
    # What a list says of others: their topics, and terms as they are printed.
    differs |= np.append(change.source < 0, False)[found.others].any(axis=1) | (change.source < 0)
    differs |= ((old.reasons != found.reasons) | np.append(change.forms, False)[found.reasons]).any(axis=(1, 2))
    return found, differs


def _search(search: "_Search", rows: Integers, found: Nearest) -> None:
    """Fills the lists of some rows."""

    def some(shard: Integers, _: Callable[[], None]) -> tuple[Integers, ...]:
        for row in shard.tolist():
            search.choose(row, found)
            search.compare(row, found)
        return tuple(getattr(found, part)[shard] for part in PARTS)

    shards = np.array_split(rows, processes.worth(len(rows), 1_000))
    for shard, parts in zip(shards, processes.share(some, shards), strict=True):
        for name, part in zip(PARTS, parts, strict=True):
            getattr(found, name)[shard] = part


class _Search:
    """A model with its rows by term, for looking up which papers share what."""

    def __init__(self, model: TextModel) -> None:
        bags = model.bags
        self.starts, self.keys, self.weights = bags.starts, bags.keys.astype(np.intp), model.weights
        self.is_telling = model.is_telling
        cells = np.flatnonzero(self.is_telling[self.keys])
        # One number says both the column and the cell: sorting numbers is faster than sorting by them.
        cells = np.sort(self.keys[cells] * len(self.keys) + cells) % max(1, len(self.keys))
        self.columns = np.searchsorted(self.keys[cells], np.arange(len(model.terms) + 1))
        self.papers = bags.numbers[cells]
        self.of_column = self.weights[cells]
        common = np.flatnonzero(~self.is_telling[self.keys] & (self.weights > 0))
        self.common_starts = np.searchsorted(common, self.starts)
        self.common_keys, self.common_weights = self.keys[common], self.weights[common]
        self.row = np.zeros(len(model.terms), dtype=np.int64)

    def shares(self, row: int) -> Matrix:
        """How much each paper shares with one by telling terms."""
        own = slice(self.starts[row], self.starts[row + 1])
        columns, weights = self.keys[own], self.weights[own]
        told = self.is_telling[columns]
        firsts, ends = self.columns[columns[told]], self.columns[columns[told] + 1]
        cells = ranges(firsts, ends - firsts)
        products = self.of_column[cells] * np.repeat(weights[told], ends - firsts)
        # Sums of whole numbers below 2 ** 53: exact.
        sums = np.bincount(self.papers[cells], products, len(self.starts) - 1).astype(np.float64, copy=False)
        sums[row] = 0
        return sums

    def choose(self, row: int, found: Nearest) -> None:
        """Sets a row's candidates."""
        sums = self.shares(row)
        least = np.partition(sums, -CANDIDATES)[-CANDIDATES] if len(sums) > CANDIDATES else 0
        papers = np.flatnonzero(sums >= max(least, 1))
        _set_candidates(found, row, papers, sums[papers].astype(np.int64))

    def compare(self, row: int, found: Nearest) -> None:
        """Sets which of a row's candidates are the nearest, and why."""
        found.others[row], found.scores[row], found.reasons[row] = -1, -1, -1
        papers = found.candidates[row]
        papers = papers[papers >= 0]
        if not len(papers):
            return
        own = slice(self.starts[row], self.starts[row + 1])
        self.row[self.keys[own]] = self.weights[own]
        scores = np.rint((found.shares[row, : len(papers)] + self._by_common(papers)) * (10_000 / UNIT**2))
        best = np.lexsort((papers, -scores))[:MOST_RELATED]
        best = best[scores[best] >= LEAST_SIMILAR]
        found.others[row, : len(best)] = papers[best]
        found.scores[row, : len(best)] = scores[best]
        if len(best):
            self._reason(found.reasons[row], papers[best])
        self.row[self.keys[own]] = 0

    def _by_common(self, papers: Integers) -> Integers:
        """How much some papers share with the row that is spread out, by terms that are not telling."""
        starts, ends = self.common_starts[papers], self.common_starts[papers + 1]
        cells = ranges(starts, ends - starts)
        sums = np.concatenate(([0], np.cumsum(self.row[self.common_keys[cells]] * self.common_weights[cells])))
        last = np.cumsum(ends - starts)
        return np.asarray(sums[last] - sums[last - (ends - starts)])

    def _reason(self, reasons: Integers, papers: Integers) -> None:
        """Sets the columns in which some papers and the row that is spread out have the largest products."""
        starts, ends = self.starts[papers], self.starts[papers + 1]
        cells = ranges(starts, ends - starts)
        place = np.repeat(np.arange(len(papers)), ends - starts)
        columns = self.keys[cells]
        products = self.row[columns] * self.weights[cells]
        shared = np.flatnonzero(products)
        place, columns, products = place[shared], columns[shared], products[shared]
        order = np.lexsort((columns, -products, place))
        place, columns = place[order], columns[order]
        rank = np.arange(len(place)) - np.searchsorted(place, place)
        first = rank < REASONS
        reasons[place[first], rank[first]] = columns[first]


def _set_candidates(found: Nearest, row: int, papers: Integers, shares: Integers) -> None:
    order = np.lexsort((papers, -shares))[:CANDIDATES]
    found.candidates[row], found.shares[row] = -1, -1
    found.candidates[row, : len(order)] = papers[order]
    found.shares[row, : len(order)] = shares[order]


# --- bringing lists up to date -------------------------------------------------------------------------


def _moved(before: Nearest, change: Change) -> Nearest:
    """The lists by today's numbers of papers and columns; -2 stands for a paper that is gone."""
    stays = change.source >= 0
    rows = change.source[stays]
    papers = np.concatenate((np.where(change.papers < 0, GONE, change.papers), [-1]))
    terms = np.concatenate((change.terms, [-1]))
    found = Nearest.nothing(len(change.source))
    found.candidates[stays] = papers[before.candidates[rows]]
    found.shares[stays] = before.shares[rows]
    found.others[stays] = papers[before.others[rows]]
    found.scores[stays] = before.scores[rows]
    found.reasons[stays] = terms[before.reasons[rows]]
    return found


def _entering(found: Nearest, changed: Flags, row: int, shares: Matrix) -> tuple[Integers, int, Integers]:
    """The rows, but for changed ones, that a changed one is a candidate of, its number, and what it shares."""
    last, least = found.candidates[:, -1], found.shares[:, -1]
    enters = (shares > least) | ((shares == least) & (row <= last))
    enters &= (shares > 0) & ~changed
    return np.flatnonzero(enters), row, shares[enters].astype(np.int64)


def _enter(
    found: Nearest, changed: Flags, touched: Flags, entering: Sequence[tuple[Integers, int, Integers]]
) -> Integers:
    """Sets the candidates of the touched rows; returns those whose candidates are not known.

    Who is not in a full list, and did not change, is no better than the last one of it. So where as many as
    the list has room for are at least as good as that one was, they are the candidates.
    """
    news: dict[int, list[tuple[int, int]]] = {}
    for rows, row, shares in entering:
        for other, share in zip(rows.tolist(), shares.tolist(), strict=True):
            news.setdefault(other, []).append((row, share))
    lost = []
    for row in np.flatnonzero(touched).tolist():
        own = found.candidates[row]
        is_full = own[-1] != -1
        kept = (own >= 0) & ~changed[own]
        more = np.array(news.get(row, ()), dtype=np.int64).reshape(-1, 2)
        papers = np.concatenate((own[kept], more[:, 0]))
        if is_full and (len(papers) < CANDIDATES or (own == GONE).any()):
            lost.append(row)
        else:
            _set_candidates(found, row, papers, np.concatenate((found.shares[row][kept], more[:, 1])))
    return np.array(lost, dtype=np.int64)


# --- lists as others read them -------------------------------------------------------------------------


class RelatedPapers(Mapping[Slug, tuple[Related, ...]]):
    """The nearest papers of each that has any, by slug; made when they are asked for."""

    def __init__(self, wiki: Wiki, model: TextModel, lists: Nearest) -> None:
        self.wiki, self.model, self.lists = wiki, model, lists
        self.rows = {slug: row for row, slug in enumerate(model.slugs)}

    def __getitem__(self, slug: Slug) -> tuple[Related, ...]:
        row = self.rows[slug]
        if self.lists.others[row, 0] < 0:
            raise KeyError(slug)
        own = [topic.id for topic in self.wiki.topics_of(slug)]
        lists = (part[row].tolist() for part in (self.lists.others, self.lists.scores, self.lists.reasons))
        return tuple(
            self._related(other, score, reasons, own)
            for other, score, reasons in zip(*lists, strict=True)
            if other >= 0
        )

    def _related(self, other: int, score: int, reasons: Sequence[int], own: Sequence[TopicId]) -> Related:
        slug = self.model.slugs[other]
        theirs = {topic.id for topic in self.wiki.topics_of(slug)}
        forms = [self.model.forms[term] for term in reasons if term >= 0]
        printed = dict.fromkeys(self.model.words.names[form] for form in forms if form >= 0)
        topics = tuple(topic for topic in own if topic in theirs)
        return Related(slug, score / 10_000, topics, tuple(printed)[:REASON_TERMS])

    def __iter__(self) -> Iterator[Slug]:
        return (self.model.slugs[row] for row in np.flatnonzero(self.lists.others[:, 0] >= 0).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.lists.others[:, 0] >= 0))
