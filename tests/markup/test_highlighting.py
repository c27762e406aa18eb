"""Code in colors: what is colored, what is not, and that no text takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pygments.lexers import get_lexer_by_name

from litwiki.markup.curated import curated
from litwiki.markup.github_markdown import MOST_CODE
from litwiki.markup.highlighting import CLASSES, LANGUAGES, LONGEST, highlighted


def shown(notes: str) -> str:
    return str(curated(notes, lambda _: None))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_a_lexer(language: str) -> None:
    assert get_lexer_by_name(language)


@settings(max_examples=60, deadline=None)
@given(st.text(), st.sampled_from(["python", "html", "bash", "yaml", "tex"]))
def test_code_is_shown_as_it_was_typed(code: str, language: str) -> None:
    code = "".join(sign for sign in code if sign.isprintable() or sign == "\n")
    code = f"a{code}b"
    root = html.fromstring(f"<div>{highlighted(code, language)}</div>")
    assert root.text_content() == f"{code}\n"
    assert {element.get("class", "").split()[0] for element in root.iter("span")} <= CLASSES


def test_a_block_that_names_its_language_is_colored() -> None:
    page = shown("```python\nboil(100)  # <b>hot</b>\n\npour()\n```\n")
    assert '<div class="highlight"><pre><code><span class="n">boil</span>' in page
    assert "&lt;b&gt;hot" in page
    assert "\n\n" not in page  # a blank line would end the block where the page is Markdown
    assert '<span class="k">if</span>' in shown("> - a\n>   ~~~ Python title=x\n>   if a: b\n>   ~~~\n")


@pytest.mark.parametrize(
    "notes", ["```\nif\n```", "```kettlish\nif\n```", "    if", f"```python\n{'x ' * LONGEST}\n```"]
)
def test_other_code_is_plain(notes: str) -> None:
    assert "<span" not in shown(notes)
    assert "<pre><code>" in shown(notes)


def test_no_text_of_many_blocks_takes_long() -> None:
    """Blank lines are what lexers of C take longest for."""
    block = "```c\na" + "\n" * (LONGEST - 3) + "b\n```\n"
    start = time.process_time()
    page = shown(block * 20)
    assert (
        time.process_time() - start < 10
    )  # without the bound it takes 20 × 0.4 s here, and more where notes are longer
    assert page.count("highlight") == MOST_CODE // LONGEST
