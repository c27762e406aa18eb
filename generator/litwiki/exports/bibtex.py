"""BibTeX: `/cite/all.bib`, `/cite/papers/<slug>.bib`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`."""

from collections.abc import Iterable

from litwiki.citations import to_bibtex
from litwiki.exports import bundles
from litwiki.model import Artifact, LinkGraph
from litwiki.wiki import Wiki

name = "bibtex"


def dump(wiki: Wiki, graph: LinkGraph) -> Iterable[Artifact]:
    """One file a bundle, entries apart by an empty line."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.dump(wiki, "bib", lambda citations: "\n".join(map(to_bibtex, citations)))
