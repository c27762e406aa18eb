"""Days of papers that do not say when they came, from ledgers and from a real history of git."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki import content
from litwiki.cli import cli
from litwiki.curation.days import Days, fill_days

GIT = (
    *("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"),
    *("-c", "init.defaultBranch=main"),
)
LEDGER = """title: 'Kitchens'
source: 'identifiers-list'
printed: null
date: {date}
sha256: {sha}
entries:
- paper: kettle
  title: 'Kettle'
"""


def git(root: Path, *arguments: str, day: str = "2024-02-29") -> None:
    when = f"{day}T23:30:00-0500"
    environment = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "HOME": str(root), "PATH": "/usr/bin:/bin"}
    subprocess.run([*GIT, *arguments], cwd=root, check=True, capture_output=True, env=environment)


def paper(root: Path, slug: str, rest: str = "aliases: []\ntype: other\n") -> Path:
    file = root / "content" / "papers" / f"{slug}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: '{slug.capitalize()}'\n{rest}---\nNotes.\n", encoding="utf-8")
    return file


def added(root: Path) -> dict[str, str | None]:
    return {slug: one.added for slug, one in content.load(root).wiki.papers.items()}


@pytest.fixture
def history(new_wiki: Path) -> Path:
    git(new_wiki, "init", "-q")
    paper(new_wiki, "kettle")
    git(new_wiki, "add", "content")
    git(new_wiki, "commit", "-qm", "A kettle")
    paper(new_wiki, "kettle", "aliases: []\ntype: book\n")
    git(new_wiki, "commit", "-qam", "It is a book", day="2025-05-05")
    return new_wiki


def test_the_day_is_that_of_the_first_commit_in_utc_and_one_line(history: Path) -> None:
    before = paper(history, "kettle").read_text()
    assert fill_days(history) == Days(from_git=1)
    after = (history / "content/papers/kettle.md").read_text()
    assert after == before.replace("aliases: []\n", "aliases: []\nadded: 2024-03-01\n")
    assert fill_days(history) == Days()


def test_a_listings_date_comes_before_gits(history: Path) -> None:
    listings = history / "content" / "listings"
    listings.mkdir(exist_ok=True)
    for name, date in (("late", "2025-01-02"), ("early", "2023-01-02"), ("undated", "null")):
        (listings / f"{name}.yml").write_text(LEDGER.format(date=date, sha="0" * 64), encoding="utf-8")
    assert fill_days(history) == Days(from_ledgers=1)
    assert added(history) == {"kettle": "2023-01-02"}


def test_a_renamed_paper_keeps_its_first_day_and_a_new_file_comes_today(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    (history / "content/papers/kettle.md").unlink()
    paper(history, "boiler", "added: null  # when?\naliases: [kettle]\n")
    git(history, "add", "content")
    git(history, "commit", "-qm", "A better name", day="2026-06-06")
    paper(history, "ladle", "")
    assert fill_days(history) == Days(from_git=2)
    assert added(history) == {"boiler": "2024-03-01", "ladle": "2027-01-15"}
    assert "added: 2024-03-01  # when?" in (history / "content/papers/boiler.md").read_text()


def test_where_history_is_missing_or_cut_off_nothing_is_made_up(history: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{history}", str(tmp_path / "shallow"))
    for name in ("site_config", "mkdocs.yml"):
        (tmp_path / "shallow" / name).symlink_to(history / name)
    assert fill_days(tmp_path / "shallow") == Days(unknown=1)
    assert added(tmp_path / "shallow") == {"kettle": None}


def test_the_command_says_what_it_did(history: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--fix", "--root", str(history)])
    assert done.output.startswith("1 paper: its day of arrival is now in its file, from the history of git\n"), (
        done.output
    )


def test_an_introduction_has_the_day_of_its_files_last_change(history: Path) -> None:
    topics = history / "content" / "topics"
    topics.mkdir(exist_ok=True)
    for name, text in (("tea", "On tea.\n"), ("soup", "")):
        (topics / f"{name}.md").write_text(
            f"---\nname: '{name}'\ndefinition: 'A drink.'\n---\n{text}", encoding="utf-8"
        )
    git(history, "add", "content")
    git(history, "commit", "-qm", "Topics", day="2025-06-06")
    (topics / "tea.md").write_text("---\nname: 'Tea'\ndefinition: 'A drink.'\n---\nOn tea.\n", encoding="utf-8")
    git(history, "commit", "-qam", "A capital", day="2025-07-07")
    assert fill_days(history) == Days(from_git=1, topics=1)
    assert {id_: topic.updated for id_, topic in content.load(history).wiki.topics.items()} == {
        "tea": "2025-07-08",
        "soup": None,
    }


def test_a_commit_of_a_year_that_no_file_may_hold_says_no_day(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    paper(history, "ladle")
    git(history, "add", "content")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@99999999999999 +0000")
    command = [*GIT, "commit", "-qm", "A broken clock", "--date=@99999999999999 +0000"]
    subprocess.run(command, cwd=history, check=True, capture_output=True)
    fill_days(history)
    assert added(history) == {"kettle": "2024-03-01", "ladle": "2027-01-15"}
