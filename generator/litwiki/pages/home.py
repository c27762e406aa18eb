"""The home page: what this wiki is, its figures, topics by group, the newest listing, what repeats."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from litwiki.facts import Cards, Link, Notes, Site, listing_link, topic_link
from litwiki.metadata import Head
from litwiki.metadata import site as site_thing
from litwiki.model.ids import DocPath
from litwiki.pages.view import Frame, View
from litwiki.text.words import counted

name = "home"
MOST_REPEATED = 8
FROM_NEWEST = 6


class TopicCount(NamedTuple):
    """A topic and how many papers it has."""

    topic: Link
    papers: int


class Newest(NamedTuple):
    """The newest listing, how many entries it has, its date and its first papers."""

    listing: Link
    entries: int
    date: str
    cards: Cards


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView(View):
    """The home page; figures are counts."""

    notes: Notes | None
    papers: int
    topics: int
    listings: int
    repeated: int
    with_code: int
    people: int
    venues: int
    years: int
    groups: tuple[tuple[str, tuple[TopicCount, ...]], ...]
    newest: Newest | None
    repeats: Cards

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        counts = f"{counted(self.papers, 'paper')} on {counted(self.topics, 'topic')}"
        text = f"{counts}: what each is about, and what is near it."
        return Frame(self.settings.site_name, text, head=Head(thing=site_thing(self.settings)))

    @property
    def action(self) -> Link | None:
        """The introduction is edited."""
        return self.edit_link("content/index.md")

    @property
    def notes_html(self) -> Markup:
        """The introduction as HTML."""
        return self.notes.html(self.root) if self.notes else Markup("")


def views(site: Site) -> Iterable[tuple[str, View]]:
    """One page."""
    wiki = site.wiki
    newest = wiki.listings_in_order[0] if wiki.listings else None
    first = [slug for entry in newest.entries[:FROM_NEWEST] if (slug := wiki.paper_of(entry))] if newest else []
    yield (
        "home.html.j2",
        HomeView(
            path=DocPath("index.md"),
            settings=site.settings,
            notes=site.notes(wiki.home, "content/index.md"),
            papers=len(wiki.papers),
            topics=len(wiki.topics),
            listings=len(wiki.listings),
            repeated=len(wiki.repeats),
            with_code=sum(any(link.kind == "code" for link in paper.links) for paper in wiki.papers.values()),
            people=len(wiki.people.by_slug),
            venues=len(wiki.papers_by_venue),
            years=len(wiki.papers_by_year),
            groups=tuple(
                (group, tuple(TopicCount(topic_link(t), len(wiki.papers_by_topic[t.id])) for t in topics))
                for group, topics in wiki.groups
            ),
            newest=Newest(
                listing_link(newest.id, newest.title),
                len(newest.entries),
                newest.date or newest.printed or "",
                site.cards(first),
            )
            if newest
            else None,
            repeats=site.cards(wiki.repeats[:MOST_REPEATED]),
        ),
    )
