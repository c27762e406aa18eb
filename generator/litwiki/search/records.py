"""What a result shows: a paper, topic or listing in, a small record out.

Text is plain, and bounded: what is longer is cut at a sentence. Whoever shows it sets it as text, never as HTML.
"""

from collections.abc import Iterable

from litwiki import access
from litwiki.model.ids import listing_path, paper_path, topic_path, url_of
from litwiki.model.records import JsonValue, Listing, Paper, Topic
from litwiki.model.richtext import rich
from litwiki.search.texts import Texts
from litwiki.text.names import parse_name
from litwiki.text.words import SENTENCE_END, first_sentence

MOST = 1_400
"""Characters of text in a record."""


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


def paper_record(paper: Paper, texts: Texts, topics: Iterable[Topic]) -> JsonValue:
    """The record of a paper of some topics."""
    lead = first_sentence(texts.summary)
    rest = texts.summary[len(lead) :].strip()
    record: dict[str, JsonValue] = {
        "kind": "paper",
        "url": url_of(paper_path(paper.slug)),
        "title": texts.title,
        "lead": cut(lead, 400),
        "text": cut(f"{rest} {texts.abstract}".strip(), MOST),
        "topics": [topic.name for topic in topics],
    }
    if paper.authors:
        more = len(paper.authors) > 3 or not paper.authors_complete
        record["authors"] = [*(parse_name(name).in_order for name in paper.authors[:3]), *(["…"] if more else [])]
    if paper.year:
        record["year"] = paper.year
    if paper.publication.venue:
        record["venue"] = rich(paper.publication.venue).plain
    if paper.status:
        record["status"] = paper.status.kind
    if best := access.best(paper):
        record["read"] = [best.url, best.label]
    if paper.names:
        record["names"] = list(paper.names)
    if has_code(paper):
        record["code"] = True
    return record


def has_code(paper: Paper) -> bool:
    """Whether a paper links to its code."""
    return any(link.kind == "code" for link in paper.links)


def cut(text: str, most: int) -> str:
    """The sentences of a text that fit, or where the first does not, as much as fits and an ellipsis.

    >>> cut("It boils. It stops. It cools down.", 20), cut("It boils", 4)
    ('It boils. It stops.', 'It b…')
    """
    if len(text) <= most:
        return text
    ends = [match.start() for match in SENTENCE_END.finditer(text[: most + 2])]
    return text[: ends[-1]] if ends else text[:most] + "…"
