"""RIS, what reference managers read: `/cite/all.ris` and its parts."""

from collections.abc import Iterable

from litwiki.citations import to_ris
from litwiki.exports import bundles
from litwiki.facts.site import Site
from litwiki.model.ids import Slug
from litwiki.model.outputs import Output

name = "ris"


def files(site: Site) -> Iterable[Output]:
    """Files of all papers, records apart by an empty line."""

    def record(slug: Slug) -> str:
        return to_ris(site.citation(slug))

    return bundles.files(site, bundles.everything(site), "ris", record, "\r\n".join)
