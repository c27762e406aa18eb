"""Sitemaps (sitemaps.org, protocol 0.9): the paths of all pages in, files out; no dates, a build has no clock.

A file may name 50,000 addresses. Where there are more pages, `sitemap.xml` becomes an index of `sitemap-1.xml`,
`sitemap-2.xml` and so on; an index may name 50,000 of those.
"""

from collections.abc import Iterable, Sequence

from litwiki.markup.xml import XML_DECLARATION, xml_element
from litwiki.model.config import Settings
from litwiki.model.ids import DocPath, url_of
from litwiki.model.outputs import Artifact

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000


def make(config: Settings, pages: Iterable[DocPath]) -> tuple[Artifact, ...]:
    """`sitemap.xml` and its parts; it names nothing where the site has no address, because every address in a
    sitemap is a full one.
    """
    urls = [config.address_of(url_of(page)) for page in pages] if config.site_url else []
    parts = [urls[start : start + MOST] for start in range(0, len(urls), MOST)]
    if len(parts) < 2:
        return (_file("sitemap.xml", "urlset", "url", urls),)
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    return (
        _file("sitemap.xml", "sitemapindex", "sitemap", [config.address_of(name) for name in names]),
        *(_file(name, "urlset", "url", part) for name, part in zip(names, parts, strict=True)),
    )


def _file(path: str, root: str, item: str, urls: Sequence[str]) -> Artifact:
    lines = [f"<{item}>{xml_element('loc', url)}</{item}>" for url in urls]
    inside = f'<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>"
    whole = inside if urls else (f'<{root} xmlns="{NAMESPACE}" />',)
    return Artifact(DocPath(path), "\n".join([XML_DECLARATION, *whole, ""]).encode())
