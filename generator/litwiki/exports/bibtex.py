"""BibTeX: `/cite/all.bib`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`.

Abstracts stand in the file of everything, so that a bibliography that came in can be given back. The others have none:
LaTeX prints none, and a paper's would stand in each of its topics and listings once more.
"""

from collections.abc import Iterable
from functools import cache
from itertools import chain

from litwiki.citations import to_bibtex
from litwiki.citations.bibtex import with_abstract
from litwiki.exports import bundles
from litwiki.facts.site import Site
from litwiki.model.ids import Slug
from litwiki.model.outputs import Output
from litwiki.model.replace import replace

name = "bibtex"


def files(site: Site) -> Iterable[Output]:
    """One file a bundle, entries apart by an empty line."""

    @cache  # a paper is in the bundles of its topics and of its listings, too
    def without_abstract(slug: Slug) -> str:
        return to_bibtex(replace(site.citation(slug), abstract=""))

    def whole(slug: Slug) -> str:
        return with_abstract(without_abstract(slug), site.citation(slug).abstract)

    return chain(
        bundles.files(site, bundles.everything(site), "bib", whole, "\n".join),
        bundles.files(site, bundles.of_topics_and_listings(site.wiki), "bib", without_abstract, "\n".join),
    )
