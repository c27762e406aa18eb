"""RIS: `/cite/all.ris`, `/cite/topics/<topic>.ris`, `/cite/listings/<id>.ris`."""

from collections.abc import Iterable

from litwiki.citations import to_ris
from litwiki.exports import bundles
from litwiki.facts import Site
from litwiki.model.records import Output

name = "ris"


def files(site: Site) -> Iterable[Output]:
    """One file a bundle, records apart by an empty line."""
    return bundles.files(site, "ris", to_ris, "\r\n".join)
