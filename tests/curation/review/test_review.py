"""Questions and answers: asked once, remembered, and carried out as they say."""

from pathlib import Path

import pytest

from litwiki import content
from litwiki.curation.ingest import Report, ingest
from litwiki.curation.merge import rename
from litwiki.curation.review import answer, questions
from litwiki.curation.review.question import Question
from litwiki.model.entries import Status
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.matches import Conflict
from tests.conftest import change
from tests.invented import ALL, KETTLE, Invented, spaced

TOPIC = "---\nname: Heating\ngroup: Kitchen\ndefinition: Making warm.\nkeywords: [water, heater, boiling]\n---\n"


@pytest.fixture
def wiki(new_wiki: Path, tmp_path: Path) -> Path:
    listing = tmp_path / "first.txt"
    listing.write_text(spaced(ALL, "Mar 17"), encoding="utf-8")
    assert isinstance(ingest(new_wiki, [listing]), Report)
    return new_wiki


def ask(root: Path, kind: str) -> list[Question]:
    return [question for question in questions(root) if question.kind == kind]


def text(root: Path, slug: str) -> str:
    return (root / "content" / "papers" / f"{slug}.md").read_text(encoding="utf-8")


@pytest.fixture
def twin(wiki: Path, tmp_path: Path) -> Path:
    listing = tmp_path / "second.txt"
    listing.write_text(spaced([Invented("A Heater That Stops", KETTLE.abstract)], "May 2"), encoding="utf-8")
    assert isinstance(ingest(wiki, [listing]), Report)
    return wiki


def test_papers_that_look_alike_are_asked_about_until_they_are_merged(twin: Path) -> None:
    (pair,) = ask(twin, "pair")
    assert pair.id == "pair:a-heater-that-stops:kettle"
    assert {dict(side)["title"] for side in pair.sides} == {"A Heater That Stops", KETTLE.title}
    answer(twin, pair.id, "same")
    assert ask(twin, "pair") == []
    loaded = content.load(twin).wiki
    assert loaded.resolve("a-heater-that-stops") == "kettle"
    assert len(loaded.appearances[Slug("kettle")]) == 2


def test_different_papers_are_asked_about_once(twin: Path) -> None:
    (pair,) = ask(twin, "pair")
    answer(twin, pair.id, "different")
    assert ask(twin, "pair") == []
    written = (twin / "content" / "decisions.yml").read_text(encoding="utf-8")
    assert written.endswith("different:\n- [a-heater-that-stops, kettle]\n")


def conflict(wiki: Path, tmp_path: Path) -> Question:
    path = wiki / "content" / "papers" / "kettle.md"
    mine = text(wiki, "kettle").replace("https://github.com/example/kettle'", "https://github.com/person/kettle'")
    path.write_text(mine, encoding="utf-8")
    ingest(wiki, [tmp_path / "first.txt"])
    (found,) = ask(wiki, "conflict")
    return found


def test_a_value_that_is_kept_is_no_conflict_any_more(wiki: Path, tmp_path: Path) -> None:
    found = conflict(wiki, tmp_path)
    before = text(wiki, "kettle")
    assert found.id.startswith("conflict:kettle:links.code:")
    answer(wiki, found.id, "keep")
    assert (text(wiki, "kettle"), ask(wiki, "conflict")) == (before, [])
    report = ingest(wiki, [tmp_path / "first.txt"])
    assert isinstance(report, Report)
    assert report.conflicts == ()


def test_a_value_that_is_taken_is_written(wiki: Path, tmp_path: Path) -> None:
    found = conflict(wiki, tmp_path)
    answer(wiki, found.id, "take")
    assert "https://github.com/example/kettle" in text(wiki, "kettle")
    assert ask(wiki, "conflict") == []


def test_a_status_that_is_taken_is_a_status(wiki: Path) -> None:
    path = wiki / "content" / "papers" / "kettle.md"
    path.write_text(text(wiki, "kettle").replace("status: null", "status: corrected"), encoding="utf-8")
    said = "retracted https://doi.org/10.1000/9 2026-02-03"
    one = Conflict(Slug("kettle"), "status", "corrected", said, "crossref", 1)
    content.CONFLICTS.remember(content.load_config(wiki), [one])
    (found,) = ask(wiki, "conflict")
    answer(wiki, found.id, "take")
    paper = content.load(wiki).wiki.papers[Slug("kettle")]
    assert paper.status == Status("retracted", "https://doi.org/10.1000/9", date="2026-02-03")
    assert (paper.title, ask(wiki, "conflict")) == (KETTLE.title, [])


def test_a_conflict_follows_its_paper_to_another_name(wiki: Path, tmp_path: Path) -> None:
    conflict(wiki, tmp_path)
    change(wiki, rename, "kettle", "stove-kettle")
    ingest(wiki, [tmp_path / "first.txt"])
    (found,) = ask(wiki, "conflict")
    assert found.id.startswith("conflict:stove-kettle:links.code:")
    answer(wiki, found.id, "keep")
    assert ask(wiki, "conflict") == []


def test_topics_are_confirmed_or_replaced(wiki: Path) -> None:
    (wiki / "content" / "topics" / "heating.md").write_text(TOPIC, encoding="utf-8")
    by_id = {question.id: question for question in ask(wiki, "topics")}
    question = by_id["topics:kettle"]
    assert [one.topic for one in question.proposals] == ["heating"]
    answer(wiki, question.id, "heating")
    paper = content.load(wiki).wiki.papers[Slug("kettle")]
    assert (paper.topics, paper.topics_status) == (("heating",), "curated")
    assert "topics:kettle" not in {q.id for q in ask(wiki, "topics")}


@pytest.mark.parametrize(
    ("question", "given", "message"),
    [
        ("pair:a-heater-that-stops:kettle", "perhaps", "is no answer"),
        ("pair:kettle:nobody", "same", "no question"),
        ("topics:nobody", "none", "no question"),
        ("nonsense", "x", "no question"),
    ],
)
def test_what_is_no_answer_is_said(question: str, given: str, message: str, twin: Path) -> None:
    before = {p: p.read_bytes() for p in (twin / "content").rglob("*.*")}
    with pytest.raises(UsageError, match=message):
        answer(twin, question, given)
    assert {p: p.read_bytes() for p in (twin / "content").rglob("*.*")} == before


def test_a_paper_that_was_taken_away_is_asked_about_and_comes_back(wiki: Path) -> None:
    (wiki / "content" / "papers" / "kettle.md").unlink()
    (found,) = ask(wiki, "removed")
    with pytest.raises(UsageError, match="is no answer; `because`"):
        answer(wiki, found.id, "because")
    said = answer(wiki, found.id, "back").said
    assert said[-1] == "kettle is back, of what the ledgers know; ingest its listing again to fill what is missing"
    assert ask(wiki, "removed") == []


@pytest.mark.parametrize(
    ("field", "given", "line"),
    [
        ("ids.doi", "10.1000/182", "doi: '10.1000/182'"),
        ("authors", "Ada Boyle; Max Ober", "authors: [Ada Boyle, Max Ober]"),
        ("title", "Ladles", "title: 'Ladles'"),
    ],
)
def test_what_is_taken_is_written_as_its_field_is(field: str, given: str, line: str, wiki: Path) -> None:
    content.CONFLICTS.remember(content.load_config(wiki), [Conflict(Slug("kettle"), field, "", given, "a.bib", 3)])
    (found,) = ask(wiki, "conflict")
    answer(wiki, found.id, "take")
    assert line in text(wiki, "kettle")
    former = content.load(wiki).wiki.papers[Slug("kettle")].also_titled
    assert former == ((KETTLE.title,) if field == "title" else ())
