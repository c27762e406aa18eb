"""A digest's text outside of the wiki: HTML with inline styles, plain text and Markdown, all with absolute addresses.

Mail programs take away style sheets, scripts and ids, have 600 pixels, and turn colors around in the dark: so every
tag brings its own measures, none brings a color, and Gmail's limit of 102 kB (its help, "message clipped") is kept by
ending with a list's item. What is read here has passed the sanitizer, so its tags are closed.
"""

import textwrap
from collections.abc import Callable
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
    """The text as HTML for a mail, and whether all of it is there."""
    writer = _Html()
    writer.feed(_rendered(wiki, digest))
    writer.close()
    return Markup("").join(writer.written), not writer.is_cut


def to_text(wiki: Wiki, digest: PublishedDigest) -> str:
    """The text with nothing but lines; the addresses of a paragraph's links stand below it."""
    writer = _Text()
    writer.feed(_rendered(wiki, digest))
    writer.close()
    writer.end_block()
    return "\n".join(writer.lines).strip() + "\n"


def to_markdown(wiki: Wiki, digest: PublishedDigest) -> str:
    """The text in Markdown that reads the same anywhere, with its title."""
    whole = with_addresses(digest.text, _resolver(wiki, digest))
    return f"# {markdown_text(digest.title)}\n\n{whole.strip()}\n"


def _rendered(wiki: Wiki, digest: PublishedDigest) -> str:
    return str(curated(digest.text, _resolver(wiki, digest)))


def _resolver(wiki: Wiki, digest: PublishedDigest) -> Callable[[str], tuple[str, str] | None]:
    def resolve(target: str) -> tuple[str, str] | None:
        page = wiki.find(target, f"content/digests/{digest.id}.md")
        address = wiki.config.address_of(url_of(page[0])) if page else ""
        return (address, page[1]) if page and address else None

    return resolve


class _Html(HTMLParser):
    """Writes sanitized HTML anew: tags with their styles, addresses, and nothing else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[Markup] = []
        self.is_cut = False
        self._open: list[str] = []
        self._size = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._size > LARGEST and tag in BREAKS:
            self.is_cut = True
        if self.is_cut:
            return
        name = HEADINGS.get(tag, tag)
        style = Markup(' style="{}"').format(STYLES[name]) if name in STYLES else ""
        address = dict(attrs).get("href") or ""
        is_link = tag == "a" and address.startswith(ADDRESSES)
        href = Markup(' href="{}"').format(address) if is_link else ""
        self._write(Markup("<{}{}{}>").format(name, href, style))
        if tag not in EMPTY:
            self._open.append(name)

    def handle_endtag(self, tag: str) -> None:
        name = HEADINGS.get(tag, tag)
        if not self.is_cut and self._open and self._open[-1] == name:
            self._open.pop()
            # Mail goes in lines of at most 998 bytes (RFC 5322, 2.1.1); programs that show its source are glad, too.
            self._write(Markup("</{}>{}").format(name, "\n" if tag in BLOCKS or name in STYLES else ""))

    def handle_data(self, data: str) -> None:
        if not self.is_cut:
            self._write(escape_html(data))

    def close(self) -> None:
        super().close()
        while self._open:
            self.written.append(Markup("</{}>").format(self._open.pop()))

    def _write(self, text: Markup) -> None:
        self.written.append(text)
        self._size += len(text.encode("utf-8", "replace"))


class _Text(HTMLParser):
    """Writes sanitized HTML as lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words: list[str] = []
        self._addresses: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._words.append("\n")
        if tag in BLOCKS:
            self.end_block()
            self._tag = tag
        if tag == "a" and (address := dict(attrs).get("href") or "").startswith(ADDRESSES):
            self._addresses.append(address)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_block()
        elif tag in {"td", "th"}:
            self._words.append("  ")

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end_block(self) -> None:
        """Writes what was read since the last block."""
        text = "".join(self._words)
        if text.strip():
            mark = "- " if self._tag == "li" else ""
            indent = " " * len(mark)
            if self._tag not in {"li", "tr"} or (self.lines and not self.lines[-1].startswith((" ", "- "))):
                self.lines.append("")
            for number, line in enumerate(filter(str.strip, text.split("\n"))):
                first = mark if number == 0 else indent
                wrapper = textwrap.TextWrapper(WIDTH, first, indent, break_on_hyphens=False)
                self.lines += wrapper.wrap(" ".join(line.split()))
            if self._tag in HEADINGS:
                self.lines.append(("=" if self._tag == "h3" else "-") * min(WIDTH, len(self.lines[-1])))
            self.lines += [f"{indent}{address}" for address in dict.fromkeys(self._addresses)]
        self._words, self._addresses, self._tag = [], [], ""
