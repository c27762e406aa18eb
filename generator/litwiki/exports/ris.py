"""RIS: `/cite/all.ris`, `/cite/papers/<slug>.ris`, `/cite/topics/<topic>.ris`, `/cite/listings/<id>.ris`."""

from collections.abc import Iterable, Sequence

from litwiki.citations import to_ris
from litwiki.exports import bundles
from litwiki.ids import DocPath, Slug
from litwiki.model import LinkGraph
from litwiki.traces import Job, Shelf
from litwiki.wiki import Wiki

name = "ris"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One file a bundle, records apart by an empty line."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.plan(wiki, "ris", _file)


def _file(shelf: Shelf, path: DocPath, slugs: Sequence[Slug]) -> bytes:
    del path
    citations = map(shelf.wiki.citation, slugs)
    return "\r\n".join(map(to_ris, citations)).encode()
