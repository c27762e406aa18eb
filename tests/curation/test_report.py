import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki.cli import cli
from litwiki.curation.report import report
from litwiki.model.errors import UsageError

PAPER = "---\ntitle: '{title}'\ntopics: [{topic}]\n---\n"
TOPIC = "---\nname: '{name}'\ndefinition: 'Words'\n---\n"


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", root, *who, *arguments], check=True, capture_output=True)


def write(root: Path, slug: str, title: str, topic: str) -> None:
    (root / "content" / "papers" / f"{slug}.md").write_text(PAPER.format(title=title, topic=topic), encoding="utf-8")


@pytest.fixture
def history(new_wiki: Path) -> Path:
    for topic in ("tea", "bread"):
        text = TOPIC.format(name=topic.title())
        (new_wiki / "content" / "topics" / f"{topic}.md").write_text(text, encoding="utf-8")
    for slug in ("kettle", "teapot", "sourdough", "socks"):
        write(new_wiki, slug, f"All about {slug}", "tea")
    git(new_wiki, "init", "-q", "-b", "main")
    git(new_wiki, "add", "-A")
    git(new_wiki, "commit", "-qm", "first")
    return new_wiki


def test_nothing_changed_is_said_in_one_line(history: Path) -> None:
    found = report(history, "main")
    assert found.headline.startswith("Nothing that readers see; 0 of")
    assert "<details>" not in found.to_markdown()


def test_a_change_is_told_in_terms_of_papers_and_topics(history: Path) -> None:
    papers = history / "content" / "papers"
    write(history, "birds", "Birds @everyone see #1 https://evil.example <b>", "bread")
    write(history, "sourdough", "All about sourdough", "bread")
    (papers / "socks.md").unlink()
    (papers / "teapot.md").unlink()
    text = "---\ntitle: 'All about teapot'\ntopics: [tea]\naliases: [teapot]\nnames: [Pot]\n---\n"
    (papers / "pot.md").write_text(text, encoding="utf-8")
    found = report(history, "HEAD")
    assert [p.slug for p in found.added] == ["birds"]
    assert found.removed == ("socks",)
    assert found.renamed == (("teapot", "pot"),)
    assert ("sourdough", "topics", "tea", "bread") in {(c.paper, c.field, c.before, c.after) for c in found.changed}
    assert any(topic.startswith("Bread: in: birds, sourdough") for topic in found.topics)
    assert 0 < found.changed_pages <= found.pages + 2
    text = found.to_markdown()
    assert text.splitlines()[0].startswith("**1 paper added, 2 papers changed, 1 removed, 1 renamed")
    for hostile in ("@everyone", "#1", "https://evil", "<b>"):
        assert hostile not in text
    assert json.loads(json.dumps(found.to_json()))["added"][0]["slug"] == "birds"


def test_only_new_problems_are_named(history: Path) -> None:
    write(history, "bad", "Bad", "nowhere")
    git(history, "add", "-A")
    git(history, "commit", "-qm", "bad")
    assert report(history, "HEAD").problems == ()
    assert [p.code for p in report(history, "HEAD^").problems] == ["T101"]


@pytest.mark.parametrize("base", ["nothing", "--output=x", "", "HEAD:content"])
def test_a_revision_that_is_none_is_wrong_usage(base: str, history: Path) -> None:
    with pytest.raises(UsageError, match="no revision"):
        report(history, base)


def test_the_command_prints_it(history: Path) -> None:
    done = CliRunner().invoke(cli, ["report", "--base", "main", "--root", str(history)])
    assert (done.exit_code, done.stdout[:2]) == (0, "**")
    assert CliRunner().invoke(cli, ["report", "--base", "x", "--root", str(history)]).exit_code == 2
