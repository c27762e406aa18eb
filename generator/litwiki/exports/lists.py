"""What a page's filter reads: for every list of papers its facets, and its records in parts.

`lists/<list>/facets-<n>.json` has topics, listings, venue, year and code of up to 4,000 papers of the list in its
order, as numbers into tables; `papers-<n>.json` has slug, title and first sentence of a hundred. A reader who filters
loads the facets, and of the records only the parts that are shown. No file grows with the collection.
"""

from collections.abc import Iterable, Iterator, Sequence

from litwiki.markup import json_bytes
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import JsonValue, LinkGraph
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf

name = "lists"
PER_FACETS = 4_000
PER_PART = 100


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """The files of every list that a page shows."""
    del graph
    rank = {slug: position for position, slug in enumerate(wiki.in_title_order)}
    for key, slugs in _lists(wiki):
        chunks = _parts(slugs, PER_FACETS)
        for number, chunk in enumerate(chunks, 1):
            following = f"facets-{number + 1}.json" if number < len(chunks) else None
            ranks = tuple(rank[slug] for slug in chunk)
            yield Job(DocPath(f"lists/{key}/facets-{number}.json"), _facets, (chunk, ranks, following))
        for number, part in enumerate(_parts(slugs, PER_PART), 1):
            yield Job(DocPath(f"lists/{key}/papers-{number}.json"), _records, (part,))


def _parts(slugs: Sequence[Slug], size: int) -> list[tuple[Slug, ...]]:
    return [tuple(slugs[start : start + size]) for start in range(0, len(slugs), size)]


def _lists(wiki: Wiki) -> Iterator[tuple[str, Sequence[Slug]]]:
    """The name of each list under `lists/`, and its papers in the order of its pages."""
    yield "papers", wiki.in_title_order
    yield "repeats", wiki.repeats
    yield "code", [slug for slug in wiki.in_title_order if _has_code(wiki, slug)]
    for topic, slugs in wiki.papers_by_topic.items():
        yield f"topics/{topic}", slugs
    for listing, record in wiki.listings.items():
        found = (wiki.paper_of(entry) for entry in record.entries)
        yield f"listings/{listing}", list(dict.fromkeys(slug for slug in found if slug))


def _facets(shelf: Shelf, path: DocPath, slugs: Sequence[Slug], ranks: Sequence[int], following: str | None) -> bytes:
    del path
    wiki = shelf.wiki
    topics = {topic.id: topic for slug in slugs for topic in wiki.topics_of(slug)}
    listings = sorted({a.listing for slug in slugs for a in wiki.appearances.get(slug, ())})
    topic_number = {topic: number for number, topic in enumerate(sorted(topics))}
    listing_number = {listing: number for number, listing in enumerate(listings)}
    facets: dict[str, JsonValue] = {
        "topics": [[topic, topics[topic].name, topics[topic].group] for topic in topic_number],
        "listings": [[listing, wiki.listings[listing].title] for listing in listings],
        "rank": list(ranks),
        "year": [wiki.papers[slug].year for slug in slugs],
        "code": "".join("1" if _has_code(wiki, slug) else "0" for slug in slugs),
        "in_topics": [[topic_number[topic.id] for topic in wiki.topics_of(slug)] for slug in slugs],
        "in_listings": [[listing_number[a.listing] for a in wiki.appearances.get(slug, ())] for slug in slugs],
        "next": following,
    }
    venues = [wiki.venue_of(wiki.papers[slug]) for slug in slugs]
    known = sorted({venue.slug: venue.name for venue in venues if venue}.items())
    if known:
        venue_number = {venue: number for number, (venue, _) in enumerate(known)}
        facets |= {
            "venues": [[venue, name] for venue, name in known],
            "in_venue": [venue_number[venue.slug] if venue else None for venue in venues],
        }
    return json_bytes(facets)


def _records(shelf: Shelf, path: DocPath, slugs: Sequence[Slug]) -> bytes:
    del path
    return json_bytes([_record(shelf.wiki, slug) for slug in slugs])


def _record(wiki: Wiki, slug: Slug) -> JsonValue:
    paper = wiki.papers[slug]
    return [slug, rich(paper.title).plain, rich(paper.summary).lead.plain]


def _has_code(wiki: Wiki, slug: Slug) -> bool:
    return any(link.kind == "code" for link in wiki.papers[slug].links)
