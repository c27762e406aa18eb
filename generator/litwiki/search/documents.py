"""What a document says, for the index: a paper, topic or listing in, its terms with their weights out.

A weight joins the fields of a document as BM25F does (Robertson, Zaragoza, Taylor 2004): counts divided by the length
of their field, times the field's weight, added up. Lengths are compared with fixed ones, not with the average of the
collection, so that a document's weights follow from itself and its topics.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from litwiki.model.records import Listing, Paper, ReadingPath, Topic
from litwiki.search.author_names import author_terms, other_spellings
from litwiki.search.texts import Texts
from litwiki.search.words import folded, id_terms, index_terms, name_term
from litwiki.text.names import parse_name
from litwiki.text.words import terms_of, words


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
    "passages": Field(1.0, 60, 0.5),
}
ABOUT = (("summary", 2), ("title", 3), ("names", 2), ("passages", 1))
"""The fields that say what a paper is about, beside its abstract, and for how many a word in them counts."""


@dataclass(frozen=True, slots=True)
class Document:
    """The terms of a document with their weights.

    `times` has the first of them, those of the fields that say what a paper is about, with how often these have each.
    """

    weights: Mapping[str, float]
    times: Mapping[str, int] = field(default_factory=dict)
    printed: Sequence[str] = ()
    """The words of the fields that are printed whole: title, summary and abstract."""


@dataclass(frozen=True, slots=True)
class Bag:
    """The terms of a text with their counts, how many of its words have one, and all of its words.

    `pieces` are those of the counts that say nothing more and are another way to find a word: its parts, numbers.
    """

    counts: Mapping[str, int]
    length: int
    printed: Sequence[str] = ()
    pieces: Mapping[str, int] = field(default_factory=dict)


SEVERAL = " several"


class _OneTerm(dict[str, str]):
    """The term of a word that has just one that says something, '' for a stop word, `SEVERAL` for others."""

    def __missing__(self, word: str) -> str:
        found = index_terms(word)
        self[word] = found[0] if len(found) == 1 and terms_of(word) else SEVERAL if found else ""
        return self[word]


_one_term = _OneTerm()


def bag(text: str) -> Bag:
    """The bag of a plain text."""
    printed = words(folded(text))
    # Most words have one term, and counting these needs no line of Python for each.
    counts = Counter(map(_one_term.__getitem__, printed))
    length = len(printed) - counts.pop("", 0)
    pieces: Counter[str] = Counter()
    if counts.pop(SEVERAL, 0):
        for word in printed:
            if _one_term[word] is SEVERAL:
                found = index_terms(word)
                counts.update(found)
                pieces.update(found[len(terms_of(word)) :])
    return Bag(counts, length, printed, pieces)


def paper_document(
    paper: Paper, texts: Texts, topics: Iterable[Bag], names: Iterable[str] = (), passages: Iterable[str] = ()
) -> Document:
    """The terms of a paper with some topics; `names` are further ones of its authors, `passages` said elsewhere."""
    title, summary = bag(texts.title), bag(texts.summary)
    authors = bag(" ".join([*map(_in_order, paper.authors), *other_spellings(paper.authors)]))
    abstract = bag(texts.abstract) if texts.abstract else _stored(paper.terms)
    fields = {
        "abstract": abstract,
        "summary": summary,
        "title": title,
        "names": bag(" ".join(paper.names)),
        "topics": _joined(topics),
        "authors": authors,
        "notes": bag(texts.notes),
        "passages": bag("\n".join(passages)),
    }
    weights = _weigh(fields)
    for word in title.printed:
        if not index_terms(word):
            weights.setdefault(stop_term(word), FIELDS["title"].weight)
    for name in (*paper.names, *paper.keys):
        weights[name_term(name)] = FIELDS["title"].weight
    for term in (*author_terms((*map(_in_order, paper.authors), *names)), *id_terms(paper.ids)):
        weights[term] = 1.0
    times = dict(abstract.counts)
    for name, factor in ABOUT:
        for term, count in fields[name].counts.items():
            times[term] = times.get(term, 0) + factor * count
    for name, factor in (("abstract", 1), *ABOUT):
        for term, count in fields[name].pieces.items():
            times[term] -= factor * count
    return Document(weights, times, [*title.printed, *summary.printed, *abstract.printed])


def _in_order(author: str) -> str:
    return parse_name(author).in_order


def topic_document(topic: Topic) -> Document:
    """The terms of a topic."""
    rest = bag(" ".join([topic.group, topic.definition, *topic.keywords]))
    return Document(_weigh({"title": bag(topic.name), "summary": rest}))


def listing_document(listing: Listing) -> Document:
    """The terms of a listing."""
    return Document(_weigh({"title": bag(listing.title)}))


def path_document(path: ReadingPath) -> Document:
    """The terms of a reading path."""
    return Document(_weigh({"title": bag(path.title), "summary": bag(f"{path.description} {path.audience}")}))


def topic_bag(topic: Topic) -> Bag:
    """What a topic lends to its papers: each of its words once, however often its keywords repeat it."""
    found = bag(" ".join([topic.name, *topic.keywords]))
    return Bag(dict.fromkeys(found.counts, 1), len(found.counts))


def stop_term(word: str) -> str:
    """A word too common to be searched for, as it is indexed for titles that have no other.

    >>> stop_term("With")
    '_with'
    """
    return "_" + word.lower()


def _joined(bags: Iterable[Bag]) -> Bag:
    counts: dict[str, int] = {}
    length = 0
    for one in bags:
        counts |= one.counts
        length += one.length
    return Bag(counts, length)


def _stored(printed: Mapping[str, int]) -> Bag:
    """The bag of the words that are stored in place of an abstract."""
    counts: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    for word, count in printed.items():
        plain = folded(word)
        found = index_terms(plain)
        for term in found:
            counts[term] += count
        for term in found[len(terms_of(plain)) :]:
            pieces[term] += count
    return Bag(counts, sum(printed.values()), pieces=pieces)


def _weigh(fields: Mapping[str, Bag]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name, one in fields.items():
        kind = FIELDS[name]
        factor = kind.weight / (1 - kind.slope + kind.slope * one.length / kind.length)
        if weights:
            for term, count in one.counts.items():
                weights[term] = weights.get(term, 0.0) + factor * count
        else:
            weights = {term: factor * count for term, count in one.counts.items()}
    return weights
