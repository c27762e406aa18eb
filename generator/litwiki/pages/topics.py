"""The overview of all topics by their groups, with bars of their papers."""

from collections.abc import Iterable

from msgspec import Struct

from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.ids import DocPath
from litwiki.pages.drawing import part
from litwiki.pages.view import Frame, View


class TopicRow(Struct, frozen=True):
    """A topic, what it is, its papers, and those as hundredths of the largest topic's."""

    topic: Link
    definition: str
    papers: int
    bar: int


class TopicsView(View, frozen=True, kw_only=True):
    """The overview; `shared` says whether two topics have papers in common."""

    template = "topics.html.j2"
    groups: tuple[tuple[str, tuple[TopicRow, ...]], ...]
    shared: bool

    @property
    def frame(self) -> Frame:
        count = sum(len(rows) for _, rows in self.groups)
        text = f"The {count} topics of this wiki by group, each with what it is about."
        return Frame("Topics", text, styles=("charts.css",))


def views(site: Site) -> Iterable[View]:
    """One page."""
    wiki = site.wiki
    papers = {topic: len(slugs) for topic, slugs in wiki.papers_by_topic.items()}
    most = max(papers.values(), default=0)
    groups = tuple(
        (
            group,
            tuple(TopicRow(topic_link(t), t.definition, papers[t.id], part(papers[t.id], most, 100)) for t in topics),
        )
        for group, topics in wiki.groups
    )
    yield TopicsView(
        path=DocPath("topics/index.md"),
        settings=site.settings,
        groups=groups,
        shared=bool(wiki.co_topics),
    )
