"""What the papers of a wiki are about, in numbers: their texts in, weighted terms of each paper out.

A term is a stem (`text.terms_of`); a paper's bag holds those of its title, twice, and of its names, summary and
abstract, or, where abstracts are not stored, of their words. Weights are (1 + log tf) · log(1 + N / df), rows of
unit length, so that a product of two rows is their cosine (Salton and Buckley 1988, "Term-weighting approaches in
automatic text retrieval"). N and df are rounded to a scale, so that a changed paper changes few rows, and weights to
whole numbers, whose sums have no order (docs/decisions/023).
Related papers and the words that readers know terms by come from this one model.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import log, log1p
from typing import NamedTuple

import numpy as np

from litwiki.model.batches import USUAL, Batch
from litwiki.model.ids import Slug
from litwiki.model.memo import Memo, decoded, key_of
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Flags, Integers, TermTable, ranges
from litwiki.text.words import terms_of, words
from litwiki.workers import shards

STEP = 1.25
"""The ratio of the scale of document frequencies and of the number of papers."""
FINE = 1 << 10
"""Parts of 1 in a weight before rows have unit length."""
UNIT = 1 << 15
"""The length of a row."""
BEGINNING = re.compile(r"[^\W_]*")
AT_A_TIME = 16
"""Batches that are read in one task."""
TELLING = 512
"""A term in more papers than these, about, does not make two papers candidates for being related."""


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """The printed words of some papers: a row that says how often each is printed where it counts, 0 for one that
    stands in notes or in addresses alone. A word that is one term has its number in `stems`, others -1. `beginnings`
    are the letters and digits that words begin with, also without an s at their end.
    """

    words: TermTable
    stems: Integers
    beginnings: Sequence[str]


@dataclass(frozen=True, eq=False)
class TextModel:
    """A row for each paper, in the order of the wiki, and a column for each term.

    `weights` are those of the cells of `table`, in parts of `UNIT`, 0 where only one paper has the term; `steps` say
    how frequent terms are, 0 for those of one paper. `forms` has for each term the printed word that readers know it
    by, or ''. `words` are all printed words, with how often each is printed where it counts in each of the batches
    that the wiki's papers come in, and `beginnings` those of the words of each batch.
    """

    slugs: tuple[Slug, ...]
    table: TermTable
    weights: Integers
    steps: Integers
    forms: tuple[str, ...]
    words: TermTable
    beginnings: tuple[Sequence[str], ...]

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The printed forms of the terms that two papers or more have."""
        return {
            term: form
            for term, form, step in zip(self.table.terms, self.forms, self.steps.tolist(), strict=True)
            if step > 0 and form
        }

    @cached_property
    def ordinary(self) -> Set[str]:
        """Words that occur in lower case, with the parts of compounds."""
        totals = np.bincount(self.words.keys, self.words.values, len(self.words.terms)).tolist()
        lower = [word for word, total in zip(self.words.terms, totals, strict=True) if total and word.islower()]
        return {*lower, *" ".join(lower).replace("-", " ").split()}

    @property
    def is_telling(self) -> Flags:
        """Which terms two or more papers have, and few enough to make them candidates for being related."""
        return np.asarray((self.steps > 0) & (self.steps <= _steps(np.array([TELLING]))[0]))


_EMPTY = TermTable.of([])
_NOTHING = (_EMPTY, Vocabulary(_EMPTY, np.zeros(0, np.int32), ()))
"""In the place of what is read later."""


def make_text_model(batches: Sequence[Batch], memo: Memo, executor: Executor) -> TextModel:
    """The model of all papers of a wiki."""
    found = _read_all(batches, memo, executor)
    table, moved = TermTable.joined([own for own, _ in found])
    words_of, _ = TermTable.joined([vocabulary.words for _, vocabulary in found])
    stems = _stems(words_of, moved, [vocabulary for _, vocabulary in found])
    steps = _steps(table.counts)
    return TextModel(
        slugs=tuple(paper.slug for batch in batches for paper in batch.papers),
        table=table,
        weights=_weights(table, steps),
        steps=steps,
        forms=_forms(words_of, stems, len(table.terms)),
        words=words_of,
        beginnings=tuple(vocabulary.beginnings for _, vocabulary in found),
    )


def printed(paper: Paper) -> Counter[str]:
    """The words of a paper as printed, with the counts that the model goes by: 0 for what stands in notes and in
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


def beginning(text: str) -> str:
    """The letters and digits that a text begins with.

    >>> beginning("GPT-3"), beginning("∞")
    ('GPT', '')
    """
    match = BEGINNING.match(text)
    return match[0] if match else ""


def _read_all(batches: Sequence[Batch], memo: Memo, executor: Executor) -> list[tuple[TermTable, Vocabulary]]:
    """The terms and words of all batches. Of a batch with changes only papers that changed are read."""
    names = [key_of("terms", batch.papers[0].slug.encode()) for batch in batches]
    found: list[tuple[TermTable, Vocabulary]] = []
    stale: list[int] = []
    old: dict[int, tuple[Sequence[bytes], TermTable]] = {}
    for number, (name, batch) in enumerate(zip(names, batches, strict=True)):
        parts = decoded(memo, name, unpack) or []
        if parts and parts[0].tobytes() == b"".join(batch.digests):
            found.append((TermTable(*parts[1:6]), Vocabulary(TermTable(*parts[6:11]), *parts[11:13])))
            continue
        if parts:
            whole = parts[0].tobytes()
            size = len(batch.digests[0])
            old[number] = (
                [whole[first : first + size] for first in range(0, len(whole), size)],
                TermTable(*unpack(parts[13].tobytes())),
            )
        stale.append(number)
        found.append(_NOTHING)
    tasks = [_Task(batches[number], *old.get(number, ((), None))) for number in stale]
    parts_of = shards(tasks, AT_A_TIME, executor, weight=USUAL)
    made = chain.from_iterable(executor.map(_read, parts_of) if len(parts_of) > 1 else map(_read, parts_of))
    for number, value in zip(stale, made, strict=True):
        memo.put(names[number], value)
        parts = unpack(value)
        found[number] = (TermTable(*parts[1:6]), Vocabulary(TermTable(*parts[6:11]), *parts[11:13]))
    return found


class _Task(NamedTuple):
    """A batch, and the words of its papers as they were, with the papers' digests then."""

    batch: Batch
    digests: Sequence[bytes]
    words: TermTable | None


def _read(tasks: Sequence[_Task]) -> list[bytes]:
    """The terms and words of each batch, packed. Many are read together, because most of their words are the same."""
    known = [table for _, _, table in tasks if table]
    place = {digest: row for row, digest in enumerate(chain.from_iterable(digests for _, digests, _ in tasks))}
    missing = {
        digest: paper
        for batch, _, _ in tasks
        for digest, paper in zip(batch.digests, batch.papers, strict=True)
        if digest not in place
    }
    place |= {digest: len(place) + row for row, digest in enumerate(missing)}
    words_of = TermTable.of(map(printed, missing.values()))
    if known:
        words_of, _ = TermTable.joined([*known, words_of])
    words_of = words_of.picked(np.array([place[d] for batch, _, _ in tasks for d in batch.digests], dtype=np.int64))
    table, stems = _bags(words_of)
    beginnings = [beginning(word) for word in words_of.terms]
    found, first = [], 0
    for batch, _, _ in tasks:
        end = first + len(batch.papers)
        own, columns = table.part(first, end)
        words, numbers = words_of.part(first, end)
        vocabulary = _vocabulary(words, numbers, stems, columns, beginnings)
        digests = np.frombuffer(b"".join(batch.digests), dtype=np.uint8)
        # What only a change needs is not taken apart again for every build.
        rows = np.frombuffer(pack(*words.parts()), dtype=np.uint8)
        parts = (*own.parts(), *vocabulary.words.parts(), vocabulary.stems, vocabulary.beginnings)
        found.append(pack(digests, *parts, rows))
        first = end
    return found


def _bags(words_of: TermTable) -> tuple[TermTable, Integers]:
    """A table of words as one of terms, in an order that follows from a paper's terms alone, equal terms of a paper
    added up; and the number of each word's term, if it is
    one, or -1.
    """
    found = [terms_of(word) for word in words_of.terms]
    of_words = TermTable.of({term: own.count(term) for term in own} for own in found).by_ids()
    width = max(1, len(of_words.terms))
    counting = np.flatnonzero(words_of.values > 0)
    keys = words_of.keys[counting]
    sizes = of_words.sizes[keys]
    own = ranges(of_words.starts[keys], sizes)
    places = np.repeat(words_of.rows[counting] * width, sizes) + of_words.keys[own]
    values = np.repeat(words_of.values[counting], sizes) * of_words.values[own]
    order = np.argsort(places)
    places = places[order]
    first = np.flatnonzero(np.diff(places, prepend=-1))
    added = np.add.reduceat(values[order], first) if len(first) else values
    places = places[first]
    starts = np.searchsorted(places, np.arange(len(words_of) + 1) * width)
    is_one = np.array([len(o) == 1 and "-" not in w for w, o in zip(words_of.terms, found, strict=True)], bool)
    stems = np.full(len(found), -1, dtype=np.int32)
    stems[is_one] = of_words.keys[of_words.starts[:-1][is_one]]
    table = TermTable(of_words.terms, of_words.ids, starts, (places % width).astype(np.int32), added.astype(np.int32))
    return table, stems


def _vocabulary(
    words_of: TermTable, numbers: Integers, stems: Integers, columns: Integers, beginnings: Sequence[str]
) -> Vocabulary:
    """The words of some papers; `numbers` are theirs in `stems` and `beginnings`, `columns` those that their terms have
    in `stems`.
    """
    count = len(words_of.terms)
    totals = np.bincount(words_of.keys, words_of.values, count).astype(np.int32)
    own = stems[numbers]
    is_there = (own >= 0) & (totals > 0)
    begun = {beginnings[number] for number in numbers.tolist()}
    return Vocabulary(
        TermTable(words_of.terms, words_of.ids, np.array([0, count]), np.arange(count, dtype=np.int32), totals),
        np.where(is_there, np.searchsorted(columns, own), -1).astype(np.int32),
        sorted(begun | {word.removesuffix("s") for word in begun}),
    )


def _steps(counts: Integers) -> Integers:
    """Steps of the scale: 0 for what is there once."""
    return np.rint(np.log(np.maximum(counts, 1)) / log(STEP)).astype(np.int32)


def _weights(table: TermTable, steps: Integers) -> Integers:
    top = int(_steps(np.array([len(table)]))[0])
    rarity = np.array([0.0] + [log1p(STEP ** (top - step)) for step in range(1, top + 1)])
    often = np.array([0.0] + [1 + log(count) for count in range(1, int(table.values.max(initial=0)) + 1)])
    weights = np.rint(FINE * often[table.values] * rarity[steps][table.keys]).astype(np.int64)
    squares = np.concatenate(([0], np.cumsum(weights * weights)))
    lengths = np.sqrt(np.maximum(np.diff(squares[table.starts]), 1))
    return np.asarray(np.rint(UNIT / np.repeat(lengths, table.sizes) * weights).astype(np.int64))


def _stems(words_of: TermTable, moved: Sequence[Integers], vocabularies: Sequence[Vocabulary]) -> Integers:
    """The number of each word's term, if it is one, or -1; `moved` are the numbers of the terms of each vocabulary."""
    stems = np.full(len(words_of.terms), -1, dtype=np.int32)
    for row, (numbers, vocabulary) in enumerate(zip(moved, vocabularies, strict=True)):
        has_stem = np.flatnonzero(vocabulary.stems >= 0)
        stems[words_of.keys[words_of.starts[row] + has_stem]] = numbers[vocabulary.stems[has_stem]]
    return stems


def _forms(words_of: TermTable, stems: Integers, count: int) -> tuple[str, ...]:
    """The word that readers know each of so many terms by: its most frequent printed form.

    A capital may only begin a sentence, so a word that also occurs without one is shown without.
    """
    names = words_of.terms
    totals = np.bincount(words_of.keys, words_of.values, len(names)).astype(np.int64)
    own = np.flatnonzero((stems >= 0) & (totals > 0))
    terms_of_own, often = stems[own], totals[own]
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, terms_of_own, often)
    is_lower = np.fromiter((names[n].islower() for n in own.tolist()), bool, len(own))
    length = np.fromiter((len(names[n]) for n in own.tolist()), np.int32, len(own))
    is_common = is_lower & (3 * often >= most[terms_of_own])
    order = np.lexsort((own, length, -often, ~is_common, terms_of_own))
    first = order[np.flatnonzero(np.diff(terms_of_own[order], prepend=-1))]
    forms = [""] * count
    for term, word in zip(terms_of_own[first].tolist(), own[first].tolist(), strict=True):
        forms[term] = names[word]
    return tuple(forms)
