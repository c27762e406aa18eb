"""Images of notes: found, bounded, and nothing but images."""

import html
import re
from pathlib import Path

import pytest

from litwiki import content
from litwiki.content.images import MOST_BYTES
from litwiki.curation.checks import check_content
from litwiki.facts.site import Site
from litwiki.links import make
from litwiki.markup.curated import curated
from litwiki.pages import paper
from tests.in_memory import pages_of

PNG = b"\x89PNG\r\n\x1a\n" + b"pot"


def with_image(root: Path, name: str, data: bytes, notes: str = "") -> list[str]:
    folder = root / "content" / "images"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    text = f"---\ntitle: 'Kettle'\n---\n{notes}\n"
    (root / "content" / "papers" / "kettle.md").write_text(text, encoding="utf-8")
    return [f"{p.place} {p.code}" for p in check_content(root, alike=False)[1]]


def test_an_image_of_the_repository_is_shown_from_the_page_s_place(new_wiki: Path) -> None:
    assert with_image(new_wiki, "pot.png", PNG, '![A "pot"](../images/pot.png)') == []
    wiki = content.load(new_wiki).wiki
    (page,) = pages_of(Site(wiki, make(wiki).graph), [paper])
    assert '<img src="../../images/pot.png" alt="A &#34;pot&#34;" loading="lazy">' in page.html


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("Pot.png", PNG, "F006"),
        ("pot.svg", b"<svg/>", "F006"),
        ("pot.png", b"<script>", "F006"),
        ("pot.png", PNG + b"0" * MOST_BYTES, "F005"),
    ],
)
def test_what_is_no_image_is_said(new_wiki: Path, name: str, data: bytes, said: str) -> None:
    assert with_image(new_wiki, name, data) == [f"content/images/{name}:1:1 {said}"]


def test_an_image_that_is_not_there_leads_nowhere(new_wiki: Path) -> None:
    assert with_image(new_wiki, "pot.png", PNG, "![x](../images/pan.png)") == ["content/papers/kettle.md:4:1 R102"]


@pytest.mark.parametrize(
    "markdown",
    [
        "<img src='../images/pot.png' onerror=alert(1)>",
        "![x](javascript:alert(1))",
        "![x](//outside.example/x.png)",
        "![x](../images/pot.svg)",
        "![](../images/pan.png)",
    ],
)
def test_no_other_image_is_shown(markdown: str) -> None:
    assert "<img" not in curated(markdown, lambda target: ("images/x", "x") if "pot" in target else None)


def test_an_image_of_another_server_is_a_link() -> None:
    shown = html.unescape(curated("![a pot](https://outside.example/x.png)", lambda _: None))
    assert "<img" not in shown
    assert re.search(r'<a href="https://outside.example/x.png"[^>]*>a pot</a>', shown)


def test_words_of_an_image_stay_words() -> None:
    shown = curated('![a" onload="x <b>](p.png \'t" x\')', lambda _: ("images/p.png", "p.png"))
    assert shown.count("<img") == 1
    assert 'onload="' not in shown
