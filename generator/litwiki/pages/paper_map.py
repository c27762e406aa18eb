"""The map: every paper as a mark, what is about the same side by side, colored and shaped by group.

One drawing holds at most `MOST_MARKS` papers. Where there are more, the overview draws an even part of them, and maps
of the groups, in as many pages as they need, draw all of them by topic. What a drawing shows by place and color stands
below it as a list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import ClassVar

from msgspec import Struct

from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Parts
from litwiki.links.map_layout import Layout, Layouts
from litwiki.model.ids import DocPath, Slug, paper_path, slugify, url_of
from litwiki.model.records import Topic
from litwiki.model.richtext import rich
from litwiki.pages.drawing import Box, Label, Mark, mark, middle, place_labels, spread
from litwiki.pages.view import Count, Frame, ListView, View, paginate

FIRST = DocPath("map/index.md")
MOST_MARKS = 1000
"""Marks of one drawing: about 450 kB of HTML, a quarter of that as it is sent."""
FRAME = Box(0, 0, 1000, 640)
MARGIN = 16
WIDEST, NARROWEST = 18, 14
"""Distances of marks that stand side by side, in units of the drawing: for few papers, and for as many as it holds."""
LABELS = ((36, 16), (15, 18), (6, 60))
"""Heights of labels, and of how many topics, on a phone, on a wide screen, and where the reader has come nearer."""
NO_TOPIC = "Without a topic"


class Dot(Struct, frozen=True):
    """A paper on a drawing, its texts plain; `topic` is the name of its first topic."""

    url: str
    title: str
    tldr: str
    topic: str


class Spot(Dot, frozen=True):
    """A paper where it stands on the drawing."""

    x: int
    y: int


class Layer(Struct, frozen=True):
    """Papers of one color and shape: those of a group, or of a topic on a group's own map."""

    name: str
    dots: Parts[Dot]


class Drawn(Struct, frozen=True):
    """A layer as it is drawn."""

    name: str
    mark: Mark
    dots: tuple[Spot, ...]


class Circle(Struct, frozen=True):
    """A group as the list below a drawing has it: its papers, its own map where it has one, its topics with papers."""

    name: str
    papers: int
    url: str
    topics: tuple[Count, ...]


class MapView(ListView, frozen=True, kw_only=True):
    """A map of the papers in `layers`, to be laid out; of one `group`, or of all papers."""

    template = "map.html.j2"
    title: str
    layers: tuple[Layer, ...]
    layout: Layout
    circles: tuple[Circle, ...]
    group: str = ""
    box: ClassVar[Box] = FRAME

    @property
    def frame(self) -> Frame:
        return Frame(
            self.title,
            "Papers on a plane: what is about the same stands side by side.",
            styles=("charts.css", "map.css"),
            scripts=("map.js",),
            number=self.number,
        )

    @property
    def count(self) -> int:
        """Papers on the drawing."""
        return sum(len(layer.dots) for layer in self.layers)

    @property
    def all(self) -> int:
        """Papers that there are."""
        return sum(circle.papers for circle in self.circles)

    @property
    def drawn(self) -> Sequence[Drawn]:
        """The layers with marks where they stand on the drawing: few of them get more room each."""
        inner = Box(FRAME.left + MARGIN, FRAME.top + MARGIN, FRAME.right - MARGIN, FRAME.bottom - MARGIN)
        apart = WIDEST - (WIDEST - NARROWEST) * self.count // MOST_MARKS
        places = iter(spread(self.layout.places(), inner, apart))
        layers = []
        for number, layer in enumerate(self.layers):
            dots = tuple(
                Spot(dot.url, dot.title, dot.tldr, dot.topic, x, y)
                for dot, (x, y) in zip(layer.dots, places, strict=False)
            )
            if dots:
                layers.append(Drawn(layer.name, mark(number), dots))
        return layers

    def labels(self, drawn: Sequence[Drawn]) -> Sequence[Label]:
        """Names of the topics that have most papers here, each in the middle of those that have it as their first."""
        by_topic: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for layer in drawn:
            for dot in layer.dots:
                if dot.topic:
                    by_topic[dot.topic].append((dot.x, dot.y))
        order = sorted(by_topic, key=lambda name: (-len(by_topic[name]), name))
        marks = [(dot.x, dot.y) for layer in drawn for dot in layer.dots]
        return place_labels([(name, *middle(by_topic[name])) for name in order], FRAME, LABELS, marks)


def views(site: Site) -> Iterable[View]:
    """The overview, and the maps of groups where they are needed."""
    wiki, layouts = site.wiki, Layouts(site.wiki, site.graph.nearest)
    groups = _by(site, lambda topic: topic.group, wiki.in_title_order, [group for group, _ in wiki.groups])
    paths = _paths(groups) if len(wiki.papers) > MOST_MARKS else {}
    # The lowest digests: an even part of the collection, and mostly the same one when it grows.
    shown = {*sorted(wiki.papers, key=lambda slug: sha256(slug.encode()).digest())[:MOST_MARKS]}
    here = {group: [slug for slug in slugs if slug in shown] for group, slugs in groups.items()}
    yield MapView(
        path=FIRST,
        settings=site.settings,
        number=1,
        steps=(),
        title="Map of the papers",
        layers=_layers(site, here),
        layout=layouts.of([*chain.from_iterable(here.values())]),
        circles=tuple(
            _circle(site, group, len(slugs), url_of(paths[group]) if group in paths else "")
            for group, slugs in groups.items()
        ),
    )
    for group, first in paths.items():
        by_topic = _by(site, lambda topic: topic.name, groups[group], ())
        topic_of = {slug: topic for topic, slugs in by_topic.items() for slug in slugs}
        for page, chunk in paginate(site, list(topic_of), first, MOST_MARKS):
            here = {topic: [] for topic in by_topic}
            for slug in chunk:
                here[topic_of[slug]].append(slug)
            yield MapView(
                **page,
                title=f"Map: {group}",
                layers=_layers(site, here),
                layout=layouts.of(chunk),
                circles=(_circle(site, group, len(groups[group]), ""),),
                group=group,
            )


def _layers(site: Site, layers: Mapping[str, Sequence[Slug]]) -> tuple[Layer, ...]:
    return tuple(Layer(name, _dots(site, slugs)) for name, slugs in layers.items())


def _dots(site: Site, slugs: Sequence[Slug]) -> Parts[Dot]:
    return Parts((_dot(site, slug) for slug in slugs), [*map(site.card_digests.__getitem__, slugs)])


def _dot(site: Site, slug: Slug) -> Dot:
    paper, topics = site.wiki.papers[slug], site.topics(slug)
    topic = topics[0].name if topics else ""
    return Dot(url_of(paper_path(slug)), rich(paper.title).plain, rich(paper.summary).lead.plain, topic)


def _by(
    site: Site, key: Callable[[Topic], str], slugs: Iterable[Slug], order: Sequence[str]
) -> Mapping[str, list[Slug]]:
    """Papers by what `key` says of their first topic: in `order`, then by name; those without a topic last."""
    groups: dict[str, list[Slug]] = defaultdict(list)
    for slug in slugs:
        topics = site.topics(slug)
        groups[key(topics[0]) if topics else ""].append(slug)
    names = [*order, *sorted(groups.keys() - {*order, ""}), ""]
    return {name or NO_TOPIC: groups[name] for name in names if name in groups}


def _paths(groups: Iterable[str]) -> Mapping[str, DocPath]:
    """The page of each group's own map; of names that are spelled alike in addresses all but one get a number."""
    paths: dict[str, DocPath] = {}
    taken: set[str] = set()
    for number, group in enumerate(groups, 1):
        stem = f"map/groups/{slugify(group) or 'group'}"
        while stem in taken:
            stem += f"-{number}"
        taken.add(stem)
        paths[group] = DocPath(f"{stem}.md")
    return paths


def _circle(site: Site, group: str, papers: int, url: str) -> Circle:
    topics = dict(site.wiki.groups).get(group, ())
    counts = tuple(Count(topic_link(topic), len(site.wiki.papers_by_topic[topic.id])) for topic in topics)
    return Circle(group, papers, url, counts)
