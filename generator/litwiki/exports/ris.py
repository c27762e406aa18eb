"""RIS, what reference managers read: `/cite/all.ris` and its parts."""

from collections.abc import Iterable

from litwiki.citations import to_ris
from litwiki.exports import bundles
from litwiki.facts import Site
from litwiki.model.outputs import Output

name = "ris"
FORMS = (to_ris,)


def files(site: Site) -> Iterable[Output]:
    """Files of all papers, records apart by an empty line."""
    return bundles.files(site, bundles.everything(site.wiki), "ris", to_ris, "\r\n".join)
