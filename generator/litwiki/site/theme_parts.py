"""Parts of the theme that differ from wiki to wiki: links at the end of every page, to the lists that no tab leads to,
and what pages say of the API's records. A wiki that has no such part has no file of it."""

from collections.abc import Iterable

from litwiki.facts.values import Link
from litwiki.markup.html import escape_html
from litwiki.model.config import License
from litwiki.model.record_files import RecordFiles

PAGES = "partials/litwiki-pages.html"
"""What the end of a page includes."""
RECORDS = "partials/litwiki-records.html"
"""What the head of a page includes."""
TOP = '{% set top = (base_url ~ "/") | replace("//", "/") %}'
"""What leads to the root; of the page for what is not there, `base_url` ends with a stroke."""


def pages_part(pages: Iterable[Link], terms: License | None = None) -> bytes:
    """A line of links, whose addresses are ours and from the site's root, and one about the license of the texts.

    The addresses go up to the root and down again (`base_url`), whatever page they stand on: so pages of one depth have
    one shell."""
    links = "".join(f'<a href="{{{{ top }}}}{page.url}">{escape_html(page.label)}</a>' for page in pages)
    lines = f'<p class="lw-pages">{links}</p>\n' if links else ""
    if terms:
        label, address = (_inert(escape_html(text)) for text in (terms.name, terms.url))
        lines += f'<p>Texts: <a href="{address}" rel="license">{label}</a></p>\n'
    return f"{TOP}{lines}".encode() if lines else b""


def _inert(html: str) -> str:
    """HTML in which the engine of templates finds nothing to do."""
    return str(html).replace("{", "&#123;").replace("%", "&#37;")


def records_part(layout: RecordFiles) -> bytes:
    """A meta element for scripts that show a record: by how many bits of its hash it finds its file, where papers share
    files."""
    return b"" if layout.bits is None else b'<meta name="litwiki-records" content="%d">' % layout.bits
