"""Markdown files that every engine makes the same page of: front matter, a heading, a block of HTML."""

import random

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape as escape_html
from mkdocs.utils.meta import get_data

from litwiki import content, links
from litwiki.facts.site import Site
from litwiki.markup.html import escape
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Page
from litwiki.site.markdown import CLOSE, OPEN, body_of, fragment_of, heading_of, page_text
from tests.conftest import DATA
from tests.in_memory import pages_of

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
SIGNS = "*_`[](){}<>#|&\\!:~^$-+.'\" =/;%@\n\tab é"
TEXT = st.text(SIGNS, max_size=40)
META = {"title": "Tea", "description": 'it\'s: "hot"', "head": '<meta name="a" content="&amp;">'}


def converted(text: str) -> str:
    return markdown.Markdown(extensions=EXTENSIONS).convert(text)


def page(html: str, heading: str = "Tea") -> Page:
    return Page(DocPath("a/tea.md"), META, heading, html)


def nested(dice: random.Random, depth: int, texts: list[str]) -> str:
    """HTML as templates write it, with hostile texts escaped as Jinja does."""
    kind = dice.choice(["p", "ul", "table", "details", "svg", "pre", "div", "h2"])
    text = escape_html(dice.choice(texts))
    if kind == "ul":
        items = "\n".join(f"<li>{nested(dice, depth - 1, texts) if depth else text}</li>" for _ in range(2))
        return f"<ul>\n{items}\n</ul>"
    if kind == "table":
        return f'<table><tr><td title="{text}">{text}</td></tr></table>'
    if kind == "details":
        return f"<details open><summary>{text}</summary>\n<p>{text}</p>\n</details>"
    if kind == "svg":
        return f'<svg viewBox="0 0 1 1"><g aria-label="{text}"><path d="M0 0"/><title>{text}</title></g></svg>'
    if kind == "div" and depth:
        return f'<div class="a">\n{nested(dice, depth - 1, texts)}\n</div>'
    return f'<{kind} id="{escape_html(text)}"><a href="../{text}/">{text}</a></{kind}>'


@settings(max_examples=150)
@given(st.lists(TEXT, min_size=1, max_size=5), st.integers(0, 10_000))
def test_a_block_of_html_is_copied_byte_for_byte(texts: list[str], seed: int) -> None:
    dice = random.Random(seed)
    html = "\n\n".join(nested(dice, 3, texts) for _ in range(3))
    made = page(html, str(escape(texts[0])))
    fragment = fragment_of(made)
    assert converted(body_of(heading_of(made), fragment)).endswith(f"{OPEN}\n{fragment}\n{CLOSE}")


@given(TEXT)
def test_a_heading_is_copied_too(text: str) -> None:
    heading = heading_of(page("<p>a</p>", str(escape(text))))
    assert converted(body_of(heading, "<p>a</p>")).startswith(f'<h1 id="lw-top">{heading}</h1>\n')


def test_no_page_has_an_empty_line_inside_its_html() -> None:
    wiki = content.load(DATA / "wiki").wiki
    site = Site(wiki, links.make(wiki).graph)
    for made in pages_of(site):
        text = page_text(made, fragment_of(made).encode()).decode()
        _, _, body = text.partition(OPEN)
        assert "\n\n" not in body.strip(), made.path
        assert all(line.strip() for line in body.strip().split("\n")), made.path


@pytest.mark.parametrize("html", ["", "\n \n", "a\n\n \nb", "<p>\r\n\r\nx</p>", "<pre>a\tb</pre>", "\x02\x03"])
def test_whatever_a_template_writes_ends_the_block_nowhere(html: str) -> None:
    fragment = fragment_of(page(html))
    assert all(line.strip() for line in fragment.split("\n"))
    assert converted(body_of("x", fragment)) == f'<h1 id="lw-top">x</h1>\n{OPEN}\n{fragment}\n{CLOSE}'


def test_front_matter_reads_back_as_it_was() -> None:
    body, meta = get_data(page_text(page("<p>x</p>"), b"<p>x</p>").decode())
    assert meta == {**META, "hide": ["navigation", "toc"]}
    assert body.startswith("# Tea { #lw-top }\n\n")
