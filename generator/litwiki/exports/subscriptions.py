"""What a reader can follow: the site, a topic, a listing. The wiki in, feeds with their newest entries out.

Both formats (`atom`, `json_feed`) are written from the same `Feed`. A feed needs addresses: without `site_url` in
mkdocs.yml there is none. Nothing here asks a clock. An entry has the day on which its paper came into the wiki; where
the paper's file does not say it, the dates of the listings that it appeared in. A paper of which neither is known has
no date, and comes after those that have one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from litwiki.facts import Site
from litwiki.model.digests import digest_of
from litwiki.model.ids import ListingId, Slug, TopicId, listing_path, paper_path, topic_path, url_of
from litwiki.model.records import Topic
from litwiki.model.richtext import rich
from litwiki.text.words import clean

NEWEST = 50
"""Entries of a feed: whoever looks once a week misses none where a listing has as many."""
ALL = "feeds/all"
"""The name of the feed of all papers, which is the first."""
MORE_AUTHORS = "et al."
"""Stands after authors of which there are more."""


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


def feeds(site: Site) -> Iterator[tuple[str, object, Callable[[], Feed]]]:
    """(name, what it follows from, what makes it) of every feed: of the site, of every topic and of every listing.
    None where the site has no address."""
    wiki = site.wiki
    if not site.settings.site_url:
        return
    order = wiki.newest_first
    name, address = clean(site.settings.site_name), site.settings.address_of
    digests = {topic.id: digest_of(topic) for topic in wiki.topics.values()}

    def feed(path: str, slugs: Sequence[Slug], title: str, text: str, page: str, only: ListingId | None = None) -> Any:
        papers = [
            (site.digest(slug), [digests[topic.id] for topic in site.topics(slug)], wiki.dates_of(slug, only))
            for slug in slugs[:NEWEST]
        ]
        head = (path, title, text, page)
        return path, (head, papers), partial(_make, site, head, slugs[:NEWEST], only)

    yield feed(ALL, order, name, f"New papers of {name}", address(""))
    filed: dict[TopicId, list[Slug]] = {topic: [] for topic in wiki.topics}
    for slug in order:
        for of_paper in site.topics(slug):
            filed[of_paper.id].append(slug)
    for topic in wiki.topics.values():
        page = address(url_of(topic_path(topic.id)))
        title, text = f"{clean(topic.name)} · {name}", clean(topic.definition)
        yield feed(f"feeds/topics/{topic.id}", filed[topic.id], title, text, page)
    for listing, ledger in wiki.listings.items():
        found = (wiki.paper_of(entry) for entry in ledger.entries)
        slugs = list(dict.fromkeys(slug for slug in found if slug))
        page = address(url_of(listing_path(listing)))
        yield feed(f"feeds/listings/{listing}", slugs, f"{clean(ledger.title)} · {name}", "", page, listing)


def _make(site: Site, head: tuple[str, str, str, str], slugs: Sequence[Slug], only: ListingId | None) -> Feed:
    return Feed(*head, tuple(_entry(site, slug, only) for slug in slugs))


def _entry(site: Site, slug: Slug, only: ListingId | None) -> Entry:
    wiki = site.wiki
    paper, citation = wiki.papers[slug], site.citation(slug).shortened()
    published, updated = wiki.dates_of(slug, only)
    more = () if citation.authors_complete or not citation.authors else (MORE_AUTHORS,)
    return Entry(
        url=site.settings.address_of(url_of(paper_path(slug))),
        title=f"{paper.status.kind.capitalize()}: {citation.title}" if paper.status else citation.title,
        summary=rich(paper.summary).plain,
        authors=(*(name.in_order for name in citation.names), *more),
        topics=site.topics(slug),
        own_url=citation.url,
        published=published,
        updated=updated,
    )
