"""Curators' Markdown as tokens of markdown-it: GitHub's dialect with references, `[[slug]]`."""

import functools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the parser of Markdown takes longer to import than a small build takes where no notes are read
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def _references(state: "StateInline", silent: bool) -> bool:
    """`[[slug]]`, `[[topic:peft]]` and `[[slug|words]]` as links, resolved through `env`."""
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        if "heard" in state.env:
            state.env["heard"].append((state.src.count("\n", 0, state.pos), match["target"].strip()))
        found = state.env["resolve"](match["target"].strip())
        label = " ".join((match["label"] or "").split())
        if found:
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": found[0]}
            opening.meta = {"resolved": True}
            state.push("text", "", 0).content = label or found[1]
            state.push("link_close", "a", -1)
        else:
            state.push("text", "", 0).content = label or match["target"].strip()
    state.pos = match.end()
    return True


REFERENCE = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,120})(?:\|(?P<label>[^\[\]]{1,200}))?\]\]")


@functools.cache
def parser_of(*, html: bool) -> "MarkdownIt":
    """The parser of notes, which keeps raw HTML or shows it as text."""
    from litwiki.markup.github_markdown import make_parser

    parser = make_parser(html=html)
    parser.inline.ruler.before("link", "reference", _references)
    return parser


def every(tokens: "Iterable[Token]") -> "Iterable[Token]":
    """Tokens and those in them, in their order."""
    for token in tokens:
        yield token
        yield from every(token.children or ())


@functools.lru_cache(maxsize=1)
def blocks_of(markdown: str) -> "Sequence[Token]":
    """Tokens of the blocks of a text; of one text after the other several things are asked."""
    return tuple(parser_of(html=True).parse(markdown, {"resolve": lambda _: None}))
