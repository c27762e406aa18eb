"""`/robots.txt` (RFC 9309): every crawler may come, and is told where the sitemap is."""

from collections.abc import Iterable

from litwiki.model.ids import DocPath
from litwiki.model.records import LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf

name = "robots"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One file."""
    del wiki, graph
    yield Job(DocPath("robots.txt"), _file)


def _file(shelf: Shelf, path: DocPath) -> bytes:
    del path
    sitemap = shelf.wiki.config.address_of("sitemap.xml")
    text = "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")
    return text.encode()
