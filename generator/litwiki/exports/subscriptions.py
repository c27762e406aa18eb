"""What a reader can follow: the site, a topic, a listing. The wiki in, feeds with their newest entries out.

Both formats (`atom`, `json_feed`) are written from the same `Feed`. A feed needs addresses: without `site_url` in
mkdocs.yml there is none. Nothing here asks a clock. An entry has the dates of the listings that its paper appeared
in; a paper of undated listings, or of none, has no date, and comes after those that have one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litwiki.citations import make_citation
from litwiki.ids import ListingId, Slug, TopicId, listing_path, paper_path, topic_path, url_of
from litwiki.model import Topic
from litwiki.text import clean
from litwiki.wiki import Wiki

NEWEST = 50
"""Entries of a feed: whoever looks once a week misses none where a listing has as many."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a feed; texts are plain and on one line, dates are ISO 8601 days or empty."""

    url: str
    title: str
    summary: str
    authors: tuple[str, ...]
    topics: tuple[Topic, ...]
    own_url: str
    """Where the paper itself is, at arXiv, say; empty where that is not known."""
    published: str
    updated: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed under `feeds/`: its name without an ending, the page it follows, its entries newest first."""

    name: str
    title: str
    description: str
    page: str
    entries: tuple[Entry, ...]


def feeds(wiki: Wiki) -> Iterator[Feed]:
    """The feeds of the site, of every topic and of every listing; none where the site has no address."""
    if not wiki.config.site_url:
        return
    site, order = clean(wiki.config.site_name), newest_first(wiki)
    address = wiki.config.address_of
    yield Feed("feeds/all", site, f"New papers of {site}", address(""), _entries(wiki, order))
    filed: dict[TopicId, list[Slug]] = {topic: [] for topic in wiki.topics}
    for slug in order:
        for of_paper in wiki.topics_of(slug):
            filed[of_paper.id].append(slug)
    for topic, record in wiki.topics.items():
        title, page = f"{clean(record.name)} · {site}", address(url_of(topic_path(topic)))
        yield Feed(f"feeds/topics/{topic}", title, clean(record.definition), page, _entries(wiki, filed[topic]))
    for listing, ledger in wiki.listings.items():
        slugs = list(dict.fromkeys(found for entry in ledger.entries if (found := wiki.resolve(entry.paper))))
        title, page = f"{clean(ledger.title)} · {site}", address(url_of(listing_path(listing)))
        yield Feed(f"feeds/listings/{listing}", title, "", page, _entries(wiki, slugs, (listing,)))


def newest_first(wiki: Wiki) -> list[Slug]:
    """All papers: those of the newest listing in printed order, then of the next; then those of none, by year."""
    listed = (wiki.resolve(entry.paper) for listing in wiki.listings_in_order for entry in listing.entries)
    added = sorted(wiki.in_title_order, key=lambda slug: -(wiki.papers[slug].year or 0))
    return list(dict.fromkeys([*(slug for slug in listed if slug), *added]))


def _entries(wiki: Wiki, slugs: Sequence[Slug], only: Iterable[ListingId] = ()) -> tuple[Entry, ...]:
    return tuple(_entry(wiki, slug, tuple(only)) for slug in slugs[:NEWEST])


def _entry(wiki: Wiki, slug: Slug, only: Sequence[ListingId]) -> Entry:
    paper = wiki.papers[slug]
    citation = make_citation(paper)
    listings = [place.listing for place in wiki.appearances.get(slug, ()) if not only or place.listing in only]
    dates = sorted(date for listing in listings if (date := wiki.listings[listing].date))
    return Entry(
        url=wiki.config.address_of(url_of(paper_path(slug))),
        title=citation.title,
        summary=clean(paper.summary),
        authors=tuple(name.in_order for name in citation.names),
        topics=wiki.topics_of(slug),
        own_url=citation.url,
        published=dates[0] if dates else "",
        updated=dates[-1] if dates else "",
    )
