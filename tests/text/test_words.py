import sys
import unicodedata
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.text.addresses import find_links
from litwiki.text.latex import to_plain
from litwiki.text.words import (
    clean,
    collation_key,
    first_sentence,
    is_one_line,
    terms,
    terms_of,
    title_key,
    words,
)


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


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "  " not in once
    assert not any(unicodedata.category(c) == "Cc" for c in once)


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


@pytest.mark.parametrize("text", ["", " ", "a\nb", "bell\x07", "a byte \udcc3", "\ufeffa"])
def test_what_no_file_holds_as_a_line_is_known(text: str) -> None:
    assert not is_one_line(text)
    assert is_one_line("Tea, 茶 🫖")


@given(st.text(st.sampled_from("ab  \t\n\x0b\x1f\x7f\x85\xa0é\u0301\u2028\ud800"), max_size=12))
def test_clean_text_of_any_kind_is_what_it_says(raw: str) -> None:
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in unicodedata.normalize("NFC", raw))
    assert clean(raw) == " ".join(kept.split())
