"""The collection in other forms: the wiki and its links in, files out.

To add an export, write `exports/<format>.py` with a `name` and a `plan` and add it to `EXPORTS`. As with pages, a plan
says which files there are, and the function that it names makes one of them.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from litwiki.exports import api, atom, bibtex, csl_json, json_feed, lists, llms, redirects, ris, robots
from litwiki.model.records import Artifact, LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf


class Export(Protocol):
    """What a module of this package provides."""

    name: str

    def plan(self, wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
        """A job for every file of this form, in a fixed order; what it `make`s is bytes."""
        ...


EXPORTS: tuple[Export, ...] = (api, lists, bibtex, ris, csl_json, atom, json_feed, llms, robots, redirects)


def plan(wiki: Wiki, graph: LinkGraph) -> Iterator[Job]:
    """A job for every file of every form."""
    for export in EXPORTS:
        yield from export.plan(wiki, graph)


def dump(wiki: Wiki, graph: LinkGraph, only: Iterable[Export] = EXPORTS) -> Iterator[Artifact]:
    """Every file of every form, or of some, in memory; `build` does the same jobs one by one."""
    desk = Shelf(wiki, graph)
    for export in only:
        for job in export.plan(wiki, graph):
            content = job.make(desk, job.path, *job.args)
            if isinstance(content, bytes):
                yield Artifact(job.path, content)
