"""BibTeX: `/cite/all.bib`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`.

Abstracts stand in the file of everything, so that a bibliography that came in can be given back. The others have none:
LaTeX prints none, and a paper's would stand in each of its topics and listings once more.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from litwiki.citations import Citation, to_bibtex
from litwiki.exports import bundles
from litwiki.facts import Site
from litwiki.model.outputs import Output

name = "bibtex"


def files(site: Site) -> Iterable[Output]:
    """One file a bundle, entries apart by an empty line."""
    return chain(
        bundles.files(site, bundles.everything(site.wiki), "bib", to_bibtex, "\n".join),
        bundles.files(site, bundles.of_topics_and_listings(site.wiki), "bib", _without_abstract, "\n".join),
    )


def _without_abstract(citation: Citation) -> str:
    return to_bibtex(replace(citation, abstract=""))


FORMS = (to_bibtex, _without_abstract)
