"""Reading paths: of each its text with a numbered card in the place of every step; and the list of them."""

import re
from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from litwiki.facts.site import Site
from litwiki.facts.values import Card, Cards, Link, Notes
from litwiki.model.ids import DocPath, ReadingPathId, digest, reading_path_path, url_of
from litwiki.model.records import ReadingPath
from litwiki.model.wiki import Wiki
from litwiki.pages.metadata import Head, collection
from litwiki.pages.view import TEXT_FACE, Frame, View

OVERVIEW = DocPath("paths/index.md")
LINE_END = re.compile(r"\r\n?|\n")


class PathRow(Struct, frozen=True):
    """A reading path, what one knows at its end, who it is for, and how many papers it has."""

    path: Link
    description: str
    audience: str
    papers: int


class ReadingPathsView(View, frozen=True, kw_only=True):
    """The list, in the order that the paths ask for."""

    template = "reading_paths.html.j2"
    rows: tuple[PathRow, ...]

    @property
    def frame(self) -> Frame:
        return Frame(
            "Reading paths", "Papers in the order in which to read them, with text that leads from one to the next."
        )


class Piece(Struct, frozen=True):
    """Text, and the step that stands behind it, if any."""

    text: Markup
    number: int
    card: Card | None


class ReadingPathView(View, frozen=True, kw_only=True):
    """The page of a path; in its text a paragraph that begins with `mark` stands for each of `cards`."""

    template = "reading_path.html.j2"
    id: ReadingPathId
    title: str
    description: str
    audience: str
    text: Notes | None
    mark: str
    cards: Cards
    changed: str = ""

    @property
    def frame(self) -> Frame:
        thing = collection(self.settings, self.path, self.title, self.description, len(self.cards))
        head = Head(thing=thing, record=f"api/{self.path.removesuffix('.md')}.json")
        above = (Link(url_of(OVERVIEW), "Reading paths"),)
        return Frame(self.title, self.description, None, above, (TEXT_FACE, "paths.css"), head=head)

    @property
    def source(self) -> str:
        return f"content/paths/{self.id}.md"

    @property
    def pieces(self) -> list[Piece]:
        """The page from top to bottom."""
        rest = self.text.html(self.root, top=2) if self.text else Markup("")
        pieces = []
        for number, card in enumerate(self.cards, 1):
            text, _, rest = rest.partition(f"<p>{self.mark}-{number}</p>")
            pieces.append(Piece(_stripped(text), number, card))
        return [*pieces, Piece(_stripped(rest), 0, None)]


def views(site: Site) -> Iterable[View]:
    """One page a path, and the list, where there are paths."""
    for id_, slugs in site.wiki.papers_by_path.items():
        path, source = site.wiki.reading_paths[id_], f"content/paths/{id_}.md"
        mark = f"step-{digest(path.text, 32)}"
        yield ReadingPathView(
            path=reading_path_path(id_),
            settings=site.settings,
            id=id_,
            title=path.title,
            description=path.description,
            audience=path.audience,
            text=site.notes(_marked(site.wiki, path, mark), source),
            mark=mark,
            cards=site.cards(slugs),
            changed=max((site.wiki.changed[slug] for slug in slugs), default=""),
        )
    if rows := path_rows(site):
        yield ReadingPathsView(path=OVERVIEW, settings=site.settings, rows=rows)


def path_rows(site: Site) -> tuple[PathRow, ...]:
    """Every reading path in the order of the list."""
    paths = ((site.wiki.reading_paths[id_], slugs) for id_, slugs in site.wiki.papers_by_path.items())
    return tuple(
        PathRow(Link(url_of(reading_path_path(one.id)), one.title), one.description, one.audience, len(slugs))
        for one, slugs in paths
    )


def _stripped(html: Markup) -> Markup:
    """HTML without the ends of lines at its ends, which the sanitiser leaves as references."""
    while html.startswith("&#10;"):
        html = html.removeprefix("&#10;")
    while html.endswith("&#10;"):
        html = html.removesuffix("&#10;")
    return html


def _marked(wiki: Wiki, path: ReadingPath, mark: str) -> str:
    """The text with marks for steps. A paper that is a step already stays a reference in its second place."""
    lines = LINE_END.split(path.text)
    numbers = {slug: number for number, slug in enumerate(wiki.papers_by_path[path.id], 1)}
    for step in path.steps:
        slug = wiki.resolve(step.target)
        if slug and slug in numbers:
            blank = [""] * (step.end_line - step.first_line - 1)
            lines[step.first_line : step.end_line] = [f"{mark}-{numbers.pop(slug)}", *blank]
    return "\n".join(lines)
