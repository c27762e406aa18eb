"""BibTeX: `/cite/all.bib`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`.

Without abstracts: LaTeX prints none, and a paper's would stand in each of its topics and listings once more. RIS, which
reference managers read, has them.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from litwiki.citations import Citation, to_bibtex
from litwiki.exports import bundles
from litwiki.facts import Site
from litwiki.model.records import Output

name = "bibtex"


def files(site: Site) -> Iterable[Output]:
    """One file a bundle, entries apart by an empty line."""
    parts = chain(bundles.everything(site.wiki), bundles.of_topics_and_listings(site.wiki))
    return bundles.files(site, parts, "bib", _write, "\n".join)


def _write(citation: Citation) -> str:
    return to_bibtex(replace(citation, abstract=""))
