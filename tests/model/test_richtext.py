"""One text in all its forms."""

import json
from pathlib import Path

import pytest

from litwiki.model.richtext import RichText, rich
from litwiki.text.words import clean


def test_a_text_has_five_forms() -> None:
    text = RichText(r"\textit{Camellia} in H$_2$O & 1\textsuperscript{st} <b>")
    assert text.source == r"\textit{Camellia} in H$_2$O & 1\textsuperscript{st} <b>"
    assert text.plain == "Camellia in H₂O & 1st <b>"
    assert text.html == ('<em>Camellia</em> in H<span class="lw-math">_2</span>O &amp; 1<sup>st</sup> &lt;b&gt;')
    assert text.latex == r"\textit{Camellia} in H$_2$O \& 1\textsuperscript{st} {\ensuremath{<}}b{\ensuremath{>}}"
    assert text.key == RichText("camellia in H2O, 1st <b>").key


@pytest.mark.parametrize(
    ("source", "lead"),
    [
        ("It boils. It cools.", "It boils."),
        (r"It \textit{boils. It} cools. Then tea.", r"It \textit{boils. It} cools. Then tea."),
        (r"At \(a. B\) it boils. It cools.", r"At \(a. B\) it boils. It cools."),
        ("It boils", "It boils"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_a_text_too(source: str, lead: str) -> None:
    assert rich(source).lead.source == lead


def test_naughty_titles_are_the_same_characters_in_every_form(shared: Path) -> None:
    for title in json.loads((shared / "corpora" / "naughty_titles.json").read_text(encoding="utf-8"))["titles"]:
        text = rich(title["text"])
        assert text.plain == clean(title["text"])
        assert "<" not in text.html
        assert '"' not in text.html
