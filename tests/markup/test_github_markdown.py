"""Curators' notes as GitHub shows them: files of Markdown beside the HTML that is expected."""

import html
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki.markup.curated import FOOTNOTE, curated
from litwiki.markup.references import find_addresses
from tests.conftest import DATA

NOTES = sorted((DATA / "notes").glob("*.md"))


def nowhere(_: str) -> None:
    return None


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_notes_look_as_on_github(path: Path, golden: Callable[[Path, str], None]) -> None:
    shown = html.unescape(curated(path.read_text(encoding="utf-8"), nowhere))
    golden(path.with_suffix(".html"), shown + "\n")


def test_every_expected_file_has_its_notes() -> None:
    assert {path.stem for path in (DATA / "notes").glob("*.html")} == {path.stem for path in NOTES}


@pytest.mark.parametrize(
    "raw",
    [
        '<li id="search" class="md-search">x</li>',
        '<a id="fn1x" class="lw-chip" href="#fn1">x</a>',
        '<div class="lw-alert md-header lw-alert--note" id="fnref1">x</div>',
        '<span class="lw-math evil">x</span><ol id="fn2"></ol>',
    ],
)
def test_ids_and_classes_by_hand_are_at_most_those_of_notes(raw: str) -> None:
    shown = html.unescape(curated(raw, nowhere))
    assert all(FOOTNOTE.fullmatch(value) for value in re.findall(r' id="([^"]*)"', shown))
    ours = {"lw-alert", "lw-alert--note", "lw-math", "lw-task", "lw-footnotes"}
    assert {name for value in re.findall(r' class="([^"]*)"', shown) for name in value.split()} <= ours


def test_bare_addresses_are_checked_as_links_are() -> None:
    assert find_addresses("a https://example.org/x.\n\nwww.example.org") == [
        (0, "https://example.org/x"),
        (2, "http://www.example.org"),
    ]


@pytest.mark.parametrize(
    "bomb",
    [
        *(
            "$a ",
            "\\(",
            "\\[",
            "[^",
            "[^a]: ",
            "[^a]",
            "www.",
            "a@",
            "$",
            ")",
            "> [!NOTE]\n",
            "- [x] ",
            "$$\n",
            "$`",
            "[x]",
        ),
        *(
            "![",
            "![a](b.png) ",
            "https://x.y/)",
            "<a>",
            "</a>",
            "[!NOTE]\n",
            "\n[^a]: b\n",
            "a",
            "_www.x.y_",
            "```math\n",
        ),
    ],
)
def test_time_grows_with_the_length_of_the_text(bomb: str) -> None:
    """A quadratic rule would take minutes for this."""
    start = time.process_time()
    curated("https://x.y/" + bomb * (60_000 // len(bomb)) + "\n\n[^a]: x", nowhere)
    assert time.process_time() - start < 20
