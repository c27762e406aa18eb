"""Pages of the wiki: the collection in, a view of every page out, and pages of views.

To add a page kind, write `pages/<kind>.py` with a `name`, a `template` and `views`, a template of that name, and add
the module to `KINDS`.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from litwiki.facts.site import Site
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Page
from litwiki.pages import (
    about,
    code,
    compare,
    digests,
    edit,
    home,
    left_out,
    listing,
    listings,
    new,
    paper,
    paper_map,
    papers,
    people,
    reading_path,
    reading_paths,
    repeats,
    search,
    todo,
    topic,
    topic_graph,
    topics,
    venues,
    years,
)
from litwiki.pages.printing import Printer
from litwiki.pages.view import View


class Kind(Protocol):
    """What a module of this package provides."""

    name: str

    def views(self, site: Site) -> Iterable[tuple[str, View]]:
        """For every page of this kind, in a fixed order, the name of its template and its view."""
        ...


KINDS: tuple[Kind, ...] = (
    home,
    paper,
    papers,
    topic,
    topics,
    paper_map,
    topic_graph,
    reading_path,
    reading_paths,
    listing,
    listings,
    left_out,
    repeats,
    code,
    new,
    digests,
    people,
    years,
    venues,
    search,
    compare,
    edit,
    todo,
    about,
)


class Planned(Struct, frozen=True):
    """A page that is to be: its template and its view."""

    path: DocPath
    template: str
    view: View


def plan(site: Site, only: Iterable[Kind] = KINDS) -> Iterator[Planned]:
    """Every page, or those of some kinds."""
    for kind in only:
        for template, view in kind.views(site):
            yield Planned(view.path, template, view)


def make(site: Site, only: Iterable[Kind] = KINDS) -> tuple[Page, ...]:
    """Every page, or those of some kinds, in memory."""
    printer = Printer(site.wiki.config.root)
    return tuple(printer.page(planned.template, planned.view) for planned in plan(site, only))


__all__ = ["KINDS", "Kind", "Planned", "Printer", "View", "make", "plan"]
