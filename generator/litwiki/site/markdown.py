"""A page as a Markdown file: front matter, one heading, and one block of HTML without an empty line in it.

Python-Markdown copies such a block byte for byte, and CommonMark engines end one at an empty line; so every engine
makes the same page of it. The heading is Markdown, since themes take their skip link and table of contents from it.
"""

import re

from litwiki.markup.yaml import yaml_text
from litwiki.model.outputs import Page

TOP = "lw-top"
"""The anchor of the heading."""
OPEN, CLOSE = '<div class="lw-page">', "</div>"
"""Around the HTML: whatever a template writes, it is inside of one element."""
HIDDEN = ("navigation", "toc")
"""One entry of the site's navigation is no navigation: the tabs say it already; and what a paper or a topic is
connected with stands where the table of contents would."""


def page_text(page: Page, fragment: bytes) -> bytes:
    """The file of a page with its HTML."""
    front = "".join([f"{name}: {yaml_text(text)}\n" for name, text in page.meta.items()])
    before = f"---\n{front}hide: [{', '.join(HIDDEN)}]\n---\n\n{_before(heading_of(page))}"
    return b"".join([encoded(before), fragment, BEHIND.encode(), b"\n"])


def encoded(text: str) -> bytes:
    """Text for a file; what has no form in UTF-8 is written as a reference, as MkDocs does."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


def body_of(heading: str, fragment: str) -> str:
    """Heading and HTML."""
    return f"{_before(heading)}{fragment}{BEHIND}"


def _before(heading: str) -> str:
    return f"# {heading} {{ #{TOP} }}\n\n{OPEN}\n"


BEHIND = f"\n{CLOSE}"


def heading_of(page: Page) -> str:
    """The heading without space around it, which parsers remove; a heading without letters is none."""
    return page.heading.strip() or "&#8203;"


def fragment_of(page: Page) -> str:
    """The HTML as a Markdown parser leaves it: no empty lines, no tabs, and none of the control characters that
    Python-Markdown uses itself."""
    html = page.html
    if "\t" in html or "\r" in html or "\x02" in html or "\x03" in html:
        for sign, other in (("\r\n", "\n"), ("\r", "\n"), ("\x02", ""), ("\x03", "")):
            html = html.replace(sign, other)
        html = html.expandtabs(4)
    if html[:1].isspace() or BEFORE_SPACE.search(html):
        html = "\n".join(line for line in html.split("\n") if line and not line.isspace())
    return html.removesuffix("\n") or "<!-- -->"


BEFORE_SPACE = re.compile(r"\n(?=\s*\n|\s+\Z)")
"""The end of a line that an empty one follows: templates write none but by accident."""
