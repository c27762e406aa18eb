r"""Our one markup for titles, abstracts, venues and notes: raw text in, spans with their meaning out, and back.

It is Unicode text with a little of LaTeX: math in `$…$`, `\(…\)`, `\[…\]`, styles, accents, symbols. It also reads what
people paste, whose LaTeX is damaged: commands lost their backslash (`R^{n times n}`), groups lost their command. The
rule is therefore to convert only what is certain and to show the plain characters where in doubt: a reader can read
`n times n`; a wrong guess hides what was printed. The TeX of a bibliography is another matter (`tex`); what it means
comes here as `from_bibtex`. One pass without recursion, in linear time.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import takewhile

from litwiki.text.formulas import has_tex, is_math
from litwiki.text.markup_reader import MarkupReader
from litwiki.text.plain_math import lowered, plain_math, raised
from litwiki.text.spans import MATH, Span, Style, joined, within
from litwiki.text.tex import STYLED, tex_spans
from litwiki.text.tex_symbols import SPACES, STYLE_COMMANDS, symbol

# Commands that stand for themselves: pylatexenc knows thousands, but most of them are English words too
# once a backslash was lost and found; these are the ones that occur in running text.
SYMBOLS = frozenset(
    """L l O o AA aa AE ae OE oe ss i j DH dh TH th DJ dj textmu textalpha textbeta textregistered texttrademark
    textcopyright textdegree ldots dots textellipsis textendash textemdash textasciitilde textbackslash textasciigrave
    textasciicircum textdollar textquotedblleft textquotedblright TeX LaTeX S P dag ddag pounds copyright
    textquotesingle alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega times cdot pm approx sim leq geq le ge
    neq infty ell nabla rightarrow leftarrow to in ll gg""".split()
)
_LETTER = r"(?:\{\\?[A-Za-z]\}|\{\\[ij]\ *\}|\\[ij](?![A-Za-z])(?:\{\})?|[A-Za-z])"
_SPECIAL = "(?:L|l|O|o|AA|aa|AE|ae|OE|oe|ss|i|j)"
SCANNER = re.compile(
    rf"""
      \\(?P<bracket>[(\[])                                             # \( math \), \[ math \]
    | (?P<dollar>\$\$?)                                                # $math$
    | \{{\s*\\(?P<switch>em|it|sl|bf|tt|sc|itshape|bfseries|ttfamily)(?![A-Za-z])\s*
    | \\(?P<styled>emph|text(?:it|sl|bf|tt|sc|subscript|superscript|rm|sf|normal|up|md)|[mh]box)\s*(?=\{{)
    | \{{(?P<braced>\\["'`^~=.]\s?{_LETTER}|\\[uvHtcdbrkG](?:\{{[A-Za-z]\}}|\ \\?[A-Za-z])|\\{_SPECIAL})\ ?\}}
    | (?<![:/\\])(?P<accent>\\["'`^~=]{_LETTER}|\\\.\{{[A-Za-z]\}}|\\[uvHtcdbrkG]\{{(?:\\[ij]|[A-Za-z])\}})
    | \\(?P<escape>[%&\#{{}}$])
    | \\(?P<named>textbackslash|textasciitilde|textasciigrave)\{{\}}
    | (?<=[A-Za-z0-9])\\(?P<underscore>_)(?=[A-Za-z0-9])
    | \\(?P<space>[,;:!]|\ |/)(?=[\\\w\s%(])
    | (?<![\w:\\/.])\\(?P<command>[A-Za-z]+)(?P<gap>\{{\}}|\s+(?=[a-z]))?
    | (?P<quoted>``)(?=[^`\n]{{1,200}}?(?:''|"(?!\w)))
    | (?P<tie>~)
    | (?P<ending>''|")
    """,
    re.VERBOSE | re.DOTALL,
)
TIE = re.compile(
    r"\b(?:(?:[Ff]igs?|[Ff]igures?|[Tt]ables?|[Ss]ect?s?|[Ss]ections?|[Ee]qs?|[Ee]quations?|[Rr]efs?|[Tt]heorems?"
    r"|[Ll]emmas?|[Aa]ppendix|[Aa]lgorithms?|[Cc]hapters?|Dr|Prof|Mr|Mrs|St|cf|vs)\.?|(?:[Vv]ol|[Nn]o|[Pp]p?|e\.g|i\.e|al)\.)\Z"
)
"""Words behind which a tilde is TeX's space that does not break: those by which papers refer to something."""
CLOSING_QUOTE = re.compile(r"''|\"(?!\w)")
CONTRACTION = re.compile(r"(?:s|t|d|m|ll|re|ve)\b")
LETTERS = {
    '"': frozenset("aeiouyAEIOUYıi"),
    "'": frozenset("aeiouycnslrzgAEIOUYCNSLRZGı"),
    "`": frozenset("aeiouAEIOUı"),
    "^": frozenset("aeiouchgjswyAEIOUCHGJSWYı"),
    "~": frozenset("anoiuANOIUı"),
    "=": frozenset("aeiouAEIOUı"),
}
"""The letters that an accent without braces is certain of; `\\.` is certain of none (`example\\.com`)."""


def parse_spans(raw: str) -> tuple[Span, ...]:
    r"""What an author meant by `raw`, in order; adjacent spans of one style are joined.

    >>> parse_spans(r"91\% on {\it all} of \( A \)")  # doctest: +NORMALIZE_WHITESPACE
    (Span(text='91% on ', style=<Style.PLAIN: 'plain'>, around=()),
     Span(text='all', style=<Style.EMPHASIS: 'emphasis'>, around=()),
     Span(text=' of ', style=<Style.PLAIN: 'plain'>, around=()), Span(text='A', style=<Style.MATH: 'math'>, around=()))
    """
    if not _may_have_latex(raw):
        return (Span(raw, Style.PLAIN),) if raw else ()
    return _Reader(raw).read()


def to_plain(raw: str) -> str:
    r"""`raw` in Unicode without styles, formulas as near as characters come.

    >>> to_plain(r"variational ans\"atze {\em win} in $H_2$O")
    'variational ansätze win in H₂O'
    """
    if not _may_have_latex(raw):
        return raw
    return plain_of(parse_spans(raw))


def plain_of(spans: Iterable[Span]) -> str:
    """Spans in Unicode without styles."""
    return "".join(_plain_span(span) for span in spans)


def from_bibtex(raw: str) -> str:
    r"""The value of a BibTeX field, its outer delimiters aside, in our markup. White space is one space.

    >>> print(from_bibtex(r"The {Caf{\'e}} of \textit{Camellia} in H$_2$O, 5\% \$"))
    The Café of \textit{Camellia} in H$_2$O, 5% $
    """
    text = " ".join(raw.split())
    if not any(sign in text for sign in "\\{}$~`'-"):
        return unicodedata.normalize("NFC", text)
    return " ".join(to_markup(tex_spans(text)).split())


def to_markup(spans: Iterable[Span]) -> str:
    r"""Spans in our markup: `parse_spans` of it gives them again. Characters are escaped only where it would not.

    >>> print(to_markup([Span("$5 is "), Span("x_1", Style.MATH), Span(" of C:\\to")]))
    $5 is $x_1$ of C:\to
    >>> print(to_markup([Span("from $5"), Span(" to $x$")]))
    from \$5 to \$x\$
    """
    runs = joined(spans)
    text = _written(runs, lambda characters: characters)
    if joined(parse_spans(text)) == runs:
        return text
    return _written(runs, lambda characters: ESCAPABLE.sub(lambda sign: _ESCAPES[sign[0]], characters))


TIED = re.compile(r"[A-Za-z0-9\\(\[$]")
REFERRED = re.compile(r"et\s+al\b|\\(?:cite|ref|eqref|cref)")
_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "`": r"\textasciigrave{}"} | {
    sign: f"\\{sign}" for sign in "${}"
}
ESCAPABLE = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")


def _written(spans: tuple[Span, ...], text_of: Callable[[str], str]) -> str:
    """Spans with their styles as commands, formulas between the delimiters that hold them."""
    written: list[str] = []
    opened: tuple[Style, ...] = ()
    for index, span in enumerate(spans):
        styles = span.styles
        same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(opened, styles, strict=False)))
        written.append("}" * (len(opened) - same))
        written += [f"\\{STYLE_COMMANDS[style]}{{" for style in styles[same:]]
        opened = styles
        if span.style in MATH:
            before = spans[index - 1].text[-1:] if index and spans[index - 1].style not in MATH else ""
            after = spans[index + 1].text[:1] if index + 1 < len(spans) and spans[index + 1].style not in MATH else ""
            written.append(_delimited(span, before, after))
        else:
            written.append(text_of(span.text))
    return "".join(written) + "}" * len(opened)


def _delimited(span: Span, before: str, after: str) -> str:
    mark = "$" if span.style is Style.MATH else "$$"
    if "$" not in span.text and _is_certain(span.text, before, after):
        return f"{mark}{span.text}{mark}"
    return f"\\({span.text}\\)" if span.style is Style.MATH else f"\\[{span.text}\\]"


def _is_certain(inner: str, before: str, after: str) -> bool:
    r"""Whether what stands between two dollars is math, by what it is and by the characters before and behind.

    pandoc's rule (manual, "Math": no space inside, no digit behind), which keeps prices apart; a command, an index or
    an exponent is certain wherever it stands (`H$_2$O`, `5$\sigma$`), and so are a sign or a number in brackets
    between words (`B$-$L`, `SO$(3)$`). Otherwise no letter may touch the first dollar, and no digit the last.
    """
    if BETWEEN_WORDS.fullmatch(inner):
        return True
    if not is_math(inner) or inner.endswith("\\"):
        return False
    if has_tex(inner):
        return not (inner[:1].isspace() or inner[-1:].isspace()) or "\\" in inner
    if inner[:1].isspace() or inner[-1:].isspace():
        return False
    return not (before.isalnum() or before in {"_", "\\"}) and not after.isdigit()


BETWEEN_WORDS = re.compile(r"[-+=<>]|\(\d[\d,+]{0,9}\)")


def _plain_span(span: Span) -> str:
    if span.style in MATH:
        return plain_math(span.text)
    if span.style is Style.SUBSCRIPT:
        return lowered(span.text) or span.text
    if span.style is Style.SUPERSCRIPT:
        return raised(span.text) or span.text
    return span.text


def _may_have_latex(raw: str) -> bool:
    """Whether there is anything that `SCANNER` could find: each of its ways begins with, or has, one of these."""
    return "\\" in raw or "``" in raw or "$" in raw or "~" in raw


class _Reader(MarkupReader):
    """One pass over a text: the groups that are open, and where they close."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.groups: list[tuple[int, tuple[Style, ...]]] = []
        self.quotes: set[int] = set()
        # Quotation marks that JSON has escaped (`\"open\"`), and no umlauts.
        self.escaped_quotes = bool(ESCAPED_QUOTE.search(raw))

    def read(self) -> tuple[Span, ...]:
        while True:
            end = self.groups[-1][0] if self.groups else len(self.raw)
            match = SCANNER.search(self.raw, self.position, end)
            self.write(self.raw[self.position : match.start() if match else end])
            if match:
                self.position = match.end()
                self._take(match)
            elif self.groups:
                self.position = end + 1
                _, self.styles = self.groups.pop()
            else:
                return joined(self.spans)

    def _take(self, match: re.Match[str]) -> None:
        match kind := match.lastgroup or "":
            case "bracket":
                self.bracketed(match[0])
            case "dollar":
                self.dollars(match[0], _is_certain)
            case "switch" | "styled":
                self._group(match)
            case "braced" | "accent":
                self._accent(match)
            case "quoted" | "ending":
                self._quote(match)
            case "tie":
                self._tie(match)
            case "named":
                self.write(symbol(match["named"]) or "")
            case "command" | "gap":
                self._command(match)
            case _:
                self.write(SPACES.get(match[kind], match[kind]))

    def _group(self, match: re.Match[str]) -> None:
        """A group with a style; one that nothing closes shows as it is."""
        name = match["switch"] or match["styled"]
        start = match.start() if match["switch"] else match.end()
        end = self.ends.get(start)
        if end is None:
            self.write(match[0])
            return
        self.groups.append((end, self.styles))
        self.position = max(match.end(), start + 1)
        if name in STYLED:
            self.styles = within(self.styles, STYLED[name])

    def go_to(self, place: int) -> None:
        """Reads on behind a formula. A group that should have closed inside of it closes here."""
        self.position = place
        while self.groups and self.groups[-1][0] < place:
            _, self.styles = self.groups.pop()

    def _accent(self, match: re.Match[str]) -> None:
        command = match["braced"] or match["accent"]
        before = self.raw[max(0, match.start() - 1) : match.start()]
        certain = "{" in match[0]
        is_contraction = before.isalpha() and CONTRACTION.match(self.raw, match.start() + 2)  # it\'s
        if not certain and ((command[1] == "'" and is_contraction) or (command[1] == '"' and self.escaped_quotes)):
            self.write(match[0])
        else:
            self.write(_accented(command, certain=certain) or match[0])

    def _quote(self, match: re.Match[str]) -> None:
        closing = CLOSING_QUOTE.search(self.raw, match.end()) if match["quoted"] else None
        if closing and closing.start() not in self.quotes:
            self.quotes.add(closing.start())
            self.write("“")
        else:
            self.write("”" if match.start() in self.quotes else match[0])

    def _tie(self, match: re.Match[str]) -> None:
        before, behind = self.raw[max(0, match.start() - 16) : match.start()], match.end()
        is_tie = (TIE.search(before) and TIED.match(self.raw, behind)) or REFERRED.match(self.raw, behind)
        self.write(" " if is_tie else "~")

    def _command(self, match: re.Match[str]) -> None:
        r"""A command in running text: a symbol, or else its characters.

        `\x20` and `\u2028` are escapes of programming languages, not commands, and stay as they are.
        """
        name, gap = match["command"], match["gap"] or ""
        following = self.raw[match.end("command") : match.end("command") + 1]
        characters = symbol(name) if name in SYMBOLS and not following.isdigit() and following != "\\" else None
        if characters is None:
            self.position = match.end("command")
            self.write(f"\\{name}")
        else:
            # The space after a command ends its name; it is no space of the text ("\L ojasiewicz").
            self.write(characters if characters.isalpha() else characters + gap.replace("{}", ""))


ESCAPED_QUOTE = re.compile(r'\\"(?![A-Za-z{\\])')


@functools.lru_cache(maxsize=1024)
def _accented(command: str, *, certain: bool) -> str:
    """One accent or letter command in Unicode, or nothing where there is no such letter."""
    text = "".join(span.text for span in tex_spans(command))
    letter = "ı" if command[2:].startswith("\\") else command[2:]
    is_letter = len(text) == 1 and text.isalpha() and (certain or letter in LETTERS.get(command[1], ()))
    return text if is_letter else ""
