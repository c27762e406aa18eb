r"""Writes plain text or spans as TeX that prints the same.

All outside text that becomes TeX passes through here, because a reader's TeX executes what stands in it. Text is
escaped; a formula stays one only if it has no commands outside of an allowlist, its braces balance as BibTeX counts
them, and it does not end math mode.
"""

import re
from collections.abc import Iterable

from litwiki.text.katex_commands import COMMANDS, ENVIRONMENTS
from litwiki.text.spans import MATH, Span
from litwiki.text.tex_symbols import STYLE_COMMANDS

# TeX's own characters, and those that its older fonts print as something else. Braces are commands, because
# BibTeX counts bare and escaped ones alike. All other characters stay as they are: BibTeX files are UTF-8.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\ensuremath{\lbrace}}",
    "}": r"{\ensuremath{\rbrace}}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{character: f"{{\\ensuremath{{{character}}}}}" for character in "<>|"},
    **{character: "\\" + character for character in "$&#_%"},
}
_LIGATURES = ("--", "``", "''", "?`", "!`", ",,")
_SPECIAL_SIGN = re.compile(f"[{re.escape(''.join(_TEX))}]")
_TEX_SIGN = re.compile(
    "|".join([_SPECIAL_SIGN.pattern, *(f"(?<={re.escape(two[0])}){re.escape(two[1])}" for two in _LIGATURES)])
)
"""One of `_TEX`, or the second sign of a ligature."""
_IN_FORMULA = re.compile(r"\\(?P<name>[A-Za-z]+)|\\(?P<sign>.)|(?P<forbidden>\^\^|[$%#@])|(?P<brace>[{}])", re.DOTALL)
_ENVIRONMENT = re.compile(r"\{([A-Za-z]{1,20})\*?\}")
_ESCAPED_BRACE = re.compile(r"\\(?:(?P<other>[^{}])|(?P<open>\{)|\})", re.DOTALL)


def tex_text(text: str) -> str:
    r"""Plain text for TeX: prints as the same characters, and its braces are balanced.

    >>> print(tex_text("50% of {x & a_b -- ü"))
    50\% of {\ensuremath{\lbrace}}x \& a\_b -{}- ü
    """
    if not _SPECIAL_SIGN.search(text) and not any(map(text.__contains__, _LIGATURES)):
        return text  # as most texts, of which this tells in a fifth of the time
    return _TEX_SIGN.sub(lambda match: _TEX.get(match[0]) or "{}" + match[0], text)


def to_tex(spans: Iterable[Span]) -> str:
    r"""Spans for TeX, formulas between dollars where they are safe.

    >>> print(to_tex([Span("tea", Style.EMPHASIS), Span(" & "), Span("x_1", Style.MATH), Span(r"\input", Style.MATH)]))
    \textit{tea} \& $x_1${\textbackslash}input
    """
    return "".join(map(_tex_span, spans))


def _tex_span(span: Span) -> str:
    formula = safe_formula(span.text) if span.style in MATH else ""
    written = f"${formula}$" if formula else tex_text(span.text)
    for style in reversed(span.styles):
        written = f"\\{STYLE_COMMANDS[style]}{{{written}}}"
    return written


def safe_formula(tex: str) -> str:
    r"""A formula that can stand between dollars in a field of somebody's bibliography; nothing where it cannot.

    Escaped braces become commands, because BibTeX counts them as braces. `^^5c` is another way to write a backslash
    (TeXbook, 8), which an allowlist of names would not see.

    >>> safe_formula(r"\mathcal{N}=4"), safe_formula(r"\{a\}"), safe_formula(r"\input{x}"), safe_formula("a}")
    ('\\mathcal{N}=4', '\\lbrace a\\rbrace ', '', '')
    """
    if tex.endswith("\\") or not tex.strip():
        return ""
    written = _ESCAPED_BRACE.sub(lambda m: m[0] if m["other"] else r"\lbrace " if m["open"] else r"\rbrace ", tex)
    depth = 0
    for match in _IN_FORMULA.finditer(written):
        if match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
        if depth < 0 or match["forbidden"] or (match["sign"] and match["sign"] in "()[]"):
            return ""
        if match["name"] and not _is_allowed(match["name"], written, match.end()):
            return ""
    return "" if depth else written


def _is_allowed(name: str, tex: str, behind: int) -> bool:
    if name in {"begin", "end"}:
        environment = _ENVIRONMENT.match(tex, behind)
        return bool(environment and environment[1] in ENVIRONMENTS)
    return name in COMMANDS
