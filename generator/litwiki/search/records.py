"""What stands at a slot of the index: of topics, reading paths and listings what a result shows, of
papers their slugs.

What a result shows of a paper is in the paper's record of the API, which is not written twice. Text is plain, and
bounded: what is longer is cut at a sentence. Whoever shows it sets it as text, never as HTML.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter

from litwiki.model.ids import Slug, listing_path, reading_path_path, topic_path, url_of
from litwiki.model.records import Artifact, JsonValue, Listing, ReadingPath, Topic
from litwiki.search.postings import Slot
from litwiki.search.shards import part, rising, text_of
from litwiki.text.words import SENTENCE_END

BITS_INSIDE = 7
"""Of 2 ** 7 slots a quarter to a half are taken: 32 to 64 documents a part."""


def topic_record(topic: Topic, papers: int) -> JsonValue:
    """The record of a topic with so many papers."""
    return {
        "kind": "topic",
        "url": url_of(topic_path(topic.id)),
        "title": topic.name,
        "lead": cut(topic.definition, 300),
        "count": papers,
    }


def listing_record(listing: Listing) -> JsonValue:
    """The record of a listing."""
    return {
        "kind": "listing",
        "url": url_of(listing_path(listing.id)),
        "title": listing.title,
        "lead": "",
        "count": len(listing.entries),
    }


def path_record(path: ReadingPath, papers: int) -> JsonValue:
    """The record of a reading path with so many papers."""
    return {
        "kind": "path",
        "url": url_of(reading_path_path(path.id)),
        "title": path.title,
        "lead": cut(path.description, 300),
        "count": papers,
    }


def document_files(papers: Mapping[Slug, Slot], others: Mapping[Slot, JsonValue]) -> Iterator[Artifact]:
    """The parts that say what stands at a slot: a paper by its slug, `others` with their records. A part has the
    slots that are alike but for their last `BITS_INSIDE` bits."""
    found: dict[int, dict[Slot, JsonValue]] = defaultdict(dict)
    for slot, record in sorted([*((slot, slug) for slug, slot in papers.items()), *others.items()], key=itemgetter(0)):
        found[slot >> BITS_INSIDE][slot] = record
    for number, inside in found.items():
        yield part(f"d/{number:x}", text_of(rising(inside)), list(inside.values()))


def cut(text: str, most: int) -> str:
    """The sentences of a text that fit, or where the first does not, as much as fits and an ellipsis.

    >>> cut("It boils. It stops. It cools down.", 20), cut("It boils", 4)
    ('It boils. It stops.', 'It b…')
    """
    if len(text) <= most:
        return text
    ends = [match.start() for match in SENTENCE_END.finditer(text[: most + 2])]
    return text[: ends[-1]] if ends else text[:most] + "…"
