"""The overview of all topics by their groups, with bars of their papers."""

from collections.abc import Iterable

from litwiki.drawing import part
from litwiki.model.ids import DocPath
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk
from litwiki.traces import Job

name = "topics"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One page."""
    del wiki, graph  # the page looks everything up
    yield Job(DocPath("topics/index.md"), _page)


def _page(desk: Desk, path: DocPath) -> Page:
    papers = {topic: len(slugs) for topic, slugs in desk.wiki.papers_by_topic.items()}
    most = max(papers.values(), default=0)
    return desk.page(
        path,
        "topics.md.j2",
        "Topics",
        description=f"The {len(desk.wiki.topics)} topics of this wiki by group, each with what it is about.",
        styles=("charts.css",),
        groups=desk.wiki.groups,
        bars={topic: part(count, most, 100) for topic, count in papers.items()},
        shared=any(desk.graph.co_topics.values()),
    )
