"""Sitemaps (sitemaps.org, protocol 0.9): the paths of all pages in, files out; no dates, a build has no clock.

A file may name 50,000 addresses. Where there are more pages, `sitemap.xml` becomes an index of `sitemap-1.xml`,
`sitemap-2.xml` and so on; an index may name 50,000 of those.
"""

from collections.abc import Iterable, Sequence

from litwiki.markup.xml import XML_DECLARATION, xml_element
from litwiki.model.config import Settings
from litwiki.model.ids import DocPath, url_of

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
NAME = DocPath("sitemap.xml")


def make(config: Settings, pages: Iterable[DocPath]) -> dict[DocPath, bytes]:
    """`sitemap.xml` and its parts; it names nothing where the site has no address, because every address in a
    sitemap is a full one.
    """
    urls = [config.address_of(url_of(page)) for page in pages] if config.site_url else []
    parts = [urls[start : start + MOST] for start in range(0, len(urls), MOST)]
    if len(parts) < 2:
        return {NAME: _file("urlset", "url", urls)}
    files = {DocPath(f"sitemap-{number}.xml"): _file("urlset", "url", part) for number, part in enumerate(parts, 1)}
    return {NAME: _file("sitemapindex", "sitemap", [config.address_of(name) for name in files])} | files


def _file(root: str, item: str, urls: Sequence[str]) -> bytes:
    lines = [f"<{item}>{xml_element('loc', url)}</{item}>" for url in urls]
    inside = f'<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>"
    whole = inside if urls else (f'<{root} xmlns="{NAMESPACE}" />',)
    return "\n".join([XML_DECLARATION, *whole, ""]).encode()
