"""Pages of the wiki, made in memory: the wiki and its links in, Markdown pages out.

To add a page kind, write `pages/<kind>.py` with a `name` and a `make`, a template `<kind>.md.j2`, and add
the module to `KINDS`. A page says what it refers to through `Desk`; addresses are made in one place.
"""

from collections.abc import Iterable
from typing import Protocol

from litwiki.errors import LitwikiError
from litwiki.ids import DocPath
from litwiki.model import LinkGraph, Page
from litwiki.pages import (
    code,
    home,
    listing,
    listings,
    paper,
    paper_map,
    papers,
    people,
    repeats,
    search,
    topic,
    topic_graph,
    topics,
    years,
)
from litwiki.pages.desk import Desk
from litwiki.templates import make_environment
from litwiki.wiki import Wiki


class Kind(Protocol):
    """What a module of this package provides."""

    name: str

    def make(self, desk: Desk) -> Iterable[Page]:
        """All pages of this kind, in a fixed order."""
        ...


KINDS: tuple[Kind, ...] = (
    home,
    paper,
    papers,
    topic,
    topics,
    paper_map,
    topic_graph,
    listing,
    listings,
    repeats,
    code,
    people,
    years,
    search,
)


def make(wiki: Wiki, graph: LinkGraph) -> tuple[Page, ...]:
    """Every page. Raises `LitwikiError` where two pages want one path: a bug, or a template's."""
    desk = Desk(wiki, graph, make_environment(wiki.config.root))
    found: dict[DocPath, Page] = {}
    for kind in KINDS:
        for page in kind.make(desk):
            if page.path in found:
                raise LitwikiError(f"two pages want the path {page.path}; rename one of them")
            found[page.path] = page
    return tuple(found.values())
