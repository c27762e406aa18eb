"""Pages of the wiki, made in memory: the wiki and its links in, Markdown pages out.

To add a page kind, write `pages/<kind>.py` with a `name` and a `plan`, a template `<kind>.md.j2`, and add
the module to `KINDS`. A plan says which pages there are and runs in every build; the function that it names makes one
page, and runs where something that it was given, or looked up, is not what it was (`traces`).
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
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
    venues,
    years,
)
from litwiki.pages.desk import Desk
from litwiki.templates import make_environment
from litwiki.traces import Job


class Kind(Protocol):
    """What a module of this package provides."""

    name: str

    def plan(self, wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
        """A job for each page of this kind, in a fixed order; what it `make`s is a `Page`."""
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
    venues,
    search,
)


def plan(wiki: Wiki, graph: LinkGraph) -> Iterator[Job]:
    """A job for every page."""
    for kind in KINDS:
        yield from kind.plan(wiki, graph)


def make(wiki: Wiki, graph: LinkGraph, only: Iterable[Kind] = KINDS) -> tuple[Page, ...]:
    """Every page, or those of some kinds, in memory; `build` does the same jobs one by one."""
    desk = Desk(wiki, graph, make_environment(wiki.config.root))
    made = (job.make(desk, job.path, *job.args) for kind in only for job in kind.plan(wiki, graph))
    return tuple(page for page in made if isinstance(page, Page))
