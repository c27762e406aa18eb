"""Which document holds which term, and how much it is about it: documents in, lists of postings by term out.

A posting's weight joins the fields of a document as BM25F does (Robertson, Zaragoza, Taylor 2004): counts divided by
the length of their field, times the field's weight, added up. Lengths are compared with fixed ones, not with the
average of the collection, so that a new paper changes the lists of its own terms and no other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from zlib import crc32

import numpy as np

from litwiki.ids import Slug
from litwiki.model import Paper, Topic
from litwiki.search.parts import Integers, packed
from litwiki.search.texts import Texts
from litwiki.search.words import folded, index_terms, name_term
from litwiki.text import words
from litwiki.wiki import Wiki


@dataclass(frozen=True)
class Field:
    """How much a field counts, its usual length in words, and how much its length matters (0 to 1)."""

    weight: float
    length: float
    slope: float


FIELDS = {
    "title": Field(4.0, 10, 0.3),
    "names": Field(2.0, 1, 0.0),
    "topics": Field(0.5, 25, 0.3),
    "summary": Field(1.5, 60, 0.5),
    "abstract": Field(1.0, 150, 0.5),
    "authors": Field(2.0, 10, 0.0),
    "notes": Field(0.5, 100, 0.5),
}
STEPS = 32
"""A stored weight is a step of a scale on which each doubling of 1 + weight has this many."""

Slot = int


@dataclass(frozen=True)
class Postings:
    """Terms, sorted, each with its documents: those of `terms[i]` stand from `starts[i]` to `starts[i + 1]`.

    `slots` rise within a term; `steps` are the weights, 1 to 255.
    """

    terms: tuple[str, ...]
    starts: Integers
    slots: Integers
    steps: Integers

    def counts(self) -> dict[str, int]:
        """How many documents have each term."""
        return dict(zip(self.terms, np.diff(self.starts).tolist(), strict=True))

    def slots_of(self, term: int) -> list[Slot]:
        """The documents of `terms[term]`."""
        own: list[Slot] = self.slots[self.starts[term] : self.starts[term + 1]].tolist()
        return own

    def best(self, most: int) -> "Postings":
        """With at most `most` documents a term, those of most weight."""
        kept = np.ones(len(self.slots), dtype=bool)
        for term in np.flatnonzero(np.diff(self.starts) > most).tolist():
            first, end = self.starts[term], self.starts[term + 1]
            order = np.lexsort((self.slots[first:end], -self.steps[first:end]))
            kept[first + order[most:]] = False
        before = np.concatenate(([0], np.cumsum(kept)))
        return Postings(self.terms, before[self.starts], self.slots[kept], self.steps[kept])

    def written(self) -> list[bytes]:
        """For each term its slots, each as its distance from the one before, with their steps in turn."""
        distances = self.slots - np.concatenate(([0], self.slots[:-1])) if len(self.slots) else self.slots
        filled = self.starts[:-1][np.diff(self.starts) > 0]
        distances[filled] = self.slots[filled]
        content, lengths = packed(distances, self.steps)
        ends = np.concatenate(([0], np.cumsum(lengths)))[self.starts].tolist()
        return [content[first:end] for first, end in pairwise(ends)]


def make_slots(keys: Iterable[str]) -> tuple[int, Mapping[str, Slot]]:
    """Numbers for documents: (bits, slots), every slot below 2 ** bits, at most half of them taken.

    A document's slot follows from its own key, and only where two fall on one from its neighbours', so that
    numbers stay when papers come and go.
    """
    ordered = sorted(keys)
    bits = max(8, (2 * len(ordered) - 1).bit_length())
    taken: dict[Slot, str] = {}
    for key in ordered:
        slot = crc32(key.encode()) % 2**bits
        while slot in taken:
            slot = (slot + 1) % 2**bits
        taken[slot] = key
    return bits, {key: slot for slot, key in taken.items()}


def make_postings(wiki: Wiki, texts: Mapping[Slug, Texts], slots: Mapping[str, Slot]) -> Postings:
    """The postings of every term, by slot; slots are those of `paper/<slug>`, `topic/<id>` and `listing/<id>`."""
    documents: list[tuple[Slot, Mapping[str, float]]] = []
    topics = {name: _topic_bag(topic) for name, topic in wiki.topics.items()}
    for slug, paper in wiki.papers.items():
        about = [topics[topic.id] for topic in wiki.topics_of(slug)]
        documents.append((slots[f"paper/{slug}"], _paper_weights(paper, texts[slug], about)))
    documents += [(slots[f"topic/{topic.id}"], _heading_weights(topic)) for topic in wiki.topics.values()]
    documents += [(slots[f"listing/{x.id}"], _weigh({"title": _bag(x.title)})) for x in wiki.listings.values()]
    return _inverted(documents)


def _inverted(documents: Sequence[tuple[Slot, Mapping[str, float]]]) -> Postings:
    """Postings of documents with the weights of their terms."""
    terms = sorted(set(chain.from_iterable(weights for _, weights in documents)))
    number = {term: i for i, term in enumerate(terms)}
    sizes = [len(weights) for _, weights in documents]
    every = chain.from_iterable(weights for _, weights in documents)
    numbers = np.fromiter(map(number.__getitem__, every), dtype=np.int64, count=sum(sizes))
    weights = np.fromiter(chain.from_iterable(own.values() for _, own in documents), dtype=np.float64, count=sum(sizes))
    slots = np.repeat(np.array([slot for slot, _ in documents], dtype=np.int64), sizes)
    steps = np.rint(STEPS * np.log2(1 + weights)).clip(1, 255).astype(np.int64)
    order = np.lexsort((slots, numbers))
    starts = np.searchsorted(numbers[order], np.arange(len(terms) + 1))
    return Postings(tuple(terms), starts, slots[order], steps[order])


@dataclass(frozen=True)
class _Bag:
    counts: Mapping[str, float]
    length: float


def _bag(text: str) -> _Bag:
    found = list(filter(None, map(index_terms, words(folded(text)))))
    return _Bag(Counter(chain.from_iterable(found)), len(found))


def _paper_weights(paper: Paper, texts: Texts, topics: Iterable[_Bag]) -> dict[str, float]:
    fields = {
        "title": _bag(texts.title),
        "names": _bag(" ".join(paper.names)),
        "topics": _joined(topics),
        "summary": _bag(texts.summary),
        "authors": _bag(" ".join(paper.authors)),
        "notes": _bag(texts.notes),
        "abstract": _bag(texts.abstract) if texts.abstract else _counted(paper.terms),
    }
    weights = _weigh(fields)
    for word in words(folded(texts.title)):
        if not index_terms(word):
            weights.setdefault(stop_term(word), FIELDS["title"].weight)
    for name in {name_term(name): None for name in paper.names}:
        weights[name] = FIELDS["title"].weight
    for author in paper.authors:
        for word in words(folded(author)):
            weights[f"author:{word.lower()}"] = 1.0
    return weights


def stop_term(word: str) -> str:
    """A word too common to be searched for, as it is indexed for titles that have no other.

    >>> stop_term("With")
    '_with'
    """
    return "_" + word.lower()


def _heading_weights(topic: Topic) -> dict[str, float]:
    title = _bag(topic.name)
    rest = _bag(" ".join([topic.group, topic.definition, *topic.keywords]))
    return _weigh({"title": title, "summary": rest})


def _topic_bag(topic: Topic) -> _Bag:
    """What a topic lends to its papers: each of its words once, however often its keywords repeat it."""
    found = _bag(" ".join([topic.name, *topic.keywords]))
    return _Bag(dict.fromkeys(found.counts, 1.0), len(found.counts))


def _joined(bags: Iterable[_Bag]) -> _Bag:
    counts: dict[str, float] = {}
    length = 0.0
    for bag in bags:
        counts |= bag.counts
        length += bag.length
    return _Bag(counts, length)


def _counted(terms: Mapping[str, int]) -> _Bag:
    counts: Counter[str] = Counter()
    length = 0
    for word, count in terms.items():
        for term in index_terms(folded(word)):
            counts[term] += count
        length += count
    return _Bag(counts, length)


def _weigh(fields: Mapping[str, _Bag]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name, bag in fields.items():
        field = FIELDS[name]
        factor = field.weight / (1 - field.slope + field.slope * bag.length / field.length)
        for term, count in bag.counts.items():
            weights[term] = weights.get(term, 0.0) + factor * count
    return weights
