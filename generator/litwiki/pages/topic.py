"""A topic's pages: definition, introduction, reading list, papers, neighbouring topics."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from litwiki.metadata import Head, collection
from litwiki.model.ids import DocPath, Slug, TopicId, topic_path
from litwiki.model.records import LinkGraph, Page, Pin, Topic
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, crumbs_of, pager, paginate
from litwiki.traces import Job

name = "topic"
NEIGHBOURS = 8


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """As many pages a topic as its papers need; the first has everything else too."""
    del graph
    children: dict[str | None, list[TopicId]] = defaultdict(list)
    for topic, record in wiki.topics.items():
        children[record.parent].append(topic)
    for topic in wiki.topics:
        slugs = wiki.papers_by_topic[topic]
        for path, number, chunk in paginate(slugs, topic_path(topic)):
            yield Job(path, _page, (topic, number, chunk, len(slugs), tuple(children[topic])))


def _page(
    desk: Desk,
    path: DocPath,
    topic: TopicId,
    number: int,
    slugs: Sequence[Slug],
    count: int,
    children: Sequence[TopicId],
) -> Page:
    record = desk.wiki.topics[topic]
    return desk.page(
        path,
        "topic.md.j2",
        record.name + (f", page {number}" if number > 1 else ""),
        description=record.definition,
        head=Head(
            thing=collection(desk.wiki.config, path, record.name, record.definition, count),
            feed=f"feeds/topics/{topic}",
        ),
        topic=record,
        crumbs=crumbs_of(desk.wiki, record),
        parent=desk.wiki.topics.get(record.parent) if record.parent else None,
        number=number,
        slugs=slugs,
        count=count,
        scripts=LIST_SCRIPTS,
        pager=pager(Here(desk, path), topic_path(topic), count, number),
        pinned=_pinned(desk.wiki, record),
        neighbours=desk.graph.co_topics.get(topic, ())[:NEIGHBOURS],
        children=[desk.wiki.topics[child] for child in children],
        source=f"content/topics/{topic}.md",
    )


def _pinned(wiki: Wiki, topic: Topic) -> list[tuple[Slug, Pin]]:
    return [(slug, pin) for pin in topic.pinned if (slug := wiki.resolve(pin.paper))]
