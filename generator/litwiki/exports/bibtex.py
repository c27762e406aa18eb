"""BibTeX: `/cite/all.bib`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`."""

from collections.abc import Iterable

from litwiki.citations import to_bibtex
from litwiki.exports import bundles
from litwiki.facts import Site
from litwiki.model.records import Output

name = "bibtex"


def files(site: Site) -> Iterable[Output]:
    """One file a bundle, entries apart by an empty line."""
    return bundles.files(site, "bib", to_bibtex, "\n".join)
