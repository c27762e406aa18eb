"""Text that TeX prints as it is, and TeX that may be given back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.citations.tex import is_harmless, written
from litwiki.text.tex_writer import tex_text


@given(st.text(st.sampled_from("-`'?!,\\\\{}~^<|$&#_% aé"), max_size=10))
def test_signs_of_tex_are_written_one_by_one(raw: str) -> None:
    """Read from left to right, a sign that TeX would join with the one before it is kept apart."""
    joined = {"--", "``", "''", "?`", "!`", ",,"}
    apart = "".join(("{}" if a + b in joined else "") + tex_text(b) for a, b in zip(" " + raw, raw, strict=False))
    assert tex_text(raw) == apart


@pytest.mark.parametrize(
    "tex",
    [
        "tea",
        r"{\"O}ber",
        r"\emph{K\"oln}",
        r"$\alpha_{1}$",
        r"\url{https://x.org/a_b}",
        r"50\% {of} \& \{",
        "",
        r":C\:\\a\\b.pdf:PDF",
    ],
)
def test_what_prints_is_given_back(tex: str) -> None:
    assert is_harmless(tex) == ("\\{" not in tex)


@given(st.text(st.sampled_from("{}\\ab^ "), max_size=30))
def test_what_is_written_is_balanced(tex: str) -> None:
    depth = 0
    for character in written(tex):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_long_values_are_judged_at_once() -> None:
    start = time.process_time()
    for text in ("{" * 1_000_000, "\\" * 1_000_000, "\\a{" * 300_000, "^" * 1_000_000):
        is_harmless(text)
    assert time.process_time() - start < 2
