"""A digest's text outside of the wiki: HTML with inline styles, plain text and Markdown, all with absolute addresses.

Mail programs take away style sheets, scripts and ids, have 600 pixels, and turn colors around in the dark: so every
tag brings its own measures, none brings a color, and Gmail's limit of 102 kB (its help, "message clipped") is kept by
ending with a list's item. What is read here has passed the sanitizer, so its tags are closed.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from html.parser import HTMLParser

from markupsafe import Markup

from litwiki.markup.curated import curated
from litwiki.markup.html import escape_html
from litwiki.markup.markdown import markdown_text
from litwiki.markup.references import with_addresses
from litwiki.model.ids import url_of
from litwiki.model.records import PublishedDigest
from litwiki.model.wiki import Wiki

LARGEST = 95_000
"""Bytes of the text of a mail in HTML; the frame around it has some three thousand."""
WIDTH = 72
"""Columns of plain text (RFC 3676, 4.2: at most 78)."""
STYLES = {
    "h2": "margin:28px 0 8px;font-size:20px;line-height:1.3",
    "h3": "margin:20px 0 6px;font-size:16px;line-height:1.35",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding-left:20px",
    "ol": "margin:0 0 12px;padding-left:24px",
    "li": "margin:0 0 10px",
    "blockquote": "margin:0 0 12px;padding-left:12px;border-left:3px solid #888888",
    "hr": "border:0;border-top:1px solid #888888;margin:20px 0",
    "table": "border-collapse:collapse",
    "td": "padding:3px 8px;border:1px solid #888888;text-align:left",
    "th": "padding:3px 8px;border:1px solid #888888;text-align:left",
}
HEADINGS = {"h3": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
"""The wiki's headings begin below those of its pages."""
BLOCKS = frozenset({"h3", "h4", "h5", "h6", "p", "li", "pre", "dt", "dd", "tr", "summary"})
BREAKS = frozenset({"p", "li", "h3", "h4", "h5", "h6"})
EMPTY = frozenset({"br", "hr"})
ADDRESSES = ("https:", "http:", "mailto:")


def to_html(wiki: Wiki, digest: PublishedDigest) -> tuple[Markup, bool]:
    """The text as HTML for a mail, its tags with their styles and addresses and nothing else, and whether all of it is
    there."""
    written: list[Markup] = []
    opened: list[str] = []
    size, is_whole = 0, True
    for what, tag, text in _events(wiki, digest):
        name = HEADINGS.get(tag, tag)
        if what == "start":
            if size > LARGEST and tag in BREAKS:
                is_whole = False
                break
            style = Markup(' style="{}"').format(STYLES[name]) if name in STYLES else ""
            href = Markup(' href="{}"').format(text) if text else ""
            written.append(Markup("<{}{}{}>").format(name, href, style))
            opened += [name] if tag not in EMPTY else []
        elif what == "text":
            written.append(escape_html(text))
        elif opened and opened[-1] == name:
            # Mail goes in lines of at most 998 bytes (RFC 5322, 2.1.1); programs that show its source are glad, too.
            end = "\n" if tag in BLOCKS or name in STYLES else ""
            written.append(Markup("</{}>{}").format(opened.pop(), end))
        else:
            continue
        size += len(written[-1].encode("utf-8", "replace"))
    return Markup("").join([*written, *map(Markup("</{}>").format, reversed(opened))]), is_whole


def to_text(wiki: Wiki, digest: PublishedDigest) -> str:
    """The text with nothing but lines; the addresses of a paragraph's links stand below it."""
    lines: list[str] = []
    words: list[str] = []
    addresses: list[str] = []
    block = ""
    for what, tag, text in [*_events(wiki, digest), ("end", "p", "")]:
        if tag in BLOCKS:
            lines += _block(block, "".join(words), addresses, lines)
            words, addresses, block = [], [], tag if what == "start" else ""
        elif what == "text":
            words.append(text)
        elif text:
            addresses.append(text)
        elif (what, tag) == ("start", "br"):
            words.append("\n")
        elif what == "end" and tag in {"td", "th"}:
            words.append("  ")
    return "\n".join(lines).strip() + "\n"


def _block(tag: str, text: str, addresses: Iterable[str], before: Sequence[str]) -> list[str]:
    """The lines of a paragraph, an item or a heading, with an empty one before it where it does not go on."""
    if not text.strip():
        return []
    mark = "- " if tag == "li" else ""
    indent = " " * len(mark)
    lines = [""] if tag not in {"li", "tr"} or (before and not before[-1].startswith((" ", "- "))) else []
    for number, line in enumerate(filter(str.strip, text.split("\n"))):
        wrapper = textwrap.TextWrapper(WIDTH, indent if number else mark, indent, break_on_hyphens=False)
        lines += wrapper.wrap(" ".join(line.split()))
    if tag in HEADINGS:
        lines.append(("=" if tag == "h3" else "-") * min(WIDTH, len(lines[-1])))
    return [*lines, *(f"{indent}{address}" for address in dict.fromkeys(addresses))]


def to_markdown(wiki: Wiki, digest: PublishedDigest) -> str:
    """The text in Markdown that reads the same anywhere, with its title."""
    whole = with_addresses(digest.text, _resolver(wiki, digest))
    return f"# {markdown_text(digest.title)}\n\n{whole.strip()}\n"


def _events(wiki: Wiki, digest: PublishedDigest) -> list[tuple[str, str, str]]:
    """What stands in the text as HTML, one after the other: the `start` of a tag with the address of a link, its `end`
    and `text`."""
    return _Reader(str(curated(digest.text, _resolver(wiki, digest)))).events


def _resolver(wiki: Wiki, digest: PublishedDigest) -> Callable[[str], tuple[str, str] | None]:
    def resolve(target: str) -> tuple[str, str] | None:
        page = wiki.find(target, f"content/digests/{digest.id}.md")
        address = wiki.config.address_of(url_of(page[0])) if page else ""
        return (address, page[1]) if page and address else None

    return resolve


class _Reader(HTMLParser):
    """Reads sanitized HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        self.events.append(("start", tag, address if tag == "a" and address.startswith(ADDRESSES) else ""))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag, ""))

    def handle_data(self, data: str) -> None:
        self.events.append(("text", "", data))
