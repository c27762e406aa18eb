"""The page /todo/: what curators may do next, queue by queue. It stands outside the navigation and is for people who
keep the wiki, so search engines leave it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litwiki.facts import Card, Link, Site
from litwiki.metadata import Head
from litwiki.model.ids import DocPath, ListingId, Slug
from litwiki.model.queues import make_queues
from litwiki.pages.view import Frame, View
from litwiki.text.identifiers import ID_KINDS
from litwiki.text.identifiers import url_of as id_url

name = "todo"
MOST = 50
"""Papers and ids of a queue; `litwiki check --todo --format json` has all of them."""
TITLES = {
    "ids": ("Without an id", "An id (arXiv, DOI, …) leads to the paper; with it an enrichment finds the rest."),
    "authors": ("Without authors", "As printed, in order."),
    "venue": ("Without a venue", "Where it appeared; a preprint that appeared nowhere has the type preprint instead."),
    "summary": ("Without a summary", "Two to four sentences; the first one stands alone in lists."),
    "summary_check": (
        "Without a check of the summary",
        "Compare it with the paper and say so: summary_by: {written: model, checked: YYYY-MM-DD, checked_by: person}.",
    ),
    "topics": ("Without topics", "The most central one first; litwiki suggest proposes some."),
}


class Todo(NamedTuple):
    """A paper that lacks something, and where its file is edited, '' where no repository is set."""

    card: Card
    edit: str


class Queue(NamedTuple):
    """A queue with its first papers; `size` in all."""

    key: str
    title: str
    about: str
    size: int
    papers: tuple[Todo, ...]


class Waiting(NamedTuple):
    """An id that waits, the day on which it came, and the listing that brought it."""

    link: Link
    since: str
    listing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoView(View):
    """All queues; `waiting` are the first of `pending` ids."""

    in_sitemap: ClassVar[bool] = False
    queues: tuple[Queue, ...]
    waiting: tuple[Waiting, ...]
    pending: int

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        return Frame("To do", "What this wiki does not know yet.", head=Head(tags=(("robots", "noindex"),)))

    @property
    def pending_url(self) -> str:
        """Where the file of waiting ids is edited."""
        return self.edit_url("content/pending.yml")


def views(site: Site) -> Iterable[tuple[str, View]]:
    """One page."""
    found = make_queues(site.wiki)
    view = TodoView(
        path=DocPath("todo/index.md"),
        settings=site.settings,
        queues=tuple(
            Queue(key, *TITLES[key], len(slugs), tuple(_todo(site, slug) for slug in slugs[:MOST]))
            for key, slugs in found.lacking.items()
        ),
        waiting=tuple(
            Waiting(_link(one.id), one.since or "", _title(site, one.listing)) for one in found.pending[:MOST]
        ),
        pending=len(found.pending),
    )
    yield "todo.html.j2", view


def _todo(site: Site, slug: Slug) -> Todo:
    return Todo(site.card(slug), f"content/papers/{slug}.md")


def _title(site: Site, listing: ListingId | None) -> str:
    return site.wiki.listings[listing].title if listing and listing in site.wiki.listings else ""


def _link(id_: str) -> Link:
    kind, _, value = id_.partition(":")
    return Link(id_url(kind, value), f"{ID_KINDS[kind].label} {value}" if kind in ID_KINDS else id_)
