"""The lists that no tab leads to, as a part of the theme: links at the end of every page.

Their addresses go up to the site's root and down again (`base_url`), whatever page they stand on: so pages of one depth
have one shell.
"""

from collections.abc import Iterable

from litwiki.facts import Link
from litwiki.markup import escape_html

PART = "partials/litwiki-pages.html"
"""What the end of a page includes; a wiki without such lists has no such part."""
TOP = '{% set top = (base_url ~ "/") | replace("//", "/") %}'
"""What leads to the root; of the page for what is not there, `base_url` ends with a stroke."""


def pages_part(pages: Iterable[Link]) -> bytes:
    """A line of links; addresses are ours and from the site's root, nothing where there are none."""
    links = "".join(f'<a href="{{{{ top }}}}{page.url}">{escape_html(page.label)}</a>' for page in pages)
    return f'{TOP}<p class="lw-pages">{links}</p>\n'.encode() if links else b""
