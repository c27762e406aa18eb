r"""TeX as bibliographies have it in, spans out: a tokenizer and a stack of open groups.

The text of a BibTeX field is TeX for certain, other than a pasted abstract (`latex`): braces group, `~` is a space,
an accent belongs to the letter behind it in whatever bracing, a command has arguments. What TeX would define, and a
command that nobody knows, is not carried out: its name goes where it has an argument, whose text stays, and it shows
as its characters where it has none. One pass, no recursion: the time is linear in the length of the text.
"""

import re

from litwiki.text.formulas import has_tex, is_math
from litwiki.text.markup_reader import MarkupReader
from litwiki.text.spans import Span, Style, joined, make_span, within
from litwiki.text.tex_symbols import ACCENTS, OTHER_NAMES, SPACES, SPACING_ACCENTS, accented, symbol

TOKEN = re.compile(
    r"""
      \\(?P<name>[A-Za-z]+)\*?
    | \\(?P<sign>.)
    | (?P<open>\{)
    | (?P<close>\})
    | (?P<dollar>\$\$?)
    | (?P<tie>~)
    | (?P<quote>``|'')
    | (?P<dash>(?<![^\s~])---?(?![^\s~])|(?<=[^\s~-])---?(?=[^\s~-]))
    | (?P<space>\s+)
    | (?P<text>[^\\{}$~`'\s-]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
STYLED = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic", "em", "it", "sl"), Style.EMPHASIS),
    **dict.fromkeys(("itshape", "slshape"), Style.EMPHASIS),
    **dict.fromkeys(("textbf", "mkbibbold", "strong", "bf", "bfseries"), Style.STRONG),
    **dict.fromkeys(("texttt", "tt", "ttfamily", "lstinline"), Style.CODE),
    **dict.fromkeys(("textsc", "sc", "scshape"), Style.SMALL_CAPS),
    **dict.fromkeys(("textsubscript", "textsubscr", "textinferior"), Style.SUBSCRIPT),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), Style.SUPERSCRIPT),
}
SWITCHES = frozenset("em it sl bf tt sc itshape slshape bfseries ttfamily scshape".split())
"""Styles that last to the end of the group they stand in."""
UPRIGHT = frozenset("rm rmfamily upshape normalfont mdseries".split())
QUOTED = frozenset({"enquote", "mkbibquote", "textquote"})
VERBATIM = frozenset({"url", "path", "nolinkurl"})
FIRST_DROPPED = frozenset({"href", "textcolor", "foreignlanguage", "fontsize", "color", "raisebox", "texorpdfstring"})
"""Commands of two arguments whose first says how the second looks, or is for print only."""
DROPPED = frozenset(
    """label thanks footnote footnotemark footnotetext index glossary hspace vspace cyr noopsort NoopSort noop NOOP
    SortNoop sortnoop printfirst bibtexkey hskip vskip pagestyle phantom hphantom vphantom
    input include write openout read immediate catcode special""".split()
)
"""Commands whose argument is no text."""
MATH_ONLY = frozenset("frac dfrac tfrac sqrt binom mathcal mathbb mathfrak mathscr hat widehat overline vec".split())
"""Commands that TeX refuses outside of math, and that people write there: they show as their characters."""
CITED = frozenset("cite citep citet citealp citealt autocite parencite textcite nocite ref eqref cref autoref".split())
MATH_ENVIRONMENTS = frozenset("equation align gather multline eqnarray displaymath math".split())
SPACE = re.compile(r"\s*")
OPTION = re.compile(r"\s*\[[^\[\]{}]{0,200}\]")
NO_TIE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]~\d|(?<![A-Za-z0-9])[A-Z0-9]{6}~\d(?!\d)|[A-Za-z0-9)]~\d{1,3}~[A-Za-z0-9]|(?<=~)\d{1,3}~[A-Za-z0-9]"
)
"""Tildes that are characters: `x~1`, the short file names of DOS (`LONGFI~1`), indexes as pandoc writes them."""
ESCAPED_QUOTE = re.compile(r'\\"(?=[.,;:)!?]|\s*\Z|\s+[a-z]{2})')
"""A quotation mark that a program escaped: where one is, no umlaut is written without braces."""
SWITCHED = re.compile(r"\\switchargs\s*\{([^{}]{0,40})\}\s*\{([^{}]{0,40})\}")
"""What btxdoc's example sorts years by; its definition exchanges the two."""
ESCAPED = re.compile(r"\\([%&#_${}~])")


class _Reader(MarkupReader):
    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.groups: list[tuple[int, tuple[Style, ...], str]] = []
        """Of each open group where it ends, the styles outside of it, and what is written behind it."""
        self.accents: list[str] = []
        """Accent commands that wait for their letter, the outermost first."""
        self.escaped_quotes = bool(ESCAPED_QUOTE.search(raw))

    def write(self, text: str) -> None:
        super().write(self._with_accents(text) if self.accents and text else text)

    def _with_accents(self, text: str) -> str:
        marks, self.accents = self.accents, []
        if not text[0].isalpha():  # no accent, but the characters of a path, or the tilde of an address
            return "".join(mark if mark in "~^" else f"\\{mark}" for mark in marks) + text
        return accented(text[0], "".join(ACCENTS[mark] for mark in reversed(marks))) + text[1:]

    def read(self) -> tuple[Span, ...]:
        length = len(self.raw)
        while self.position < length:
            token = TOKEN.match(self.raw, self.position)
            if not token:
                break
            self.position = token.end()
            self._take(token)
        self._end_accents()
        return joined(self.spans)

    def _take(self, token: re.Match[str]) -> None:
        kind, text = token.lastgroup, token[0]
        match kind:
            case "name":
                self._command(token["name"], token)
            case "sign":
                self._sign(token["sign"], token)
            case "open":
                self._open(token.start())
            case "close":
                self._close(token.start())
            case "dollar":
                self.dollars(token[0], _is_certain)
            case "space" if self.accents:
                pass  # the space between an accent and its letter prints nothing
            case "tie":
                self._tie(token)
            case "quote":
                self.write("“" if text == "``" else "”")
            case "dash":
                self.write("—" if len(text) == 3 else "–")
            case _:
                self.write(text)

    def _tie(self, token: re.Match[str]) -> None:
        self.write("~" if NO_TIE.search(self.raw, max(0, token.start() - 6), token.end() + 8) else " ")

    def _open(self, place: int, styles: tuple[Style, ...] | None = None, closing: str = "") -> None:
        """Begin the group whose brace is at `place`; a brace that nothing closes is a character."""
        end = self.ends.get(place)
        self.position = place + 1
        if end is None:
            self.write("{")
            return
        self.groups.append((end, self.styles, closing))
        self.styles = self.styles if styles is None else styles

    def _close(self, place: int) -> None:
        if not self.groups or self.groups[-1][0] != place:
            self.write("}")
            return
        self._end_accents()
        _, styles, closing = self.groups.pop()
        self.write(closing)
        self.styles = styles

    def _end_accents(self) -> None:
        if self.accents:
            marks, self.accents = self.accents, []
            self.spans.append(make_span("".join(SPACING_ACCENTS.get(mark, "") for mark in marks), self.styles))

    def _argument(self) -> tuple[int, int] | None:
        """Where the braces of an argument stand that begins here, options in brackets aside."""
        place = self._behind_space(self.position)
        if place not in self.ends and self.raw.startswith("[", place):
            option = OPTION.match(self.raw, place)
            place = self._behind_space(option.end()) if option else place
        end = self.ends.get(place)
        return (place, end) if end is not None else None

    def _behind_space(self, place: int) -> int:
        match = SPACE.match(self.raw, place)
        return match.end() if match else place

    def _sign(self, sign: str, token: re.Match[str]) -> None:
        if sign == '"' and self.escaped_quotes and not self.raw.startswith("{", self.position):
            self.write(sign)
        elif sign in ACCENTS:
            self.accents.append(sign)
            self.position = self._behind_space(self.position)
        elif sign in SPACES:
            self.write(SPACES[sign])
        elif sign in "([":
            self.bracketed(token[0])
        elif sign.isalnum() or sign in ")]":
            self.write(token[0])
        else:
            self.write(sign)

    def _command(self, name: str, token: re.Match[str]) -> None:
        name = OTHER_NAMES.get(name, name)
        if name in ACCENTS and (self._argument() or self._letter_follows()):
            self.accents.append(name)
            self.position = self._behind_space(self.position)
            return
        argument = self._argument()
        if name in SWITCHES or name in UPRIGHT:
            self.styles = () if name in UPRIGHT else within(self.styles, STYLED[name])
            self.position = self._behind_space(self.position)
        elif argument and name in MATH_ONLY:
            while argument:
                self.position = argument[1] + 1
                argument = self._argument() if self.raw.startswith("{", self.position) else None
            self.write(self.raw[token.start() : self.position])
        elif argument and self._with_argument(name, *argument):
            return
        elif (characters := symbol(name)) is not None:
            self._symbol(characters)
        elif argument and argument[1] > argument[0] + 1:
            self._open(argument[0])
        else:
            self.write(token[0])
            self.position = argument[1] + 1 if argument else self.position

    def _letter_follows(self) -> bool:
        following = self.raw[self.position : self.position + 1]
        if following == "\\":
            return True
        place = self._behind_space(self.position)
        return place > self.position and self.raw[place : place + 1].isalpha()

    def _symbol(self, characters: str) -> None:
        """Write a symbol. The space behind a command ends its name and is no space of the text."""
        self.write(characters)
        if self.raw.startswith("{}", self.position):
            self.position += 2
        else:
            self.position = self._behind_space(self.position)

    def _with_argument(self, name: str, start: int, end: int) -> bool:
        """Carry out a command whose argument is between the braces at two places; False where it has none."""
        if name in STYLED:
            self._open(start, within(self.styles, STYLED[name]))
        elif name in QUOTED:
            self.write("“")
            self._open(start, closing="”")
        elif name in VERBATIM:
            self.write(ESCAPED.sub(r"\1", self.raw[start + 1 : end]))
            self.position = end + 1
        elif name in FIRST_DROPPED or name in DROPPED:
            self.position = end + 1
        elif name in CITED:
            self.write(f"[{self.raw[start + 1 : end]}]")
            self.position = end + 1
        elif name == "ensuremath":
            if not self.formula(start + 1, end, end + 1, Style.MATH):
                self._open(start)
        elif name in {"begin", "end"}:
            self._environment(name, self.raw[start + 1 : end].rstrip("*"), end + 1)
        elif name in {"char", "symbol"} and self.raw[start + 1 : end].isdecimal():
            code = int(self.raw[start + 1 : end][:8])
            self.write(chr(code) if 32 <= code < 0xD800 or 0xDFFF < code < 0x110000 else "")
            self.position = end + 1
        else:
            return False
        return True

    def _environment(self, name: str, environment: str, behind: int) -> None:
        self.position = behind
        if name == "begin" and environment in MATH_ENVIRONMENTS:
            end = self.find(rf"\end{{{environment}")
            close = self.raw.find("}", end) if end >= 0 else -1
            if close >= 0:
                self.formula(behind, end, close + 1, Style.DISPLAY)

    def formula(self, start: int, end: int, behind: int, style: Style) -> bool:
        self._end_accents()
        return super().formula(start, end, behind, style)


def _is_certain(inner: str, _before: str, after: str) -> bool:
    if not is_math(inner) and any(character.isalnum() or character == "$" for character in inner):
        return False
    return has_tex(inner) or not (after.isdigit() and inner[:1].isdigit())


def tex_spans(raw: str) -> tuple[Span, ...]:
    r"""What the TeX of a bibliography's field means.

    >>> "".join(span.text for span in tex_spans(r"{\"U}ber die {K\"u}hlung von {\v r}eka"))
    'Über die Kühlung von řeka'
    """
    if "switchargs" in raw:
        raw = SWITCHED.sub(r"\2\1", raw)
    return _Reader(raw).read()
