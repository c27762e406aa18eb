"""Every code of `litwiki check` has a folder in data/check: a small wiki with that fault, and what is said of it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki.curation.checks import check_content
from litwiki.memo import MemoryMemo
from tests.conftest import DATA
from tests.content.test_known import known_of

ROOT = Path(__file__).parents[3]
CASES = sorted(path.name for path in (DATA / "check").iterdir() if path.is_dir())
CODES = sorted(
    {
        code
        for path in [
            *(ROOT / "generator/litwiki/content").glob("*.py"),
            *(ROOT / "generator/litwiki/curation/checks").glob("*.py"),
        ]
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("code", CASES)
def test_a_fault_is_named_with_its_place_and_remedy(
    code: str, new_wiki: Path, golden: Callable[[Path, str], None]
) -> None:
    for path in (DATA / "check" / code).rglob("*"):
        if path.is_file() and path.name != "expected.txt":
            target = new_wiki / path.relative_to(DATA / "check" / code)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    _, problems, _ = check_content(new_wiki)
    assert code in {problem.code for problem in problems}
    golden(DATA / "check" / code / "expected.txt", "".join(f"{problem}\n" for problem in problems))
    known = known_of(new_wiki, MemoryMemo())
    for _ in ("read", "remembered"):
        assert check_content(new_wiki, known=known)[1] == problems


def test_every_code_has_a_case() -> None:
    assert CASES == CODES


def test_every_code_has_a_section_with_a_remedy_and_no_other_has() -> None:
    docs = (ROOT / "docs" / "check-codes.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### ([A-Z]\d{3})\n(.*?)(?=^##|\Z)", docs, re.MULTILINE | re.DOTALL)
    everywhere = {
        code
        for path in (ROOT / "generator" / "litwiki").rglob("*.py")
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert sorted(code for code, _ in sections) == sorted(everywhere)
    assert [code for code, text in sections if "*Remedy:* " not in text] == []


def problems_of(root: Path, **files: str) -> list[str]:
    """What is said of a wiki with `files`, whose names have `__` for a folder."""
    for name, text in files.items():
        path = root / "content" / name.replace("__", "/")
        path = path.with_suffix(".md") if path.name != "decisions" else path.with_suffix(".yml")
        path.write_text(text, encoding="utf-8", newline="")
    return [f"{p.place} {p.code}" for p in check_content(root)[1]]


KETTLE = "---\ntitle: 'Kettle'\n---\n"


def test_a_person_s_decision_keeps_two_papers_apart(new_wiki: Path) -> None:
    assert problems_of(new_wiki, papers__a=KETTLE, papers__b=KETTLE) == ["content/papers/b.md:2:8 I101"]
    assert problems_of(new_wiki, decisions="different:\n- [b, a]\n") == []


def test_references_are_found_by_former_names(new_wiki: Path) -> None:
    former = "---\ntitle: 'Pot'\naliases: [old-pot]\n---\n"
    topic = "---\nname: 'Tea'\ndefinition: 'Leaves.'\naliases: [leaves]\n---\n[[old-pot]]\n"
    green = "---\nname: 'Green'\ndefinition: 'Not black.'\nparent: leaves\n---\n"
    notes = (
        KETTLE.replace("---\n", "---\ntopics: [leaves]\n", 1)
        + "[[old-pot]] and [[topic:leaves|tea]], [see](pot.md#notes)\n"
    )
    found = problems_of(new_wiki, papers__pot=former, topics__tea=topic, topics__green=green, papers__kettle=notes)
    assert found == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_faults_in_text_are_on_their_lines(newline: str, new_wiki: Path) -> None:
    notes = "Text\n\n[[nobody]] and\n[[no|two\nlines]] `[[code]]`\n\n- [x](gone.md)\n\n<a href='javascript:x'>y</a>\n"
    home = "---\ntitle: 'Home'\n---\n\n[[nobody]]\n"
    found = problems_of(
        new_wiki, papers__kettle=(KETTLE + notes).replace("\n", newline), index=home.replace("\n", newline)
    )
    assert found == [
        "content/index.md:5:1 R101",
        "content/papers/kettle.md:6:1 R101",
        "content/papers/kettle.md:7:1 R101",
        "content/papers/kettle.md:10:1 R102",
        "content/papers/kettle.md:12:1 H102",
    ]


def test_what_is_shown_first_is_an_error_of_the_first_file(new_wiki: Path) -> None:
    """Problems are in reading order, so that a person can go through a file from top to bottom."""
    found = problems_of(
        new_wiki,
        papers__b="---\ntitle: 'B'\ntopics: [x]\nyear: 1\n---\n[[y]]\n",
        papers__a="---\ntitle: 'A'\nzzz: 1\n---\n",
        topics__tea="---\nname: 'Tea'\n---\n",
    )
    assert [line.rsplit(":", 1)[0] for line in found] == [
        "content/papers/a.md:3",
        "content/papers/b.md:3",
        "content/papers/b.md:4",
        "content/papers/b.md:6",
        "content/topics/tea.md:1",
    ]


def test_the_committed_wiki_is_clean() -> None:
    _, problems, _ = check_content(ROOT)
    assert [str(problem) for problem in problems] == []


def test_what_follows_from_an_unread_file_is_counted_there(new_wiki: Path) -> None:
    pot = "---\ntitle: Pot: a vessel\naliases: [old-pot]\n---\n"
    tea = "---\nname: Tea: leaves\ndefinition: 'Leaves.'\n---\n"
    notes = KETTLE.replace("---\n", "---\ntopics: [tea]\n", 1) + "[[pot]], [[old-pot]], [[topic:tea]], [it](pot.md)\n"
    found = problems_of(
        new_wiki, papers__pot=pot, papers__kettle=notes, topics__tea=tea, decisions="different:\n- [a, pot]\n"
    )
    assert found == [
        "content/decisions.yml:2:3 I104",
        "content/papers/pot.md:2:11 Y005",
        "content/topics/tea.md:2:10 Y005",
    ]
    said = {p.place.path: p.message for p in check_content(new_wiki)[1]}
    assert "until this is mended, 4 references to it are not checked" in said["content/papers/pot.md"]
    assert "2 references" in said["content/topics/tea.md"]


def test_what_follows_from_an_unread_path_or_listing_is_counted_there(new_wiki: Path) -> None:
    (new_wiki / "content" / "paths").mkdir()
    ledger = new_wiki / "content" / "listings" / "march.yml"
    ledger.write_text("title: a: b\n", encoding="utf-8")
    notes = KETTLE + "[[path:start]], [it](../paths/start.md), [[listing:march]]\n"
    found = problems_of(new_wiki, papers__kettle=notes, paths__start="---\ntitle: Tea: leaves\n---\n")
    assert found == ["content/listings/march.yml:1:9 Y005", "content/paths/start.md:2:11 Y005"]


def test_results_stand_once_under_each_topic(new_wiki: Path) -> None:
    tea = "---\nname: 'Tea'\ndefinition: 'Leaves.'\naliases: [cha]\ncolumns: [{key: cups, name: Cups}]\n---\n"
    said = "results:\n  tea: {cups: 4, note: 'Table 1'}\n  cha: {cups: 5, note: 'Table 2'}\n"
    kettle = f"---\ntitle: 'Kettle'\ntopics: [tea]\n{said}---\n"
    assert problems_of(new_wiki, papers__kettle=kettle, topics__tea=tea) == ["content/papers/kettle.md:6:8 T107"]


def test_without_answers_nobody_is_asked_again(new_wiki: Path) -> None:
    found = problems_of(new_wiki, papers__a=KETTLE, papers__b=KETTLE, decisions="different: [a: b: c\n")
    assert found == ["content/decisions.yml:1:12 Y005"]


def test_a_circle_of_topics_is_found_once(new_wiki: Path) -> None:
    def topic(parent: str) -> str:
        return f"---\nname: 'Tea'\ndefinition: 'Leaves.'\nparent: {parent}\n---\n"

    found = problems_of(
        new_wiki, topics__c=topic("a"), topics__a=topic("b"), topics__b=topic("c"), topics__d=topic("a"), topics__e="e"
    )
    assert found == ["content/topics/a.md:4:9 T106", "content/topics/e.md:1:1 Y003"]
