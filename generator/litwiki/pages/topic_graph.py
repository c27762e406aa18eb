"""Which topics share papers: topics one below the other, an arc between two that many papers have in common.

A column of names and arcs beside it can be read on a phone, where a net of names cannot. At most `MOST_TOPICS`
topics and `MOST_ARCS` arcs are drawn; the list below the drawing says the same in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct

from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.ids import DocPath, TopicId
from litwiki.model.records import CoTopic, Topic
from litwiki.pages.drawing import Mark, mark, part
from litwiki.pages.view import Count, Frame, View

PATH = DocPath("map/topics.md")
MOST_TOPICS, MOST_ARCS = 60, 120
STRONGEST = 4
"""Arcs that a topic may ask for: those to the topics it shares most papers with."""
CHANCE = 1
"""So few papers in common say little; they are drawn only where no two topics share more."""
ROW, TOP, NAMES_END, WIDTH = 24, 18, 186, 360
LONGEST_NAME = 27
"""Letters of a name that fit before `NAMES_END`."""
NEAREST, FARTHEST = 14, WIDTH - NAMES_END - 30
"""How far to the right an arc between neighbours reaches, and one from the first topic to the last."""
IN_WORDS = 5


class Arc(Struct, frozen=True):
    """Half an ellipse between two heights; `width` is that of its line in halves of a unit, 2 to 12."""

    top: int
    bottom: int
    reach: int
    half: int
    width: int
    words: str


class Node(Struct, frozen=True):
    """A topic in the drawing; `shown` is its name, perhaps cut short."""

    topic: Link
    shown: str
    mark: Mark
    y: int
    papers: int
    arcs: tuple[Arc, ...]


class GraphView(View, frozen=True, kw_only=True):
    """The drawing and the same in words; `all` topics there are."""

    template = "graph.html.j2"
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    groups: tuple[tuple[str, Mark], ...]
    neighbours: tuple[tuple[Link, tuple[Count, ...]], ...]
    all: int
    width: ClassVar[int] = WIDTH
    names_end: ClassVar[int] = NAMES_END

    @property
    def frame(self) -> Frame:
        text = "Topics, and how many papers each two of them have in common."
        return Frame("What topics share", text, styles=("charts.css",))

    @property
    def height(self) -> int:
        """Of the drawing."""
        return 2 * TOP + (len(self.nodes) - 1) * ROW


def views(site: Site) -> Iterable[View]:
    """One page, where two topics share a paper."""
    wiki, co_topics = site.wiki, site.wiki.co_topics
    if not co_topics:
        return
    by_size = {*sorted(wiki.topics, key=lambda topic: (-len(wiki.papers_by_topic[topic]), topic))[:MOST_TOPICS]}
    column = [topic for _, topics in wiki.groups for topic in topics if topic.id in by_size]
    rows = {topic.id: row for row, topic in enumerate(column)}
    pairs = _pairs(rows, co_topics)
    most = max((papers for _, _, papers in pairs), default=1)
    arcs = {
        (one, other): _arc(wiki.topics[one], wiki.topics[other], rows, papers, most) for one, other, papers in pairs
    }
    numbers = {group: number for number, (group, _) in enumerate(wiki.groups)}
    yield GraphView(
        path=PATH,
        settings=site.settings,
        nodes=tuple(
            Node(
                topic=topic_link(topic),
                shown=topic.name if len(topic.name) <= LONGEST_NAME else topic.name[: LONGEST_NAME - 1].rstrip() + "…",
                mark=mark(numbers[topic.group]),
                y=TOP + rows[topic.id] * ROW,
                papers=len(wiki.papers_by_topic[topic.id]),
                arcs=tuple(arc for pair, arc in arcs.items() if topic.id in pair),
            )
            for topic in column
        ),
        arcs=tuple(arcs.values()),
        groups=tuple((group, mark(numbers[group])) for group in dict.fromkeys(topic.group for topic in column)),
        neighbours=tuple(
            (
                topic_link(topic),
                tuple(
                    Count(topic_link(wiki.topics[near.topic]), near.papers) for near in co_topics[topic.id][:IN_WORDS]
                ),
            )
            for topic in column
            if co_topics.get(topic.id)
        ),
        all=len(wiki.topics),
    )


def _pairs(
    rows: Mapping[TopicId, int], co_topics: Mapping[TopicId, Sequence[CoTopic]]
) -> Sequence[tuple[TopicId, TopicId, int]]:
    """(upper topic, lower topic, papers) of the arcs, weak ones first, so that strong ones are drawn above them."""
    pairs: dict[tuple[TopicId, TopicId], int] = {}
    for topic in rows:
        for near in [other for other in co_topics.get(topic, ()) if other.topic in rows][:STRONGEST]:
            one, other = sorted((topic, near.topic), key=lambda each: rows[each])
            pairs[one, other] = near.papers
    if any(papers > CHANCE for papers in pairs.values()):
        pairs = {pair: papers for pair, papers in pairs.items() if papers > CHANCE}
    strongest = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ARCS]
    return [(one, other, papers) for (one, other), papers in reversed(strongest)]


def _arc(one: Topic, other: Topic, rows: Mapping[TopicId, int], papers: int, most: int) -> Arc:
    top, bottom = TOP + rows[one.id] * ROW, TOP + rows[other.id] * ROW
    far = (rows[other.id] - rows[one.id] - 1) * (FARTHEST - NEAREST) // max(1, len(rows) - 2)
    words = f"{one.name} and {other.name}: {papers} paper{'s' if papers != 1 else ''}"
    return Arc(top, bottom, NEAREST + far, (bottom - top) // 2, 1 + part(papers, most, 11), words)
