"""Documents read for the index: batches of papers in, rows of a table of terms out.

What a paper says to the index follows from the paper and its topics, so it goes through the memo, a batch at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache
from hashlib import blake2b
from itertools import chain, compress
from typing import Any

import numpy as np
from msgspec import Struct

from litwiki.links import Texts
from litwiki.links.passages import Passages
from litwiki.memo import Memo, decoded, key_of
from litwiki.memo.batches import USUAL, Batch
from litwiki.model.people import NO_ANSWERS
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.search.documents import lent_terms, paper_document
from litwiki.search.weights import STEPS, weighed
from litwiki.text.packing import PackedWords, bytes_of_words, narrow, pack, unpack
from litwiki.text.term_table import Integers, TermTable
from litwiki.workers import shards

AT_A_TIME = 16
"""Batches in a task."""
DIGEST = 16


class PapersRead(Struct, frozen=True, eq=False):
    """The documents of a batch: a digest of each, one after another; their terms, sorted by id; and the shortest words
    that print terms otherwise, with the numbers of these terms."""

    digests: bytes
    table: TermTable
    printed: Integers
    forms: Sequence[str]


class _Rows(Struct, frozen=True, eq=False):
    """What is remembered of papers: a row of terms for each, and one of the words that print a term otherwise, each as
    the term, a space and the word."""

    digests: Sequence[bytes]
    table: TermTable
    printed: TermTable

    @classmethod
    def of(cls, value: Sequence[Any], printed: bytes) -> "_Rows":
        """The rows that were packed."""
        whole = value[1].tobytes()
        digests = [whole[first : first + DIGEST] for first in range(0, len(whole), DIGEST)]
        return cls(digests, _unpacked(value[2:7]), _unpacked(unpack(printed)))

    def packed(self, state: bytes) -> tuple[bytes, bytes]:
        """As bytes, with the state of the batch that they are of; and what only a change needs."""
        printed, forms = _forms(self)
        content = pack(
            np.frombuffer(state, dtype=np.uint8),
            np.frombuffer(b"".join(self.digests), dtype=np.uint8),
            *_packed(self.table),
            printed,
            bytes_of_words(forms),
        )
        return content, pack(*_packed(self.printed))


class _Task(Struct, frozen=True, eq=False):
    """What there is to do for a batch with another `state`: papers to read, with their topics, further names of their
    authors, and passages about them; a digest of every paper of the batch with these, in turn; and what is remembered
    of the batch, if anything is."""

    state: bytes
    papers: tuple[Paper, ...]
    topics: tuple[tuple[Topic, ...], ...]
    names: tuple[tuple[str, ...], ...]
    passages: tuple[tuple[str, ...], ...]
    digests: tuple[bytes, ...]
    rows: "_Rows | None"

    @classmethod
    def of(cls, wiki: Wiki, batch: Batch, passages: Passages, state: bytes, rows: "_Rows | None") -> "_Task":
        """Those papers of a batch are read of which nothing is remembered."""
        topics = [wiki.topics_of(paper.slug) for paper in batch.papers]
        names = [_further_names(wiki, paper) for paper in batch.papers]
        texts = [passages.texts.get(paper.slug, ()) for paper in batch.papers]
        said = ([(topic.name, topic.keywords) for topic in paper_topics] for paper_topics in topics)
        beside = map(repr, zip(said, names, texts, strict=True))
        digests = tuple(
            blake2b(digest + text.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()
            for digest, text in zip(batch.digests, beside, strict=True)
        )
        known = {*rows.digests} if rows else set()
        is_new = [digest not in known for digest in digests]
        return cls(
            state,
            tuple(compress(batch.papers, is_new)),
            tuple(compress(topics, is_new)),
            tuple(compress(names, is_new)),
            tuple(compress(texts, is_new)),
            digests,
            rows,
        )


def _packed(table: TermTable) -> tuple[Integers, ...]:
    return bytes_of_words(table.terms), table.ids, table.starts, narrow(table.keys), table.values.astype(np.uint16)


def _unpacked(parts: Sequence[Any]) -> TermTable:
    content, ids, *rest = parts
    return TermTable(PackedWords(content, len(ids)), ids, *rest)


def read_papers(wiki: Wiki, texts: Texts, memo: Memo, executor: Executor) -> Iterator[PapersRead]:
    """The documents of all papers, batch by batch; of a batch with changes only papers that changed are read. An
    executor with processes begins now, so that the driver can do something else before it asks for the first batch."""
    batches, passages = texts.batches, texts.passages
    filed = [(topic.id, topic.aliases, topic.name, topic.keywords) for topic in wiki.topics.values()]
    topics = key_of("topics", repr(filed).encode("utf-8", "surrogatepass"))
    states = [_state(wiki, batch, passages, topics) for batch in batches]
    slugs = [batch.papers[0].slug.encode() for batch in batches]
    names, beside = ([key_of(kind, slug) for slug in slugs] for kind in ("documents", "printed words"))
    memo.keep(beside)
    known = [decoded(memo, name, unpack) for name in names]
    is_stale = [value is None or value[0].tobytes() != state for value, state in zip(known, states, strict=True)]

    def task(number: int) -> _Task:
        value, printed = known[number], memo.get(beside[number])
        rows = _Rows.of(value, printed) if value is not None and printed is not None else None
        return _Task.of(wiki, batches[number], passages, states[number], rows)

    parts = shards([*compress(range(len(batches)), is_stale)], AT_A_TIME, executor, weight=USUAL)
    tasks = ([*map(task, some)] for some in parts)  # one by one: all of them would be a second wiki
    read = chain.from_iterable(executor.map(_read, tasks))

    def readings() -> Iterator[PapersRead]:
        for number, name in enumerate(names):
            value = known[number]
            if value is None or is_stale[number]:
                packed, printed = next(read)
                memo.put(name, packed)
                memo.put(beside[number], printed)
                value = unpack(packed)
            forms = PackedWords(value[8], len(value[7]))
            yield PapersRead(value[1].tobytes(), _unpacked(value[2:7]), value[7], forms)

    return readings()


def _state(wiki: Wiki, batch: Batch, passages: Passages, topics: bytes) -> bytes:
    """A digest of all that the documents of a batch follow from; `topics` is one of all topics."""
    beside = [(_further_names(wiki, paper), passages.texts.get(paper.slug, ())) for paper in batch.papers]
    return key_of("documents", batch.digest, topics, repr(beside).encode("utf-8", "surrogatepass"))


def _merged(old: _Rows | None, new: _Rows, digests: Sequence[bytes]) -> _Rows:
    """The rows with these digests, each out of the one or the other."""
    if old is None:
        return new
    place = {digest: row for row, digest in enumerate([*old.digests, *new.digests])}
    rows = np.array([place[digest] for digest in digests], dtype=np.int64)
    table, _ = TermTable.joined([old.table, new.table])
    printed, _ = TermTable.joined([old.printed, new.printed])
    return _Rows(digests, table.picked(rows).by_ids(), printed.picked(rows))


def _forms(rows: _Rows) -> tuple[Integers, Sequence[str]]:
    """The shortest words that print terms otherwise, and the numbers of these terms."""
    forms: dict[str, str] = {}
    for said in rows.printed.terms:
        term, _, form = said.partition(" ")
        known = forms.get(term)
        if known is None or (len(form), form) < (len(known), known):
            forms[term] = form
    pairs = [(number, forms[term]) for number, term in enumerate(rows.table.terms) if term in forms]
    return np.array([number for number, _ in pairs], dtype=np.int32), [form for _, form in pairs]


def _further_names(wiki: Wiki, paper: Paper) -> tuple[str, ...]:
    """Other names of a paper's authors, so that whoever knows one of a person's names finds all of their papers."""
    if wiki.names == NO_ANSWERS:
        return ()
    people = [person for name in paper.authors if (person := wiki.people.of(name, paper.slug))]
    return tuple(name for person in people for name in (person.name, *person.also))


def members_of(papers: Mapping[int, Sequence[int]]) -> tuple[TermTable, Sequence[int]]:
    """A row for each paper in each topic, which has the term `topic:` and the topic's slot; and the slots of the rows.

    >>> table, rows = members_of({7: [3, 1], 9: [3]})
    >>> table.terms, table.keys.tolist(), rows
    (('topic:7', 'topic:9'), [0, 0, 1], [3, 1, 3])
    """
    sizes = [len(slots) for slots in papers.values()]
    keys = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    rows = [slot for slots in papers.values() for slot in slots]
    values = np.full(len(rows), STEPS, dtype=np.uint16)
    return TermTable.named(tuple(f"topic:{slot}" for slot in papers), np.arange(len(rows) + 1), keys, values), rows


def _read(tasks: Sequence[_Task]) -> list[tuple[bytes, bytes]]:
    """What is to be remembered of the batches, in two parts. Many are read together, because most of their words are
    the same."""
    lent = cache(lent_terms)
    table, printed = weighed(
        paper_document(paper, map(lent, topics), names, passages)
        for task in tasks
        for paper, topics, names, passages in zip(task.papers, task.topics, task.names, task.passages, strict=True)
    )
    parts, first = [], 0
    for task in tasks:
        end = first + len(task.papers)
        known = {*task.rows.digests} if task.rows else set()
        digests = [digest for digest in task.digests if digest not in known]
        numbers = np.arange(first, end)
        rows = _Rows(digests, table.picked(numbers), printed.picked(numbers))
        parts.append(_merged(task.rows, rows, task.digests).packed(task.state))
        first = end
    return parts
