"""A topic's pages: definition, introduction, reading list, papers, neighbouring topics."""

from collections.abc import Iterable

from litwiki.ids import Slug, topic_path
from litwiki.metadata import Head, collection
from litwiki.model import Page, Pin, Topic
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, crumbs_of, pager, paginate
from litwiki.wiki import Wiki

name = "topic"
NEIGHBOURS = 8


def make(desk: Desk) -> Iterable[Page]:
    """As many pages a topic as its papers need; the first has everything else too."""
    for topic, record in desk.wiki.topics.items():
        slugs = desk.wiki.papers_by_topic[topic]
        first = topic_path(topic)
        for path, number, chunk in paginate(slugs, first):
            yield desk.page(
                path,
                "topic.md.j2",
                record.name + (f", page {number}" if number > 1 else ""),
                description=record.definition,
                head=Head(
                    thing=collection(desk.wiki.config, path, record.name, record.definition, len(slugs)),
                    feed=f"feeds/topics/{topic}",
                ),
                topic=record,
                crumbs=crumbs_of(desk.wiki, record),
                parent=desk.wiki.topics.get(record.parent) if record.parent else None,
                number=number,
                slugs=chunk,
                count=len(slugs),
                scripts=LIST_SCRIPTS,
                pager=pager(Here(desk, path), first, len(slugs), number),
                pinned=_pinned(desk.wiki, record),
                neighbours=desk.graph.co_topics.get(topic, ())[:NEIGHBOURS],
                children=[t for t in desk.wiki.topics.values() if t.parent == topic],
                source=f"content/topics/{topic}.md",
            )


def _pinned(wiki: Wiki, topic: Topic) -> list[tuple[Slug, Pin]]:
    return [(slug, pin) for pin in topic.pinned if (slug := wiki.resolve(pin.paper))]
