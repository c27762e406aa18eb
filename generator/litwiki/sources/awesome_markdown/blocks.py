"""Markdown, and HTML inside it, as a flat sequence of blocks: headings, list items, rows of tables, paragraphs.

A block's text is a sequence of spans, each with the address that it links to and whether it is bold. Images are
dropped: on lists they are badges; a link around one has no text. Nested lists are items of a greater depth.
"""

import re
from collections import Counter
from collections.abc import Sequence
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


BLOCK_TAGS = frozenset(
    {"ul", "ol", "li", "tr", "td", "th", "p", "div", "summary", *(f"h{level}" for level in range(1, 7))}
)
LINE_TAGS = frozenset({"br", "p", "div", "li"})
"""Tags that begin a line where they stand in one, or in a cell; in a line, they end one as well."""


class _Reader(HTMLParser):
    """From tokens of Markdown and from tags of HTML, which say the same, to blocks: `<li>`, `<tr>`, `<h2>` and
    `<summary>` begin blocks, `<a>` links, `<b>` is bold. Work is constant a token or tag: what is open is a counter or
    the last of a list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.items: list[Block] = []
        self.row: Block | None = None
        self.lists = [False]
        """Of each open list whether an item is open in it: `</li>` may be left out."""
        self.outer = 1
        """How many lists are around a block of HTML, which cannot end them."""
        self.run: list[Span] = []
        """What was read and is in no block yet."""
        self.first = 1
        self.is_inline = False
        self.url, self.strong, self.skipped = "", 0, 0

    def take(self, token: Token) -> None:
        self.reset()
        self.first = token.map[0] + 1 if token.map else (self.blocks[-1].line if self.blocks else 1)
        self.is_inline = token.type == "inline"
        if token.type in {"fence", "code_block"}:
            self.blocks.append(Block("code", 0, self.first, [Span(token.content[:LONGEST_BLOCK])]))
        elif token.nesting > 0:
            self.handle_starttag(token.tag, [])
        elif token.nesting < 0:
            self.handle_endtag(token.tag)
        elif self.is_inline:
            for child in token.children or ():
                self._take_inline(child)
            self._end_run()
        elif token.type == "html_block":
            self.lists.append(False)
            self.outer = len(self.lists)
            self._take_html(token.content)
            self._end_run()
            while len(self.lists) >= self.outer:
                self._close_item()
                self.lists.pop()
            self.row, self.outer = None, 1

    def _take_inline(self, token: Token) -> None:
        if token.type in {"text", "text_special"}:
            self.handle_data(token.content)
        elif token.type == "code_inline":
            self.run.append(Span(token.content, self.url, is_strong=True, is_code=self.strong == 0))
        elif token.type == "softbreak":
            self.handle_data(" ")
        elif token.type == "html_inline":
            self._take_html(token.content)
        elif token.nesting < 0:
            self.handle_endtag(token.tag)
        elif token.type != "image":
            self.handle_starttag(token.tag, [(name, str(value)) for name, value in token.attrs.items()])

    def _take_html(self, content: str) -> None:
        self.reset()
        # The parser of Python takes the square of their number for comments that nothing closes.
        self.feed(COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.first + self.getpos()[0] - 1
        if tag == "a":
            # markdown-it encodes addresses of its own links, so that none of them can begin code.
            self.url = (dict(attrs).get("href") or "").replace("`", "%60")
            self.run += [Span("", self.url, self.strong > 0)] if self.url else []
        elif tag in {"b", "strong"}:
            self.strong += 1
        elif tag in {"script", "style"}:
            self.skipped += not self.is_inline
        elif tag in LINE_TAGS and (self.is_inline or self.row is not None or tag == "br"):
            self.run.append(Span("\n"))
        elif tag in BLOCK_TAGS and not self.is_inline:
            self._end_text()
            self._open(tag, line)

    def _open(self, tag: str, line: int) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append(False)
        elif tag == "li":
            self._close_item()
            self.lists[-1] = True
            if len(self.items) >= DEEPEST:
                self.items.pop()
            self.items.append(Block("item", len(self.items) + 1, line))
            self.blocks.append(self.items[-1])
        elif tag == "tr":
            self.row = Block("row", 0, line)
            self.blocks.append(self.row)
        elif tag in {"td", "th"}:
            if self.row is not None:
                self.row.kind = "header" if tag == "th" else self.row.kind
                self.row.cells.append([])
        elif tag not in {"p", "div"}:
            self.blocks.append(Block("heading", 6 if tag == "summary" else int(tag[1]), line))
        elif not self.items and self.row is None:
            self.blocks.append(Block("text", 0, line))

    def _close_item(self) -> None:
        if self.lists[-1]:
            self.lists[-1] = False
            self.items = self.items[:-1]

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.url = ""
        elif tag in {"b", "strong"}:
            self.strong = max(0, self.strong - 1)
        elif tag in {"script", "style"}:
            self.skipped = max(0, self.skipped - 1)
        elif tag in LINE_TAGS and self.is_inline:
            self.run.append(Span("\n"))
        elif tag in BLOCK_TAGS and not self.is_inline:
            self._end_text()
            if tag == "tr":
                self.row = None
            elif tag == "li" or (tag in {"ul", "ol"} and len(self.lists) > self.outer):
                self._close_item()
                self.lists = self.lists if tag == "li" else self.lists[:-1]

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.run.append(Span(data.replace("\n", " "), self.url, self.strong > 0))

    def _end_run(self) -> None:
        self._end_text()
        self.url, self.strong, self.skipped = "", 0, 0

    def _end_text(self) -> None:
        """Text goes to the open cell, else to a heading, paragraph or item."""
        spans, self.run = _joined(self.run), []
        if not any(span.text.strip() or span.url for span in spans):
            return
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


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Neighbors of one address and style as one span; each link has a span of its own. A link whose text has another
    style than the text around it begins with an empty span, which says nothing."""
    link = accumulate(bool(span.url) and not span.text for span in spans)
    runs = groupby(zip(spans, link, strict=True), lambda pair: (replace(pair[0], text=""), pair[1]))
    joined = [replace(alike, text="".join(span.text for span, _ in run)) for (alike, _), run in runs]
    pairs = pairwise([*joined, Span("")])
    return [span for span, following in pairs if span.text or (span.url and span.url != following.url)]
