"""BibTeX: `/cite/all.bib`, `/cite/papers/<slug>.bib`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`."""

from collections.abc import Iterable, Sequence

from litwiki.citations import cite, to_bibtex
from litwiki.exports import bundles
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf

name = "bibtex"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One file a bundle, entries apart by an empty line."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.plan(wiki, "bib", _file)


def _file(shelf: Shelf, path: DocPath, slugs: Sequence[Slug]) -> bytes:
    del path
    citations = (cite(shelf.wiki, slug) for slug in slugs)
    return "\n".join(map(to_bibtex, citations)).encode()
