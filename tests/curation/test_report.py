import html
import json
import re
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
    assert ("sourdough", "topics", "tea", "bread") in {(c.slug, c.field, c.before, c.after) for c in found.changed}
    assert ("Bread", "in: birds, sourdough") in found.topics
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


def test_a_topic_of_another_name_is_that_and_no_changed_papers(history: Path) -> None:
    topics = history / "content" / "topics"
    (topics / "tea.md").unlink()
    text = "---\nname: 'Green tea'\ndefinition: 'Words'\naliases: [tea]\n---\n"
    (topics / "green-tea.md").write_text(text, encoding="utf-8")
    for slug in ("kettle", "teapot", "sourdough", "socks"):
        write(history, slug, f"All about {slug}", "green-tea")
    found = report(history, "main")
    assert found.renamed_topics == (("Tea", "Green tea"),)
    assert (found.changed, found.topics) == ((), ())
    assert "<code>Tea</code> is now <code>Green tea</code>" in found.to_markdown()
    assert "Tea is now Green tea" in found.to_text()


def test_a_new_topic_shows_its_text(history: Path) -> None:
    text = "---\nname: 'Pots'\ndefinition: 'What water boils in.'\n---\n\nRead on.\n"
    (history / "content" / "topics" / "pots.md").write_text(text, encoding="utf-8")
    assert "Pots: new, with 0 papers: What water boils in. Read on." in report(history, "main").to_text()


def test_a_file_that_cannot_be_read_is_not_removed(history: Path) -> None:
    (history / "content" / "papers" / "socks.md").write_text("---\ntitle: a: b\n---\n", encoding="utf-8")
    found = report(history, "main")
    assert (found.unread, found.removed) == (("content/papers/socks.md",), ())
    assert "1 file that cannot be read" in found.headline


def test_text_of_others_calls_nobody_and_reads_as_typed(history: Path) -> None:
    title = "See @ada, GH-12, #12, ##[command]x, ::error::y, https://tea.example, $x$, [a](b) & `c` <b>"
    write(history, "birds", title, "bread")
    found = report(history, "main")
    shown = found.to_markdown()
    quoted = re.findall(r"<code>(.*?)</code>", shown)
    assert html.unescape(quoted[0]) == title
    outside = re.sub(r"<code>.*?</code>", "", shown)
    assert not any(part in outside for part in ("@", "GH-", "#", "::", "://"))
    assert title in found.to_text()
    assert not any(line.startswith(("##[", "::")) for line in found.to_text().splitlines())


def test_a_preview_is_linked(history: Path) -> None:
    write(history, "birds", "Birds", "bread")
    shown = report(history, "main").to_markdown("https://preview.example/7/")
    assert '<a href="https://preview.example/7/papers/birds/"><code>Birds</code></a>' in shown
    done = CliRunner().invoke(cli, ["report", "--base", "main", "--root", str(history), "--preview", "javascript:x"])
    assert done.exit_code == 2


def test_the_pages_that_change_are_named_papers_first(history: Path) -> None:
    write(history, "birds", "Birds", "bread")
    found = report(history, "main")
    assert found.addresses[0].startswith("papers/")
    assert "papers/birds/" in found.addresses
    assert "  - /papers/birds/" in found.to_text().splitlines()


def test_results_who_wrote_a_summary_and_reading_paths_are_told(history: Path) -> None:
    topic = history / "content" / "topics" / "tea.md"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("\n---\n", "\ncolumns: [{key: watts, name: Power}]\n---\n", 1), encoding="utf-8")
    kettle = history / "content" / "papers" / "kettle.md"
    lines = "results: {tea: {watts: 4, note: 'Table 1'}}\nsummary_by: {written: person}\n---\n"
    kettle.write_text(kettle.read_text(encoding="utf-8").replace("\n---\n", f"\n{lines}", 1), encoding="utf-8")
    (history / "content" / "paths").mkdir()
    path = history / "content" / "paths" / "start.md"
    path.write_text("---\ntitle: 'Tea'\ndescription: 'All.'\n---\n[[kettle]]\n\n[[teapot]]\n", encoding="utf-8")
    found = report(history, "main")
    assert {(c.field, c.after) for c in found.changed} == {
        ("results", "tea {watts: 4, note: 'Table 1'}"),
        ("summary_by", "{written: person}"),
    }
    assert found.paths == (("Tea", "new, with 2 papers: All."),)
    assert "1 reading path changed" in found.headline
    git(history, "add", "-A")
    git(history, "commit", "-qm", "second")
    path.write_text("---\ntitle: 'Tea'\ndescription: 'All.'\n---\n[[socks]]\n\n[[teapot]]\n", encoding="utf-8")
    assert report(history, "HEAD").paths == (("Tea", "in: socks; out: kettle; edited"),)
    path.unlink()
    assert report(history, "HEAD").to_json()["paths"] == [{"title": "Tea", "what": "removed"}]


def test_a_link_in_the_place_of_a_file_is_told_though_its_text_was_read_before(history: Path) -> None:
    kettle = history / "content" / "papers" / "kettle.md"
    kettle.rename(history / "elsewhere.md")
    kettle.symlink_to(history / "elsewhere.md")
    found = report(history, "HEAD")
    assert [(p.code, p.place.path) for p in found.problems] == [("F006", "content/papers/kettle.md")]
    assert found.unread == ("content/papers/kettle.md",)
