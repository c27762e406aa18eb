"""RIS: `/cite/all.ris`, `/cite/papers/<slug>.ris`, `/cite/topics/<topic>.ris`, `/cite/listings/<id>.ris`."""

from collections.abc import Iterable

from litwiki.citations import to_ris
from litwiki.exports import bundles
from litwiki.model import Artifact, LinkGraph
from litwiki.wiki import Wiki

name = "ris"


def dump(wiki: Wiki, graph: LinkGraph) -> Iterable[Artifact]:
    """One file a bundle, records apart by an empty line."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.dump(wiki, "ris", lambda citations: "\r\n".join(map(to_ris, citations)))
