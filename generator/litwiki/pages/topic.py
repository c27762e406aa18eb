"""A topic's pages: definition, introduction, reading list, comparison, papers, neighboring topics."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Card, Cards, Link, Notes
from litwiki.model.ids import TopicId, topic_path
from litwiki.model.records import Topic
from litwiki.model.replace import replace
from litwiki.pages.comparison import Table, make_table
from litwiki.pages.metadata import Head, collection
from litwiki.pages.view import CITED_SCRIPTS, TEXT_FACE, Count, Frame, ListView, View, paginate

NEIGHBORS = 8


class PinnedPaper(Struct, frozen=True):
    """A paper of the reading list and why it is there."""

    card: Card
    note: str


class TopicView(ListView, frozen=True, kw_only=True):
    """One page of a topic; introduction, reading list and neighbours stand on the first. `count` papers in all."""

    template = "topic.html.j2"
    id: TopicId
    name: str
    group: str
    definition: str
    above: tuple[Link, ...]
    cards: Cards
    count: int
    changed: str = ""
    introduction: Notes | None = None
    pinned: tuple[PinnedPaper, ...] = ()
    parent: Link | None = None
    children: tuple[Link, ...] = ()
    neighbours: tuple[Count, ...] = ()
    table: Table | None = None

    @property
    def frame(self) -> Frame:
        return Frame(
            self.name,
            self.definition,
            crumbs=self.above,
            styles=(TEXT_FACE, "results.css") if self.table else (TEXT_FACE,),
            scripts=(*CITED_SCRIPTS, "results.js") if self.table else CITED_SCRIPTS,
            head=Head(
                thing=collection(self.settings, self.path, self.name, self.definition, self.count),
                feed=f"feeds/topics/{self.id}",
                record=f"api/topics/{self.id}.json",
            ),
            number=self.number,
        )

    @property
    def source(self) -> str:
        return f"content/topics/{self.id}.md"


def views(site: Site) -> Iterable[View]:
    """As many pages a topic as its papers need."""
    children: dict[TopicId | None, list[Topic]] = defaultdict(list)
    for topic in site.wiki.topics.values():
        children[topic.parent].append(topic)
    wiki = site.wiki
    for topic in wiki.topics.values():
        slugs = wiki.papers_by_topic[topic.id]
        changed = max((wiki.changed[slug] for slug in slugs), default="")
        pinned = [(slug, pin.note) for pin in topic.pinned if (slug := wiki.resolve(pin.paper))]
        near = wiki.co_topics.get(topic.id, ())[:NEIGHBORS]
        parent = wiki.topics.get(topic.parent) if topic.parent else None
        for page, chunk in paginate(site, slugs, topic_path(topic.id)):
            view = TopicView(
                **page,
                id=topic.id,
                name=topic.name,
                group=topic.group,
                definition=topic.definition,
                above=site.crumbs(topic),
                cards=site.cards(chunk),
                count=len(slugs),
                changed=changed,
            )
            if view.number == 1:
                view = replace(
                    view,
                    introduction=site.notes(topic.introduction, view.source),
                    pinned=tuple(PinnedPaper(site.card(slug), note) for slug, note in pinned),
                    parent=topic_link(parent) if parent else None,
                    children=tuple(map(topic_link, children[topic.id])),
                    neighbours=tuple(Count(topic_link(wiki.topics[one.topic]), one.papers) for one in near),
                    table=make_table(site, topic.id),
                )
            yield view
