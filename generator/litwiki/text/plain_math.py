r"""A formula in plain characters: `\mathcal{N}=4` is "N=4", `H_2` is "H₂", `\frac{a}{bc}` is "a/(bc)".

Search, sorting, keys and descriptions use this form. A command that has no characters keeps its name, which a reader
of TeX reads. One pass with a stack of open groups, no recursion.
"""

import re

from msgspec import Struct, field

from litwiki.text.tex_symbols import ACCENTS, accented, symbol

_SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True)) | {"−": "⁻"}
_SUBSCRIPTS = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)) | {
    "−": "₋"
}
_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)\*?\s*|\\(?P<sign>.)|(?P<script>[\^_])\s*|(?P<open>\{)|(?P<close>\})|(?P<space>[\s~]+)"
    r"|(?P<text>[^\\^_{}\s~]+|.)",
    re.DOTALL,
)
SIMPLE = re.compile(r"\{\s*(?:[^\s{}\\^_]|\d+|\\[A-Za-z]+)\s*\}")
"""A group that needs no brackets beside a fraction bar or under a root."""
SCRIPT = re.compile(r"\{\s*(?:\\(?:rm|it|text|mathrm)\s+)?([^{}\\^_]{0,40})\}|([^\\{}\s])")
"""What is raised or lowered, where it is simple: a short group or a character."""
COMMAND_SCRIPT = re.compile(r"\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+)(?!\s*[{A-Za-z])\s*")
LETTER = re.compile(r"\{\s*(\\[A-Za-z]+|[^\W_])\s*\}|(\\[A-Za-z]+|[^\W_])\s*")
FONTS = frozenset(
    """text textrm textit textbf textsf texttt textnormal textup mbox hbox mathrm mathbf mathit mathsf mathtt mathcal
    mathscr mathfrak boldsymbol bm pmb operatorname mathop mathbin mathrel mathord mathnormal ensuremath emph mathbb
    displaystyle textstyle scriptstyle left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle limits
    nolimits rm bf it cal sf tt mathopen mathclose mathinner smash bold Bbb""".split()
)
"""Commands that change how something looks, or how large it is."""
_NAMED = {"^": "hat widehat", "=": "bar overline", "~": "tilde widetilde", ".": "dot", '"': "ddot"}
_NAMED |= {"v": "check", "'": "acute", "`": "grave", "u": "breve", "r": "mathring"}
MARKS = {name: ACCENTS[sign] for sign, names in _NAMED.items() for name in names.split()} | {"vec": "\u20d7"}
"""The accents of formulas, which have other names."""
RAISED = {"circ": "°", "prime": "′", "dagger": "†", "dag": "†", "ast": "*", "star": "⋆", "top": "ᵀ"}
FUNCTIONS = frozenset(
    """arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min Pr sec sin sinh sup tan tanh argmax argmin mod""".split()
)
SIGNS = {",": " ", ";": " ", ":": " ", " ": " ", ">": " ", "!": "", "/": "", "|": "‖", "\\": " "}
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})


def raised(text: str) -> str:
    """`text` in characters that Unicode has raised; nothing where it has not all of them.

    >>> raised("38"), raised("th")
    ('³⁸', '')
    """
    return "".join(_SUPERSCRIPTS[c] for c in text) if all(c in _SUPERSCRIPTS for c in text) else ""


def lowered(text: str) -> str:
    """`text` in characters that Unicode has lowered; nothing where it has not all of them."""
    return "".join(_SUBSCRIPTS[c] for c in text) if all(c in _SUBSCRIPTS for c in text) else ""


def plain_math(tex: str) -> str:
    r"""A formula in characters.

    >>> plain_math(r"\mathcal{N}=4"), plain_math(r"\sqrt{s} \leq \frac{a}{bc}"), plain_math(r"R^{n \times m}_i")
    ('N=4', '√s ≤ a/(bc)', 'R^(n × m)ᵢ')
    """
    return tex if tex.isalnum() else _Reader(tex).read()


class _Reader(Struct):
    tex: str
    position: int = 0
    written: list[str] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    """Of each open group what is written behind it, and what the next one is."""
    next: str = ""
    """What the next group or character is: `numerator`, `denominator`, `root`, or nothing of these."""

    def read(self) -> str:
        while token := TOKEN.match(self.tex, self.position):
            self.position = token.end()
            match token.lastgroup:
                case "open":
                    self._open(token.start())
                case "close":
                    behind, self.next = self.groups.pop() if self.groups else ("", "")
                    self.written.append(behind)
                case "script":
                    self._script(token["script"])
                case "name":
                    self._command(token["name"], token)
                case "sign":
                    self.written.append(SIGNS.get(token["sign"], token["sign"]))
                case "space":
                    self.written.append(" ")
                case _:
                    self._text(token)
        self.written += [behind for behind, _ in reversed(self.groups)]
        return " ".join("".join(self.written).split())

    def _open(self, place: int) -> None:
        kind, self.next = self.next, ""
        brackets = bool(kind) and not SIMPLE.match(self.tex, place)
        self.written.append("(" if brackets else "")
        behind = (")" if brackets else "") + ("/" if kind == "numerator" else "")
        self.groups.append((behind, "denominator" if kind == "numerator" else ""))

    def _text(self, token: re.Match[str]) -> None:
        if not self.next:
            self.written.append(token[0].replace("'", "′"))
            return
        self.written.append(token[0][0])  # `\frac12`: each argument is one character
        self._end_argument()
        self.position = token.start() + 1

    def _end_argument(self) -> None:
        if self.next == "numerator":
            self.written.append("/")
        self.next = "denominator" if self.next == "numerator" else ""

    def _command(self, name: str, token: re.Match[str]) -> None:
        if name in FRACTIONS:
            self.next = "numerator"
        elif name == "sqrt":
            self.written.append("√")
            self.next = "root"
        elif (name == "mathbb" or name in MARKS) and self._letter(name):
            pass
        elif name in FUNCTIONS:
            self._function(name)
        elif name not in FONTS:
            characters = symbol(name)
            self.written.append(token[0] if characters is None else characters)
            if characters and token[0][-1:].isspace() and not characters.isalpha():
                self.written.append(" ")
            self._end_argument()

    def _function(self, name: str) -> None:
        before = self.written[-1][-1:] if self.written else ""
        after = self.tex[self.position : self.position + 1]
        self.written.append(f"{' ' * before.isalnum()}{name}{' ' * (after.isalnum() or after == chr(92))}")

    def _letter(self, name: str) -> bool:
        """Write the one letter that a command marks; False where it marks more."""
        match = LETTER.match(self.tex, self.position)
        letter = (match[1] or match[2]) if match else ""
        letter = (symbol(letter[1:]) or "") if letter.startswith("\\") else letter
        if not match or len(letter) != 1:
            return False
        self.position = match.end()
        self.written.append(_DOUBLE_STRUCK.get(letter, letter) if name == "mathbb" else accented(letter, MARKS[name]))
        return True

    def _script(self, script: str) -> None:
        simple = SCRIPT.match(self.tex, self.position)
        command = COMMAND_SCRIPT.match(self.tex, self.position)
        content = ""
        if simple:
            content = (simple[1] if simple[1] is not None else simple[2]).strip()
        elif command:
            name = command[1] or command[2]
            content = (RAISED.get(name, "") if script == "^" else "") or symbol(name) or ""
        match = (simple or command) if content else None
        if match:
            self.position = match.end()
            self.written.append(_scripted(script, content))
        elif self.tex.startswith("{", self.position):
            self.position += 1
            self.written.append(f"{script}(")
            self.groups.append((")", ""))
        elif not simple:
            self.written.append(script)


def _scripted(script: str, content: str) -> str:
    if script == "^" and (content in RAISED.values() or content in {"th", "st", "nd", "rd", "'"}):
        return content
    characters = raised(content) if script == "^" else lowered(content)
    return characters or (f"{script}{content}" if len(content) == 1 else f"{script}({content})")
