"""What a reader can follow: the site, a topic, a listing, a person, a venue. The wiki in, feeds with their newest
entries out.

Both formats (`atom`, `json_feed`) are written from the same `Feed`. A feed needs addresses: without `site_url` in
mkdocs.yml there is none. Every feed has the papers that came last, by the day on which they came (`model.arrivals`).
An entry's id is its page's address, its day the one on which the paper came; where the paper was retracted, say, on a
known later day, it was updated on that one.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from msgspec import Struct

from litwiki.citations import SHOWN_AUTHORS
from litwiki.facts.addresses import DIGESTS_FEED, followed
from litwiki.facts.site import Site
from litwiki.facts.values import Parts
from litwiki.markup.curated import curated
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.ids import (
    DocPath,
    Slug,
    digest_path,
    listing_path,
    paper_path,
    person_path,
    topic_path,
    url_of,
    venue_path,
)
from litwiki.model.records import Topic
from litwiki.model.richtext import rich
from litwiki.text.words import clean

NEWEST = 50
"""Entries of a feed: whoever looks once a week misses none where a listing has as many."""
OF_A_PERSON = 10
"""Entries of a person's feed. Nobody has more papers between two looks, and a paper stands in the feeds of all its
authors, which were half of all entries."""
PEOPLE = "feeds/people/"
MORE_AUTHORS = "et al."
"""Stands after authors of which there are more."""


class Entry(Struct, frozen=True):
    """A paper in a feed; texts are plain and on one line, dates are ISO 8601 days or empty."""

    url: str
    title: str
    summary: str
    authors: tuple[str, ...]
    topics: tuple[Topic, ...]
    paper_url: str
    """Where the paper itself is, at arXiv, say; empty where that is not known."""
    published: str
    updated: str
    lead: str = ""
    """The first sentence of the summary, where the summary has more."""


class Feed(Struct, frozen=True):
    """A feed under `feeds/`: its name without an ending, the page it follows, its entries newest first."""

    name: str
    title: str
    description: str
    page: str
    entries: tuple[Entry, ...]

    @property
    def is_brief(self) -> bool:
        """Whether an entry has the sentence that the page has, and neither the whole summary nor topics: a paper has
        one topic or two, and five authors with a feed each."""
        return self.name.startswith((PEOPLE, "feeds/venues/"))


def feeds(site: Site) -> Iterator[tuple[str, object, Sequence[Slug], Callable[[], Feed]]]:
    """(name, what it follows from, papers whose records it follows from, what makes it) of every feed: of the site,
    which is the first, of every topic, listing, and followed person and venue, of digests. None where the site has no
    address."""
    if not site.settings.site_url:
        return
    name, address = clean(site.settings.site_name), site.settings.address_of
    ranks = cache(lambda: {slug: position for position, slug in enumerate(site.newest_first)})
    topics = cache(lambda: {topic.id: digest_of(topic) for topic in site.wiki.topics.values()})
    entry = cache(partial(_entry, site))  # a paper is in some five feeds

    def newest(slugs: Sequence[Slug], most: int) -> Iterator[Slug]:
        # Looked for when somebody asks: to make one feed, all that come before it are planned.
        yield from heapq.nsmallest(most, slugs, key=ranks().__getitem__)

    @cache
    def digest(slug: Slug) -> str:
        """Of what a paper's entry follows from, beside its record."""
        of_topics = [topics()[topic.id] for topic in site.topics(slug)]
        return digest_of_bytes(f"{site.digest_of_bibliographic(slug)} {of_topics} {site.wiki.days[slug]}".encode())

    for path, slugs, title, text, page in _subjects(site):
        most = OF_A_PERSON if path.startswith(PEOPLE) else NEWEST
        papers = Parts(newest(slugs, most), map(digest, newest(slugs, most)))
        head = (path, f"{title} · {name}" if title else name, text, address(url_of(page)))
        yield path, (head, papers), papers, partial(_make, entry, head, papers)
    if digests := site.wiki.digests_in_order[:NEWEST]:
        texts = f"Digests · {name}", f"What was new in {name}", address("digests/")
        yield DIGESTS_FEED, (texts, digests), (), partial(_of_digests, site, texts)


def _make(entry: Callable[[Slug], Entry], head: tuple[str, str, str, str], slugs: Sequence[Slug]) -> Feed:
    return Feed(*head, tuple(map(entry, slugs)))


def _of_digests(site: Site, texts: tuple[str, str, str]) -> Feed:
    """Digests as entries, each with its first paragraph."""
    title, text, page = texts
    entries = (
        Entry(
            url=site.settings.address_of(url_of(digest_path(digest.id))),
            title=clean(digest.title),
            summary=curated(digest.text.strip().partition("\n\n")[0], lambda _: None).striptags(),
            authors=(),
            topics=(),
            paper_url="",
            published=digest.until,
            updated=digest.until,
        )
        for digest in site.wiki.digests_in_order[:NEWEST]
    )
    return Feed(DIGESTS_FEED, title, text, page, tuple(entries))


def _subjects(site: Site) -> Iterator[tuple[str, Sequence[Slug], str, str, DocPath]]:
    """Of every feed: name, papers in any order, title without that of the site, description, page."""
    wiki = site.wiki
    yield "feeds/all", site.newest_first, "", f"New papers of {clean(site.settings.site_name)}", DocPath("index.md")
    for topic in wiki.topics.values():
        papers = wiki.papers_by_topic[topic.id]
        yield f"feeds/topics/{topic.id}", papers, clean(topic.name), clean(topic.definition), topic_path(topic.id)
    for listing, ledger in wiki.listings.items():
        papers = wiki.papers_by_listing[listing]
        yield f"feeds/listings/{listing}", papers, clean(ledger.title), "", listing_path(listing)
    for person in wiki.people.by_slug.values():
        if path := followed(person_path(person.slug), person.papers):
            yield path, person.papers, clean(person.name), f"Papers by {clean(person.name)}", person_path(person.slug)
    for venue in wiki.papers_by_venue.values():
        if path := followed(venue_path(venue.slug), venue.papers):
            yield path, venue.papers, clean(venue.name), f"Papers of {clean(venue.name)}", venue_path(venue.slug)


def _entry(site: Site, slug: Slug) -> Entry:
    paper, citation = site.record(slug), site.citation(slug)
    came, names = site.wiki.days[slug], citation.names
    became = paper.status.date if paper.status else ""
    more = (MORE_AUTHORS,) if names and (len(names) > SHOWN_AUTHORS or not citation.authors_complete) else ()
    return Entry(
        url=site.settings.address_of(url_of(paper_path(slug))),
        title=f"{paper.status.kind.capitalize()}: {citation.title}" if paper.status else citation.title,
        summary=rich(paper.summary).plain,
        authors=(*(name.in_order for name in names[:SHOWN_AUTHORS]), *more),
        topics=site.topics(slug),
        paper_url=citation.url,
        published=came,
        updated=max(came, became) if came and len(became) == len("2026-11-28") else came,
        lead=rich(paper.summary).lead.plain,
    )
