"""The collection in other forms: the wiki and its links in, files out.

To add an export, write `exports/<format>.py` with a `name` and a `dump` and add it to `EXPORTS`.
"""

from collections.abc import Iterable
from typing import Protocol

from litwiki.exports import api, atom, bibtex, csl_json, json_feed, lists, llms, redirects, ris, robots
from litwiki.model import Artifact, LinkGraph
from litwiki.wiki import Wiki


class Export(Protocol):
    """What a module of this package provides."""

    name: str

    def dump(self, wiki: Wiki, graph: LinkGraph) -> Iterable[Artifact]:
        """Every file of this form, in a fixed order."""
        ...


EXPORTS: tuple[Export, ...] = (api, lists, bibtex, ris, csl_json, atom, json_feed, llms, robots, redirects)


def dump(wiki: Wiki, graph: LinkGraph) -> tuple[Artifact, ...]:
    """Every file of every form."""
    return tuple(artifact for export in EXPORTS for artifact in export.dump(wiki, graph))
