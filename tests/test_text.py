import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.text import (
    FoundLink,
    Span,
    Style,
    clean,
    collation_key,
    find_links,
    first_sentence,
    is_math,
    normal_url,
    parse_spans,
    printable,
    terms,
    terms_of,
    title_key,
    to_plain,
    without_links,
    words,
)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (r"85\% of ans\"atze", "85% of ansätze"),
        (r"Aky\"urek and Polyak-\L ojasiewicz", "Akyürek and Polyak-Łojasiewicz"),
        (r"Erd\H{o}s, \'etude, na\"ive, \c{c}a, \v{S}koda", "Erdős, étude, naïve, ça, Škoda"),
        (r"Embedding\&MLP", "Embedding&MLP"),
        ('the ``off-the-shelf" one', "the “off-the-shelf” one"),
        (r"\name -- a system, {\it\HB} and \sysname wins", "name -- a system, HB and sysname wins"),
        (r"4.58\,\% w.r.t.\ new", "4.58 % w.r.t. new"),
        (r"\textit{agnostic} to {\em it}", "agnostic to it"),
        (r"Figure~3 of Lee~et al.", "Figure 3 of Lee et al."),
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


def test_links_lose_the_punctuation_of_their_sentence() -> None:
    text = (
        "Code is at https://github.com/x/y. Data (https://huggingface.co/datasets/a/b), and the project page: "
        "https://a.github.io/b/; see github.com/c/d, https://doi.org/10.1/x_(y) and magenta{https://github.com/x/z}."
    )
    assert find_links(text) == (
        FoundLink("code", "https://github.com/x/y"),
        FoundLink("data", "https://huggingface.co/datasets/a/b"),
        FoundLink("project", "https://a.github.io/b/"),
        FoundLink("code", "https://github.com/c/d"),
        FoundLink("doi", "https://doi.org/10.1/x_(y)"),
        FoundLink("code", "https://github.com/x/z"),
    )


def test_a_link_is_found_once() -> None:
    assert len(find_links("https://github.com/x/y and again https://github.com/x/y.")) == 1


def test_addresses_are_compared_without_needless_escapes() -> None:
    assert normal_url("https://x.org/a%2Db%5Fc%20d%2F") == "https://x.org/a-b_c%20d%2F"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Low-Rank Adaptation", "LOW RANK ADAPTATION."),
        ("Naïve: A Study", "Nai\u0308ve - a study"),
        ("Full\u2010Width Ｔｅｘｔ", "full width text"),
        (r"Ans\"atze", "Ansätze"),
    ],
)
def test_title_keys_ignore_case_form_punctuation_and_spaces(a: str, b: str) -> None:
    assert title_key(a) == title_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("LoRA", "LoRA+"), ("DPM-Solver", "DPM-Solver++"), ("GPT-3", "GPT-4"), ("?!", "!?")],
)
def test_title_keys_keep_digits_and_signs(a: str, b: str) -> None:
    assert title_key(a) != title_key(b)


def test_titles_are_sorted_word_by_word() -> None:
    assert sorted(["Adversarial", "A Model", "“A” list"], key=collation_key) == [
        "“A” list",
        "A Model",
        "Adversarial",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It works, e.g. Here. It ends.", "It works, e.g. Here."),
        ("Uses 33B. OpenAI agrees.", "Uses 33B."),
        ("Streams are not i.i.d. Each is mixed.", "Streams are not i.i.d."),
        ("By J. Smith it is proved. Next.", "By J. Smith it is proved."),
        ("Version 2.5 wins (91%). More.", "Version 2.5 wins (91%)."),
        ("No end", "No end"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_sentence_ends(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_terms_are_stems_without_stop_words() -> None:
    assert terms("The low-rank adapters of GPT-3 adapt") == ["low", "rank", "adapt", "gpt-3", "adapt"]


def test_clean_text_is_one_line_in_one_form() -> None:
    assert clean(" a\u0308\x1b[31m\n\tb\ufeff ") == "ä [31m b"


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "  " not in once
    assert not any(unicodedata.category(c) == "Cc" for c in once)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text("\\{}$()[]`'\"~ emitbfL,%_123", max_size=60))
def test_however_damaged_its_latex_a_text_keeps_its_words(text: str) -> None:
    shown = to_plain(text)
    assert "".join(span.text for span in parse_spans(text)) == shown
    assert [c for c in shown if c.isdigit()] == [c for c in text if c.isdigit()]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text("abc ,.:;-é深🙂", max_size=60))
def test_text_without_latex_is_left_alone(text: str) -> None:
    assert to_plain(text) == text


GROWING: list[Callable[[str], object]] = [to_plain, title_key, collation_key, find_links, first_sentence, terms]


@pytest.mark.parametrize(
    "piece", ["{\\em ", "\\emph{", "\\emph{\\emph{}", "\\(", "\\[", "$a ", "``", "e.g. A ", "a. B", "https://a.b)"]
)
@pytest.mark.parametrize("function", GROWING)
def test_no_text_is_a_bomb(piece: str, function: Callable[[str], object]) -> None:
    """Lines of Python carried out grow with the length of the text, not with its square, and nothing nests too deep."""
    short, long = (piece * (length // len(piece)) for length in (1_500, 6_000))
    assert steps(function, long + "}" * 1_500) < 12 * steps(function, short + "}" * 375)


def steps(function: Callable[[str], object], text: str) -> int:
    count = 0

    def step(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        function(text)
    finally:
        sys.settrace(before)
    return count + 1_000


@pytest.mark.parametrize("opening", [r"{\em ", r"\textbf{"])
def test_a_long_or_open_group_shows_as_it_is(opening: str) -> None:
    assert to_plain(f"{opening}{'a' * 1000}}}") == f"{opening}{'a' * 1000}}}"
    assert to_plain(f"see {opening}there") == f"see {opening}there"


def test_what_a_terminal_would_obey_is_written_as_an_escape() -> None:
    assert printable("é 🙂 \x1b[31m\r\n\u202e\udcff") == r"é 🙂 \x1b[31m\r\n\u202e\udcff"


def test_words_keep_what_belongs_to_them() -> None:
    assert words("GPT-3's k-NN, at 2.6x (C++)") == ["GPT-3's", "k-NN", "at", "2.6x", "C++"]
    assert [terms_of(word) for word in ("Low-Rank", "the", "2.5", "k-NN", "x", "Kettles’s")] == [
        ("low", "rank"),
        (),
        (),
        ("k-nn",),
        (),
        ("kettl",),
    ]


def test_addresses_are_no_words() -> None:
    assert words(without_links("see https://x.org/a-b, www.y.org and github.com/c/d now")) == ["see", "and", "now"]


def test_all_naughty_titles_show_literally(shared: Path) -> None:
    titles = json.loads((shared / "corpora" / "naughty_titles.json").read_text(encoding="utf-8"))["titles"]
    assert len(titles) == 476
    for title in titles:
        text = clean(title["text"])
        assert unicodedata.normalize("NFC", to_plain(text)) == text
