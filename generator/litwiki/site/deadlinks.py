"""Links of a finished site that lead nowhere: a folder of HTML in, problems out.

It judges what a browser would be sent, whatever engine rendered it, and asks no other site: an address
counts as ours if it is relative or stands under the site's own address. A site published under `/my-wiki/`
may not link to `/`, which belongs to somebody else.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from lxml import etree, html
from msgspec import Struct, field

from litwiki.model.problems import Place, Problem

HOME = "https://site.invalid/"
"""Where a site without an address of its own is taken to be (RFC 2606 keeps `.invalid` free)."""

ADDRESSES = {"href": {"a", "area", "link"}, "src": {"img", "script", "source", "video", "audio", "iframe"}}
CONNECTIONS = frozenset({"preconnect", "dns-prefetch"})
"""Relations of `<link>` that open a connection and load nothing."""

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


class _Link(Struct, frozen=True):
    """One address as a file has it; `base` is what it is relative to."""

    file: str
    line: int
    address: str
    base: str


class _Site(Struct):
    """The files of a site and the anchors of its pages, read when first asked for."""

    folder: Path
    url: str
    anchors: dict[Path, frozenset[str]] = field(default_factory=dict)
    links: list[_Link] = field(default_factory=list)

    def read(self) -> None:
        for file in sorted(self.folder.rglob("*.html")):
            self.anchors[file] = frozenset(self._page(file))
        sitemap = self.folder / "sitemap.xml"
        if sitemap.is_file():
            for node in ET.parse(sitemap).iter(LOC):  # noqa: S314 - our own file; expat bounds entities
                self.links.append(_Link("sitemap.xml", 1, node.text or "", self.url))

    def _page(self, file: Path) -> Iterator[str]:
        """Collects the links of a page and gives its anchors."""
        name = file.relative_to(self.folder).as_posix()
        base = urljoin(self.url, name.removesuffix("index.html"))
        try:
            tree = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        except etree.ParserError:  # an empty file
            return
        for element in tree.iter(etree.Element):
            yield from (str(element.attrib[key]) for key in ("id", "name") if key in element.attrib)
            for key, tags in ADDRESSES.items():
                address = element.get(key) if element.tag in tags else None
                if address is not None and CONNECTIONS.isdisjoint((element.get("rel") or "").split()):
                    line = cast("int | None", element.sourceline)
                    self.links.append(_Link(name, line or 1, address, base))

    def fault(self, link: _Link) -> tuple[str, str] | None:
        """(code, message) of what is wrong with a link; None where it leads somewhere or to another site."""
        try:
            target = urlsplit(urljoin(link.base, link.address.strip()))
        except ValueError:
            return "W101", f"the link {link.address[:200]!r} is no address"
        home = urlsplit(self.url)
        if target.scheme not in {"http", "https"} or target.netloc != home.netloc:
            return None
        if not target.path.startswith(home.path) and target.path + "/" != home.path:
            return "W101", f"the link {link.address[:200]!r} leaves {home.path}, where the site is"
        file = self.folder / unquote(target.path[len(home.path) :])
        file = file / "index.html" if target.path.endswith("/") or file.is_dir() else file
        if not file.is_file():
            return "W101", f"the link {link.address[:200]!r} leads nowhere"
        anchor = unquote(target.fragment)
        if anchor and file in self.anchors and anchor not in self.anchors[file]:
            return "W102", f"{link.address[:200]!r}: that page has no anchor {anchor[:80]!r}"
        return None


def check_site(folder: Path, url: str = "") -> tuple[Problem, ...]:
    """The dead links (W101) and anchors (W102) of the site in `folder`, which is published at `url`.

    A fault that many pages share is one problem, at its first place, that says on how many it stands.
    """
    site = _Site(folder, (url or HOME).rstrip("/") + "/")
    site.read()
    links_of: dict[tuple[str, str], list[_Link]] = {}
    for link in site.links:
        fault = site.fault(link)
        if fault:
            links_of.setdefault(fault, []).append(link)
    problems = []
    for (code, message), links in links_of.items():
        pages = len({link.file for link in links})
        more = f", here and on {pages - 1} other page{'s' if pages > 2 else ''}" if pages > 1 else ""
        place = Place(f"{folder.name}/{links[0].file}", links[0].line)
        problems.append(Problem(place, code, message + more, "mend the page, template or setting it comes from"))
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code, problem.message)))
