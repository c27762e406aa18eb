"""`/robots.txt` (RFC 9309): every crawler may come, and is told where the sitemap is."""

from collections.abc import Iterable

from litwiki.facts.site import Site
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output

name = "robots"


def files(site: Site) -> Iterable[Output]:
    """One file."""
    sitemap = site.settings.address_of("sitemap.xml")
    yield Output(DocPath("robots.txt"), sitemap, lambda: _write(sitemap))


def _write(sitemap: str) -> bytes:
    text = "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")
    return text.encode()
