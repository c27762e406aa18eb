"""The TeX of bibliographies: what it means, in our markup."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.text.latex import from_bibtex, parse_spans, to_markup, to_plain
from litwiki.text.spans import Span, Style


@pytest.mark.parametrize(
    ("raw", "markup"),
    [
        # accents, in every bracing
        (r"Caf{\'e} na{\"\i}ve: {\"U}ber T{\"o}pfe", "Café naïve: Über Töpfe"),
        (r"Caf\'{e} na\"{\i}ve: \"{U}ber T\"{o}pfe", "Café naïve: Über Töpfe"),
        (r"Caf\'e na\"\i ve: \"Uber T\"opfe", "Café naïve: Über Töpfe"),
        (r"{Caf{\'{e}}} {na{\"{\i}}ve}", "Café naïve"),
        (
            r"{\v{C}}aj, {\v r}eka, \v{S}koda, {\H o}s, \c{c}a, {\c C}ay, \k{a}, \r{a}, \u{g}, \d{t}",
            "Čaj, řeka, Škoda, ős, ça, Çay, ą, å, ğ, ṭ",
        ),
        (r"\'{\^e} \~n \=a \.{z} \`{\a}", "ế ñ ā ż \\`\\a"),
        (
            r"{\o}re, {\O}l, {\ss}, {\L}{\'o}d{\'z}, {\AE}gir, {\aa}l, d{\i}r, \oe uvre",
            "øre, Øl, ß, Łódź, Ægir, ål, dır, œuvre",
        ),
        (r"Krej{\v{c}}{\'{\i}} and Franc{\ocirc{u}}", "Krejčí and Franců"),
        # braces that protect capitals go, those of formulas stay
        ("{A} {{Kettle}} in {GHz} and {Two {Lids}}", "A Kettle in GHz and Two Lids"),
        (r"Thin ${\mathrm{MoS}}_{2}$ lids at $\sqrt{s}=13$", r"Thin ${\mathrm{MoS}}_{2}$ lids at $\sqrt{s}=13$"),
        (r"{$O(n \log n)$} pouring", r"$O(n \log n)$ pouring"),
        (
            r"H$_2$O, {CO$_{2}$}, $^{38}$Ca, 5$\sigma$, Na$^+$, $k$NN",
            r"H$_2$O, CO$_{2}$, $^{38}$Ca, 5$\sigma$, Na$^+$, $k$NN",
        ),
        (r"\(x^2\) or \[y\] or \ensuremath{z_1}", "$x^2$ or $$y$$ or $z_1$"),
        (r"2$x$ of tea", r"2\(x\) of tea"),
        # styles
        (r"\textit{Camellia sinensis}, \emph{a \textbf{b}}", r"\textit{Camellia sinensis}, \textit{a \textbf{b}}"),
        (
            r"CO\textsubscript{2}, 1\textsuperscript{st}, \texttt{pour}",
            r"CO\textsubscript{2}, 1\textsuperscript{st}, \texttt{pour}",
        ),
        (r"The {\sc Kettle} and {\em the lid} here", r"The \textsc{Kettle} and \textit{the lid} here"),
        (r"\emph{a \emph{b} c}", r"\textit{a }b\textit{ c}"),
        # signs, quotation marks, dashes, spaces
        (r"50\% \& more \#1 \_x \{y\} \$5", "50% & more #1 _x {y} $5"),
        ("``Tea'' --- 1990--1995 and C--C -- so", "“Tea” — 1990–1995 and C–C – so"),
        ("pour --help and -x", "pour --help and -x"),
        (r"100~ml, 4.5\,kg, a\ b\quad c\\d, e\-f", "100 ml, 4.5 kg, a b c d, ef"),
        (r"\TeX{} and {\LaTeX}, {\BibTeX}ing", "TeX and LaTeX, BibTeXing"),
        (r"\alpha-decay at 5\textdegree C", "α-decay at 5°C"),
        # commands with arguments
        (
            r"at \url{https://tea.example/a_b~c} and \href{https://x.example}{here}",
            "at https://tea.example/a_b~c and here",
        ),
        (r"\enquote{Tea} and \mkbibquote{\mkbibemph{Pots}}", r"“Tea” and “\textit{Pots}”"),
        (r"\foreignlanguage{german}{Tee} and \textcolor{red}{hot}\thanks{to all}", "Tee and hot"),
        (r"as in \cite{pot1999}, \mbox{tied} and \unheardof{shown}", "as in [pot1999], tied and shown"),
        (r"{\noopsort{1973b}}1973", "1973"),
        # what is certain of nothing stays
        ("$5 and $10", "$5 and $10"),
        ("from $5-$10 to US$3", "from $5-$10 to US$3"),
        (r"$\$5$ a pot", r"$\$5$ a pot"),
        (r"..\..\windows and C:\Users", r"..\..\windows and C:\Users"),
        ("x~1, LONGFI~1, H~2~O and Figure~3", "x~1, LONGFI~1, H~2~O and Figure 3"),
        (r"he says \"open\" twice", 'he says "open" twice'),
        (r"\sysname{} and \HB", r"\sysname and \HB"),
        (r"\frac{1}{2} cup", r"\frac{1}{2} cup"),
        ("unbalanced { braces } and }", "unbalanced braces and }"),
        ("open {brace", "open {brace"),
        ("", ""),
    ],
)
def test_what_a_bibliography_says_is_stored_in_our_markup(raw: str, markup: str) -> None:
    assert from_bibtex(raw) == markup


def test_nothing_that_defines_or_reads_is_carried_out() -> None:
    for raw in (r"\input{kettle.tex} tea", r"\write18{boil} tea", r"\def\x{y} tea", r"\catcode`\@=11 tea"):
        assert "tea" in from_bibtex(raw)
    assert from_bibtex(r"\input{kettle.tex} tea") == "tea"


PIECES = r"""{ } $ $$ \ \' \" \( \) \[ \] ~ -- `` '' ' ` \$ % & _ ^ # \textit{ \emph \v \em \alpha \frac{a} \url{
\begin{equation} \end{equation} \i tea x é 王 5 . , ( ) " \textsubscript{2} \ensuremath{x} \HB \\ 1 \textbackslash{}"""
TEX = st.lists(st.sampled_from([*PIECES.split(), " ", "\\c "]), max_size=24).map("".join)


@pytest.mark.slow
@settings(max_examples=400)
@given(TEX)
def test_our_markup_means_what_the_tex_meant(raw: str) -> None:
    markup = from_bibtex(raw)
    spans = parse_spans(markup)
    assert parse_spans(to_markup(spans)) == spans
    assert len(markup) <= 24 * len(raw) + 10
    assert len(to_plain(markup)) <= 2 * len(markup) + 10


@pytest.mark.slow
@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(
            st.text("ab {}\\$%~`'\"_^0é&#.", min_size=1, max_size=8),
            st.lists(
                st.sampled_from([s for s in Style if s not in {Style.PLAIN, Style.MATH, Style.DISPLAY}]),
                max_size=3,
                unique=True,
            ),
        ),
        max_size=5,
    )
)
def test_whatever_characters_a_span_has_our_markup_gives_them_back(pieces: list[tuple[str, list[Style]]]) -> None:
    spans = [Span(text, styles[-1], tuple(styles[:-1])) if styles else Span(text) for text, styles in pieces]
    runs = [(c, span.style, span.around) for span in spans for c in span.text]
    assert [(c, s.style, s.around) for s in parse_spans(to_markup(spans)) for c in s.text] == runs


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "}",
        "{}",
        "\\textit{",
        "\\(",
        "\\[\\(",
        "$a",
        "$",
        "\\'",
        "{\\em ",
        "``x",
        "~",
        "\\frac{",
        "\\\\",
        "$\\$",
        "\\begin{equation}",
        "\\c",
        "--",
        "\\url{",
        "{ ",
        '\\"',
        "\\ensuremath{",
    ],
)
def test_reading_is_linear(unit: str) -> None:
    started = time.process_time()
    for text in (unit * 8_000, unit * 4_000 + "}" * 4_000):
        to_plain(from_bibtex(text))
    assert time.process_time() - started < 5  # tenths of a second; what is quadratic takes minutes
