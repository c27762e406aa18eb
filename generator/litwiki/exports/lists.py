"""What a page's filter reads: for every list of papers its facets, and its records in parts.

`lists/<list>/facets-<n>.json` has topics, listings, venue, year and code of up to 4,000 papers of the list in its
order, as numbers into tables, where each stands by its title (`rank`), and where in the files of all papers (`place`,
see `bundles.everything`); `papers-<n>.json` has what is shown of two hundred. A reader who filters
loads the facets, and of the records only the parts that are shown. `lists/new.json` has the papers that came last by
their days, from which a browser knows what is new to its reader. No file grows with the collection.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.markup.json import json_bytes
from litwiki.model.digests import digest_of_bytes
from litwiki.model.ids import DocPath, ListingId, Slug, TopicId
from litwiki.model.outputs import Output
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki

name = "lists"
PER_FACETS = 4_000
PER_PART = 200
MOST_NEW = 500
"""Papers in `lists/new.json`: of what came before them nobody is told that it is new."""


class Facets(NamedTuple):
    """Of a paper: by what it is found in a list."""

    year: int | None
    has_code: bool
    topics: tuple[TopicId, ...]
    listings: tuple[ListingId, ...]
    venue: Link | None


def files(site: Site) -> Iterable[Output]:
    """The files of every list that a page shows."""
    wiki = site.wiki
    rank = {slug: position for position, slug in enumerate(wiki.in_title_order)}
    place = {slug: position for position, slug in enumerate(reversed(site.newest_first))}
    digests = {slug: _digest(site, slug, card) for slug, card in site.card_digests.items()}
    facets_of, record_of = cache(partial(_facets_of, site)), cache(partial(_record_of, site))
    for key, slugs in _lists(site):
        chunks = _parts(slugs, PER_FACETS)
        for number, chunk in enumerate(chunks, 1):
            following = f"facets-{number + 1}.json" if number < len(chunks) else None
            numbers = {"rank": [*map(rank.__getitem__, chunk)], "place": [*map(place.__getitem__, chunk)]}
            inputs = (numbers, [*map(digests.__getitem__, chunk)], following)
            make = partial(_facets, wiki, facets_of, chunk, numbers, following)
            yield Output(DocPath(f"lists/{key}/facets-{number}.json"), inputs, make)
        for number, part in enumerate(_parts(slugs, PER_PART), 1):
            path = DocPath(f"lists/{key}/papers-{number}.json")
            yield Output(path, (part, site.cards(part)), partial(_records, record_of, part))
    days = groupby(site.newest_first[:MOST_NEW], wiki.days.__getitem__)
    newest = [(day, [*slugs]) for day, slugs in days if day]
    yield Output(DocPath("lists/new.json"), newest, partial(json_bytes, newest))


def _digest(site: Site, slug: Slug, card: str) -> str:
    """A digest of all that a paper's facets and their names follow from; `card` is that of its card."""
    wiki = site.wiki
    groups = [topic.group for topic in wiki.topics_of(slug)]
    listings = [(x.listing, wiki.listings[x.listing].title) for x in wiki.appearances.get(slug, ())]
    return digest_of_bytes(repr((card, groups, listings)).encode("utf-8", "surrogatepass"))


def _facets_of(site: Site, slug: Slug) -> Facets:
    paper, places = site.wiki.papers[slug], site.wiki.appearances.get(slug, ())
    topics, listings = tuple(topic.id for topic in site.topics(slug)), tuple(place.listing for place in places)
    has_code = any(link.kind == "code" for link in paper.links)
    return Facets(paper.year, has_code, topics, listings, site.venue(paper))


def _record_of(site: Site, slug: Slug) -> Sequence[str]:
    """Of a paper what a list shows: slug, title, first sentence, first authors, venue, an address of the paper itself
    and its label, what became of it."""
    paper, card = site.wiki.papers[slug], site.card(slug)
    read = card.read or Link("", "")
    shown = (rich(paper.title).plain, rich(paper.summary).lead.plain, card.by, card.venue, read.url, read.label)
    return (slug, *shown, card.status)


def _records(record_of: Callable[[Slug], Sequence[str]], slugs: Iterable[Slug]) -> bytes:
    return json_bytes([*map(record_of, slugs)])


def _parts(slugs: Sequence[Slug], size: int) -> list[tuple[Slug, ...]]:
    return [tuple(slugs[start : start + size]) for start in range(0, len(slugs), size)]


def _lists(site: Site) -> Iterator[tuple[str, Sequence[Slug]]]:
    """The name of each list under `lists/`, and its papers in the order of its pages."""
    wiki = site.wiki
    yield "papers", site.newest_first[::-1]  # so that a new paper changes the last part and no other
    yield "repeats", wiki.repeats
    yield "code", wiki.with_code
    for topic, slugs in wiki.papers_by_topic.items():
        yield f"topics/{topic}", slugs
    for listing, slugs in wiki.papers_by_listing.items():
        yield f"listings/{listing}", slugs


def _facets(
    wiki: Wiki,
    facets_of: Callable[[Slug], Facets],
    slugs: Sequence[Slug],
    numbers: Mapping[str, Sequence[int]],
    following: str | None,
) -> bytes:
    papers = [*map(facets_of, slugs)]
    topics = sorted({topic for facets in papers for topic in facets.topics})
    listings = sorted({listing for facets in papers for listing in facets.listings})
    topic_number = {topic: number for number, topic in enumerate(topics)}
    listing_number = {listing: number for number, listing in enumerate(listings)}
    found = {
        "topics": [[topic, wiki.topics[topic].name, wiki.topics[topic].group] for topic in topics],
        "listings": [[listing, wiki.listings[listing].title] for listing in listings],
        **numbers,
        "year": [facets.year for facets in papers],
        "code": "".join("1" if facets.has_code else "0" for facets in papers),
        "in_topics": [[topic_number[topic] for topic in facets.topics] for facets in papers],
        "in_listings": [[listing_number[listing] for listing in facets.listings] for facets in papers],
        "next": following,
    }
    venues = sorted({_venue(facets.venue) for facets in papers if facets.venue})
    if venues:
        number = {slug: number for number, (slug, _) in enumerate(venues)}
        found |= {
            "venues": [[slug, name] for slug, name in venues],
            "in_venue": [number[_venue(facets.venue)[0]] if facets.venue else None for facets in papers],
        }
    return json_bytes(found)


def _venue(venue: Link) -> tuple[str, str]:
    """A venue's slug and name."""
    return venue.url.rstrip("/").rpartition("/")[2], venue.label
