"""The list of reading paths; a wiki without any has no such page."""

from collections.abc import Iterable

from msgspec import Struct

from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.ids import reading_path_path, url_of
from litwiki.pages.reading_path import OVERVIEW
from litwiki.pages.view import Frame, View


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


def views(site: Site) -> Iterable[View]:
    """One page, where there are paths."""
    rows = path_rows(site)
    if rows:
        yield ReadingPathsView(path=OVERVIEW, settings=site.settings, rows=rows)


def path_rows(site: Site) -> tuple[PathRow, ...]:
    """Every reading path in the order of the list."""
    paths = site.wiki.reading_paths
    return tuple(
        PathRow(
            Link(url_of(reading_path_path(id_)), paths[id_].title),
            paths[id_].description,
            paths[id_].audience,
            len(slugs),
        )
        for id_, slugs in site.wiki.papers_by_path.items()
    )
