"""HTML, JATS and MathML in our markup."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.text.html_text import from_html
from litwiki.text.latex import to_plain


@pytest.mark.parametrize(
    ("raw", "markup"),
    [
        ("Tea &amp; <i>Camellia</i> &lt; 5 &#8211; &eacute;", r"Tea & \textit{Camellia} < 5 – é"),
        ("H<sub>2</sub>O, Na<sup>+</sup>", r"H\textsubscript{2}O, Na\textsuperscript{+}"),
        ("<jats:p>We <jats:italic>pour</jats:italic>.</jats:p><jats:p>More</jats:p>", r"We \textit{pour}. More"),
        ("<sec><title>Aim</title><p>Tea<br/>hot</p></sec>", "Aim Tea hot"),
        ("x<y and z>w, <pad> and <LOOP>", "x<y and z>w, <pad> and <LOOP>"),
        ("<b>bold <i>both</i></b> <code>pour</code>", r"\textbf{bold \textit{both}} \texttt{pour}"),
        ("<i>never closed", r"\textit{never closed}"),
        ("closed</i> never opened", "closed never opened"),
        ("<b></b>nothing", "nothing"),
        ("<i>open } brace</i>", r"\textit{open \} brace}"),
        ("a <!-- hidden --> b <!-- open", "a b <!-- open"),
        ("<script>boil()</script>tea", "tea"),
        ("&lt;script&gt;", "<script>"),
        ("<![CDATA[a < b & c]]>", "a < b & c"),
        ("TeX $x_1$ stays, and \\(y\\)", "TeX $x_1$ stays, and \\(y\\)"),
        ("<span class='a'>plain</span> <a href='x'>link</a>", "plain link"),
        # formulas
        ("<math><mi>x</mi></math>", "$x$"),
        ("<mml:math><mml:msub><mml:mi>x</mml:mi><mml:mn>1</mml:mn></mml:msub></mml:math>", "$x_{1}$"),
        ("<math><msup><mrow><mi>a</mi><mi>b</mi></mrow><mn>2</mn></msup></math>", "${ab}^{2}$"),
        ("<math><mfrac><mi>a</mi><msqrt><mi>s</mi></msqrt></mfrac></math>", r"$\frac{a}{\sqrt{s}}$"),
        ("<math><mi mathvariant='normal'>&#923;</mi><mi>CDM</mi></math>", r"$\Lambda\mathrm{CDM}$"),
        ("<math><mi mathvariant='double-struck'>R</mi></math>", r"$\mathbb{R}$"),
        ("<math><mn>13</mn><mspace width='1em'/><mtext>TeV</mtext></math>", r"$13\ \text{TeV}$"),
        ("<math><semantics><mi>x</mi><annotation>junk</annotation></semantics></math>", "$x$"),
        ("<math><mi>a</mi><mo>&#8804;</mo><mi>b</mi></math>", r"$a \leq b$"),
        ("<math><mover><mi>x</mi><mo>&#175;</mo></mover></math>", r"$\bar{x}$"),
        ("<math><munderover><mo>&#8721;</mo><mi>i</mi><mi>n</mi></munderover></math>", r"$\sum_{i}^{n}$"),
        ("<math><mfenced><mi>a</mi><mi>b</mi></mfenced></math>", "$(a,b)$"),
        ("<math><mroot><mi>a</mi><mn>3</mn></mroot></math>", r"$\sqrt[3]{a}$"),
        ("<math><msubsup><mi>K</mi><mi>S</mi><mn>0</mn></msubsup></math>", "$K_{S}^{0}$"),
        ("<math><mi>x", "$x$"),
        (
            (
                "<inline-formula><alternatives><tex-math>\\begin{document}$$z_1$$\\end{document}</tex-math>"
                "<mml:math><mml:mi>z</mml:mi></mml:math></alternatives></inline-formula>"
            ),
            "$z_1$",
        ),
    ],
)
def test_a_fragment_is_our_markup(raw: str, markup: str) -> None:
    assert from_html(raw) == markup


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            "<i> </i> <sub> <math> </math> <mi> <msub> <mfrac> </mi> <!-- --> <![CDATA[ ]]> & &lt; { } $ \\ x <mtext> <p/> < >".split()
        ),
        max_size=20,
    ).map("".join)
)
def test_no_fragment_is_too_odd(raw: str) -> None:
    markup = from_html(raw)
    assert len(markup) <= 20 * len(raw) + 10
    assert len(to_plain(markup)) <= 2 * len(markup) + 10


@pytest.mark.parametrize(
    "unit", ["<i>", "<math>", "<msqrt>", "<!--", "<", "<a ", "<![CDATA[", "<msub>", "&lt", "<i></b>"]
)
def test_reading_is_linear(unit: str) -> None:
    started = time.process_time()
    from_html(unit * 8_000)
    from_html("<math>" + unit * 4_000 + "x")
    assert time.process_time() - started < 5
