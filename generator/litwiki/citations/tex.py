"""Plain text and our markup as TeX for a bibliography: escaping, and the test whether written TeX may be given back.

Everything that comes from outside and is printed as TeX passes through here: a reader's TeX runs what stands in it.
"""

import re

from litwiki.model.richtext import rich
from litwiki.text.tex_writer import tex_text


def tex_markup(markup: str) -> str:
    """A text in our markup for TeX: its math stays math."""
    return rich(markup).latex if markup else ""


# --- TeX as somebody wrote it --------------------------------------------------------------------------

HARMLESS = frozenset(
    # Letters and accents of LaTeX's kernel (source2e, ltoutenc).
    """
    a aa AA ae AE b c copyright d dag ddag dh DH dj DJ dots G guillemotleft guillemotright guilsinglleft guilsinglright
    H i IJ ij j k l L ldots ng NG o O oe OE P pounds quotedblbase quotesinglbase r S SS ss t th TH u v
    textacutedbl textasciiacute textasciibreve textasciicaron textasciicircum textasciidieresis textasciigrave
    textasciimacron textasciitilde textasteriskcentered textbackslash textbar textbardbl textbraceleft textbraceright
    textbullet textcopyright textcent textdagger textdaggerdbl textdegree textdollar textellipsis textemdash textendash
    texteuro textexclamdown textgreater textless textmu textnumero textonehalf textonequarter textordfeminine
    textordmasculine textparagraph textperiodcentered textpm textquestiondown textquotedbl textquotedblleft
    textquotedblright textquoteleft textquoteright textquotesingle textregistered textsection textsterling
    textthreequarters texttimes texttrademark textunderscore textvisiblespace textyen ocirc ogonek
    """.split()
    # Fonts and boxes of a few words, spaces, logos.
    + """
    em emph bf it rm sc sf sl tt bfseries itshape scshape slshape upshape mdseries rmfamily sffamily ttfamily normalfont
    textbf textit textmd textnormal textrm textsc textsf textsl textsubscript textsuperscript texttt textup underline
    mbox text hyphen slash quad qquad enspace thinspace space protect TeX LaTeX BibTeX url href path nolinkurl relax
    """.split()
    # What biblatex gives bibliographies (its manual, 4.6.4 and 4.9), and csquotes.
    + """
    arabic autocap bibstring bibsstring biblstring bibrangedash bibrangessep enquote mkbibemph mkbibbold mkbibitalic
    mkbibparens mkbibbrackets mkbibquote mkbibsuperscript mkbibacro noopsort printfirst singleletter switchargs psqq
    """.split()
    # Math of a word or two; titles' math has a longer list.
    + """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ensuremath mathbb mathbf
    mathcal mathfrak mathit mathrm mathsf mathtt mathscr operatorname frac sqrt sum prod int lim log exp sin cos tan min
    max sup inf cdot times pm mp le leq ge geq ne neq approx sim simeq equiv infty partial nabla in notin subset to
    rightarrow leftarrow Rightarrow leftrightarrow ell hbar prime circ star ast bullet dagger langle rangle lbrace
    rbrace left right bar hat tilde vec dot ddot overline widehat widetilde ldots cdots otimes oplus perp parallel
    scriptstyle scriptscriptstyle displaystyle textstyle
    """.split()
)
"""Commands that print letters, signs or words and change nothing. A list of what is allowed, because TeX has no end of
ways to write and read files (`\\input`, `\\write`, `\\openin`, `\\csname`, `\\directlua`, `\\ShellEscape` …)."""
COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|.)", re.DOTALL)
MOST_WRITTEN = 20_000
"""Characters of a field that is given back as it was written."""


def is_harmless(tex: str) -> bool:
    r"""Whether TeX that somebody wrote can stand in a field between braces: balanced as BibTeX counts, where an escaped
    brace is one, and with no command but those that print. `^^5c` is another way to write a backslash (TeXbook, 8).

    >>> is_harmless(r"{\'E}tudes in \emph{tea}"), is_harmless(r"\input{x}"), is_harmless("}"), is_harmless("^^5cinput")
    (True, False, False, False)
    """
    if len(tex) > MOST_WRITTEN or "^^" in tex or tex.endswith("\\"):
        return False
    depth = 0
    for character in re.findall(r"[{}]", tex):
        depth += 1 if character == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and all(match[1] is None or match[1] in HARMLESS for match in COMMAND.finditer(tex))


def written(tex: str) -> str:
    """A field as it was written where that is harmless, and otherwise its characters as text."""
    return tex if is_harmless(tex) else tex_text(" ".join(tex.split()))
