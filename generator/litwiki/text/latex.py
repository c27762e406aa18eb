"""LaTeX in running text: the raw text of a title or an abstract in, spans with their meaning out.

The LaTeX of pasted listings is damaged: commands lost their backslash (`R^{n times n}`), groups lost
their command. The rule is therefore to convert only what is certain and to show the plain characters
where in doubt: a reader can read `n times n`; a wrong guess hides what was printed. Nothing here knows
Markdown or HTML: `markup` writes spans down.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from pylatexenc.latex2text import LatexNodes2Text


class Style(Enum):
    """How a span is meant."""

    PLAIN = "plain"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    MATH = "math"
    """TeX without its delimiters, to be typeset in the line."""
    DISPLAY = "display"
    """TeX without its delimiters, to be typeset on a line of its own."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one style."""

    text: str
    style: Style = Style.PLAIN


STYLES = {
    "em": Style.EMPHASIS,
    "it": Style.EMPHASIS,
    "sl": Style.EMPHASIS,
    "emph": Style.EMPHASIS,
    "textit": Style.EMPHASIS,
    "textsl": Style.EMPHASIS,
    "itshape": Style.EMPHASIS,
    "bf": Style.STRONG,
    "textbf": Style.STRONG,
    "bfseries": Style.STRONG,
    "tt": Style.CODE,
    "texttt": Style.CODE,
    "ttfamily": Style.CODE,
}
# Commands that stand for themselves: pylatexenc knows thousands, but most of them are English words too
# once a backslash was lost and found; these are the ones that occur in running text.
SYMBOLS = {
    *("L", "l", "O", "o", "AA", "aa", "AE", "ae", "OE", "oe", "ss", "i", "j"),
    *("textmu", "textalpha", "textbeta", "textregistered", "texttrademark", "textcopyright", "textdegree"),
    *("ldots", "dots", "textellipsis", "textendash", "textemdash", "textasciitilde", "textbackslash"),
    *("S", "P", "dag", "ddag", "pounds", "copyright", "textquotesingle"),
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega"),
    *("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
    *("times", "cdot", "pm", "approx", "sim", "leq", "geq", "le", "ge", "neq", "infty", "ell", "nabla"),
    *("rightarrow", "leftarrow", "to", "in", "ll", "gg"),
}
SCANNER = re.compile(
    r"""
      \\\((?P<inline>.{1,1000}?)\\\)                                   # \( math \)
    | \\\[(?P<display>.{1,1000}?)\\\]                                  # \[ math \]
    | (?<![\\$\w])\$\$(?P<double>[^$]+)\$\$(?!\w)                      # $$math$$
    | (?<![\\$\w])\$(?P<dollar>[^\s$](?:[^$]*[^\s$\\])?)\$(?![\d$])    # $math$ as pandoc reads it
    | (?P<accent>\\["'`^~=.](?:\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z])|[A-Za-z])|\\[uvHtcdbrk]\{[A-Za-z]\})
    | \{\s*\\(?P<switch>em|it|sl|bf|tt|itshape|bfseries|ttfamily)(?![A-Za-z])\s*
    | \\(?P<styled>emph|textit|textsl|textbf|texttt)\s*\{
    | \\(?P<escape>[%&\#{}$])
    | (?<=[A-Za-z0-9])\\(?P<underscore>_)(?=[A-Za-z0-9])
    | \\(?P<space>[,;:!]|\ |/)(?=[\\\w\s%(])
    | (?<![\w:\\/])\\(?P<command>[A-Za-z]+)(?P<gap>\{\}|\s+(?=[a-z]))?
    | ``(?P<quoted>[^`\n]{1,200}?)(?:''|"(?!\w))
    | (?P<nbsp>(?<=[A-Za-z.,])~(?=[A-Za-z0-9\\(\[]))
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST_GROUP = 400
"""Characters of a group with a style (the longest in the listings has 106). It bounds how deep groups nest and,
with the bounds in `SCANNER`, the time for text that opens thousands of them."""
ACCENTABLE = frozenset("aeiouycnszgrtldhjkAEIOUYCNSZGRTLDHJK")
_unicode = LatexNodes2Text(math_mode="text", keep_comments=True)


def parse_spans(raw: str) -> tuple[Span, ...]:
    r"""What an author meant by `raw`, in order; adjacent spans of one style are joined.

    >>> parse_spans(r"91\% on {\it all} of \( A \)")  # doctest: +NORMALIZE_WHITESPACE
    (Span(text='91% on ', style=<Style.PLAIN: 'plain'>), Span(text='all', style=<Style.EMPHASIS: 'emphasis'>),
     Span(text=' of ', style=<Style.PLAIN: 'plain'>), Span(text='A', style=<Style.MATH: 'math'>))
    """
    if not _may_have_latex(raw):
        return (Span(raw, Style.PLAIN),) if raw else ()
    return tuple(_join(_scan(raw, Style.PLAIN)))


def to_plain(raw: str) -> str:
    r"""`raw` in Unicode without styles; math keeps its TeX.

    >>> to_plain(r"variational ans\"atze {\em win}")
    'variational ansätze win'
    """
    if not _may_have_latex(raw):
        return raw
    return "".join(span.text for span in parse_spans(raw))


def _may_have_latex(raw: str) -> bool:
    """Whether there is anything that `SCANNER` could find: each of its ways begins with, or has, one of these."""
    return "\\" in raw or "``" in raw or "$" in raw or "~" in raw


def _join(spans: Iterator[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last and span.style is last.style and span.style not in {Style.MATH, Style.DISPLAY}:
            last = Span(last.text + span.text, span.style)
        elif span.text:
            if last:
                yield last
            last = span
    if last:
        yield last


def _scan(raw: str, style: Style) -> Iterator[Span]:
    position = 0
    while match := SCANNER.search(raw, position):
        yield Span(raw[position : match.start()], style)
        spans, position = _read(raw, match, style)
        yield from spans
    yield Span(raw[position:], style)


def _read(raw: str, match: re.Match[str], style: Style) -> tuple[list[Span], int]:
    """What one match of `SCANNER` stands for, and where reading goes on."""
    kind, found, end = match.lastgroup or "", match[match.lastgroup or 0], match.end()
    literal = [Span(match[0], style)]
    match kind:
        case "inline" | "dollar":
            certain = kind == "inline" or is_math(found)
            return ([Span(found.strip(), Style.MATH)] if certain else literal), end
        case "display" | "double":
            certain = kind == "display" or is_math(found)
            return ([Span(found.strip(), Style.DISPLAY)] if certain else literal), end
        case "switch" | "styled":
            return _group(raw, match, style)
        case "accent":
            return [Span(_accented(found), style)], end
        case "escape" | "underscore":
            return [Span(found, style)], end
        case "space":
            return [Span(" " if found in {" ", ","} else "", style)], end
        case "nbsp":
            return [Span(" ", style)], end
        case "quoted":
            return [Span("“", style), *_scan(found, style), Span("”", style)], end
        case _:
            return _command(match, style)


def _group(raw: str, match: re.Match[str], style: Style) -> tuple[list[Span], int]:
    """A group with a style; one that is unbalanced or too long shows as it is."""
    depth, start = 1, match.end()
    for index in range(start, min(len(raw), start + LONGEST_GROUP)):
        depth += {"{": 1, "}": -1}.get(raw[index], 0) if raw[index - 1] != "\\" else 0
        if depth == 0:
            inner = STYLES[match["switch"] or match["styled"]]
            if style is not Style.PLAIN and inner is style:
                inner = Style.PLAIN  # emphasis within emphasis is upright
            return list(_scan(raw[start:index], inner)), index + 1
    return [Span(match[0], style)], match.end()


def _accented(command: str) -> str:
    letter = command[-2] if command.endswith("}") else command[-1]
    if letter not in ACCENTABLE:
        return command
    return _composed(command) or command


@functools.lru_cache(maxsize=1024)
def _composed(command: str) -> str:
    """One accent command in Unicode, or nothing where there is no such letter."""
    text = unicodedata.normalize("NFC", str(_unicode.latex_to_text(command)))
    return text if len(text) == 1 and text.isalpha() and text.isprintable() else ""


def _command(match: re.Match[str], style: Style) -> tuple[list[Span], int]:
    r"""A command in running text: a symbol, or a name that loses nothing but its backslash.

    `\x20` and `\u2028` are escapes of programming languages, not commands, and stay as they are.
    """
    name, gap, end = match["command"], match["gap"] or "", match.end()
    following = match.string[match.end("command") : match.end("command") + 1]
    if following.isdigit() or following == "\\" or re.match(r"(?:x[0-9A-Fa-f]{1,2}|[nrtfvab])\Z", name):
        return [Span(match[0], style)], end
    if re.match(r"x[0-9A-Fa-f]{2}", name) or re.match(r"u[0-9A-Fa-f]{4}", name):
        return [Span(match[0], style)], end
    if name in SYMBOLS:
        symbol = _symbol(name)
        # The space after a command ends its name; it is no space of the text ("\L ojasiewicz").
        return [Span(symbol if symbol.isalpha() else symbol + gap.replace("{}", ""), style)], end
    return [Span(name + gap.replace("{}", ""), style)], end


@functools.lru_cache(maxsize=1024)
def _symbol(name: str) -> str:
    return str(_unicode.latex_to_text(f"\\{name}{{}}")) or name


MATH_WORDS = re.compile(
    r"\\(?:text\w*|math\w+|operatorname|mbox|begin|end|label)\*?\s*\{[^{}]*\}|\\[A-Za-z]+", re.DOTALL
)


def is_math(tex: str) -> bool:
    r"""Whether what stands between two dollars is math rather than prices or shell variables.

    Observed: prices (`$5 and $10`), variables (`$HOME/$USER`), and damaged LaTeX whose commands lost their
    backslash (`$textbf{specialist} and …$`), which KaTeX would set as a row of italic letters. Rule: the
    brackets are balanced, something alphanumeric is there, and no bare word of four letters or more
    remains once commands are taken away. Where it is wrong (`$loss$`) the reader sees the plain
    characters, which is the safe side.
    """
    bare = MATH_WORDS.sub(" ", tex)
    balanced = all(bare.count(a) == bare.count(b) for a, b in ("{}", "()", "[]")) or "\\" in tex
    return (
        any(character.isalnum() for character in tex)
        and balanced
        and not re.search(r"[A-Za-z]{4}", bare)
        and not re.search(r"\b[A-Za-z]{2,}\s+[A-Za-z]{2,}\b|\s[A-Za-z]{2,}\s", bare)
    )
