"""The map: every paper as a mark, what is about the same side by side, coloured and shaped by group.

One drawing holds at most `MOST_MARKS` papers. Where there are more, the overview draws an even part of them, and maps
of the groups, in as many pages as they need, draw all of them by topic. What a drawing shows by place and colour stands
below it as a list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from litwiki.drawing import Box, Label, Mark, mark, middle, place_labels, spread
from litwiki.model.ids import DocPath, Slug, paper_path, slugify
from litwiki.model.records import LinkGraph, Page, Spot, Topic
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.traces import Job

name = "map"

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
EMPTY = Markup("")
Layers = Sequence[tuple[str, Sequence[tuple[Slug, int, int]]]]
"""Names of layers, each with its papers and their spots."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper on a drawing, its texts plain; `href` is an attribute."""

    href: Markup
    title: str
    tldr: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Layer:
    """Papers of one colour and shape: those of a group, or of a topic on a group's own map."""

    name: str
    mark: Mark
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """A group as the list below a drawing has it: its papers, its own map where it has one, its topics with papers."""

    name: str
    papers: int
    path: DocPath | None
    topics: tuple[tuple[Topic, int], ...]


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """The overview, and the maps of groups where they are needed."""
    spots = graph.spots or dict.fromkeys(wiki.papers, Spot(0, 0))  # where nobody has laid them out
    groups = _by(wiki, lambda topic: topic.group, wiki.in_title_order, [group for group, _ in wiki.groups])
    paths = _paths(groups) if len(wiki.papers) > MOST_MARKS else {}
    # The lowest digests: an even part of the collection, and mostly the same one when it grows.
    shown = {*sorted(wiki.papers, key=lambda slug: sha256(slug.encode()).digest())[:MOST_MARKS]}
    layers = {group: [slug for slug in slugs if slug in shown] for group, slugs in groups.items()}
    circles = tuple((group, len(slugs), paths.get(group)) for group, slugs in groups.items())
    yield Job(FIRST, _page, ("Map of the papers", _placed(layers, spots), circles))
    for group, first in paths.items():
        by_topic = _by(wiki, lambda topic: topic.name, groups[group], ())
        topic_of = {slug: topic for topic, slugs in by_topic.items() for slug in slugs}
        for path, number, chunk in paginate(list(topic_of), first, MOST_MARKS):
            layers = {topic: [slug for slug in chunk if topic_of[slug] == topic] for topic in by_topic}
            title = f"Map: {group}" + (f", page {number}" if number > 1 else "")
            circles = ((group, len(groups[group]), None),)
            yield Job(path, _page, (title, _placed(layers, spots), circles, group, first, number))


def _placed(layers: Mapping[str, Sequence[Slug]], spots: Mapping[Slug, Spot]) -> Layers:
    return tuple(
        (name, tuple((slug, spots[slug].x, spots[slug].y) for slug in layer)) for name, layer in layers.items()
    )


def _by(
    wiki: Wiki, key: Callable[[Topic], str], slugs: Iterable[Slug], order: Sequence[str]
) -> Mapping[str, list[Slug]]:
    """Papers by what `key` says of their first topic: in `order`, then by name; those without a topic last."""
    found: dict[str, list[Slug]] = defaultdict(list)
    for slug in slugs:
        topics = wiki.topics_of(slug)
        found[key(topics[0]) if topics else ""].append(slug)
    names = [*order, *sorted(found.keys() - {*order, ""}), ""]
    return {name or NO_TOPIC: found[name] for name in names if name in found}


def _paths(groups: Iterable[str]) -> Mapping[str, DocPath]:
    """The page of each group's own map; of two names that are spelled alike in addresses the second gets a number."""
    found: dict[str, DocPath] = {}
    for number, group in enumerate(groups, 1):
        stem = f"map/groups/{slugify(group) or 'group'}"
        while DocPath(f"{stem}.md") in found.values():
            stem += f"-{number}"
        found[group] = DocPath(f"{stem}.md")
    return found


def _circle(wiki: Wiki, group: str, papers: int, path: DocPath | None) -> Circle:
    topics = [topic for topic in wiki.topics.values() if topic.group == group]
    topics.sort(key=lambda topic: topic.name)
    return Circle(group, papers, path, tuple((topic, len(wiki.papers_by_topic[topic.id])) for topic in topics))


def _page(
    desk: Desk,
    path: DocPath,
    title: str,
    layers: Layers,
    circles: Sequence[tuple[str, int, DocPath | None]],
    group: str = "",
    first: DocPath = FIRST,
    number: int = 1,
) -> Page:
    """A map of the papers in `layers`; of one `group`, or of all papers."""
    here = Here(desk, path)
    at = _spread({slug: (x, y) for _, layer in layers for slug, x, y in layer})
    drawn = [
        Layer(name, mark(number), tuple(_dot(here, slug, *at[slug]) for slug, _, _ in layer))
        for number, (name, layer) in enumerate(layers)
        if layer
    ]
    count = sum(papers for _, papers, _ in circles)
    return desk.page(
        path,
        "map.md.j2",
        title,
        description="Papers on a plane: what is about the same stands side by side.",
        styles=("charts.css", "map.css"),
        scripts=("map.js",),
        layers=drawn,
        labels=_labels(here.wiki, at),
        circles=[_circle(desk.wiki, *circle) for circle in circles],
        group=group,
        count=len(at),
        all=count,
        frame=FRAME,
        pager=pager(here, first, count, number, MOST_MARKS) if group else EMPTY,
    )


def _spread(points: Mapping[Slug, tuple[int, int]]) -> Mapping[Slug, tuple[int, int]]:
    """Where marks stand on a drawing: few of them get more room each."""
    inner = Box(FRAME.left + MARGIN, FRAME.top + MARGIN, FRAME.right - MARGIN, FRAME.bottom - MARGIN)
    apart = WIDEST - (WIDEST - NARROWEST) * len(points) // MOST_MARKS
    return dict(zip(points, spread(list(points.values()), inner, apart), strict=True))


def _dot(here: Here, slug: Slug, x: int, y: int) -> Dot:
    paper = here.wiki.papers[slug]
    return Dot(here.href(paper_path(slug)), rich(paper.title).plain, rich(paper.summary).lead.plain, x, y)


def _labels(wiki: Wiki, at: Mapping[Slug, tuple[int, int]]) -> Sequence[Label]:
    """Names of the topics that have most papers here, each in the middle of those that have it as their first."""
    by_topic: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for slug, point in at.items():
        for topic in wiki.topics_of(slug)[:1]:
            by_topic[topic.name].append(point)
    order = sorted(by_topic, key=lambda name: (-len(by_topic[name]), name))
    return place_labels([(name, *middle(by_topic[name])) for name in order], FRAME, LABELS, list(at.values()))
