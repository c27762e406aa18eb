r"""Tables of TeX: the letters that accents make, the characters that commands stand for.

The characters are those of pylatexenc, of which only the table is used: its own decoder recurses.
"""

import functools
import unicodedata

from pylatexenc.latex2text import get_default_latex_context_db

from litwiki.text.spans import Style

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "G": "\u030f",
    "U": "\u030e",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""Accent commands and the characters that combine (LaTeX2e: An unofficial reference manual, 23.5)."""
OTHER_NAMES = {"ocirc": "r", "polhk": "k", "textogonekcentered": "k", "textroundcap": "u"}
"""Accents by the names that MathSciNet defines, and by those of packages."""
SPACING_ACCENTS = {"`": "`", "'": "´", "^": "^", "~": "~", "=": "¯", '"': "¨", ".": "˙"}
"""What an accent prints over nothing."""
SPACES = {" ": " ", "\n": " ", ",": " ", ";": " ", ":": " ", ">": " ", "\\": " ", "!": "", "/": "", "-": "", "@": ""}
"""Commands of one sign that print a space, or nothing. All spaces of TeX are one space of ours."""
STYLE_COMMANDS = {
    Style.EMPHASIS: "textit",
    Style.STRONG: "textbf",
    Style.CODE: "texttt",
    Style.SMALL_CAPS: "textsc",
    Style.SUBSCRIPT: "textsubscript",
    Style.SUPERSCRIPT: "textsuperscript",
}
_OURS = {
    **{name: name for name in "TeX LaTeX BibTeX XeTeX LuaTeX pdfTeX ConTeXt biblatex".split()},
    "LaTeXe": "LaTeX2e",
    "AmS": "AMS",
    **dict.fromkeys(
        """addspace quad qquad enspace thinspace space nobreakspace item newline linebreak par hfill newblock hspace
        enskip textvisiblespace""".split(),
        " ",
    ),
    # biblatex manual, 3.14 and 4.10.3
    **dict.fromkeys(("hyphen", "nbhyphen"), "-"),
    "slash": "/",
    "addcomma": ",",
    "adddot": ".",
    "addcolon": ":",
    "textasciicircum": "^",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textmu": "μ",
    "degree": "°",
    **dict.fromkeys(("celsius", "textcelsius"), "°C"),
    "angstrom": "Å",
    "textminus": "−",
    "ast": "*",
    "ddag": "‡",
    "hbar": "ℏ",
}
"""Where pylatexenc knows no command, or other characters."""
_PRINT_NOTHING = frozenset(
    """relax protect null noindent indent em it sl bf tt sc rm sf itshape slshape bfseries ttfamily scshape rmfamily
    sffamily upshape mdseries normalfont normalsize small footnotesize scriptsize tiny large Large LARGE huge Huge
    centering raggedright allowbreak nolinebreak bgroup egroup begingroup endgroup displaystyle textstyle limits
    nolimits boldmath unboldmath selectfont hyphenation frenchspacing nonfrenchspacing sloppy leavevmode unskip
    ignorespaces xspace""".split()
)


_pylatexenc = functools.cache(get_default_latex_context_db)


@functools.cache
def symbol(name: str) -> str | None:
    r"""The characters that the command `\name` stands for; None where it is no symbol.

    >>> symbol("alpha"), symbol("ss"), symbol("frac")
    ('α', 'ß', None)
    """
    if name in _OURS:
        return _OURS[name]
    if name in _PRINT_NOTHING:
        return ""
    known = _pylatexenc().get_macro_spec(name)
    characters = getattr(known, "simplify_repl", None)
    if not isinstance(characters, str) or "%" in characters or not characters.strip() or "<" in characters:
        return None
    return unicodedata.normalize("NFC", characters)


def accented(letter: str, accents: str) -> str:
    """A letter with combining characters, the innermost first, in one character where Unicode has it.

    >>> accented("e", "\\u0302\\u0301")
    'ế'
    """
    plain = {"ı": "i", "ȷ": "j"}.get(letter, letter) if accents.strip("\u0323\u0327\u0328\u0331") else letter
    return unicodedata.normalize("NFC", plain + accents)
