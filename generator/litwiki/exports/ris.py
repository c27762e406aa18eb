"""RIS: `/cite/all.ris`, `/cite/papers/<slug>.ris`, `/cite/topics/<topic>.ris`, `/cite/listings/<id>.ris`."""

from collections.abc import Iterable, Sequence

from litwiki.citations import cite, to_ris
from litwiki.exports import bundles
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf

name = "ris"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One file a bundle, records apart by an empty line."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.plan(wiki, "ris", _file)


def _file(shelf: Shelf, path: DocPath, slugs: Sequence[Slug]) -> bytes:
    del path
    citations = (cite(shelf.wiki, slug) for slug in slugs)
    return "\r\n".join(map(to_ris, citations)).encode()
