"""Code of curators' notes with its parts marked by classes, as GitHub colors it: Pygments' tokens, the theme's colors.

A block of code in, HTML out. Pygments' lexers are regular expressions of many authors, and some take quadratic time for
some texts. So only languages of `LANGUAGES` are read, and only blocks of at most `LONGEST` characters: none of them
took more than half a second for any of ninety signs and words, each repeated to that length. C# took more, and is left
out. Anything else is shown as it was.
"""

from pygments.token import STANDARD_TYPES

LONGEST = 3_000
"""Characters of a block that is colored."""
LANGUAGES = frozenset(
    "bash bib bibtex c c++ cmake console cpp css cuda diff docker dockerfile fortran go golang haskell html ini java"
    " javascript js json julia jl kotlin latex lua make makefile matlab nix ocaml octave perl php powershell ps1 py"
    " pycon python python3 r rb ruby rs rust scala sh shell sql swift tex toml ts typescript udiff vim xml yaml yml"
    " zsh".split()
)
"""Names of languages after the three back-ticks, as people write them."""
CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
"""Every class that `highlighted` writes."""


def highlighted(code: str, language: str) -> str | None:
    """HTML of a block of code, one `span` a token; None for a language that is not colored, or for a long block.

    >>> highlighted("boil = 100\\n", "python")
    '<span class="n">boil</span> <span class="o">=</span> <span class="mi">100</span>\\n'
    """
    if len(code) > LONGEST or language.lower() not in LANGUAGES:
        return None
    # These take 60 ms to import, and few notes have code.
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(language.lower(), stripnl=False)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True))).replace('<span class="w"> </span>', " ")
