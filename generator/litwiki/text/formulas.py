"""Formulas: whether what stands between two dollars is one."""

import re

from litwiki.text.katex_commands import COMMANDS, ENVIRONMENTS

LONGEST_MATH = 2_000
"""Characters of a formula; a longer one shows as its characters. It bounds what a browser typesets at once."""
MATH_WORDS = re.compile(
    r"\\(?:text\w*|math\w+|operatorname|mbox|begin|end|label)\*?\s*\{[^{}]*\}|\\[A-Za-z]+", re.DOTALL
)
CHARGE = re.compile(r"[\^_]\s*(?:\{[-+−*'†‡∗⋆,\s]{1,10}\}|[-+−*'†‡∗⋆])")
"""A raised sign, as in `Na$^+$` and `A$^*$`."""
TEX = re.compile(r"\\[A-Za-z]|[\^_]")


def has_tex(inner: str) -> bool:
    """Whether a text has a command, an exponent or an index: prices and names have none."""
    return bool(TEX.search(inner))


def is_math(tex: str) -> bool:
    r"""Whether what stands between two dollars is math rather than prices or shell variables.

    Observed: prices (`$5 and $10`), variables (`$HOME/$USER`), and damaged LaTeX whose commands lost their
    backslash (`$textbf{specialist} and …$`), which KaTeX would set as a row of italic letters. Rule: the
    brackets are balanced, something alphanumeric or a raised sign is there, and no bare word of four letters or more
    remains once commands are taken away. Where it is wrong (`$loss$`) the reader sees the plain
    characters, which is the safe side.
    """
    if "\\$" in tex:
        return False
    bare = MATH_WORDS.sub(" ", tex)
    balanced = all(bare.count(a) == bare.count(b) for a, b in ("{}", "()", "[]")) or "\\" in tex
    return (
        (any(character.isalnum() for character in tex) or bool(CHARGE.fullmatch(tex)))
        and balanced
        and not re.search(r"[A-Za-z]{4}", bare)
        and not re.search(r"\b[A-Za-z]{2,}\s+[A-Za-z]{2,}\b|\s[A-Za-z]{2,}\s", bare)
    )


TOKEN = re.compile(r"\\(?:([A-Za-z]+)\*?|(.)|\Z)|([{}$&])|%", re.DOTALL)
ARGUMENT = re.compile(r"\s*\{\s*([A-Za-z]{1,20}\*?)\s*\}")
SIGNS = frozenset(" !#$%&'()*,-./:;<=>@[\\]^_`{|}~\"+?0123456789\n\t\r")
"""What may stand behind a backslash beside letters: spaces, accents, delimiters and printed signs."""
MORE_COMMANDS = frozenset(
    """
    begin end tag notag nonumber color textcolor colorbox fcolorbox hspace kern mkern mskip hskip raisebox rule hline
    hdashline cr newline def gdef edef xdef let newcommand renewcommand providecommand href url Huge LARGE Large
    TextOrMath begingroup bgroup blue char egroup endgroup expandafter footnotesize genfrac global gray green hphantom
    huge includegraphics long mathchoice noexpand normalsize orange pink purple red scriptsize tiny verb vphantom KaTeX
    """.split()
)
"""What KaTeX knows, too, and what no bibliography may have; what may not be loaded is not set, which is no fault."""
MORE_ENVIRONMENTS = frozenset("align alignat alignedat drcases darray CD equation gather".split())
DELIMITED = frozenset({"left", "right", "middle"})


def math_fault(tex: str) -> str:
    r"""What keeps KaTeX from setting a formula, in words; '' where nothing is seen that would.

    Seen are brackets and environments that do not close each other, commands that it does not have, and a formula's
    own dollars and ampersands at the wrong place. A formula that defines commands is left to KaTeX.

    >>> math_fault(r"\frac{a}{b"), math_fault(r"\fraq{a}{b}"), math_fault(r"\begin{cases}a\end{array}")
    ('the bracket { is not closed', 'the unknown command \\fraq', '\\end{array} closes \\begin{cases}')
    """
    if re.search(r"\\(?:def|newcommand|let)\b", tex):
        return ""
    waiting: list[str] = []
    for token in TOKEN.finditer(tex):
        name, sign, bare = token[1], token[2], token[3]
        if bare in {"{", "}"} or name in {"begin", "end", "left", "right"}:
            argument = ARGUMENT.match(tex, token.end()) if name in {"begin", "end"} else None
            fault = _nested(name or bare, argument[1] if argument else "", waiting)
        elif name is not None:
            is_known = name in COMMANDS or name in MORE_COMMANDS or name in DELIMITED
            fault = "" if is_known else f"the unknown command \\{name}"
        elif token[0] == "\\" or (sign is not None and sign not in SIGNS and sign.isascii()):
            fault = "a backslash without a command"
        else:
            fault = ""
        if fault:
            return fault
    return f"{_open(waiting[-1])} is not closed" if waiting else ""


def _open(what: str) -> str:
    return {"{": "the bracket {", "left": "\\left"}.get(what, f"\\begin{{{what}}}")


def _nested(sign: str, environment: str, waiting: list[str]) -> str:
    """Opens or closes a bracket, a pair of delimiters or an environment; what is wrong with that."""
    if sign in {"begin", "end"}:
        if not environment:
            return f"\\{sign} without a name"
        if environment.rstrip("*") not in ENVIRONMENTS | MORE_ENVIRONMENTS:
            return f"the unknown environment {environment}"
    if sign in {"{", "left", "begin"}:
        waiting.append(environment or sign)
        return ""
    before = waiting.pop() if waiting else ""
    if before == {"}": "{", "right": "left"}.get(sign, environment):
        return ""
    if sign == "}":
        return f"{_open(before)} is not closed" if before else "the bracket } was not opened"
    if sign == "right":
        return "\\right without \\left"
    return f"\\end{{{environment}}} closes {_open(before) if before else 'nothing'}"
