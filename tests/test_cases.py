"""Small inputs that came out wrong once, each in a folder of `tests/data/cases/`: command in, what is right out."""

import html
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner

from litwiki import content
from litwiki.cli import cli
from litwiki.curation.checks import check_content
from litwiki.model.ids import Slug
from litwiki.model.problems import Severity
from litwiki.model.records import Paper
from tests.conftest import DATA

CASES = DATA / "cases"


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout


def ingest(root: Path, *arguments: object, code: int = 0) -> Any:
    return json.loads(run("ingest", *arguments, "--root", root, "--json", code=code))


def papers(root: Path) -> dict[Slug, Paper]:
    """The papers of a wiki in which nothing is wrong."""
    wiki, problems, _ = check_content(root)
    assert [p for p in problems if p.severity is Severity.ERROR] == []
    return dict(wiki.papers)


def test_same_title(new_wiki: Path) -> None:
    record = json.loads(run("add", "--bibtex", CASES / "same-title" / "refs.bib", "--root", new_wiki, "--json"))
    found = papers(new_wiki)
    said = {(p.title, p.authors[0].split()[-1], p.year) for p in found.values()}
    assert said == {
        ("Editorial", "Boyle", 2009),
        ("Editorial", "Ober", 2018),
        ("Introduction", "Sample", 2002),
        ("Introduction", "Example", 2016),
        ("Deep Boiling", "Boyle", 2016),
        ("Deep Boiling", "Ober", 2015),
        ("How Hot is Hot Water?", "Roe", 2019),
        ("How Hot Is Hot Water?", "Roe", 2020),
    }
    assert [pair["reason"] for pair in record["uncertain"]] == ["a preprint and its published version"]
    (question,) = [
        q for q in json.loads(run("review", "--root", new_wiki, "--json"))["questions"] if q["kind"] == "pair"
    ]
    assert any("venue" in what and "takes" in what for what in question["answers"].values())
    answer = next(a for a, what in question["answers"].items() if "takes" in what)
    run("review", "--root", new_wiki, "--answer", f"{question['id']}={answer}")
    (one,) = [p for p in papers(new_wiki).values() if "Hot" in p.title]
    assert (one.year, one.publication.venue, one.ids) == (
        2020,
        "Letters on Tea",
        {"arxiv": "1901.00001", "doi": "10.1234/hot"},
    )
    again = ingest(new_wiki, CASES / "same-title" / "refs.bib")
    assert (again["new"], again["written"], again["uncertain"]) == ([], [], [])


def test_repeated_fields(new_wiki: Path) -> None:
    record = ingest(new_wiki, CASES / "repeated-fields" / "refs.bib")
    found = papers(new_wiki)
    assert (len(found), record["rejected"]) == (4, [])
    assert sorted((p.year or 0) for p in found.values()) == [1985, 2021, 2021, 2022]
    said = "\n".join(remark["message"] for remark in record["remarks"])
    assert "note" in said
    assert "twice" in said
    assert "ignore_error_block" not in said


def test_long_text(new_wiki: Path) -> None:
    record = ingest(new_wiki, CASES / "long-text" / "refs.bib")
    (remark,) = record["remarks"]
    assert remark["line"] == 1
    assert "abstract" in remark["message"]
    found = papers(new_wiki)
    assert sorted(len(p.abstract or "") > 19_000 for p in found.values()) == [False, True]
    run("add", "Another paper on tea", "--root", new_wiki)
    run("build", "--root", new_wiki, "-q")


def test_long_title(new_wiki: Path) -> None:
    record = ingest(new_wiki, CASES / "long-title" / "refs.bib")
    assert [remark["line"] for remark in record["remarks"]] == [1, 2, 3]
    found = papers(new_wiki)
    assert len(found) == 3
    assert all(len(p.title) <= 500 and p.title.endswith("…") and p.title.count("$") % 2 == 0 for p in found.values())


def test_pasted_page(new_wiki: Path) -> None:
    record = ingest(new_wiki, CASES / "pasted-page" / "trending.txt", "--date", "2026-10-06")
    assert sorted(record["new"]) == ["samovar-3", "saucer-catching-drops"]
    assert all(p.abstract and "Submitted" not in p.abstract for p in papers(new_wiki).values())


@pytest.mark.parametrize("by_hand", [False, True])
def test_removed_for_good(by_hand: bool, new_wiki: Path) -> None:
    first, second = CASES / "removed-for-good" / "first.txt", CASES / "removed-for-good" / "second.txt"
    ingest(new_wiki, first, "--date", "2026-03-17")
    if by_hand:
        (new_wiki / "content" / "papers" / "saucer-catching-drops.md").unlink()
        assert "saucer-catching-drops" not in papers(new_wiki)  # which finds no error
        assert [one["slug"] for one in ingest(new_wiki, first, second)["excluded"]] == [
            "saucer-catching-drops",
            "saucer-catching-drops",
        ]
        run("review", "--root", new_wiki, "--answer", "removed:saucer-catching-drops=because it is about spills")
    else:
        run("exclude", "saucer-catching-drops", "--because", "it is about spills", "--root", new_wiki)
    assert check_content(new_wiki)[1] == ()
    for _ in range(2):
        record = ingest(new_wiki, first, second)
        assert (record["new"], [one["reason"] for one in record["excluded"]]) == ([], ["it is about spills"] * 2)
    wiki = content.load(new_wiki).wiki
    assert {*wiki.papers} == {"samovar-3"}
    assert [dict(counts) for counts in wiki.excluded_by_listing.values()] == [{"it is about spills": 1}] * 2
    asked = json.loads(run("review", "--root", new_wiki, "--json"))["questions"]
    assert [one for one in asked if one["kind"] != "address"] == []
    run("exclude", "saucer-catching-drops", "--undo", "--root", new_wiki)
    assert ingest(new_wiki, first)["filled"] == {"saucer-catching-drops": ["abstract"]}
    assert {*papers(new_wiki)} == {"samovar-3", "saucer-catching-drops"}


LIMITED = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
LIMITED += "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\nfrom litwiki.cli import main; main()"


def test_full_disk(new_wiki: Path) -> None:
    command: list[str | Path] = [
        sys.executable,
        "-c",
        LIMITED,
        "ingest",
        CASES / "long-text" / "refs.bib",
        "--root",
        new_wiki,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "too large" in done.stderr
    assert "bug" not in done.stderr
    assert papers(new_wiki) == {}
    assert ingest(new_wiki, CASES / "long-text" / "refs.bib")["rejected"] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission(new_wiki: Path) -> None:
    ingest(new_wiki, CASES / "repeated-fields" / "refs.bib")
    file = new_wiki / "content" / "papers" / "lids.md"
    file.chmod(0)
    try:
        result = CliRunner().invoke(cli, ["check", "--root", str(new_wiki)], catch_exceptions=False)
    finally:
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert result.exit_code == 1
    assert "lids.md" in result.output
    assert "bug" not in result.output


def test_a_file_that_cannot_be_read_is_named(new_wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(new_wiki, CASES / "repeated-fields" / "refs.bib")
    really = open

    def refused(file: Any, *how: Any, **more: Any) -> Any:
        if not isinstance(file, int) and os.fspath(file).endswith("pouring-with-care.md"):
            raise PermissionError(13, "Permission denied", os.fspath(file))
        return really(file, *how, **more)

    monkeypatch.setattr("builtins.open", refused)
    result = CliRunner().invoke(cli, ["check", "--root", str(new_wiki)], catch_exceptions=False)
    assert result.exit_code == 1
    assert "content/papers/pouring-with-care.md:1:1" in result.output
    assert "ermission denied; give yourself permission" in result.output


# --- what readers see ----------------------------------------------------------------------------------


def built(root: Path) -> Path:
    run("build", "--root", root)
    return root / "site"


def test_notes_and_settings(new_wiki: Path) -> None:
    """Notes look as on GitHub; settings of mkdocs.yml that are markup are text."""
    (new_wiki / "content" / "papers" / "kettle.md").write_bytes(
        (CASES / "notes-and-settings" / "kettle.md").read_bytes()
    )
    markup = """'R&D <notes> "><img src=x onerror=alert(1)>'"""
    lines = (new_wiki / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("site_name:")]
    settings = [f"{name}: {markup}" for name in ("site_name", "site_author", "site_description", "copyright")]
    (new_wiki / "mkdocs.yml").write_text("\n".join([*settings, *lines]) + "\n", encoding="utf-8")
    site = built(new_wiki)
    for path in site.rglob("*.html"):
        assert "<img src=x" not in path.read_text(encoding="utf-8"), path
    page = (site / "papers" / "kettle" / "index.html").read_text(encoding="utf-8")
    assert "R&amp;D &lt;notes&gt;" in page
    shown = html.unescape(page)
    for sign in ('href="https://example.org/kettle"', "☑ reproduced", 'class="lw-alert lw-alert--note"', 'id="fn1"'):
        assert sign in shown
    assert shown.count('class="lw-math') == 3


def test_many_authors(new_wiki: Path) -> None:
    ingest(new_wiki, CASES / "many-authors" / "refs.bib")
    page = (built(new_wiki) / "papers" / "a-report-on-teapots" / "index.html").read_text(encoding="utf-8")
    assert page.count('href="../../people/') <= 21
    assert re.search(r"<summary>and 5[0-9] more</summary>", page)


def test_many_groups(new_wiki: Path) -> None:
    """As many groups of topics, and hosts of code, as there may be: each is a row of a page, and no more."""
    for n in range(60):
        (new_wiki / "content" / "topics" / f"t{n}.md").write_text(
            f"---\nname: 'Tea {n}'\ngroup: 'Group {n}'\ndefinition: 'Tea of kind {n}.'\n---\n"
        )
        (new_wiki / "content" / "papers" / f"p{n}.md").write_text(
            f"---\ntitle: 'Kettle {n}'\ntopics: [t{n}]\nlinks: [{{code: 'https://host{n}.example/kettle'}}]\n---\n"
        )
    run("build", "--root", new_wiki)
    topics = (new_wiki / "site" / "topics" / "index.html").read_text(encoding="utf-8")
    code = (new_wiki / "site" / "code" / "index.html").read_text(encoding="utf-8")
    assert all(f"Group {n}<" in topics and f"host{n}.example" in code for n in range(60))


def test_inside_content(new_wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands in the folder that is written still stands in it afterwards."""
    folder = new_wiki / "content" / "papers"
    monkeypatch.chdir(folder)
    listing = json.loads(run("ingest", CASES / "pasted-page" / "trending.txt", "--json"))
    assert [Path(f"{slug}.md").is_file() for slug in listing["new"]] == [True, True]
    assert Path.cwd().samefile(folder)
    run("check")


@pytest.mark.parametrize("title", ["x~1", "LONGFI~1", "H~2~O and x^2^", r"C:\tea\new", "a_b_c *d*"])
def test_signs_that_markup_knows(title: str, new_wiki: Path) -> None:
    (new_wiki / "content" / "papers" / "tea.md").write_text(f"---\ntitle: '{title}'\n---\n")
    run("build", "--root", new_wiki)
    page = (new_wiki / "site" / "papers" / "tea" / "index.html").read_text(encoding="utf-8")
    (shown,) = lxml.html.document_fromstring(page).xpath("//h1[@id='lw-top']")
    assert shown.text_content() == title
    assert len(shown) == 0
