"""What keeps KaTeX from setting a formula is seen here, too: the same formulas are asked of both."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from litwiki.text.formulas import math_fault

KATEX = Path(__file__).parents[2] / "templates/theme/assets/katex/katex.min.js"
FINE = (
    r"x_t = Ax_{t-1}",
    r"\frac{a}{b} \quad \text{for } a < b",
    r"\left( \frac{a}{b} \right]",
    r"\begin{cases} a & b \\ c & d \end{cases}",
    r"\{ a \mid b \}",
    r"\kappa \operatorname{softmax}(z)",
    r"a \, b \; c \! d",
    r"\left\{ a \right.",
    r"\def\pot{x} \pot",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\'a \% \# \& \_",
    r"\mathbb{R}^{n \times m}",
)
FAULTY = (
    (r"\frac{a}{b", "the bracket { is not closed"),
    (r"a}", "the bracket } was not opened"),
    (r"\fraq{a}{b}", r"the unknown command \fraq"),
    (r"\begin{cases}a\end{array}", r"\end{array} closes \begin{cases}"),
    (r"\begin{kettle}a\end{kettle}", "the unknown environment kettle"),
    (r"\left( a", r"\left is not closed"),
    (r"a \right)", r"\right without \left"),
    (r"\begin{cases}a", r"\begin{cases} is not closed"),
    ("a \\", "a backslash without a command"),
    (r"\label{x} a", r"the unknown command \label"),
    (r"{ \left( a } \right)", r"\left is not closed"),
)


@pytest.mark.parametrize("tex", FINE)
def test_a_formula_that_is_set_has_no_fault(tex: str) -> None:
    assert math_fault(tex) == ""


@pytest.mark.parametrize(("tex", "fault"), FAULTY)
def test_a_fault_is_named(tex: str, fault: str) -> None:
    assert math_fault(tex) == fault


def test_katex_is_of_the_same_mind() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("needs Node")
    script = f"""
      const katex = require({json.dumps(str(KATEX))});
      const set = {json.dumps([*FINE, *(tex for tex, _ in FAULTY)])}.map((tex) => {{
        try {{ katex.renderToString(tex, {{ strict: false }}); return true; }} catch {{ return false; }}
      }});
      console.log(JSON.stringify(set));
    """
    answer = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(answer.stdout) == [True] * len(FINE) + [False] * len(FAULTY)


@pytest.mark.parametrize("piece", ["{", "}", "\\left(", "\\begin{cases}", "\\", "\\end{", "\\a"])
def test_time_grows_with_the_length(piece: str) -> None:
    start = time.perf_counter()
    math_fault(piece * (100_000 // len(piece)))
    assert time.perf_counter() - start < 2
