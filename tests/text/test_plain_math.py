"""Formulas in plain characters."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.text.plain_math import lowered, plain_math, raised


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        ("x", "x"),
        (r"\mathcal{N}=4", "N=4"),
        (r"^{38}", "³⁸"),
        ("_2", "₂"),
        (r"{\mathrm{MoS}}_{2}", "MoS₂"),
        (r"\mathbf{x}_{i}", "xᵢ"),
        (r"x_{\mathrm{max}}^{2}", "x_(max)²"),
        (r"\frac{a}{bc}", "a/(bc)"),
        (r"\frac12", "1/2"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\sqrt{s}=13", "√s=13"),
        (r"\sqrt{s+1}", "√(s+1)"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"\hat{\theta}", "θ̂"),
        (r"\bar x", "x̄"),
        (r"90^\circ", "90°"),
        (r"f'(x)", "f′(x)"),
        (r"O(n\log n)", "O(n log n)"),
        (r"\sin\alpha", "sin α"),
        (r"a \leq b", "a ≤ b"),
        (r"\left( a \right]", "( a ]"),
        (r"A^{*}", "A*"),
        (r"\unheardof{a}", r"\unheardofa"),
        (r"\{a\}", "{a}"),
        ("a^{b^{c}}", "a^(b^c)"),
        ("a}", "a"),
        ("{a", "a"),
    ],
)
def test_a_formula_has_plain_characters(tex: str, plain: str) -> None:
    assert plain_math(tex) == plain


def test_what_unicode_has_not_raised_is_not_raised_in_part() -> None:
    assert raised("2q") == ""
    assert lowered("2b") == ""


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(r"\frac { } ^ _ \sqrt \hat \mathbb a 1 \alpha ' ~ \, \left ( \unheardof".split()), max_size=20
    ).map("".join)
)
def test_no_formula_is_too_odd(tex: str) -> None:
    assert len(plain_math(tex)) <= 3 * len(tex) + 10


@pytest.mark.parametrize("unit", [r"\frac{", "^{", "{", r"\sqrt{", "a^", r"\hat", r"\frac"])
def test_nesting_costs_no_more_than_length(unit: str) -> None:
    started = time.process_time()
    plain_math(unit * 10_000)
    assert time.process_time() - started < 5
