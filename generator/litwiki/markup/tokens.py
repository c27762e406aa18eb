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
    """`[[slug]]`, `[[topic:peft]]` and `[[slug|words]]` as tokens: `info` is the target, `content` the words."""
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if match and not silent:
        token = state.push("reference", "", 0)
        token.info, token.content = match["target"].strip(), " ".join((match["label"] or "").split())
        token.meta = {"line": state.src.count("\n", 0, state.pos)}
    state.pos = match.end() if match else state.pos
    return match is not None


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
    return tuple(parser_of(html=True).parse(markdown))
