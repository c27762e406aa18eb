"""Markdown, and HTML inside it, as a flat sequence of blocks: headings, list items, rows of tables, paragraphs.

A block's text is a sequence of spans, each with the address that it links to and whether it is bold. Images are
dropped: on lists they are badges; a link around one has no text. Nested lists are items of a greater depth.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate, groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct, field

from litwiki.model.replace import replace

LONGEST_BLOCK = 20_000
"""Characters of one paragraph or item in which links are looked for, and of what follows them."""
MOST_SIGNS = 1_000
"""Signs of one kind in the part of a paragraph in which links are looked for."""
MOST_OPEN = 20
"""Square brackets that are open at a time."""
SIGN = re.compile(r"[\[\]<(`*_!&:]")
DEEPEST = 40
"""Lists inside each other; what is nested deeper counts as nested so deep."""
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
DEEP = re.compile(rf"^[ ]{{{2 * DEEPEST + 1},}}", re.MULTILINE)
DEEP_AS = " " * 2 * DEEPEST
"""The indentation of what is nested deeper: the parser drops without a word what is too deep for it."""
LONGEST_FRONT_MATTER = 200
"""Lines."""


class Span(Struct, frozen=True):
    """A run of text with one style, strong (bold or code) or not; `url` is where it links to. A line that the author
    ended is ended by a line break; where a text was only wrapped there is a space."""

    text: str
    url: str = ""
    is_strong: bool = False
    is_code: bool = False
    """Whether it is strong as code, not within bold text, which stays one span."""


class Block(Struct):
    """`kind` is `heading` (`depth` is its level), `item` (`depth` of its list, from 1), `row`, `header` (of a table),
    `text`, `code` or `rule`. A row has its text in `cells`."""

    kind: str
    depth: int
    line: int
    spans: list[Span] = field(default_factory=list)
    cells: list[list[Span]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The text without addresses."""
        spans = self.spans or [span for cell in self.cells for span in [*cell, Span(" | ")]][:-1]
        return " ".join("".join(span.text for span in spans).split())


def parse_blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text in order; lines count from 1."""
    parser = MarkdownIt("commonmark", {"maxNesting": 3 * DEEPEST}).enable("table")
    parser.core.ruler.disable("inline")
    env: dict[str, object] = {}
    reader = _Reader()
    for token in parser.parse(DEEP.sub(DEEP_AS, _without_front_matter(text)), env):
        if token.type == "inline":
            readable = readable_part(token.content)
            token.children = []
            parser.inline.parse(token.content[:readable], parser, env, token.children)
            rest = token.content[readable : readable + LONGEST_BLOCK]
            token.children += [Token("text", "", 0, content=rest)] if rest else []
        reader.take(token)
    return [block for block in reader.blocks if block.spans or block.cells or block.kind == "code"]


def readable_part(text: str) -> int:
    """As much of a paragraph as links can be looked for in without taking time to speak of: that grows with the square
    of the brackets that are open. What follows is text, so that an item with a long note keeps its title."""
    end, counts, is_open = min(len(text), LONGEST_BLOCK), Counter[str](), 0
    for sign in SIGN.finditer(text, 0, end):
        counts[sign[0]] += 1
        is_open = max(0, is_open + (sign[0] == "[") - (sign[0] == "]"))
        if counts[sign[0]] > MOST_SIGNS or is_open > MOST_OPEN:
            end = sign.start()
            break
    return end if end == len(text) else text.rfind(" ", 0, end) + 1 or end


def _without_front_matter(text: str) -> str:
    """Its lines are blank, so that those below keep their numbers."""
    if not text.startswith("---\n"):
        return text
    lines = text.split("\n", LONGEST_FRONT_MATTER)
    if "---" not in lines[1:]:
        return text
    end = lines.index("---", 1)
    return "\n".join(["" for _ in lines[: end + 1]] + lines[end + 1 :])


class _Reader:
    """From tokens and tags to blocks. Work is constant a token: what is open is a counter or the last of a list."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.items: list[Block] = []
        self.row: Block | None = None

    def take(self, token: Token) -> None:
        line = token.map[0] + 1 if token.map else (self.blocks[-1].line if self.blocks else 1)
        if token.type == "inline":
            self.add(_spans(token))
        elif token.type.startswith("list_item"):
            self.open_item(line) if token.nesting > 0 else self.close_item()
        elif token.type == "heading_open":
            self.blocks.append(Block("heading", int(token.tag[1:]), line))
        elif token.type == "paragraph_open" and not self.items:
            self.blocks.append(Block("text", 0, line))
        elif token.type in {"tr_open", "tr_close"}:
            self.open_row(line) if token.nesting > 0 else self.close_row()
        elif token.type in {"th_open", "td_open"}:
            self.open_cell(is_header=token.type == "th_open")
        elif token.type in {"fence", "code_block"}:
            self.blocks.append(Block("code", 0, line, [Span(token.content[:LONGEST_BLOCK])]))
        elif token.type == "html_block":
            _Tags(self, line).read(token.content)

    def open_item(self, line: int) -> None:
        """Begins an item inside those that are open."""
        if len(self.items) >= DEEPEST:
            self.close_item()
        self.items.append(Block("item", len(self.items) + 1, line))
        self.blocks.append(self.items[-1])

    def close_item(self) -> None:
        if self.items:
            self.items.pop()

    def open_row(self, line: int) -> None:
        self.row = Block("row", 0, line)
        self.blocks.append(self.row)

    def close_row(self) -> None:
        self.row = None

    def open_cell(self, *, is_header: bool) -> None:
        if self.row is not None:
            self.row.kind = "header" if is_header else self.row.kind
            self.row.cells.append([])

    def add(self, spans: Sequence[Span]) -> None:
        """Text goes to the open cell, else to a heading, paragraph or item."""
        if self.row is not None:
            if self.row.cells:
                self.row.cells[-1].extend(spans)
            return
        last = self.blocks[-1] if self.blocks else None
        target = last if last and last.kind == "heading" and not last.spans else self.items[-1] if self.items else last
        if target is None or target.kind in {"code", "row", "header"}:
            target = Block("text", 0, last.line if last else 1)
            self.blocks.append(target)
        if target.spans:
            target.spans.append(Span(" "))
        target.spans.extend(spans)


def _spans(token: Token) -> list[Span]:
    """The spans of a paragraph's tokens."""
    spans: list[Span] = []
    url, strong = "", 0
    for child in token.children or ():
        if child.type == "link_open":
            url = str(child.attrs.get("href", ""))
            spans.append(Span("", url, strong > 0))
        elif child.type == "link_close":
            url = ""
        elif child.type in {"strong_open", "strong_close"}:
            strong += 1 if child.type == "strong_open" else -1
        elif child.type in {"text", "text_special"}:
            spans.append(Span(child.content, url, strong > 0))
        elif child.type == "code_inline":
            spans.append(Span(child.content, url, is_strong=True, is_code=strong == 0))
        elif child.type in {"softbreak", "hardbreak"}:
            spans.append(Span("\n" if child.type == "hardbreak" else " ", url, strong > 0))
        elif child.type == "html_inline":
            url, strong = _with_tag(child.content, url, strong, spans)
    return _joined(spans)


HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def _with_tag(tag: str, url: str, strong: int, spans: list[Span]) -> tuple[str, int]:
    """What is open after a tag of HTML inside Markdown."""
    name = re.match(r"</?\s*([a-zA-Z0-9]+)", tag)
    which = name[1].lower() if name else ""
    is_end = tag.startswith("</")
    if which == "a":
        found = None if is_end else HREF.search(tag)
        # markdown-it encodes addresses of its own links, so that none of them can begin code.
        url = unescape(next((part for part in found.groups() if part), "")).replace("`", "%60") if found else ""
        if url:
            spans.append(Span("", url, strong > 0))
    elif which in {"b", "strong"}:
        strong = max(0, strong + (-1 if is_end else 1))
    elif which in {"br", "p", "div", "li"}:
        spans.append(Span("\n"))
    return url, strong


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Neighbors of one address and style as one span; each link has a span of its own. A link whose text has another
    style than the text around it begins with an empty span, which says nothing."""
    link = accumulate(bool(span.url) and not span.text for span in spans)
    runs = groupby(zip(spans, link, strict=True), lambda pair: (replace(pair[0], text=""), pair[1]))
    joined = [replace(alike, text="".join(span.text for span, _ in run)) for (alike, _), run in runs]
    pairs = pairwise([*joined, Span("")])
    return [span for span, following in pairs if span.text or (span.url and span.url != following.url)]


class _Tags(HTMLParser):
    """A block of HTML: `<li>`, `<tr>`, `<h2>` and `<summary>` begin blocks, `<a>` links, `<b>` is bold."""

    def __init__(self, reader: _Reader, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.reader, self.first = reader, line
        self.url, self.strong, self.skipped = "", 0, 0
        self.open_items = [0]  # in each list; `</li>` may be left out

    def read(self, content: str) -> None:
        # The parser of Python takes the square of their number for comments that nothing closes.
        self.feed(COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content))
        self.close()
        for _ in range(sum(self.open_items)):
            self.reader.close_item()
        self.reader.close_row()

    def _close_item(self) -> None:
        if self.open_items[-1]:
            self.open_items[-1] = 0
            self.reader.close_item()

    @property
    def line(self) -> int:
        return self.first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol", "li"}:
            self._open_list_or_item(tag)
        elif tag == "tr":
            self.reader.open_row(self.line)
        elif tag in {"td", "th"}:
            self.reader.open_cell(is_header=tag == "th")
        elif re.fullmatch(r"h[1-6]|summary", tag):
            self.reader.blocks.append(Block("heading", 6 if tag == "summary" else int(tag[1]), self.line))
        elif tag in {"p", "div"} and not self.reader.items and self.reader.row is None:
            self.reader.blocks.append(Block("text", 0, self.line))
        elif tag == "a":
            self.url = dict(attrs).get("href") or ""
            if self.url:
                self.reader.add([Span("", self.url, self.strong > 0)])
        elif tag in {"b", "strong"}:
            self.strong += 1
        elif tag in {"script", "style"}:
            self.skipped += 1

    def _open_list_or_item(self, tag: str) -> None:
        if tag == "li":
            self._close_item()
            self.open_items[-1] = 1
            self.reader.open_item(self.line)
        else:
            self.open_items.append(0)

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._close_item()
        elif tag in {"ul", "ol"} and len(self.open_items) > 1:
            self._close_item()
            self.open_items.pop()
        elif tag == "tr":
            self.reader.close_row()
        elif tag == "a":
            self.url = ""
        elif tag in {"b", "strong"}:
            self.strong = max(0, self.strong - 1)
        elif tag in {"script", "style"}:
            self.skipped = max(0, self.skipped - 1)

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.skipped:
            self.reader.add([Span(data.replace("\n", " "), self.url, self.strong > 0)])
