"""Requests carried out in a small wiki: what changes, what is refused, and that nothing else moves."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki.cli import cli
from litwiki.content import load
from litwiki.curation.accept import accept
from litwiki.curation.forms import FORMS
from litwiki.model.clock import today
from litwiki.model.errors import UnsoundError, UsageError
from litwiki.model.matches import Request
from tests.conftest import change
from tests.curation.test_forms import issue_text
from tests.invented import BIRDS, spaced

KETTLE = """---
# The first paper of this wiki.
title: 'KETTLE: Boiling Water'   # as printed
authors: [Ada Example]
ids: {arxiv: '2601.01234'}
topics: [pots]
links: {data: 'https://example.org/pots', code: 'https://example.org/old'}
aliases: [boiler]
---
Notes stay.
"""
HOSTILE = "x'\n---\ntitle: 'y' <script>"


@pytest.fixture
def wiki(new_wiki: Path) -> Path:
    (new_wiki / "content/papers/kettle.md").write_text(KETTLE)
    (new_wiki / "content/topics/pots.md").write_text("---\nname: Pots & Pans\ngroup: Kitchen\ndefinition: Metal\n---\n")
    (new_wiki / "content/topics/heat.md").write_text("---\nname: Heat\ngroup: Kitchen\ndefinition: Warm\n---\n")
    return new_wiki


def request(form: str, **values: str) -> Request:
    return Request(form, {key: values.get(key, "") for key in FORMS[form].values()})


def fix(wiki: Path, field: str, value: str, paper: str = "kettle") -> str:
    change(wiki, accept, request("fix-paper", paper=paper, field=field, value=value))
    assert load(wiki).problems == ()
    return (wiki / "content/papers/kettle.md").read_text()


def add(wiki: Path, **values: str) -> str:
    report = change(wiki, accept, request("add-paper", **values))
    assert load(wiki).problems == ()
    return (wiki / report.written[0]).read_text()


@pytest.mark.parametrize(
    ("field", "value", "old", "new"),
    [
        (
            "title",
            "Kettle:  Boiling\nTea",
            "title: 'KETTLE: Boiling Water'   #",
            "title: 'Kettle: Boiling Tea'   #",
        ),
        ("authors", "- Ada Example\n2. Ben 'B' Sample\n", "[Ada Example]", "[Ada Example, 'Ben ''B'' Sample']"),
        ("topics", "Heat\npots", "topics: [pots]", "topics: [heat, pots]"),
        ("topics", "Pots & Pans, heat", "topics: [pots]", "topics: [pots, heat]"),
        ("arXiv id", "https://arxiv.org/pdf/2602.00001v2.pdf", "2601.01234", "2602.00001"),
        ("DOI", "https://doi.org/10.1000/182", "'2601.01234'}", "'2601.01234', doi: '10.1000/182'}"),
        ("code", "https://example.org/new", "https://example.org/old", "https://example.org/new"),
    ],
)
def test_a_fix_changes_its_field_and_no_other_byte(wiki: Path, field: str, value: str, old: str, new: str) -> None:
    expected = KETTLE.replace(old, new)
    if field == "topics":  # a maintainer has accepted them
        expected = expected.replace("aliases: [boiler]\n", "aliases: [boiler]\ntopics_status: curated\n")
    change(wiki, accept, request("fix-paper", paper="kettle", field=field, value=value))
    assert (wiki / "content/papers/kettle.md").read_text() == expected


def test_a_fix_adds_a_field_that_is_missing(wiki: Path) -> None:
    assert "\nyear: 2026\n---\nNotes" in fix(wiki, "year", "2026")
    assert "summary: >-\n  It boils.\nyear" not in fix(wiki, "summary", "It boils.")
    assert load(wiki).wiki.papers["kettle"].summary == "It boils."  # type: ignore[index]


@pytest.mark.parametrize(
    "paper",
    ["kettle", "boiler", "papers/kettle/", "https://x.io/my-wiki/papers/kettle/", "content/papers/kettle.md"],
)
def test_a_paper_is_found_by_whatever_names_it(wiki: Path, paper: str) -> None:
    assert "title: 'New'" in fix(wiki, "title", "New", paper)


def test_texts_stay_texts(wiki: Path) -> None:
    for field in ("title", "authors", "summary"):
        fix(wiki, field, HOSTILE)
    paper = load(wiki).wiki.papers["kettle"]  # type: ignore[index]
    assert paper.title == "x' --- title: 'y' <script>"
    assert paper.authors == ("x'", "---", "title: 'y' <script>")
    assert paper.summary == "x' --- title: 'y' <script>"
    assert paper.notes == "Notes stay.\n"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("something else", "x", "edit content/papers/kettle.md by hand"),
        ("notes", "x", "by hand"),
        ("year", "soon", "'soon' is no year"),
        ("topics", "nothing", "has no topic 'nothing'; it has heat, pots"),
        ("arXiv id", "12", "'12' is no arXiv id"),
        ("code", "javascript:alert(1)", "H002"),
        ("title", "", "F002"),
    ],
)
def test_a_fix_that_would_be_wrong_changes_nothing(wiki: Path, field: str, value: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        fix(wiki, field, value)
    assert (wiki / "content/papers/kettle.md").read_text() == KETTLE


@pytest.mark.parametrize("paper", ["", "../../mkdocs.yml", "nothing"])
def test_a_paper_that_is_not_there_is_refused(wiki: Path, paper: str) -> None:
    with pytest.raises(UsageError, match="the wiki has no paper"):
        fix(wiki, "title", "New", paper)


def test_a_paper_is_added_with_all_that_was_said(wiki: Path) -> None:
    text = add(
        wiki,
        title="Teapot: It Listens",
        authors="Ada Example\nBen Sample",
        year="2026",
        arxiv="arXiv: 2601.05555",
        doi="10.1000/182",
        code="https://example.org/teapot",
        topics="Heat",
        summary="It listens.",
    )
    assert text == (
        "---\ntitle: 'Teapot: It Listens'\nauthors: [Ada Example, Ben Sample]\nyear: 2026\n"
        "type: null\nvenue: ''\n"
        "ids: {arxiv: '2601.05555', doi: '10.1000/182'}\ntopics:\n- heat\ntopics_status: curated\n"
        "summary: >-\n  It listens.\nlinks: [{code: 'https://example.org/teapot'}]\n"
        f"names: []\nalso_titled: []\naliases: []\nadded: {today()}\n---\n"
    )


def test_a_title_is_enough(wiki: Path) -> None:
    assert "topics_status: suggested" in add(wiki, title="Teapot")


def test_a_paper_that_the_wiki_has_is_filled(wiki: Path) -> None:
    values = {"title": "kettle: boiling water", "year": "May 2026", "code": "example.org/new"}
    done = change(
        wiki, accept, request("add-paper", **values, arxiv="2601.01234", doi="10.1000/182", summary="It boils.")
    )
    assert done.said == (
        "the wiki has this paper, kettle: filled year, ids, summary of it",
        "it keeps its links; *Fix a paper* is the form for another value",
    )
    paper = load(wiki).wiki.papers["kettle"]  # type: ignore[index]
    assert (paper.year, paper.ids["doi"], paper.summary) == (2026, "10.1000/182", "It boils.")
    assert [link.url for link in paper.links] == ["https://example.org/pots", "https://example.org/old"]
    again = change(
        wiki, accept, request("add-paper", title="Other", arxiv="2601.01234", code="https://example.org/old")
    )
    assert again.said == ("the wiki has this paper, kettle: it has all that the form says",)
    assert again.written == ()


@pytest.mark.parametrize(
    "printed",
    [
        "Ada Boyle, Ben Sample, Max Ober",
        "Ada Boyle, Ben Sample and Max Ober",
        "Boyle, Ada; Sample, Ben; Ober, Max",
        "- Ada Boyle\n- Ben Sample\n- Max Ober",
    ],
)
def test_authors_are_parted_as_papers_print_them(wiki: Path, printed: str) -> None:
    add(wiki, title="Zinc Teapots", authors=printed)
    assert [paper.authors for paper in load(wiki).wiki.papers.values()][-1] == ("Ada Boyle", "Ben Sample", "Max Ober")


def test_all_slips_are_said_at_once(wiki: Path) -> None:
    values = {"title": "", "year": "soon", "arxiv": "12", "code": "ftp://x", "topics": "tee, heat, cups"}
    with pytest.raises(UsageError) as refused:
        add(wiki, **values)
    said = str(refused.value).split("\n")
    expected = ("needs a title", "no arXiv id", "no year", "no web address", "no topic 'tee', 'cups'")
    assert len(said) == len(expected)
    assert all(any(part in line for line in said) for part in expected)


@pytest.mark.parametrize("paper", ["Kettle", "KETTLE: boiling  water", "arXiv:2601.01234", "papers/Kettle/#notes"])
def test_a_paper_is_found_by_title_name_or_id_whatever_the_case(wiki: Path, paper: str) -> None:
    assert "title: 'New'" in fix(wiki, "title", "New", paper)


@pytest.mark.parametrize("date", ["17 March 2026", "17.3.2026", "2026/03/17", "March 17, 2026"])
def test_a_listing_has_its_date_as_people_write_it(wiki: Path, tmp_path: Path, date: str) -> None:
    file = tmp_path / "issue.md"
    file.write_text(issue_text("add-listing", {"listing": spaced([BIRDS]), "date": date}, rendered="listing"))
    assert CliRunner().invoke(cli, ["accept", str(file), "--root", str(wiki)]).exit_code == 0
    assert [listing.date for listing in load(wiki).wiki.listings.values()] == ["2026-03-17"]


def test_a_topic_is_made_and_papers_are_filed_under_it(wiki: Path) -> None:
    change(
        wiki,
        accept,
        request(
            "propose-topic",
            name="Boiling: Water",
            definition="What boils",
            keywords="* steam\n* bubble",
            papers="boiler",
        ),
    )
    topic = load(wiki).wiki.topics["boiling-water"]  # type: ignore[index]
    assert (topic.name, topic.group, topic.definition) == ("Boiling: Water", "Other", "What boils")
    assert topic.keywords == ("steam", "bubble")
    text = (wiki / "content/papers/kettle.md").read_text()
    assert text == KETTLE.replace("topics: [pots]", "topics: [pots, boiling-water]")


@pytest.mark.parametrize("name", ["heat", "Heat", "HEAT!"])
def test_a_topic_that_is_there_gets_the_papers(wiki: Path, name: str) -> None:
    report = change(wiki, accept, request("propose-topic", name=name, definition="Another", papers="kettle"))
    assert report.written == ("content/papers/kettle.md",)
    assert report.said == ("filed kettle under heat",)
    report = change(wiki, accept, request("propose-topic", name=name, papers="kettle"))
    assert report.written == ()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": "+++", "definition": "x"}, "write its name in letters"),
        ({"name": "Steam"}, "needs a definition"),
        ({"name": "Steam", "definition": "x", "papers": "kettle\nnothing"}, "no paper 'nothing'"),
    ],
)
def test_a_topic_that_cannot_be_made_changes_nothing(wiki: Path, values: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        change(wiki, accept, request("propose-topic", **values))
    assert sorted(path.name for path in (wiki / "content/topics").glob("*.md")) == ["heat.md", "pots.md"]


def test_nothing_is_done_to_a_wiki_that_cannot_be_read(wiki: Path) -> None:
    (wiki / "content/papers/broken.md").write_text("no front matter")
    with pytest.raises(UnsoundError, match="mend content/ first"):
        change(wiki, accept, request("add-paper", title="Teapot"))


def test_the_command_brings_in_a_listing(wiki: Path, tmp_path: Path) -> None:
    values = {"listing": spaced([BIRDS]), "title": "April", "date": "2026-03-17"}
    file = tmp_path / "issue.md"
    file.write_text(issue_text("add-listing", values, rendered="listing"))
    done = CliRunner().invoke(cli, ["accept", str(file), "--root", str(wiki)])
    assert done.exit_code == 0
    assert "1 entry: 1 new paper, 0 known; 2 files written" in done.stdout.splitlines()
    (listing,) = load(wiki).wiki.listings.values()
    assert listing.title == "April"


def test_the_command_says_what_it_did_or_why_not(wiki: Path, tmp_path: Path) -> None:
    file = tmp_path / "issue.md"
    arguments = ["accept", str(file), "--root", str(wiki)]
    assert CliRunner().invoke(cli, arguments).exit_code == 2
    file.write_text(issue_text("add-paper", {"title": "Teapot"}))
    done = CliRunner().invoke(cli, arguments)
    assert (done.exit_code, done.stdout) == (0, "added teapot\n")
    done = CliRunner().invoke(cli, [*arguments, "--json"])
    assert json.loads(done.stdout) == {
        "said": ["the wiki has this paper, teapot: it has all that the form says"],
        "written": [],
    }
    file.write_text(issue_text("add-paper", {"title": "Teapot", "year": "soon"}))
    done = CliRunner().invoke(cli, [*arguments, "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'soon' is no year" in done.stderr


def test_a_request_can_be_tried_without_writing(wiki: Path) -> None:
    before = (wiki / "content/papers/kettle.md").read_bytes()
    tried = change(wiki, accept, request("fix-paper", paper="kettle", field="year", value="1999"), is_dry=True)
    assert tried.written == ("content/papers/kettle.md",)
    assert (wiki / "content/papers/kettle.md").read_bytes() == before
