"""What authors meant by their LaTeX, and what is none."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.text.formulas import is_math
from litwiki.text.latex import parse_spans, to_plain
from litwiki.text.spans import Span, Style
from litwiki.text.words import clean


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (r"85\% of ans\"atze", "85% of ansätze"),
        (r"Aky\"urek and Polyak-\L ojasiewicz", "Akyürek and Polyak-Łojasiewicz"),
        (r"Erd\H{o}s, \'etude, na\"ive, \c{c}a, \v{S}koda", "Erdős, étude, naïve, ça, Škoda"),
        (r"Embedding\&MLP", "Embedding&MLP"),
        ('the ``off-the-shelf" one', "the “off-the-shelf” one"),
        (r"\name -- a system, {\it\HB} and \sysname wins", r"\name -- a system, \HB and \sysname wins"),
        (r"4.58\,\% w.r.t.\ new", "4.58 % w.r.t. new"),
        (r"\textit{agnostic} to {\em it}", "agnostic to it"),
        (r"Figure~3 of Lee~et al.", "Figure 3 of Lee et al."),
        (r"{\'E}tude, {\"{U}}ber, \'{\i}, {\v r}eka, {\ss}, {\c{c}}a", "Étude, Über, í, řeka, ß, ça"),
        (r"H$_2$O, 5$\sigma$, $\mathcal{N}=4$, \(x_i^{n+1}\)", "H₂O, 5σ, N=4, xᵢⁿ⁺¹"),
        (r"CO\textsubscript{2} and 1\textsuperscript{st} \textsc{pot}", "CO₂ and 1st pot"),
        (r"\textit{a \textbf{b} c} \mbox{d}", "a b c d"),
    ],
)
def test_latex_in_text_becomes_what_its_author_meant(raw: str, plain: str) -> None:
    assert to_plain(raw) == plain


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "from $5 to 6$",
        r"¯\_(ツ)_/¯",
        r"\x20type and \u2028",
        r"C:\Users\me",
        r"..\..\windows\times",
        r"\url{https://tea.example/a}",
        r"$\$5$ and $\$10$",
        "x~1",
        "LONGFI~1",
        "H~2~O and x^2^",
        r"it\'s and don\'t",
        r"he said \"open\" and left",
        r"example\.com and \.zip",
        "US$5 and CA$10",
        r"\newcommand{\pot}{tea}",
        "$ENV{'HOME'} and $USER",
        "R^{n times n} and mathcal{O}(KT)",
        "$textbf{specialist} and textbf{generalist}$ models",
        "{{ 7*7 }} {: onclick=x } --- # $5 | &amp;",
        r"\";alert('x')",
        "{unbalanced {\\it braces",
    ],
)
def test_what_is_no_certain_latex_shows_as_it_is(text: str) -> None:
    assert to_plain(text) == text


def test_math_and_emphasis_are_spans() -> None:
    assert parse_spans(r"a {\em b} \(x'(t)\) and $O(n^2)$ then \[y\]") == (
        Span("a "),
        Span("b", Style.EMPHASIS),
        Span(" "),
        Span("x'(t)", Style.MATH),
        Span(" and "),
        Span("O(n^2)", Style.MATH),
        Span(" then "),
        Span("y", Style.DISPLAY),
    )


@pytest.mark.parametrize("tex", ["x", r"\mathcal{O}(n)", "n_1", r"\text{depth}", "64^2"])
def test_math_between_dollars_is_recognised(tex: str) -> None:
    assert is_math(tex)


@settings(max_examples=200)
@given(st.text("\\{}$()[]`'\"~ emitbfL,%_123", max_size=60))
def test_however_damaged_its_latex_a_text_keeps_its_words(text: str) -> None:
    shown = to_plain(text)
    assert "".join(span.text for span in parse_spans(text)) == shown
    assert [c for c in shown if c.isdigit()] == [c for c in text if c.isdigit()]


@settings(max_examples=200)
@given(st.text("abc ,.:;-é深🙂", max_size=60))
def test_text_without_latex_is_left_alone(text: str) -> None:
    assert to_plain(text) == text


@pytest.mark.parametrize("opening", [r"{\em ", r"\textbf{"])
def test_an_open_group_shows_as_it_is(opening: str) -> None:
    assert to_plain(f"see {opening}there") == f"see {opening}there"
    assert to_plain(f"{opening}{'a' * 1000}}}") == "a" * 1000


def test_all_naughty_titles_show_literally(shared: Path) -> None:
    titles = json.loads((shared / "corpora" / "naughty_titles.json").read_text(encoding="utf-8"))["titles"]
    assert len(titles) == 476
    for title in titles:
        text = clean(title["text"])
        assert unicodedata.normalize("NFC", to_plain(text)) == text
