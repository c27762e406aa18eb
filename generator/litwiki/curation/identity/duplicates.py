"""Papers that look alike: titles and texts in, pairs that a person must judge out, without comparing all with all.

Candidates are papers that share one of the rarest terms of another's title or text (docs/decisions/022 and 026); what
is left of them after a look at their signatures is compared term by term. The work grows with the number of papers, and
is done in tasks of an executor, each for some papers (docs/decisions/214).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from litwiki.model.ids import Slug
from litwiki.model.matches import Uncertain
from litwiki.text.term_table import Integers, TermTable, distinct, distinct_places, ranges
from litwiki.text.words import terms_of
from litwiki.text.words import words as words_of
from litwiki.workers import InProcess, shards
from litwiki.workers.broadcast import Broadcast, broadcast

Paper = TypeVar("Paper")

SAME_TITLE = 0.88
SIMILAR_TITLE = 0.80
SIMILAR_TEXT = 0.40
SAME_TEXT = 0.70
RAREST = 4
"""Terms of a title, and of a text, by which candidates are looked up; one that nobody else has finds nothing."""
MOST_COMMON = 200
"""A term that more papers than this have finds nothing that a rarer one would not."""
SIGNATURE = 512
"""Bits of a signature; a text has about a hundred terms."""

NO_VALUES = np.zeros(0, np.int32)
AT_A_TIME = 2_000
"""Papers that are read, or looked up, in one go: the memory that they need is given back."""


def table_of(texts: Iterable[str]) -> TermTable:
    """A row for each text with its different terms, which are there as ids alone: of all papers' words there are
    millions. No value is looked at."""
    bags = (dict.fromkeys(chain.from_iterable(map(terms_of, dict.fromkeys(words_of(text)))), 1) for text in texts)
    table = TermTable.of(bags)
    return TermTable((), table.ids, table.starts, table.keys, NO_VALUES)


Words = tuple[list[str], TermTable, TermTable]
"""The titles of some papers with their terms, and the terms of their texts."""


def read(papers: Sequence[Paper], said: Callable[[Paper], tuple[str, str]], executor: Executor) -> Iterator[Words]:
    """The words of papers, of which `said` gives title and text. Workers begin at once."""
    return executor.map(_read_some, ([*map(said, some)] for some in shards(papers, AT_A_TIME, executor)))


def pairs(
    slugs: Sequence[Slug], words: Iterable[Words], asked: Collection[Slug], folder: Path, executor: Executor
) -> list[Uncertain]:
    """Pairs of one of `asked` and another of `slugs` that look alike, each once, sorted; `words` has theirs, and
    `folder` is where workers of the executor find what all tasks read.

    Observed: preprint and published version differ in a subtitle; a renamed paper keeps its abstract; Part I and
    Part II have one title but for a digit, and different abstracts. Rule: titles alike and texts alike, or titles
    nearly equal where a text is missing, or texts nearly equal. Where it is wrong, a person sees one pair more.
    """
    if not asked:
        return []
    rank = {slug: number for number, slug in enumerate(sorted(asked))}
    turns = np.fromiter((rank.get(slug, len(rank)) for slug in slugs), np.int32, len(slugs))
    papers = _Papers.of(words, turns)
    tasks = shards(np.flatnonzero(turns < len(rank)).tolist(), AT_A_TIME, executor)
    # An executor may start its processes at the first call, and one task gains nothing from them.
    at_work = executor if len(tasks) > 1 else InProcess()
    with broadcast(papers, folder, at_work) as shared:
        del papers
        alike = [*chain.from_iterable(at_work.map(partial(_alike, shared), tasks))]
    some = (Uncertain(slugs[row], slugs[other], title, text) for row, other, title, text in alike)
    return sorted(some, key=lambda pair: (pair.slug, pair.other))


def _read_some(papers: Sequence[tuple[str, str]]) -> Words:
    titles = [title for title, _ in papers]
    return titles, table_of(titles), table_of(text for _, text in papers)


def _joined(tables: Sequence[TermTable]) -> TermTable:
    """The rows of all tables in turn."""
    every = np.concatenate([np.zeros(0, np.uint64), *(table.ids for table in tables)])
    ids, places = distinct_places(every)
    places = places.astype(np.int32)
    ends = np.cumsum([len(table.ids) for table in tables], dtype=np.int64).tolist()
    keys = [places[end - len(table.ids) : end][table.keys] for table, end in zip(tables, ends, strict=True)]
    starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *(table.sizes for table in tables)]))
    return TermTable((), ids, starts, np.concatenate([np.zeros(0, np.int32), *keys]), NO_VALUES)


def _row(table: TermTable, row: int) -> Integers:
    return table.keys[table.starts[row] : table.starts[row + 1]]


def likeness(a: str, b: str) -> float:
    """How alike two titles are, from 0 to 1, whatever the order of their words."""
    return float(fuzz.token_sort_ratio(a.casefold(), b.casefold())) / 100


def share_of(a: Integers, b: Integers) -> float | None:
    """How many of the terms of two texts both have (Jaccard's index); None where one is missing."""
    if not len(a) or not len(b):
        return None
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common)


def looks_alike(title: float, text: float | None) -> bool:
    """Whether a person should look at two papers."""
    if text is None:
        return title >= SAME_TITLE
    return text >= SIMILAR_TEXT and (title >= SIMILAR_TITLE or text >= SAME_TEXT)


class _Papers(NamedTuple):
    """What papers are compared by. Of two that are asked for, the one whose turn is first is compared with the other;
    all that are not asked for have one turn, the last."""

    turns: Integers
    printed: Sequence[str]
    texts: TermTable
    lookups: Sequence["_Lookup"]
    signatures: NDArray[np.uint64]

    @classmethod
    def of(cls, words: Iterable[Words], turns: Integers) -> "_Papers":
        printed, titles, texts = zip(*words, strict=True)
        lookups = [_Lookup(table := _joined(titles)), _Lookup(table := _joined(texts))]
        return cls(turns, [*chain.from_iterable(printed)], table, lookups, _signatures(table))

    def candidates(self, rows: Integers) -> tuple[Integers, Integers]:
        """Pairs of one of some rows and another that shares one of its rarest terms and may have enough of its text.

        Of the papers found by a rare term, most share little else. Each has a *signature*: a row of bits, each term of
        its text sets one. A bit that one paper has and the other has not stands for at least one term that the other
        has not, so of n terms at most n minus the number of such bits are common. A pair is left out only if even so
        many were fewer than `SIMILAR_TEXT` asks for: exactly the pairs go that `looks_alike` would refuse for their
        texts (a pair with a text missing stays).
        """
        pairs = distinct(np.concatenate([lookup.near(rows) for lookup in self.lookups]))
        one, other = pairs // len(self.turns), pairs % len(self.turns)
        is_turn = self.turns[one] < self.turns[other]
        one, other = one[is_turn], other[is_turn]
        sizes, enough = self.texts.sizes, np.zeros(len(one), dtype=bool)
        for start in range(0, len(one), AT_A_TIME):
            some = slice(start, start + AT_A_TIME)
            a, b = self.signatures[one[some]], self.signatures[other[some]]
            only_mine = np.bitwise_count(a & ~b).sum(axis=1, dtype=np.int64)
            only_theirs = np.bitwise_count(b & ~a).sum(axis=1, dtype=np.int64)
            size, their_size = sizes[one[some]], sizes[other[some]]
            most = np.minimum(size - only_mine, their_size - only_theirs)
            enough[some] = most * (1 + SIMILAR_TEXT) >= SIMILAR_TEXT * (size + their_size) - 0.001
            enough[some] |= (size == 0) | (their_size == 0)
        return one[enough], other[enough]


def _alike(papers: Broadcast[_Papers], rows: Sequence[int]) -> list[tuple[int, int, float, float | None]]:
    """Pairs that look alike, by their rows, with how alike titles and texts are."""
    shared, likely = papers.value, []
    for one, other in zip(*(side.tolist() for side in shared.candidates(np.array(rows))), strict=True):
        same_text = share_of(_row(shared.texts, one), _row(shared.texts, other))
        if same_text is not None and same_text < SIMILAR_TEXT:
            continue  # whatever their titles are
        same_title = likeness(shared.printed[one], shared.printed[other])
        if looks_alike(same_title, same_text):
            likely.append((one, other, round(same_title, 3), None if same_text is None else round(same_text, 3)))
    return likely


class _Lookup:
    """The texts of a table by their terms."""

    def __init__(self, table: TermTable) -> None:
        self.table, self.counts = table, table.counts
        useful = np.flatnonzero((self.counts[table.keys] > 1) & (self.counts[table.keys] <= MOST_COMMON))
        self.starts, cells = table.inverted(useful)
        self.rows = table.rows[cells]

    def near(self, rows: Integers) -> Integers:
        """Pairs of one of some rows and a text that has one of its rarest terms, each as one number."""
        sizes = self.table.sizes[rows]
        cells = ranges(self.table.starts[rows], sizes)
        row, keys = np.repeat(rows, sizes), self.table.keys[cells]
        counts = self.counts[keys]
        useful = (counts > 1) & (counts <= MOST_COMMON)
        row, keys, counts = row[useful], keys[useful], counts[useful]
        order = np.lexsort((self.table.ids[keys], counts, row))
        row, keys = row[order], keys[order]
        rarest = np.arange(len(row)) - np.searchsorted(row, row) < RAREST
        row, keys = row[rarest], keys[rarest]
        many = np.diff(self.starts)[keys]
        return np.repeat(row * len(self.table), many) + self.rows[ranges(self.starts[keys], many)]


def _signatures(table: TermTable) -> NDArray[np.uint64]:
    """A row of `SIGNATURE` bits for each text."""
    packed = np.zeros((len(table), SIGNATURE // 8), dtype=np.uint8)
    bits = (table.ids % SIGNATURE).astype(np.int64)
    for first in range(0, len(table), AT_A_TIME):
        starts = table.starts[first : first + AT_A_TIME + 1]
        flags = np.zeros((len(starts) - 1, SIGNATURE), dtype=bool)
        rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        flags[rows, bits[table.keys[starts[0] : starts[-1]]]] = True
        packed[first : first + len(flags)] = np.packbits(flags, axis=1)
    return packed.view(np.uint64)
