r"""Converts MathML to TeX, in the commands that KaTeX knows.

Presentation MathML as Crossref, PubMed, JATS and Zotero give it, with or without a namespace's prefix. Annotations are
dropped (the TeX of one is used where it says so), unknown elements give their children. An explicit stack instead of
recursion: the depth of a document is its author's choice.
"""

import functools
import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, field

from litwiki.text.katex_commands import COMMANDS
from litwiki.text.plain_math import FUNCTIONS
from litwiki.text.tex_symbols import symbol

OPERATORS = {
    "⋅": r"\cdot",
    "−": "-",
    "′": "'",
    "ℏ": r"\hbar",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\text{USD}",
    "_": r"\_",
    "\\": r"\backslash",
    "^": r"\wedge",
    "~": r"\sim",
    "¯": "-",
}
"""Signs that are not written by the command that prints them."""
VARIANTS = {
    "normal": "mathrm",
    "bold": "mathbf",
    "bold-italic": "boldsymbol",
    "double-struck": "mathbb",
    "script": "mathcal",
    "bold-script": "mathcal",
    "fraktur": "mathfrak",
    "sans-serif": "mathsf",
    "monospace": "mathtt",
}
ACCENTS = dict(zip("^ˆ~˜¯‾→˙¨", "hat hat tilde tilde bar bar vec dot ddot".split(), strict=True))
DROPPED = frozenset({"annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark"})
ELEMENTS = DROPPED | frozenset(
    """math mi mn mo mtext ms mspace mrow mstyle merror mpadded menclose semantics msub msup msubsup munder mover
    munderover mmultiscripts mprescripts none mfrac msqrt mroot mfenced mtable mtr mlabeledtr mtd maction""".split()
)
INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b\ufeff")


class _Element(Struct):
    name: str
    attributes: dict[str, str]
    children: list[str] = field(default_factory=list)


class MathMl:
    """A formula that is being read: its elements are opened, filled with text and closed, in document order."""

    def __init__(self) -> None:
        self.stack = [_Element("math", {})]
        self.opened: Counter[str] = Counter()
        self.dropped = 0

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self.dropped += name in DROPPED
        self.opened[name] += 1
        self.stack.append(_Element(name, attributes))

    def close(self, name: str) -> None:
        """An element ends, and with it those inside of it that nobody closed."""
        while self.opened[name]:
            element = self.stack.pop()
            self.opened[element.name] -= 1
            self.dropped -= element.name in DROPPED
            if not self.dropped and element.name not in DROPPED and (tex := _tex(element)):
                self.stack[-1].children.append(tex)
            if element.name == name:
                return

    def text(self, text: str) -> None:
        """Characters inside of the innermost element."""
        if not self.dropped and (text := text.translate(INVISIBLE)).strip():
            element = self.stack[-1]
            element.children.append(text if element.name in {"mtext", "ms"} else " ".join(text.split()))

    @property
    def tex(self) -> str:
        """The formula as far as it was read."""
        while len(self.stack) > 1:
            self.close(self.stack[-1].name)
        return " ".join(_row(self.stack[0].children).split())


def _tex(element: _Element) -> str:
    parts = element.children
    match element.name:
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            return _token(element)
        case "mspace":
            return r"\ "
        case "msub" | "munder" | "msup" | "mover" | "msubsup" | "munderover" if len(parts) > 1:
            return _scripts(element.name, parts)
        case "mfrac" if len(parts) == 2:
            return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
        case "msqrt":
            return rf"\sqrt{{{_row(parts)}}}"
        case "mroot" if len(parts) == 2:
            return rf"\sqrt[{parts[1]}]{{{parts[0]}}}"
        case "mfenced":
            return _fenced(element)
        case "mtr":
            return " & ".join(parts) + r" \\"
        case "mtable":
            return rf"\begin{{matrix}}{_row(parts)}\end{{matrix}}"
        case _:
            return _row(parts)


def _row(parts: list[str]) -> str:
    """Parts beside each other; a command's name and a letter behind it stay apart."""
    written: list[str] = []
    for part in parts:
        if written and COMMAND_AT_END.search(written[-1][-24:]) and part[:1].isalpha():
            written.append(" ")
        written.append(part)
    return "".join(written)


COMMAND_AT_END = re.compile(r"\\[A-Za-z]+\Z")


@functools.cache
def _commands() -> Mapping[str, str]:
    """What each sign is in TeX: the command of KaTeX that prints it, of several the last in the alphabet (`leq`)."""
    named = ((symbol(name) or "", f"\\{name}") for name in sorted(COMMANDS))
    return {sign: command for sign, command in named if len(sign) == 1 and not sign.isascii()} | OPERATORS


def _token(element: _Element) -> str:
    text = "".join(element.children).strip() if element.name != "mtext" else "".join(element.children)
    if not text:
        return ""
    if element.name in {"mtext", "ms"}:
        plain = re.sub(r"[\\{}$^_~%&#]", " ", text.replace("\u00a0", " "))
        return rf"\text{{{plain}}}" if plain.strip() else r"\ "
    if element.name == "mo":
        if text in FUNCTIONS:
            return f"\\{text}"
        return "".join(_spaced(_commands().get(c, c)) for c in text)
    variant = VARIANTS.get(element.attributes.get("mathvariant", ""), "")
    if element.name == "mi" and text in FUNCTIONS and not variant:
        return f"\\{text}"
    written = "".join(_commands().get(c, c) for c in text)
    if element.name == "mi" and len(text) > 1 and text.isalpha() and not variant:
        variant = "mathrm"
    if variant == "mathrm" and len(text) == 1:
        return written
    return rf"\{variant}{{{written}}}" if variant else written


def _spaced(operator: str) -> str:
    return f" {operator} " if operator[:1] == "\\" and operator[-1:].isalpha() else operator


def _scripts(name: str, parts: list[str]) -> str:
    below, above = name.startswith(("msub", "munder")), name in {"msup", "mover", "msubsup", "munderover"}
    accents = {written: ACCENTS[c] for c in ACCENTS for written in (c, _commands().get(c, c))}
    if name == "mover" and parts[1].strip() in accents:
        return rf"\{accents[parts[1].strip()]}{{{parts[0]}}}"
    base = parts[0] if len(parts[0].strip()) == 1 or re.fullmatch(r"\s*\\[A-Za-z]+\s*", parts[0]) else f"{{{parts[0]}}}"
    written = base.strip()
    if below:
        written += f"_{{{parts[1].strip()}}}"
    if above:
        written += f"^{{{parts[-1].strip()}}}"
    return written


def _fenced(element: _Element) -> str:
    opening, closing = element.attributes.get("open", "("), element.attributes.get("close", ")")
    separator = (element.attributes.get("separators", ",").strip() or ",")[:1]
    ends = ["".join(_commands().get(c, c) for c in side[:2]) for side in (opening, closing)]
    return ends[0] + _commands().get(separator, separator).join(element.children) + ends[1]
