"""Text with a meaning: runs of characters, each with the styles that its author gave it.

Every reader of markup (TeX of a bibliography, our own markup) gives spans, and every writer (plain text, HTML, TeX)
takes them: no two of them need to know each other.
"""

import re
from collections.abc import Iterable
from enum import Enum
from itertools import accumulate, groupby

from msgspec import Struct


class Style(Enum):
    """How a span is meant."""

    PLAIN = "plain"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    SMALL_CAPS = "small capitals"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    MATH = "math"
    """TeX without its delimiters, to be typeset in the line."""
    DISPLAY = "display"
    """TeX without its delimiters, to be typeset on a line of its own."""


MATH = frozenset({Style.MATH, Style.DISPLAY})


class Span(Struct, frozen=True):
    """A run of text of one style, and the styles of what it stands in, outermost first and each at most once."""

    text: str
    style: Style = Style.PLAIN
    around: tuple[Style, ...] = ()

    @property
    def styles(self) -> tuple[Style, ...]:
        """All its styles, outermost first, without the plain one and without that of math."""
        inner = () if self.style is Style.PLAIN or self.style in MATH else (self.style,)
        return self.around + inner


def make_span(text: str, styles: tuple[Style, ...]) -> Span:
    """A span of text that is no math, with its styles, outermost first."""
    return Span(text, styles[-1], styles[:-1]) if styles else Span(text)


def within(styles: tuple[Style, ...], style: Style) -> tuple[Style, ...]:
    """The styles of a group inside of others. Emphasis within emphasis is upright."""
    if style in styles:
        return tuple(s for s in styles if s is not style) if style is Style.EMPHASIS else styles
    return (*styles, style)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Adjacent spans of the same styles as one, empty ones left out; formulas stay apart."""
    filled = [span for span in spans if span.text]
    formulas = accumulate(span.style in MATH for span in filled)
    runs = groupby(zip(filled, formulas, strict=True), lambda pair: (pair[0].style, pair[0].around, pair[1]))
    return tuple(Span("".join(span.text for span, _ in run), style, around) for (style, around, _), run in runs)


def matching_braces(text: str) -> dict[int, int]:
    r"""Where the brace closes that opens at a place, for all that close. An escaped one (`\{`) is no brace.

    >>> matching_braces("{a{b}")
    {2: 4}
    """
    ends: dict[int, int] = {}
    opened: list[int] = []
    for sign in BRACE.finditer(text):
        if sign[0] == "{":
            opened.append(sign.start())
        elif sign[0] == "}" and opened:
            ends[opened.pop()] = sign.start()
    return ends


BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
