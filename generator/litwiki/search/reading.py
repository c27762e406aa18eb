"""Documents read for the index: batches of papers in, rows of a table of terms out.

What a paper says to the index follows from the paper and its topics, so each batch goes through the memo. Documents of
topics and listings are few and read each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain

import numpy as np

from litwiki.links.passages import Passages
from litwiki.model.batches import Batch
from litwiki.model.memo import Memo, key_of, remembered_all
from litwiki.model.people import NO_ANSWERS
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.search.documents import (
    Document,
    listing_document,
    paper_document,
    path_document,
    topic_bag,
    topic_document,
)
from litwiki.search.texts import texts_of
from litwiki.search.words import index_terms
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import TermTable

STEPS = 32
"""A stored weight is a step of a scale on which each doubling of 1 + weight has this many."""
MOST_TIMES = 255
TIMES = 256
"""A cell is a step, 1 to 255, and `TIMES` as much as the document has the term in what it is about."""


@dataclass(frozen=True, slots=True)
class PapersRead:
    """The documents of a batch: their terms, and for each term the shortest word that prints it, or ''."""

    digest: bytes
    table: TermTable
    forms: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Task:
    """The papers of a batch with their topics."""

    batch: Batch
    topics: tuple[tuple[Topic, ...], ...]
    names: tuple[tuple[str, ...], ...]
    """Further names of each paper's authors."""
    passages: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> bytes:
        said = [[(topic.name, topic.keywords) for topic in topics] for topics in self.topics]
        return key_of("documents", self.batch.digest, repr((said, self.names, self.passages)).encode())


def read_papers(
    wiki: Wiki, batches: Sequence[Batch], passages: Passages, memo: Memo, executor: Executor
) -> list[PapersRead]:
    """The documents of all papers, batch by batch."""
    tasks = [
        _Task(
            batch,
            tuple(wiki.topics_of(paper.slug) for paper in batch.papers),
            tuple(_further_names(wiki, paper) for paper in batch.papers),
            tuple(passages.texts.get(paper.slug, ()) for paper in batch.papers),
        )
        for batch in batches
    ]
    keys = [task.key for task in tasks]
    values = map(unpack, remembered_all(memo, keys, _read, tasks, executor))
    return [PapersRead(key, TermTable(*value[:5]), value[5]) for key, value in zip(keys, values, strict=True)]


def _further_names(wiki: Wiki, paper: Paper) -> tuple[str, ...]:
    """Other names of a paper's authors, so that whoever knows one of a person's names finds all of their papers."""
    if wiki.names == NO_ANSWERS:
        return ()
    people = [person for name in paper.authors if (person := wiki.people.of(name, paper.slug))]
    return tuple(name for person in people for name in (person.name, *person.also))


def read_others(wiki: Wiki) -> Mapping[str, Document]:
    """The documents of topics, reading paths and listings by their keys: `topic/<id>`, `path/<id>`, `listing/<id>`."""
    topics = {f"topic/{topic.id}": topic_document(topic) for topic in wiki.topics.values()}
    paths = {f"path/{path.id}": path_document(path) for path in wiki.reading_paths.values()}
    return topics | paths | {f"listing/{listing.id}": listing_document(listing) for listing in wiki.listings.values()}


def table_of(documents: Sequence[Document]) -> TermTable:
    """A row for each document."""
    table = TermTable.of(dict.fromkeys(document.weights, 0) for document in documents)
    weights = chain.from_iterable(document.weights.values() for document in documents)
    steps = np.rint(STEPS * np.log2(1 + np.fromiter(weights, np.float64, len(table.keys)))).clip(1, 255)
    times = chain.from_iterable(
        chain(document.times.values(), (0,) * (len(document.weights) - len(document.times))) for document in documents
    )
    often = np.fromiter(times, np.int64, len(table.keys)).clip(0, MOST_TIMES)
    return TermTable(table.terms, table.ids, table.starts, table.keys, (often * TIMES + steps).astype(np.int32))


def members_of(papers: Mapping[int, Sequence[int]]) -> tuple[TermTable, Sequence[int]]:
    """A row for each paper in each topic, which has the term `topic:` and the topic's slot; and the slots of the rows.

    >>> table, rows = members_of({7: [3, 1], 9: [3]})
    >>> table.terms, table.keys.tolist(), rows
    (('topic:7', 'topic:9'), [0, 0, 1], [3, 1, 3])
    """
    sizes = [len(slots) for slots in papers.values()]
    keys = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    rows = [slot for slots in papers.values() for slot in slots]
    values = np.full(len(rows), STEPS, dtype=np.int32)
    return TermTable.named(tuple(f"topic:{slot}" for slot in papers), np.arange(len(rows) + 1), keys, values), rows


def _read(tasks: Sequence[_Task]) -> list[bytes]:
    """The documents of each batch, packed. Many are read together, because most of their terms are the same."""
    bags = {topic: topic_bag(topic) for topic in dict.fromkeys(chain.from_iterable(chain(*(t.topics for t in tasks))))}
    documents = [
        paper_document(paper, texts_of(paper), [bags[topic] for topic in topics], names, passages)
        for task in tasks
        for paper, topics, names, passages in zip(
            task.batch.papers, task.topics, task.names, task.passages, strict=True
        )
    ]
    table = table_of(documents)
    found, first, form_of = [], 0, _FormOf()
    for task in tasks:
        end = first + len(task.batch.papers)
        own, _ = table.part(first, end)
        printed = set(chain.from_iterable(document.printed for document in documents[first:end]))
        forms = _forms(printed, form_of)
        found.append(pack(*own.parts(), [forms.get(term, "") for term in own.terms]))
        first = end
    return found


class _FormOf(dict[str, tuple[str, str] | None]):
    """The term that a word is a printed form of, and the form; None where it is the term itself, or none."""

    def __missing__(self, word: str) -> tuple[str, str] | None:
        found, form = index_terms(word), word.lower()
        self[word] = (found[0], form) if found and found[0] != form else None
        return self[word]


def _forms(printed: Iterable[str], form_of: _FormOf) -> Mapping[str, str]:
    """The shortest word for each term that is no word itself."""
    forms: dict[str, str] = {}
    for term, form in filter(None, map(form_of.__getitem__, printed)):
        known = forms.get(term)
        if known is None or (len(form), form) < (len(known), known):
            forms[term] = form
    return forms
