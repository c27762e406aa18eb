"""The words of papers as printed: batches in, a sparse table of papers × words out, the terms that each word counts
for, and the table of papers × terms that follows from both. A paper is read once: its names and what it cites are read
with its words.

The tables of the last build are in the memo: one vocabulary for all papers, and arrays of whole numbers. Rows of papers
that are as they were are taken from them, the others are read by an executor.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import astuple

from litwiki.links.cited import citations, first_authors
from litwiki.links.names import names_of
from litwiki.memo import Memo, decoded, key_of
from litwiki.memo.batches import Batch
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.packing import Array, PackedWords, bytes_of_words, narrow, pack, unpack
from litwiki.text.term_table import Integers, TermTable, lots_of, numbering, ranges, rows_of, starts_of
from litwiki.text.words import terms_of, words
from litwiki.workers import shards
from litwiki.workers.memory import give_back

NAME = key_of("printed")
PAPERS_AT_A_TIME = 2_048
"""Papers that are read in one task."""
MOST_CITED = 200
"""Citations of a paper that are looked at."""
WORDS_AT_A_TIME = 1 << 15
CELLS_AT_A_TIME = 1 << 17


class Printed(Struct, frozen=True, eq=False, dict=True):
    """Row `i` has the words with the numbers `keys[starts[i]:starts[i + 1]]`; `counts` say how often each is printed
    where it counts, 0 for one that stands in notes or in addresses alone. `words` are sorted; `terms` has a row for
    each of them.

    `bags` says how often each paper has each term. Cells of a row are in an order that follows from its terms alone.
    `said` has for each paper, as JSON, its names, what it cites, and the family names by which it is cited.
    """

    words: Sequence[str]
    starts: Integers
    keys: Integers
    counts: Integers
    terms: TermTable
    bags: TermTable
    said: Sequence[bytes]

    @cached_property
    def totals(self) -> Integers:
        """How often each word is printed where it counts."""
        return np.bincount(self.keys, self.counts, len(self.words)).astype(np.int64)

    @property
    def papers(self) -> Integers:
        """How many papers have each word."""
        return np.bincount(self.keys, minlength=len(self.words))


_NOTHING = np.zeros(0, dtype=np.int32)
_EMPTY = Printed([], np.zeros(1, np.int64), _NOTHING, _NOTHING, TermTable.of([]), TermTable.of([]), ())


def printed_words(batches: Sequence[Batch], memo: Memo, executor: Executor) -> Callable[[], Printed]:
    """What gives the printed words of all papers, in the order of the wiki. An executor with processes begins to read
    papers now, so that the driver can do something else before it asks for them."""
    whole = b"".join(chain.from_iterable(batch.digests for batch in batches))
    digests, old = decoded(memo, NAME, _unpacked) or (b"", _EMPTY)
    if digests == whole and whole:
        return lambda: old
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
    parts_read = executor.map(_read, tasks)

    def read_new() -> Printed:
        every = _joined(old, map(unpack, parts_read), np.array(rows, dtype=np.int64), executor)
        bags, sizes = every.bags, np.diff(every.starts)
        cells = [*map(narrow, (sizes, every.keys, every.counts, bags.sizes, bags.keys, bags.values))]
        memo.put(NAME, pack(_bytes(whole), _bytes(b"\n".join(every.said)), every.words, *cells, *astuple(every.terms)))
        del cells, bags
        if len(tasks) > 1:
            give_back()
        return every

    return read_new


def printed(paper: Paper) -> Counter[str]:
    """The words of a paper as printed, with the counts that the text model goes by: 0 for what stands in notes and in
    addresses alone, which may be names.
    """
    title = rich(paper.title).plain
    abstract = to_plain(without_links(paper.abstract or ""))
    counts = Counter(words(" ".join([title, title, rich(paper.summary).plain, *paper.names, abstract])))
    beside = [paper.notes] if paper.notes else []
    if paper.abstract and (whole := to_plain(paper.abstract)) != abstract:
        beside.append(whole)
    if not paper.abstract:
        counts.update(paper.terms)
    beside += paper.terms
    for text in beside:
        for word in words(text):
            counts.setdefault(word, 0)
    return counts


def _unpacked(value: bytes) -> tuple[bytes, Printed]:
    """The digests of the papers that a value is about, and their words."""
    digests, said, words_of, sizes, keys, counts, *in_bags, names, ids, starts, weights, values = unpack(value)
    sizes_of_bags, keys_of_bags, often = in_bags
    terms = TermTable(names, ids, starts, weights, values)
    # Numbers of words and terms are as wide as in tables that were just made: a byte beside a -1 would say 255.
    keys, keys_of_bags = keys.astype(np.int32), keys_of_bags.astype(np.int32)
    bags = TermTable(names, ids, starts_of(sizes_of_bags), keys_of_bags, often)
    lines = said.tobytes().splitlines()
    return digests.tobytes(), Printed(words_of, starts_of(sizes), keys, counts, terms, bags, lines)


def _read(papers: Sequence[Paper]) -> bytes:
    """The words of some papers in the order in which they come up, the number of each paper's, and its cells; and what
    else is read in them."""
    place = numbering()
    sizes, keys, counts = [], list[int](), list[int]()
    for paper in papers:
        times = printed(paper)
        sizes.append(len(times))
        keys += map(place.__getitem__, times)
        counts += times.values()
    arrays = (np.array(sizes, np.int32), np.array(keys, np.int32), narrow(np.array(counts, np.int64)))
    said = [
        json.dumps((names_of(paper), [*islice(citations(paper), MOST_CITED)], first_authors(paper))).encode()
        for paper in papers
    ]
    return pack(bytes_of_words(place), *arrays, _bytes(b"\n".join(said)))


def _joined(old: Printed, parts: Iterable[Sequence[Any]], rows: Integers, executor: Executor) -> Printed:
    """These rows of an old table and of parts that follow it, with the words that they have."""
    place = numbering(old.words)
    more = [(np.diff(old.starts), old.keys, old.counts)]
    said = [*old.said]
    for words_of, their_sizes, their_keys, their_counts, their_said in parts:
        moved = np.fromiter(map(place.__getitem__, PackedWords(words_of, len(words_of))), np.int32)
        said += their_said.tobytes().splitlines()
        more.append((their_sizes, moved[their_keys], their_counts))
    sizes, keys, counts = map(np.concatenate, zip(*more, strict=True))
    more.clear()
    every, known, starts = [*place], len(old.starts) - 1, starts_of(sizes)
    taken, cells, often = rows_of(rows, starts, keys, counts)
    used = np.flatnonzero(np.bincount(cells, minlength=len(every)))
    order = np.array(sorted(used.tolist(), key=every.__getitem__), dtype=np.int64)
    rank = np.zeros(len(every), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    lots = shards(every[len(old.words) :], WORDS_AT_A_TIME, executor)
    tables = map(unpack, executor.map(_terms, lots))
    terms = old.terms
    if lots:
        terms, _ = TermTable.joined([terms, *(TermTable(*table) for table in tables)])
    if lots or len(order) < len(every):
        terms = terms.picked(order)
    # Rows of bags: those from before, with the numbers that terms have now, and behind them those of the parts.
    new = slice(int(starts[known]), None)
    fresh = _bags(starts[known:] - starts[known], rank[keys[new]], counts[new], terms)
    before = TermTable(terms.terms, terms.ids, old.bags.starts, terms.numbers_of(old.bags), old.bags.values)
    bags = before.followed_by(fresh).in_rows(rows)
    words_of = [every[n] for n in order.tolist()]
    return Printed(words_of, taken, rank[cells], narrow(often), terms, bags, [said[row] for row in rows.tolist()])


def _terms(some: Sequence[str]) -> bytes:
    """A table of how often each of some words counts for each term."""
    terms = map(terms_of.__wrapped__, some)  # each word comes once: a cache would hold them all for nothing
    return pack(*astuple(TermTable.of(map(Counter, terms))))


def _bags(starts: Integers, keys: Integers, counts: Integers, of_words: TermTable) -> TermTable:
    """A table of words as one of terms, equal terms of a paper added up. Sums are made for some papers at a time."""
    order = np.argsort(of_words.ids)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    ranked, width = rank[of_words.keys], max(1, len(order))
    parts = [(_NOTHING, _NOTHING, _NOTHING)]
    for first, end in lots_of(starts, CELLS_AT_A_TIME):
        cells = slice(int(starts[first]), int(starts[end]))
        counting = np.flatnonzero(counts[cells])
        rows = np.repeat(np.arange(end - first), np.diff(starts[first : end + 1]))[counting]
        words_of, many_times = keys[cells][counting], counts[cells][counting].astype(np.int32)
        many = of_words.sizes[words_of]
        in_table = ranges(of_words.starts[words_of], many)
        places = np.repeat(rows * width, many) + ranked[in_table]
        values = np.repeat(many_times, many) * of_words.values[in_table]
        by_place = np.argsort(places)
        places = places[by_place]
        firsts = np.flatnonzero(np.diff(places, prepend=-1))
        values = np.add.reduceat(values[by_place], firsts) if len(firsts) else values
        places = places[firsts]
        sizes = np.diff(np.searchsorted(places, np.arange(end - first + 1) * width))
        parts.append((sizes.astype(np.int32), order[places % width].astype(np.int32), values))
    sizes, terms, often = map(np.concatenate, zip(*parts, strict=True))
    return TermTable(of_words.terms, of_words.ids, starts_of(sizes), terms, narrow(often))


def _bytes(content: bytes) -> Array:
    return np.frombuffer(content, dtype=np.uint8)
