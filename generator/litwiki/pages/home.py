"""The home page: what this wiki is about, topics by group, where to start, what came last; then what it holds."""

from collections.abc import Iterable

from msgspec import Struct

from litwiki.facts.addresses import listing_link, topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link, Notes
from litwiki.model.ids import DocPath, paper_path, url_of
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki
from litwiki.pages.lists import List, lists_of
from litwiki.pages.metadata import Head
from litwiki.pages.metadata import site as site_thing
from litwiki.pages.reading_paths import PathRow, path_rows
from litwiki.pages.view import Count, Frame, View
from litwiki.text.messages import counted

LATEST = 6
"""Papers of those that came last."""
STARTS = 6
"""Topics with a reading list, those with most papers."""
FIRST_READ = 2
"""Papers that each of these begins with."""
MOST_TOPICS, FROM_GROUP = 72, 6
"""Topics that are all named; where there are more, each group names its largest ones."""


class Group(Struct, frozen=True):
    """A group of topics, and how many more it has than are named."""

    name: str
    topics: tuple[Count, ...]
    more: int


class Start(Struct, frozen=True):
    """A topic with a reading list: what it begins with, and how many more papers it has."""

    topic: Link
    papers: tuple[Link, ...]
    more: int


class Newest(Struct, frozen=True):
    """The newest listing and how many entries it has."""

    listing: Link
    entries: int


class HomeView(View, frozen=True, kw_only=True):
    """The home page; figures are counts."""

    template = "home.html.j2"
    notes: Notes | None
    papers: int
    topics: int
    lists: tuple[List, ...]
    groups: tuple[Group, ...]
    paths: tuple[PathRow, ...]
    starts: tuple[Start, ...]
    latest: Cards
    newest: Newest | None
    changed: str = ""

    @property
    def frame(self) -> Frame:
        counts = f"{counted(self.papers, 'paper')} on {counted(self.topics, 'topic')}"
        text = f"{counts}: what each is about, and what is near it."
        return Frame(self.settings.site_name, text, scripts=("visits.js",), head=Head(thing=site_thing(self.settings)))

    @property
    def source(self) -> str:
        return "content/index.md"


def views(site: Site) -> Iterable[View]:
    """One page."""
    wiki = site.wiki
    newest = wiki.listings_in_order[0] if wiki.listings else None
    yield HomeView(
        path=DocPath("index.md"),
        settings=site.settings,
        notes=site.notes(wiki.home, "content/index.md"),
        papers=len(wiki.papers),
        topics=len(wiki.topics),
        lists=lists_of(wiki),
        groups=_groups(wiki),
        paths=path_rows(site),
        starts=_starts(site),
        latest=site.cards(site.newest_first[:LATEST]),
        newest=Newest(listing_link(newest.id, newest.title), len(newest.entries)) if newest else None,
        changed=site.last_change,
    )


def _groups(wiki: Wiki) -> tuple[Group, ...]:
    """Topics by group; of very many, the largest of each group, in the order in which all stand."""
    named = FROM_GROUP if len(wiki.topics) > MOST_TOPICS else MOST_TOPICS

    def of(topics: tuple[Topic, ...]) -> tuple[Count, ...]:
        largest = {*sorted(topics, key=lambda topic: (-_size(wiki, topic), topic.name))[:named]}
        return tuple(Count(topic_link(topic), _size(wiki, topic)) for topic in topics if topic in largest)

    return tuple(Group(group, of(topics), max(0, len(topics) - named)) for group, topics in wiki.groups)


def _starts(site: Site) -> tuple[Start, ...]:
    """Reading lists of the topics with most papers."""
    wiki = site.wiki
    starts: list[Start] = []
    for topic in sorted(wiki.topics.values(), key=lambda topic: (-_size(wiki, topic), topic.name)):
        papers = [slug for pin in topic.pinned if (slug := wiki.resolve(pin.paper))]
        if papers and len(starts) < STARTS:
            first = tuple(Link(url_of(paper_path(slug)), site.title(slug)) for slug in papers[:FIRST_READ])
            starts.append(Start(topic_link(topic), first, len(papers) - len(first)))
    return tuple(starts)


def _size(wiki: Wiki, topic: Topic) -> int:
    return len(wiki.papers_by_topic[topic.id])
