"""What stands at a slot of the index: of topics, reading paths, listings and papers what a result shows.

The list of results is made of these records alone; what a paper says beyond its lead is in its record of the API, which
the browser loads when somebody reads on. Text is plain, and bounded: what is longer is cut at a sentence. Whoever
shows it sets it as text, never as HTML.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import islice, pairwise

import numpy as np

from litwiki.facts import access
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import DocPath, listing_path, reading_path_path, topic_path, url_of
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.search.facets import has_code
from litwiki.search.files import IndexFile, file_of
from litwiki.search.postings import Slot
from litwiki.search.reading import DIGEST
from litwiki.search.shards import Integers, rising
from litwiki.text.words import SENTENCE_END

BITS_INSIDE = 6
"""Of 2 ** 6 slots a quarter to a half are taken: 16 to 32 documents a part."""
MOST_AUTHORS = 3


def paper_record(paper: Paper, names: Iterable[str], topics: tuple[str, ...]) -> JsonValue:
    """The record of a paper with the names of its authors and topics: slug, title, lead, authors, year, venue,
    topics, where to read it, its label, what became of it, whether there is code. Empty ones at the end are left out.
    """
    best = access.best(paper)
    authors = [*islice(names, MOST_AUTHORS)]
    if authors and (len(paper.authors) > MOST_AUTHORS or not paper.authors_complete):
        authors.append("…")
    values: list[JsonValue] = [
        paper.slug,
        rich(paper.title).plain,
        cut(rich(paper.summary).lead.plain, 300),
        ", ".join(authors),
        paper.year or 0,
        rich(paper.publication.venue).plain,
        list(topics),
        best.url if best else "",
        best.label if best else "",
        paper.status.kind if paper.status else "",
        int(has_code(paper)),
    ]
    while not values[-1]:
        values.pop()
    return values


def other_records(wiki: Wiki) -> Mapping[str, JsonValue]:
    """The records of all others by the keys that `documents.other_documents` has."""
    papers = wiki.papers_by_topic
    topics = {
        f"topic/{one.id}": _record("topic", topic_path(one.id), one.name, one.definition, len(papers[one.id]))
        for one in wiki.topics.values()
    }
    paths = {
        f"path/{id_}": _record(
            "path", reading_path_path(id_), one.title, one.description, len(wiki.papers_by_path[id_])
        )
        for id_, one in wiki.reading_paths.items()
    }
    listings = {
        f"listing/{one.id}": _record("listing", listing_path(one.id), one.title, "", len(one.entries))
        for one in wiki.listings.values()
    }
    return topics | paths | listings


def _record(kind: str, page: DocPath, title: str, about: str, papers: int) -> JsonValue:
    return {"kind": kind, "url": url_of(page), "title": title, "lead": cut(about, 300), "count": papers}


def document_files(
    wiki: Wiki, papers: Sequence[Slot], digests: bytes, others: Mapping[Slot, JsonValue]
) -> Iterator[IndexFile]:
    """The parts that say what stands at a slot: papers in the wiki's order, of which there are digests of all that is
    read of them, one after another, and `others`. A part has the slots that are alike but for their last `BITS_INSIDE`
    bits."""
    every: list[Paper | JsonValue] = [*wiki.papers.values(), *others.values()]
    said = (repr(one).encode("utf-8", "surrogatepass") for one in others.values())
    digests += b"".join(blake2b(one, digest_size=DIGEST).digest() for one in said)
    of_each = np.frombuffer(digests, np.uint8).reshape(len(every), DIGEST)
    slots = np.array([*papers, *others], dtype=np.int64)
    order = np.argsort(slots)
    numbers = slots[order] >> BITS_INSIDE
    for first, end in pairwise([*np.flatnonzero(np.diff(numbers, prepend=-1)).tolist(), len(order)]):
        rows = order[first:end]
        inside = slots[rows]
        values = partial(_documents, wiki, inside, [every[row] for row in rows.tolist()])
        yield file_of(f"d/{numbers[first]:x}", (inside.tobytes(), of_each[rows].tobytes()), values)


def _documents(wiki: Wiki, slots: Integers, inside: "Sequence[Paper | JsonValue]") -> tuple[bytes, list[JsonValue]]:
    return rising(slots), [_of_paper(wiki, one) if isinstance(one, Paper) else one for one in inside]


def _of_paper(wiki: Wiki, paper: Paper) -> JsonValue:
    names = (name for _, name in wiki.rows[paper.slug].authors())
    return paper_record(paper, names, tuple(topic.name for topic in wiki.topics_of(paper.slug)))


def cut(text: str, most: int) -> str:
    """The sentences of a text that fit, or where the first does not, as much as fits and an ellipsis.

    >>> cut("It boils. It stops. It cools down.", 20), cut("It boils", 4)
    ('It boils. It stops.', 'It b…')
    """
    if len(text) <= most:
        return text
    ends = [match.start() for match in SENTENCE_END.finditer(text[: most + 2])]
    return text[: ends[-1]] if ends else text[:most] + "…"
