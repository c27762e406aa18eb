r"""Converts fragments of HTML, JATS and MathML, as metadata services give titles and abstracts, into our markup.

Elements that mean something for a line of text become our commands, formulas become TeX, blocks become spaces; the
names of other elements go and their text stays. A tag that no such fragment has is text (`x<y and z>w`, `<pad>`).
TeX between the tags stays as it is: services print that, too. One pass over the tags, no recursion.
"""

import html
import re
import unicodedata
from collections import Counter

from litwiki.text.latex import to_markup
from litwiki.text.mathml import ELEMENTS, MathMl
from litwiki.text.spans import Span, Style

COMMANDS = {
    **dict.fromkeys(("i", "em", "italic", "cite", "var"), "textit"),
    **dict.fromkeys(("b", "strong", "bold"), "textbf"),
    **dict.fromkeys(("code", "tt", "kbd", "samp", "monospace"), "texttt"),
    **dict.fromkeys(("sub", "inf"), "textsubscript"),
    "sup": "textsuperscript",
    **dict.fromkeys(("sc", "scp", "small-caps"), "textsc"),
}
BLOCKS = frozenset(
    """p br div li ul ol dl dt dd tr td th table tbody thead h1 h2 h3 h4 h5 h6 hr blockquote pre sec title label break
    section article body html""".split()
)
DROPPED = frozenset("script style template head object iframe svg graphic inline-graphic".split())
OTHERS = frozenset(
    """a abbr abstract alternatives big center del dfn disp-formula disp-quote ext-link font img inline-formula ins
    list list-item mark math named-content overline q ruby rb rt rp s small span strike styled-content tex-math u
    underline uri wbr xref roman sans-serif nobr article-title""".split()
)
KNOWN = COMMANDS.keys() | BLOCKS | DROPPED | OTHERS
EMPTY = frozenset("br hr img wbr break graphic inline-graphic mspace mprescripts none".split())
TAG = re.compile(
    r"<(?P<end>/?)(?P<prefix>[A-Za-z]{1,10}:)?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:\s[^<>]*)?)>"
    r"|<(?P<empty>[A-Za-z]{1,10}(?::[A-Za-z-]{1,20})?)/>|(?P<section><!--|<!\[CDATA\[)|<[?!][^<>]*>"
)
ATTRIBUTE = re.compile(r"([A-Za-z:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
TEX_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)


def from_html(raw: str) -> str:
    r"""A fragment in our markup, on one line.

    >>> print(from_html("H<sub>2</sub>O &amp; <i>Camellia</i> at <mml:math><mml:mi>x</mml:mi></mml:math> &lt; 5"))
    H\textsubscript{2}O & \textit{Camellia} at $x$ < 5
    """
    written = _Reader(raw).read() if "<" in raw else html.unescape(raw)
    return " ".join(unicodedata.normalize("NFC", written).split())


class _Reader:
    """What was written so far, the elements that are open, and the formula that is being read."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.written: list[str] = []
        self.opened: list[tuple[str, int]] = []
        """Open elements with a command: their names, and the place of the command in `written`."""
        self.open_names: Counter[str] = Counter()
        self.dropped = ""
        """The name of the element whose text is dropped, and of how many inside of it."""
        self.dropped_depth = 0
        self.math: MathMl | None = None
        self.tex: list[str] | None = None
        self.in_alternatives = self.has_formula = False

    def read(self) -> str:
        position = 0
        ends = {"<!--": "-->", "<![CDATA[": "]]>"}
        last = {opening: self.raw.rfind(closing) for opening, closing in ends.items()}
        for tag in TAG.finditer(self.raw):
            opening = tag["section"]
            if tag.start() < position or (opening and last[opening] < tag.end()):
                continue  # inside of a comment, or one that nothing ends
            self._data(html.unescape(self.raw[position : tag.start()]))
            position = tag.end()
            if opening:
                end = self.raw.find(ends[opening], position)
                self._data("" if opening == "<!--" else self.raw[position:end])
                position = end + 3
            elif name := (tag["name"] or tag["empty"] or "").rpartition(":")[2].lower():
                self._tag(name, tag)
        self._data(html.unescape(self.raw[position:]))
        return self._result()

    def _tag(self, name: str, tag: re.Match[str]) -> None:
        in_math = self.math is not None and name in ELEMENTS
        if not (name in KNOWN or in_math or tag["prefix"]):
            self._data(html.unescape(tag[0]))
            return
        attributes = tag["attributes"] or ""
        if not tag["end"]:
            self._start(name, attributes)
        if tag["end"] or tag["empty"] or attributes.endswith("/") or name in EMPTY:
            self._end(name)

    def _start(self, name: str, attributes: str) -> None:
        if self.dropped:
            self.dropped_depth += name == self.dropped
        elif self.math is not None:
            pairs = ATTRIBUTE.findall(attributes)
            self.math.open(name, {key.lower(): html.unescape(a or b or c) for key, a, b, c in pairs})
        elif name in DROPPED:
            self.dropped, self.dropped_depth = name, 1
        elif name == "math":
            self.math = MathMl()
        elif name == "tex-math":
            self.tex = []
        elif name == "alternatives":
            self.in_alternatives, self.has_formula = True, False
        elif name in COMMANDS:
            self.opened.append((name, len(self.written)))
            self.open_names[name] += 1
            self.written.append("")
        elif name in BLOCKS:
            self.written.append(" ")

    def _end(self, name: str) -> None:
        if self.dropped:
            self.dropped_depth -= name == self.dropped
            self.dropped = self.dropped if self.dropped_depth else ""
        elif self.math is not None and name != "math":
            self.math.close(name)
        elif self.math is not None:
            self._formula(self.math.tex)
            self.math = None
        elif name == "tex-math" and self.tex is not None:
            self._formula(_inner_tex("".join(self.tex)))
            self.tex = None
        elif name == "alternatives":
            self.in_alternatives = False
        elif name in BLOCKS:
            self.written.append(" ")
        else:
            self._close(name)

    def _data(self, data: str) -> None:
        if self.dropped or not data:
            return
        if self.math is not None:
            self.math.text(data)
        elif self.tex is not None:
            self.tex.append(data)
        elif self.opened and data.count("{") != data.count("}"):
            self.written.append(data.replace("{", "\\{").replace("}", "\\}"))
        else:
            self.written.append(data)

    def _formula(self, tex: str) -> None:
        """Write a formula; of alternatives only the first."""
        if tex and not (self.in_alternatives and self.has_formula):
            self.has_formula = True
            self.written.append(to_markup([Span(tex, Style.MATH)]))

    def _close(self, name: str) -> None:
        """End an element with a command, and with it those inside of it that nobody ended."""
        while self.open_names[name]:
            opened, place = self.opened.pop()
            self.open_names[opened] -= 1
            if len(self.written) > place + 1:
                self.written[place] = f"\\{COMMANDS[opened]}{{"
                self.written.append("}")
            if opened == name:
                return

    def _result(self) -> str:
        if self.math is not None:
            self._formula(self.math.tex)
        if self.tex is not None:
            self.written.append("".join(self.tex))
        while self.opened:
            self._close(self.opened[-1][0])
        return "".join(self.written)


def _inner_tex(tex: str) -> str:
    """The formula of a `tex-math`, which is a whole document or has delimiters."""
    document = TEX_DOCUMENT.search(tex)
    inner = " ".join((document[1] if document else tex).split())
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if inner.startswith(opening) and inner.endswith(closing) and len(inner) >= 2 * len(opening):
            return inner[len(opening) : -len(closing)].strip()
    return inner
