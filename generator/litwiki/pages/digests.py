"""Digests that were published, newest first, and each on a page of its own. Nothing where there is none."""

from collections.abc import Iterable

from msgspec import Struct

from litwiki.facts.addresses import DIGESTS_FEED, topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link, Notes
from litwiki.model.arrivals import span
from litwiki.model.ids import DocPath, digest_path, url_of
from litwiki.model.records import PublishedDigest
from litwiki.pages.metadata import Head
from litwiki.pages.view import Frame, ListView, View, neighbors, numbered, paginate

INDEX = DocPath("digests/index.md")
PER_PAGE = 100


class Row(Struct, frozen=True):
    """A digest in the list; `days` are in words."""

    link: Link
    days: str


class DigestsView(ListView, frozen=True, kw_only=True):
    """One page of the list."""

    template = "digests.html.j2"
    rows: tuple[Row, ...]

    @property
    def frame(self) -> Frame:
        text = f"What was new in {self.settings.site_name}, in digests."
        return Frame(numbered("Digests", self.number), text, crumbs=ABOVE, head=Head(feed=DIGESTS_FEED))


class DigestView(View, frozen=True, kw_only=True):
    """The page of a digest; `later` and `earlier` are those beside it in the list."""

    template = "digest.html.j2"
    source: str
    title: str
    days: str
    topic: Link | None
    notes: Notes | None
    later: Link | None
    earlier: Link | None

    @property
    def frame(self) -> Frame:
        crumbs = (*ABOVE, Link(url_of(INDEX), "Digests"))
        return Frame(self.title, f"What was new {self.days}.", crumbs=crumbs, head=Head("article", feed=DIGESTS_FEED))


ABOVE = (Link("new/", "New papers"),)


def views(site: Site) -> Iterable[View]:
    """The list, as many pages as it needs, and a page for each digest."""
    digests = site.wiki.digests_in_order
    if not digests:
        return
    for page, chunk in paginate(site, digests, INDEX, PER_PAGE):
        rows = tuple(Row(_link(digest), span(digest.since, digest.until)) for digest in chunk)
        yield DigestsView(**page, rows=rows)
    for digest, (later, earlier) in zip(digests, neighbors(map(_link, digests)), strict=True):
        topic = site.wiki.resolve_topic(digest.topic) if digest.topic else None
        source = f"content/digests/{digest.id}.md"
        yield DigestView(
            path=digest_path(digest.id),
            settings=site.settings,
            source=source,
            title=digest.title,
            days=span(digest.since, digest.until),
            topic=topic_link(site.wiki.topics[topic]) if topic else None,
            notes=site.notes(digest.text, source),
            later=later,
            earlier=earlier,
        )


def _link(digest: PublishedDigest) -> Link:
    return Link(url_of(digest_path(digest.id)), digest.title)
