"""What may stand in somebody's bibliography."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from litwiki.text.katex_commands import COMMANDS, ENVIRONMENTS
from litwiki.text.latex import from_bibtex, parse_spans
from litwiki.text.tex_writer import safe_formula, tex_text, to_tex

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{x}", r"\def\x{y}", r"\write18{boil}", r"\catcode`\@=11", r"\newcommand{\a}{b}", r"\csname input\endcsname",
        "^^5cinput x", r"\let\a\b", r"\openin1", r"\directlua{x}", r"\href{x}{y}", r"\begin{filecontents}{x}", r"\end{document}",
        "a}", "{a", "a$b", "50%", "a#b", "a@b", "a\\", r"a\)b", "", " ",
    ],
)  # fmt: skip
def test_what_defines_reads_or_breaks_out_is_no_formula(tex: str) -> None:
    assert safe_formula(tex) == ""
    for written in (to_tex(parse_spans(f"${tex}$")), to_tex(parse_spans(f"\\({tex}\\)"))):
        assert all(
            f"\\{name}" not in written for name in ("input", "def", "write", "catcode", "csname", "let", "openin")
        )


@pytest.mark.parametrize(
    "field",
    [
        r"$\mathcal{N}=4$ at $\sqrt{s}=13$",
        r"H$_2$O and ${\mathrm{MoS}}_{2}$",
        r"\textit{tea} in CO\textsubscript{2}",
        r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$",
        r"50\% \& a\_b",
    ],
)
def test_what_a_bibliography_gave_it_gets_back(field: str) -> None:
    assert to_tex(parse_spans(from_bibtex(field))) == field


def test_text_prints_as_its_characters() -> None:
    assert tex_text(r"a\b {c} $ ^~") == (
        r"a{\textbackslash}b {\ensuremath{\lbrace}}c{\ensuremath{\rbrace}} \$ {\textasciicircum}{\textasciitilde}"
    )


def test_katex_knows_every_command_of_the_list() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("needs Node")
    script = f"""
      const katex = require({json.dumps(str(ROOT / "templates/theme/assets/katex/katex.min.js"))});
      const shapes = ["", "{{a}}", "{{a}}{{b}}", "{{a}}{{b}}{{c}}", "(", "("+" a\\\\right)"];
      const unknown = {json.dumps(sorted(COMMANDS))}.filter((name) => shapes.every((shape) => {{
        try {{ katex.renderToString("\\\\" + name + shape, {{ strict: false }}); return false; }}
        catch (error) {{ return error.message.includes("Undefined control sequence: \\\\" + name); }}
      }}));
      const others = {json.dumps(sorted(ENVIRONMENTS))}.filter((name) => {{
        try {{ katex.renderToString(`\\\\begin{{${{name}}}}{{c}}a\\\\end{{${{name}}}}`, {{ displayMode: true }}); return false; }}
        catch (error) {{ return error.message.includes("No such environment"); }}
      }});
      console.log(JSON.stringify([...unknown, ...others]));
    """
    answer = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(answer.stdout) == []
