"""Text as its author meant it, from a bibliography to the pages: `tests/data/text_cases/refs.bib`, with what is right
beside it. Of each kind that came out wrong once there are several."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from litwiki.cli import cli
from litwiki.curation.checks import check_content
from litwiki.model.problems import Severity
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.text.name_parts import parse_name, spoken
from tests.conftest import DATA

CASES = DATA / "text_cases"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "refs.json").read_text(encoding="utf-8"))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("text") / "wiki"
    run("init", root)
    run("ingest", CASES / "refs.bib", "--root", root)
    run("build", "--root", root)
    return root


@pytest.fixture(scope="module")
def papers(built: Path) -> dict[str, Paper]:
    wiki, problems, _ = check_content(built)
    assert [p for p in problems if p.severity is Severity.ERROR] == []
    return {key: paper for paper in wiki.papers.values() for key in paper.keys}


@pytest.mark.parametrize("key", EXPECTED)
def test_a_paper_is_what_its_entry_meant(key: str, papers: dict[str, Paper]) -> None:
    paper, expected = papers[key], EXPECTED[key]
    assert paper.title == expected.get("title", paper.title)
    assert rich(paper.title).plain == expected.get("plain", paper.title)
    assert rich(paper.title).latex == expected.get("bibtex", paper.title)
    assert [spoken(name) for name in paper.authors] == expected.get("people", ["Ada Boyle"])
    families = [parse_name(name).family for name in paper.authors]
    assert families == expected.get("families", families)
    assert paper.authors_complete == expected.get("complete", True)


@pytest.mark.parametrize("key", EXPECTED)
def test_its_page_says_the_same(key: str, built: Path, papers: dict[str, Paper]) -> None:
    paper = papers[key]
    page = (built / "site" / "papers" / paper.slug / "index.html").read_text(encoding="utf-8")
    described = re.search(r'<meta name="description"[^>]* content="([^"]*)">', page)
    assert described
    assert html.unescape(described[1]) == rich(paper.title).plain
    assert html.unescape(rich(paper.title).html) in html.unescape(page)
    for person in EXPECTED[key].get("people", ()):
        assert person in html.unescape(page)


def test_the_bibliography_gives_it_back(built: Path) -> None:
    bib = (built / "site" / "cite" / "all.bib").read_text(encoding="utf-8")
    for key, expected in EXPECTED.items():
        assert f"{{{key}," in bib
        if "bibtex" in expected:
            assert f"title = {{{{{expected['bibtex']}}}}}" in bib
    assert bib.count(" and others}") == sum(not e.get("complete", True) for e in EXPECTED.values())
