"""The page /todo/: what curators may do next, queue by queue. It stands outside the navigation and is for people who
keep the wiki, so search engines leave it out."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from msgspec import Struct

from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.ids import DocPath, ListingId, Slug, paper_path, url_of
from litwiki.model.queues import NEWER, Introduction, Recommended, make_queues
from litwiki.model.replace import replace
from litwiki.pages.metadata import Head
from litwiki.pages.view import Frame, View
from litwiki.text.identifiers import ID_KINDS
from litwiki.text.identifiers import url_of as id_url
from litwiki.text.messages import counted

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
    "one_title": ("Two of one title", "Perhaps one paper: litwiki review shows both, and remembers the answer."),
    "introductions": (
        "Introductions older than their papers",
        f"At least {NEWER} papers came since; read it again and set updated to the day.",
    ),
    "recommended": (
        "Reading lists with papers that were taken back",
        "Retracted, withdrawn or left out of this wiki: take it out, or say in its note why it is there.",
    ),
}


class Todo(Struct, frozen=True):
    """Something to do: a page of ours, further words, since when it waits, and the file to edit."""

    page: Link
    note: str
    since: str
    edit: str


class Queue(Struct, frozen=True):
    """A queue with what comes first in it; `size` in all, `oldest` the day since which the first of all waits."""

    key: str
    title: str
    about: str
    size: int
    oldest: str
    rows: tuple[Todo, ...]


class Waiting(Struct, frozen=True):
    """An id that waits, the day on which it came, and the listing that brought it."""

    link: Link
    since: str
    listing: str


class TodoView(View, frozen=True, kw_only=True):
    """All queues; `waiting` are the first of `pending` ids."""

    template = "todo.html.j2"
    in_sitemap: ClassVar[bool] = False
    queues: tuple[Queue, ...]
    waiting: tuple[Waiting, ...]
    pending: int

    @property
    def frame(self) -> Frame:
        return Frame("To do", "What this wiki does not know yet.", head=Head(tags=(("robots", "noindex"),)))

    @property
    def pending_url(self) -> str:
        """Where the file of waiting ids is edited."""
        return self.edit_url("content/pending.yml")


def views(site: Site) -> Iterable[View]:
    """One page."""
    queues = make_queues(site.wiki)
    yield TodoView(
        path=DocPath("todo/index.md"),
        settings=site.settings,
        queues=(
            *(_lacking(site, key, slugs) for key, slugs in queues.lacking.items()),
            _queue("one_title", [_pair(site, *pair) for pair in queues.one_title]),
            _queue("introductions", [_introduction(site, one) for one in queues.introductions]),
            _queue("recommended", [_recommended(site, one) for one in queues.recommended]),
        ),
        waiting=tuple(
            Waiting(_link(one.id), one.since or "", _title(site, one.listing)) for one in queues.pending[:MOST]
        ),
        pending=len(queues.pending),
    )


def _queue(key: str, rows: Sequence[Todo]) -> Queue:
    oldest = min((row.since for row in rows if row.since), default="")
    return Queue(key, *TITLES[key], len(rows), oldest, tuple(rows[:MOST]))


def _lacking(site: Site, key: str, slugs: Sequence[Slug]) -> Queue:
    """Rows are made of what is shown alone: every paper may lack something."""
    oldest = min(filter(None, map(site.wiki.days.__getitem__, slugs)), default="")
    return replace(_queue(key, [_paper(site, slug) for slug in slugs[:MOST]]), size=len(slugs), oldest=oldest)


def _paper(site: Site, slug: Slug) -> Todo:
    link = Link(url_of(paper_path(slug)), site.title(slug))
    return Todo(link, "", site.wiki.days[slug], f"content/papers/{slug}.md")


def _pair(site: Site, one: Slug, other: Slug) -> Todo:
    later = max(site.wiki.days[one], site.wiki.days[other])
    return replace(_paper(site, one), note=f"and {other}", since=later)


def _introduction(site: Site, one: Introduction) -> Todo:
    note = f"{counted(one.papers, 'paper')} came since"
    return Todo(topic_link(site.wiki.topics[one.topic]), note, one.updated, f"content/topics/{one.topic}.md")


def _recommended(site: Site, one: Recommended) -> Todo:
    page = site.wiki.find(one.source, "content/index.md")
    link = Link(url_of(page[0]), page[1]) if page else Link("", one.source)
    return Todo(link, f"recommends {one.paper}: {one.why}", one.since, f"content/{one.source}")


def _title(site: Site, listing: ListingId | None) -> str:
    return site.wiki.listings[listing].title if listing and listing in site.wiki.listings else ""


def _link(id_: str) -> Link:
    kind, _, value = id_.partition(":")
    return Link(id_url(kind, value), f"{ID_KINDS[kind].label} {value}" if kind in ID_KINDS else id_)
