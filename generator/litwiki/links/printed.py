"""The words of papers as printed: batches in, a sparse table of papers × words out, and the terms that each word counts
for.

The table of the last build is in the memo: one vocabulary for all papers, and arrays of whole numbers. Rows of papers
that are as they were are taken from it, the others are read by an executor.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain

import numpy as np

from litwiki.model.batches import Batch
from litwiki.model.memo import Memo, decoded, key_of
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.packing import narrow, pack, unpack
from litwiki.text.term_table import Integers, TermTable, ranges
from litwiki.text.words import terms_of, words
from litwiki.workers import shards

NAME = key_of("printed")
PAPERS_AT_A_TIME = 2_048
"""Papers that are read in one task."""
WORDS_AT_A_TIME = 1 << 15


@dataclass(frozen=True, eq=False, slots=True)
class Printed:
    """Row `i` has the words with the numbers `keys[starts[i]:starts[i + 1]]`; `counts` say how often each is printed
    where it counts, 0 for one that stands in notes or in addresses alone. `words` are sorted; `terms` has a row for
    each of them.
    """

    words: Sequence[str]
    starts: Integers
    keys: Integers
    counts: Integers
    terms: TermTable

    @property
    def totals(self) -> Integers:
        """How often each word is printed where it counts."""
        return np.bincount(self.keys, self.counts, len(self.words)).astype(np.int64)

    @property
    def papers(self) -> Integers:
        """How many papers have each word."""
        return np.bincount(self.keys, minlength=len(self.words))


_NOTHING = np.zeros(0, dtype=np.int32)
_EMPTY = Printed([], np.zeros(1, np.int64), _NOTHING, _NOTHING, TermTable.of([]))


def printed_words(batches: Sequence[Batch], memo: Memo, executor: Executor) -> Printed:
    """The printed words of all papers, in the order of the wiki."""
    whole = b"".join(chain.from_iterable(batch.digests for batch in batches))
    digests, old = decoded(memo, NAME, _unpacked) or (b"", _EMPTY)
    if digests == whole and whole:
        return old
    known = len(old.starts) - 1
    size = len(digests) // max(1, known)
    place = {digests[row * size : row * size + size]: row for row in range(known)}
    missing: list[Paper] = []
    rows = []
    for batch in batches:
        for digest, paper in zip(batch.digests, batch.papers, strict=True):
            row = place.get(digest)
            if row is None:
                row = known + len(missing)
                missing.append(paper)
            rows.append(row)
    tasks = shards(missing, PAPERS_AT_A_TIME, executor)
    parts_read = executor.map(_read, tasks) if len(tasks) > 1 else map(_read, tasks)
    found = _joined(old, map(unpack, parts_read), np.array(rows, dtype=np.int64), executor)
    sizes = narrow(np.diff(found.starts))
    arrays = (found.words, sizes, found.keys, found.counts, *found.terms.parts())
    memo.put(NAME, pack(np.frombuffer(whole, dtype=np.uint8), *arrays))
    return found


def printed(paper: Paper) -> Counter[str]:
    """The words of a paper as printed, with the counts that the text model goes by: 0 for what stands in notes and in
    addresses alone, which may be names.
    """
    title = rich(paper.title).plain
    abstract = to_plain(without_links(paper.abstract or ""))
    found = Counter(words(" ".join([title, title, rich(paper.summary).plain, *paper.names, abstract])))
    beside = [paper.notes] if paper.notes else []
    if paper.abstract and (whole := to_plain(paper.abstract)) != abstract:
        beside.append(whole)
    if not paper.abstract:
        found.update(paper.terms)
    beside += paper.terms
    for text in beside:
        for word in words(text):
            found.setdefault(word, 0)
    return found


def _unpacked(value: bytes) -> tuple[bytes, Printed]:
    """The digests of the papers that a value is about, and their words."""
    digests, words_of, sizes, keys, counts, *terms = unpack(value)
    return digests.tobytes(), Printed(words_of, _starts(sizes), keys, counts, TermTable(*terms))


def _read(papers: Sequence[Paper]) -> bytes:
    """The words of some papers in the order in which they come up, the number of each paper's, and its cells."""
    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__
    sizes, keys, counts = [], list[int](), list[int]()
    for paper in papers:
        found = printed(paper)
        sizes.append(len(found))
        keys += map(place.__getitem__, found)
        counts += found.values()
    arrays = (np.array(sizes, np.int32), np.array(keys, np.int32), narrow(np.array(counts, np.int64)))
    return pack(tuple(place), *arrays)


def _joined(old: Printed, parts: Iterable[Sequence[Sequence[str]]], rows: Integers, executor: Executor) -> Printed:
    """These rows of an old table and of parts that follow it, with the words that they have."""
    place = {word: number for number, word in enumerate(old.words)}
    sizes, keys, counts = [np.diff(old.starts)], [old.keys], [old.counts]
    for words_of, own_sizes, own_keys, own_counts in parts:
        moved = np.fromiter((place.setdefault(w, len(place)) for w in words_of), np.int32, len(words_of))
        sizes.append(np.asarray(own_sizes))
        keys.append(moved[np.asarray(own_keys)])
        counts.append(np.asarray(own_counts))
    every = [*place]
    new = every[len(old.words) :]
    starts, cells, often = _starts(np.concatenate(sizes)), np.concatenate(keys), np.concatenate(counts)
    if not np.array_equal(rows, np.arange(len(starts) - 1)):
        taken = ranges(starts[rows], np.diff(starts)[rows])
        starts, cells, often = _starts(np.diff(starts)[rows]), cells[taken], often[taken]
    used = np.flatnonzero(np.bincount(cells, minlength=len(every)))
    order = np.array(sorted(used.tolist(), key=every.__getitem__), dtype=np.int64)
    rank = np.zeros(len(every), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    lots = shards(new, WORDS_AT_A_TIME, executor)
    bags = chain.from_iterable(executor.map(_terms, lots) if len(lots) > 1 else map(_terms, lots))
    terms, _ = TermTable.joined([old.terms, TermTable.of(bags)])
    return Printed([every[n] for n in order.tolist()], starts, rank[cells], narrow(often), terms.picked(order))


def _terms(some: Sequence[str]) -> list[dict[str, int]]:
    """How often each of some words counts for each term."""
    found = map(terms_of, some)
    return [{term: own.count(term) for term in own} for own in found]


def _starts(sizes: Integers) -> Integers:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
