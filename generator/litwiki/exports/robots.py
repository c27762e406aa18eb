"""`/robots.txt` (RFC 9309): every crawler may come, and is told where the sitemap is."""

from collections.abc import Iterable

from litwiki.ids import DocPath
from litwiki.model import Artifact, LinkGraph
from litwiki.wiki import Wiki

name = "robots"


def dump(wiki: Wiki, graph: LinkGraph) -> Iterable[Artifact]:
    """One file."""
    del graph
    sitemap = wiki.config.address_of("sitemap.xml")
    text = "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")
    yield Artifact(DocPath("robots.txt"), text.encode())
