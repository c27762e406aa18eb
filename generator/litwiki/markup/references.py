"""What stands in curators' Markdown: references (`[[slug]]`), links, formulas, raw HTML, with the lines they are on."""

import html
import itertools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from litwiki.markup.curated import ALLOWED_TAGS
from litwiki.markup.markdown import markdown_text
from litwiki.markup.tokens import REFERENCE, blocks_of, every

if TYPE_CHECKING:
    from markdown_it.token import Token


def _with_lines(markdown: str) -> "Iterator[tuple[int, Token]]":
    """Blocks and what is in them, each with the line, from 0, on which the block begins."""
    for block in blocks_of(markdown):
        for token in (block, *(block.children or ())):
            yield block.map[0] if block.map else 0, token


def disallowed_html(markdown: str) -> tuple[str, ...]:
    """Names of the raw HTML elements that `sanitize` would drop, in their order; code is left out."""
    raw = (token.content for _, token in _with_lines(markdown) if token.type in {"html_block", "html_inline"})
    names = (name.lower() for content in (raw if "<" in markdown else ()) for name in ELEMENT.findall(content))
    return tuple(dict.fromkeys(name for name in names if name not in ALLOWED_TAGS))


ELEMENT = re.compile(r"<\s*([a-zA-Z][\w:-]*)")


def find_references(markdown: str) -> list[tuple[int, str]]:
    """The insides of all `[[…]]` in a curator's Markdown with their lines from 0, code left out."""
    blocks = [block for block in blocks_of(markdown) if block.children] if "[[" in markdown else []
    return [
        (block.map[0] + token.meta["line"], token.info)
        for block in blocks
        for token in every(block.children or ())
        if token.type == "reference" and block.map
    ]


def find_steps(markdown: str) -> list[tuple[str, int, int]]:
    """The paragraphs of a curator's Markdown that are nothing but one `[[slug]]`: what it names, and the lines, from
    0, on which the paragraph begins and ends (the line behind it). Those in lists and quotes are none."""
    references = []
    for opening, block in itertools.pairwise(blocks_of(markdown) if "[[" in markdown else ()):
        if opening.type == "paragraph_open" and not opening.level and opening.map:
            match = REFERENCE.fullmatch(block.content.strip())
            target = match["target"].strip().removeprefix("paper:") if match else ""
            if target and ":" not in target:
                references.append((target, opening.map[0], opening.map[1]))
    return references


def find_open_references(markdown: str) -> list[tuple[int, str]]:
    """Beginnings of `[[…]]` in a curator's Markdown that no reference came of, with their lines, code left out."""
    places: list[tuple[int, str]] = []
    for block in blocks_of(markdown) if "[[" in markdown else ():
        if block.type != "inline" or not block.map:
            continue
        line = block.map[0]
        # Of a reference nothing is left in the text but its words; what still has brackets is none.
        for token in block.children or ():
            if token.type in {"softbreak", "hardbreak"}:
                line += 1
            elif token.type == "text" and (at := token.content.find("[[")) >= 0:
                places.append((line, token.content[at : at + 40]))
            elif token.type == "code_inline":
                line += token.content.count("\n")
    return places


def find_math(markdown: str) -> list[tuple[int, str]]:
    """The formulas in a curator's Markdown with the lines, from 0, of their blocks."""
    signs = "$" in markdown or "\\(" in markdown or "\\[" in markdown or "math" in markdown
    tokens = _with_lines(markdown) if signs else ()
    return [
        (line, token.content) for line, token in tokens if token.type in {"math_inline", "math_display", "math_block"}
    ]


def find_merge_marker(markdown: str) -> int:
    """The line, from 1, on which git's mark of an unfinished merge stands in a curator's Markdown; 0 for none. In code
    it is text, and so is a part of the three marks."""
    if not all(mark in markdown for mark in ("<<<<<<< ", "=======", ">>>>>>> ")):
        return 0
    lines = CODE_BLOCK.sub(lambda match: "\n" * match[0].count("\n"), markdown).split("\n")
    first = next((n for n, line in enumerate(lines, 1) if line.startswith("<<<<<<< ")), 0)
    rest = [line.rstrip() for line in lines[first:]] if first else []
    middle = rest.index("=======") if "=======" in rest else -1
    return first if middle >= 0 and any(line.startswith(">>>>>>> ") for line in rest[middle:]) else 0


def find_addresses(markdown: str) -> list[tuple[int, str]]:
    """The addresses of all links in a curator's Markdown with the lines, from 0, of their blocks."""
    addresses: list[tuple[int, str]] = []
    for line, token in _with_lines(markdown) if ADDRESSED.search(markdown) else ():
        if token.type in {"link_open", "image"}:
            addresses.append((line, str(token.attrs.get("href" if token.type == "link_open" else "src", ""))))
        elif token.type in {"html_block", "html_inline"}:
            addresses += [(line, html.unescape(m[2] or m[3] or "")) for m in RAW_LINK.finditer(token.content)]
    return addresses


ADDRESSED = re.compile(r"[\[<@]|://|www\.", re.IGNORECASE)
"""A sign of every way to write an address."""

RAW_LINK = re.compile(
    r"""<a\s(?:[^<>"']|"[^"]*"|'[^']*')*?\bhref\s*=\s*(?:(["'])(.*?)\1|([^\s"'>]+))""", re.IGNORECASE | re.DOTALL
)

# Code in Markdown as far as references go: fenced blocks, and spans on one line (CommonMark 0.31, 4.5 and 6.1).
CODE = (
    r"(?P<code>^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?(?: {0,3}(?P=fence)[`~]*[ \t\r]*$|[^\n]*\Z)"
    r"|(?P<ticks>`+)[^\n]+?(?P=ticks))"
)

CODE_BLOCK = re.compile(CODE.partition("|(?P<ticks>")[0] + ")", re.MULTILINE)

LINKED = r"(?P<before>\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)(?P<address>[^\s<>()]+)"

NAMED = re.compile(
    rf"{CODE}|(?P<open>\[\[\s*)(?P<target>[^\[\]|\n]{{1,120}}?)(?=\s*(?:\||\]\]))|{LINKED}", re.MULTILINE
)

WHOLE = re.compile(f"{CODE}|{REFERENCE.pattern}|{LINKED}", re.MULTILINE)


def exchange_references(markdown: str, other: Callable[[str], str | None]) -> str:
    """A curator's Markdown with the targets of `[[…]]` and of links replaced by what `other` has for them.

    Code stays as it is, and so does every target for which `other` gives None.
    """

    def exchanged(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        before, target = (match["open"], match["target"]) if match["target"] else (match["before"], match["address"])
        return f"{before}{other(target) or target}"

    return NAMED.sub(exchanged, markdown)


def with_addresses(markdown: str, resolve: Callable[[str], tuple[str, str] | None]) -> str:
    """A curator's Markdown that reads the same anywhere: links in place of `[[…]]`, whole addresses in place of names
    of files. `resolve` gives address ('' for none) and title of what either names. Code stays as it is."""

    def shown(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        if match["address"]:
            page = resolve(match["address"])
            return f"{match['before']}{page[0]}" if page and page[0] else match[0]
        address, title = resolve(match["target"].strip()) or ("", match["target"])
        words = markdown_text(match["label"] or title)
        target = f"<{address}>" if "(" in address or ")" in address else address
        return f"[{words}]({target})" if address else words

    return WHOLE.sub(shown, markdown)
