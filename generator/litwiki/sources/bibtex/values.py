"""The values of BibTeX's fields: `{…}`, `"…"`, numbers and names of strings, joined by `#`.

A brace behind a backslash does not count: people write `\\{` in titles, and BibTeX's own rule, which counts it, would
lose the rest of their file. Each function goes over its text once.
"""

import re

from msgspec import Struct, field

from litwiki.text.dates import MONTH_NAMES

DOUBLE = "\ufdd0\ufdd0"
"""Stands for two backslashes while braces are counted: a character that no text has (Unicode, 23.7)."""
BRACE_OR_QUOTE = re.compile(r'(?<!\\)[{}"]')
WORD = re.compile(r"""[^\s"#%'(),={}]++""")
MORE_WORDS = re.compile(rf"[ \t]+{WORD.pattern}(?!\s*=)")
BLANK = re.compile(r"(?:\s+|%[^\n]*(?:\n|\Z))*")
"""White space and what stands behind `%` on a line: a comment for biber, and an error for BibTeX."""

MONTHS = {name[:3].lower(): name for name in MONTH_NAMES}
"""The strings that every style defines (btxdoc, 2.3)."""


class Piece(Struct, frozen=True):
    """A part of a value; `is_name` where it stands bare, and may be the name of a string."""

    text: str
    is_name: bool = False


def read_value(text: str, position: int = 0) -> tuple[tuple[Piece, ...] | None, int]:
    """The pieces of the value that begins at `position`, and where it ends: where what follows is not joined by `#`.
    None, and the place of a brace or quote that is never closed, where there is one."""
    pieces: list[Piece] = []
    while True:
        position = after(BLANK, text, position)
        first = text[position : position + 1]
        if first and first in '{"':
            end = closing(text, position)
            if end < 0:
                return None, position
            pieces.append(Piece(text[position + 1 : end]))
            position = end + 1
        elif word := WORD.match(text, position):
            end = word.end()
            # "year = in press," is no BibTeX, but it is clear.
            while more := MORE_WORDS.match(text, end):
                end = more.end()
            pieces.append(Piece(text[position:end], is_name=True))
            position = end
        else:
            return tuple(pieces), position
        behind = after(BLANK, text, position)
        if text[behind : behind + 1] != "#":
            return tuple(pieces), behind
        position = behind + 1


class Strings(Struct):
    """The strings of a file by their names in small letters. `undefined` has names that nothing defines, `news` those
    of them that nobody took from there yet.

    `left` is how many characters strings may still put in: a file of a few lines, each string twice the one before
    it, would be larger than any memory.
    """

    known: dict[str, str] = field(default_factory=lambda: dict(MONTHS))
    undefined: set[str] = field(default_factory=set)
    news: list[str] = field(default_factory=list)
    left: int = 10_000_000

    def text_of(self, pieces: tuple[Piece, ...]) -> str:
        """The text of all pieces. An undefined name is its own text; a number is no name."""
        return "".join(self._of(piece) if piece.is_name else piece.text for piece in pieces)

    def _of(self, piece: Piece) -> str:
        string = self.known.get(piece.text.lower())
        is_name = not piece.text[0].isdecimal() and len(piece.text.split()) == 1
        if string is None and is_name and piece.text not in self.undefined:
            self.undefined.add(piece.text)
            self.news.append(piece.text)
        self.left -= len(string or "")
        return piece.text if string is None or self.left < 0 else string


def written(text: str) -> str:
    """A value as a ledger holds it: on one line, as BibTeX itself reads line ends, two backslashes again two."""
    return " ".join(text.replace(DOUBLE, "\\\\").split())


def after(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where a match that begins at `position` ends; `position` where there is none."""
    match = pattern.match(text, position)
    return match.end() if match else position


def closing(text: str, position: int) -> int:
    """Where the brace or the quote closes that opens at `position`; -1 where it does not."""
    sign = "}" if text[position] == "{" else '"'
    depth = 0
    for match in BRACE_OR_QUOTE.finditer(text, position + 1):
        if match[0] == sign and depth <= 0:
            return match.start()
        depth += {"{": 1, "}": -1, '"': 0}[match[0]]
    return -1
