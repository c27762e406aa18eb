"""Two journeys from one end to the other: a curator's day, and a contributor with a form and with the page /edit/."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.cli import cli
from litwiki.model.ids import Slug
from tests.curation.test_forms import issue_text
from tests.invented import BREAD, KETTLE, TEAPOT, spaced


def run(root: Path, *words: str, keys: str = "") -> Result:
    return CliRunner().invoke(cli, [words[0], "--root", str(root), *words[1:]], input=keys)


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def wiki(new_wiki: Path, tmp_path: Path) -> Path:
    topic = "---\nname: 'Heating'\ndefinition: 'Boiling water with heaters and thermostats.'\nkeywords: [kettle]\n---\n"
    (new_wiki / "content" / "topics" / "heating.md").write_text(topic, encoding="utf-8")
    git(new_wiki, "init", "-q", "-b", "main")
    git(new_wiki, "add", "-A")
    git(new_wiki, "commit", "-qm", "first")
    return new_wiki


def test_a_curator_s_day(wiki: Path, tmp_path: Path) -> None:
    listing = tmp_path / "listing.txt"
    listing.write_text(spaced([KETTLE, TEAPOT, BREAD], "Mar 17"), encoding="utf-8")
    assert run(wiki, "ingest", str(listing)).exit_code == 0
    # A summary is typed, with a colon; the check says the line, and mends it.
    paper = wiki / "content" / "papers" / "kettle.md"
    text = paper.read_text(encoding="utf-8")
    paper.write_text(text.replace("summary: ''", "summary: It boils: [[teapot]] listens"), encoding="utf-8")
    checked = run(wiki, "check")
    assert checked.exit_code == 1
    assert "write summary: 'It boils: [[teapot]] listens'" in checked.stdout
    assert run(wiki, "check", "--fix", "--quiet").exit_code == 0
    assert content.load(wiki).wiki.papers[Slug("kettle")].summary == "It boils: [[teapot]] listens"
    # What was suggested is confirmed with one key, taken back, and confirmed again.
    shown = run(wiki, "review", keys="yuyq").stdout
    assert "taken back" in shown
    assert "topics_status: curated" in "".join(
        path.read_text(encoding="utf-8") for path in (wiki / "content" / "papers").glob("*.md")
    )
    report = run(wiki, "report", "--base", "main", "--format", "text").stdout
    assert report.startswith("3 papers added")
    assert KETTLE.title in report
    assert run(wiki, "build", "--quiet").exit_code == 0
    assert (wiki / "site" / "edit" / "index.html").is_file()


def test_a_contributor_by_form(wiki: Path, tmp_path: Path) -> None:
    issue = tmp_path / "issue.md"
    values = {
        "title": "Lid: A Quiet Kettle",
        "authors": "Ada Boyle, Ben Sample and Max Ober",
        "year": "soon",
        "topics": "heat",
    }
    issue.write_text(issue_text("add-paper", values), encoding="utf-8")
    refused = run(wiki, "accept", str(issue))
    assert refused.exit_code == 2
    assert "'soon' is no year" in refused.stderr
    assert "no topic 'heat'" in refused.stderr
    issue.write_text(issue_text("add-paper", values | {"year": "March 2026", "topics": "HEATING"}), encoding="utf-8")
    assert run(wiki, "accept", str(issue)).stdout == "added lid-quiet-kettle\n"
    again = values | {"year": "2026", "topics": "", "summary": "It is quiet."}
    issue.write_text(issue_text("add-paper", again), encoding="utf-8")
    assert "filled summary" in run(wiki, "accept", str(issue)).stdout
    fix = {"paper": "lid: a quiet kettle", "field": "code", "value": "https://example.org/lid"}
    issue.write_text(issue_text("fix-paper", fix), encoding="utf-8")
    assert run(wiki, "accept", str(issue)).stdout == "changed the code of lid-quiet-kettle\n"
    paper = content.load(wiki).wiki.papers[Slug("lid-quiet-kettle")]
    assert (paper.authors[1], paper.year, paper.topics, paper.summary) == (
        "Ben Sample",
        2026,
        ("heating",),
        "It is quiet.",
    )
    assert run(wiki, "check", "--quiet").exit_code == 0
