"""Pages of the wiki, made in memory: the wiki and its links in, Markdown pages out.

To add a page kind, write `pages/<kind>.py` with a `name` and a `make`, a template `<kind>.md.j2`, and add
the module to `KINDS`. A page says what it refers to through `Desk`; addresses are made in one place.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from litwiki import processes
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
    parts = processes.worth(len(wiki.papers))
    desk = Desk(wiki, graph, make_environment(wiki.config.root))

    def make_some(part: int, tick: Callable[[], None]) -> list[Page | None]:
        turns = _Turns(wiki, graph, desk.environment, part, parts)
        found: dict[DocPath, Page | None] = {}
        for kind in KINDS:
            for page in kind.make(turns):
                tick()
                if page.path in found:
                    raise LitwikiError(f"two pages want the path {page.path}; rename one of them")
                found[page.path] = None if page.body is OTHERS else page
        return list(found.values())

    made = processes.share(make_some, range(parts))
    return tuple(next(page for page in same if page) for same in zip(*made, strict=True))


IN_A_TURN = 32
OTHERS = "made by another process"


@dataclass(frozen=True)
class _Turns(Desk):
    """A desk that makes every so many pages itself and leaves the others to other processes."""

    part: int
    parts: int
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def page(self, path: DocPath, template: str, title: str, **values: Any) -> Page:
        """A page, or only its path where it is not this desk's turn."""
        if next(self.numbers) // IN_A_TURN % self.parts != self.part:
            return Page(path, {}, OTHERS)
        return super().page(path, template, title, **values)
