"""What a page's filter reads: for every list of papers its facets, and its records in parts.

`lists/<list>/facets-<n>.json` has topics, listings, venue, year and code of up to 4,000 papers of the list in its
order, as numbers into tables, where each stands in the list by its title (`rank`), and where in the files of all papers
(`place`, see `bibliographies.everything`); `papers-<n>.json` has what is shown of two hundred. A reader who filters
loads the facets, and of the records only the parts that are shown. `lists/new.json` has the papers that came last by
their days, from which a browser knows what is new to its reader. No file grows with the collection.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, groupby

from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.markup.json import json_bytes
from litwiki.model.digests import digest_of_bytes
from litwiki.model.ids import DocPath, Slug
from litwiki.model.outputs import Output
from litwiki.model.richtext import rich

name = "lists"
PER_FACETS = 4_000
PER_PART = 200
MOST_NEW = 500
"""Papers in `lists/new.json`: of what came before them nobody is told that it is new."""


def files(site: Site) -> Iterable[Output]:
    """The files of every list that a page shows."""
    wiki = site.wiki
    by_title = {slug: position for position, slug in enumerate(wiki.in_title_order)}
    place = {slug: position for position, slug in enumerate(reversed(site.newest_first))}
    digests = {slug: _digest(site, slug, card) for slug, card in site.card_digests.items()}
    record_of = cache(partial(_record_of, site))
    for key, slugs in _lists(site):
        # Among the papers of the list, so that a paper changes no list but its own.
        rank = {slug: position for position, slug in enumerate(sorted(slugs, key=by_title.__getitem__))}
        chunks = _parts(slugs, PER_FACETS)
        for number, chunk in enumerate(chunks, 1):
            following = f"facets-{number + 1}.json" if number < len(chunks) else None
            numbers = {"rank": [*map(rank.__getitem__, chunk)], "place": [*map(place.__getitem__, chunk)]}
            inputs = (numbers, [*map(digests.__getitem__, chunk)], following)
            make = partial(_facets, site, chunk, numbers, following)
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


def _facets(site: Site, slugs: Sequence[Slug], numbers: Mapping[str, Sequence[int]], following: str | None) -> bytes:
    """By what papers are found in a list: year, code, and numbers of topics, listings and venues in their tables."""
    wiki, papers = site.wiki, [*map(site.wiki.papers.__getitem__, slugs)]
    in_topics = [[topic.id for topic in site.topics(slug)] for slug in slugs]
    in_listings = [[place.listing for place in wiki.appearances.get(slug, ())] for slug in slugs]
    in_venue = [_venue(venue) if venue else None for venue in map(site.venue, papers)]
    topics = {topic: number for number, topic in enumerate(sorted({*chain(*in_topics)}))}
    listings = {listing: number for number, listing in enumerate(sorted({*chain(*in_listings)}))}
    venues = {venue: number for number, venue in enumerate(sorted({venue for venue in in_venue if venue}))}
    facets: dict[str, object] = {
        "topics": [(topic, wiki.topics[topic].name, wiki.topics[topic].group) for topic in topics],
        "listings": [(listing, wiki.listings[listing].title) for listing in listings],
        **numbers,
        "year": [paper.year for paper in papers],
        "code": "".join("1" if any(link.kind == "code" for link in paper.links) else "0" for paper in papers),
        "in_topics": [[*map(topics.__getitem__, some)] for some in in_topics],
        "in_listings": [[*map(listings.__getitem__, some)] for some in in_listings],
        "next": following,
    }
    if venues:
        facets |= {"venues": [*venues], "in_venue": [venues[venue] if venue else None for venue in in_venue]}
    return json_bytes(facets)


def _venue(venue: Link) -> tuple[str, str]:
    """A venue's slug and name."""
    return venue.url.rstrip("/").rpartition("/")[2], venue.label
