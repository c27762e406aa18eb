"""Services asked in rounds: from bare ids and titles to whole papers, politely, and whatever goes wrong on the way."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from litwiki import content
from litwiki.cli import cli
from litwiki.curation.enrich import Manner, Report, arxiv_api, enrich, lacks
from litwiki.curation.enrich.ask import ask
from litwiki.curation.enrich.report import headline, to_markdown
from litwiki.curation.enrich.wanted import Wanted
from litwiki.curation.ingest import ingest
from litwiki.curation.online.answers import Answers
from litwiki.model.ids import Slug
from litwiki.model.records import Paper, Pending
from litwiki.model.replace import replace
from litwiki.sources import read_arguments
from tests.service_machine import Fault, Services, TestClock, Work, client, served

KETTLE = Work(
    "Boiling Water in Enamel Kettles with Closed Lids",
    year=2023,
    arxiv="2401.00001",
    doi="10.1000/jtr.1",
    venue="Journal of Tea Research",
    published=2024,
    code="https://github.com/example/kettle",
)
LADLE = Work(
    "Ladle Dynamics in Viscous Soups",
    (("Ines", "Ladle"),),
    2022,
    doi="10.1000/soup.9",
    venue="Soup Letters",
    notices=(("correction", "10.1000/c", (2023, 1, 2)), ("retraction", "10.1000/r", (2024, 3, 4))),
)
SLUG = Slug("boiling-water-in-enamel-kettles-with-closed-lids")


@pytest.fixture
def services() -> Iterator[Services]:
    with served(KETTLE, LADLE) as running:
        yield running


def ids(root: Path, *names: str) -> None:
    ingest(root, readings=[read_arguments(names)])


def titles(root: Path, *rows: tuple[str, int | None]) -> None:
    file = root.parent / "titles.csv"
    file.write_text("title,year\n" + "".join(f'"{title}",{year or ""}\n' for title, year in rows), encoding="utf-8")
    ingest(root, [file])


def run(root: Path, clock: TestClock | None = None, **manner: Any) -> Report:
    report = enrich(root, manner=Manner(**manner), client=client(clock))
    assert isinstance(report, Report)
    return report


def papers(root: Path) -> dict[Slug, Paper]:
    loaded = content.load(root)
    assert loaded.problems == ()
    return dict(loaded.wiki.papers)


def test_a_number_alone_becomes_a_paper_with_its_publication(new_wiki: Path, services: Services) -> None:
    ids(new_wiki, "2401.00001")
    report = run(new_wiki)
    assert (report.born, report.published, report.conflicts) == ((SLUG,), (SLUG,), ())
    paper = papers(new_wiki)[SLUG]
    assert paper.ids.items() >= {"arxiv": "2401.00001", "doi": "10.1000/jtr.1"}.items()
    assert (paper.year, paper.publication.date, paper.publication.type) == (2023, "2024-05-06", "article")
    assert (paper.publication.venue, paper.sources["venue"].who) == ("Journal of Tea Research", "crossref")
    assert (paper.sources["year"].who, paper.links[0].url) == ("arxiv", "https://github.com/example/kettle")


def test_a_title_and_a_year_find_number_doi_and_venue(new_wiki: Path, services: Services) -> None:
    titles(new_wiki, (KETTLE.title, 2023))
    report = run(new_wiki)
    assert (report.candidates, report.conflicts) == ((), ())
    paper = papers(new_wiki)[SLUG]
    assert paper.ids.items() >= {"arxiv": "2401.00001", "doi": "10.1000/jtr.1"}.items()
    assert (paper.authors, paper.publication.venue) == (("Ada Boyle", "Ben Sample"), "Journal of Tea Research")
    assert (paper.year, paper.publication.date) == (2023, "2024-05-06")


def test_a_bare_title_is_a_question(new_wiki: Path, services: Services) -> None:
    titles(new_wiki, (KETTLE.title, None))
    report = run(new_wiki)
    assert report.filled == {}
    assert {one.slug for one in report.candidates} == {SLUG}
    assert run(new_wiki, vouched=True).filled[SLUG]["ids.arxiv"] == "arxiv"


def test_two_papers_of_one_title_are_told_apart(new_wiki: Path) -> None:
    other = Work(KETTLE.title, (("Eve", "Impostor"),), 2023, arxiv="2399.00001", abstract="Cats.")
    with served(KETTLE, other):
        titles(new_wiki, (KETTLE.title, 2023))
        report = run(new_wiki)
    assert report.filled == {}
    assert len(report.candidates) > 1


def test_a_retraction_is_marked_with_notice_and_date(new_wiki: Path, services: Services) -> None:
    ids(new_wiki, "10.1000/soup.9")
    report = run(new_wiki)
    (slug,) = report.born
    status = papers(new_wiki)[slug].status
    assert status
    assert (status.kind, status.notice, status.date) == ("retracted", "https://doi.org/10.1000/r", "2024-03-04")
    assert report.marked == {slug: "retracted"}
    assert run(new_wiki, status=True).marked == {}


def complete(slug: str, *lines: str) -> str:
    front = ("title: 'Ladle Dynamics in Viscous Soups'", "authors: [Ines Ladle]", "year: 2022", "type: article")
    return "\n".join(["---", *front, "venue: 'Soup Letters'", "ids: {doi: '10.1000/soup.9'}", *lines, "---", ""])


def test_a_whole_paper_is_asked_about_for_its_status_only(new_wiki: Path, services: Services) -> None:
    path = new_wiki / "content/papers/ladle.md"
    path.write_text(complete("ladle"))
    assert run(new_wiki).asked == 0
    assert run(new_wiki, status=True, only="status").filled == {"ladle": {"status": "crossref"}}


def test_a_persons_word_about_a_paper_stays(new_wiki: Path, services: Services) -> None:
    path = new_wiki / "content/papers/ladle.md"
    path.write_text(complete("ladle", "status: corrected"))
    report = run(new_wiki, status=True)
    assert (
        papers(new_wiki)[Slug("ladle")].status
        == content.read_paper(
            content.read_text(complete("ladle", "status: corrected"), "x"), Slug("x"), {}, lambda _: None
        ).status
    )
    assert [(one.field, one.slug) for one in report.conflicts] == [("status", "ladle")]


def test_worse_news_replaces_what_a_service_said(new_wiki: Path) -> None:
    path = new_wiki / "content/papers/ladle.md"
    path.write_text(complete("ladle"))
    with served(replace(LADLE, notices=LADLE.notices[:1])):
        run(new_wiki, status=True)
    (new_wiki / "build/answers.db").unlink()
    with served(LADLE):
        assert run(new_wiki, status=True).marked == {"ladle": "retracted"}
    assert "corrected" not in path.read_text()


def test_a_preprint_of_an_earlier_run_gets_its_publication(new_wiki: Path) -> None:
    with served(replace(KETTLE, doi="", venue="", published=0)):
        ids(new_wiki, "2401.00001")
        run(new_wiki)
    assert papers(new_wiki)[SLUG].publication.type == "preprint"
    (new_wiki / "build/answers.db").unlink()
    with served(KETTLE):
        report = run(new_wiki)
    assert (report.published, report.conflicts) == ((SLUG,), ())
    paper = papers(new_wiki)[SLUG]
    assert (paper.publication.type, paper.publication.date, paper.year) == ("article", "2024-05-06", 2023)


def test_crossref_leads_from_a_preprint_to_its_publication(new_wiki: Path) -> None:
    preprint = Work("Cups: A View of Life", year=2024, doi="10.1101/2024.01.01.5", preprint_of="10.1000/cups.1")
    final = Work("Cups: A View of Life", year=2024, doi="10.1000/cups.1", venue="Nature of Cups", published=2025)
    with served(preprint, final):
        ids(new_wiki, "10.1101/2024.01.01.5")
        report = run(new_wiki)
    (paper,) = papers(new_wiki).values()
    assert (paper.publication.venue, paper.publication.date, paper.year) == ("Nature of Cups", "2025-05-06", 2024)
    assert [(one.field, one.given) for one in report.conflicts] == [("ids.doi", "10.1000/cups.1")]


def test_a_service_that_is_busy_is_put_off_and_nothing_is_lost(new_wiki: Path, services: Services) -> None:
    ids(new_wiki, "2401.00001", "10.1000/soup.9")
    services.always["arxiv"] = Fault(429)
    services.always["crossref"] = Fault(503, headers={"Retry-After": "7200"})
    report = run(new_wiki)
    assert report.put_off.keys() == {"arxiv", "crossref"}
    assert "7,200 s" in report.put_off["crossref"]
    services.always.clear()
    again = run(new_wiki)
    assert again.put_off == {}
    assert content.load(new_wiki).wiki.pending == ()
    assert len(papers(new_wiki)) == 2
    assert papers(new_wiki)[SLUG].publication.venue == "Journal of Tea Research"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=b"<html><body>Sign in</body></html>"),
        Fault(body=b'{"message": {"title": ["Boil', cut=20),
        Fault(body=b"[" * 100_000),
        Fault(302, headers={"Location": "http://localhost:1/x"}),
        Fault(500),
        Fault(403),
        Fault(body=b"x" * 2_000_000),
    ],
    ids=["HTML", "cut", "deep", "elsewhere", "500", "403", "endless"],
)
def test_whatever_all_services_answer_the_wiki_stays_as_it_was(
    new_wiki: Path, services: Services, fault: Fault
) -> None:
    ids(new_wiki, "2401.00001")
    titles(new_wiki, (LADLE.title, 2022))
    before = {path: path.read_bytes() for path in (new_wiki / "content").rglob("*") if path.is_file()}
    for name in ("arxiv", "crossref", "datacite", "doi", "openalex", "dblp", "huggingface"):
        services.always[name] = fault
    report = run(new_wiki)
    assert report.put_off or report.rejected
    assert {path: path.read_bytes() for path in (new_wiki / "content").rglob("*") if path.is_file()} == before


def test_one_silent_service_keeps_no_other_from_answering(new_wiki: Path, services: Services) -> None:
    ids(new_wiki, "10.1000/soup.9")
    services.always["crossref"] = Fault(500)
    run(new_wiki)
    (paper,) = papers(new_wiki).values()
    assert (paper.title, paper.sources["venue"].who) == (LADLE.title, "doi")


def test_the_pace_of_arxiv_is_kept_over_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works = [Work(f"Kettle Number {n} of Three Hundred", arxiv=f"2401.{n:05}") for n in range(1, 251)]
    wanted = Wanted({}, tuple(Pending(f"arxiv:{work.arxiv}") for work in works))
    clock = TestClock()
    with served(*works) as services:
        monkeypatch.delenv("LITWIKI_ARXIV_URL")
        monkeypatch.setattr(arxiv_api, "address", f"{services.url}/arxiv")
        found = ask(wanted, Manner(), client(clock), Answers(tmp_path / "answers.db"), services=[arxiv_api])
    assert (len(found.born), services.count("arxiv"), clock.time) == (250, 3, 6.0)


@pytest.mark.parametrize("number", ["2401.00001", "2401.99999"])
def test_a_second_run_asks_nobody_again(new_wiki: Path, services: Services, number: str) -> None:
    ids(new_wiki, number)
    run(new_wiki)
    asked = len(services.asked)
    report = run(new_wiki)
    assert (len(services.asked), report.filled, report.born) == (asked, {}, ())


def test_a_dry_run_asks_nobody(new_wiki: Path, services: Services) -> None:
    ids(new_wiki, "2401.00001")
    report = run(new_wiki, is_dry=True)
    assert services.asked == []
    assert [name for name, _ in report.would_ask] == ["arxiv", "openalex", "huggingface"]
    assert not (new_wiki / "build/answers.db").exists()


def test_slugs_limits_and_kinds_narrow_what_is_asked(new_wiki: Path, services: Services) -> None:
    titles(new_wiki, (KETTLE.title, 2023), (LADLE.title, 2022))
    assert run(new_wiki, slugs=("ladle-dynamics-in-viscous-soups",)).asked == 1
    assert run(new_wiki, limit=1).asked == 1
    report = run(new_wiki, only="ids")
    assert {field for fields in report.filled.values() for field in fields} <= {"ids.arxiv", "ids.doi", "ids.openalex"}


def test_a_wiki_that_changes_meanwhile_is_read_again(new_wiki: Path, services: Services) -> None:
    titles(new_wiki, (KETTLE.title, 2023), (LADLE.title, 2022))
    gone = new_wiki / f"content/papers/{SLUG}.md"

    def say(text: str) -> None:
        if text.startswith("asking"):
            gone.unlink(missing_ok=True)

    report = enrich(new_wiki, client=client(), say=say)
    assert isinstance(report, Report)
    assert not gone.exists()
    assert report.filled.keys() == {"ladle-dynamics-in-viscous-soups"}


METALS = "Amber Brass Copper Dented Enamel Ferrous Golden Hammered Iron Jade".split()
VERBS = "Boiling Cooling Draining Heating Pouring".split()
THINGS = "Kettles Ladles Saucers Teapots".split()


@pytest.mark.slow
def test_two_hundred_bare_ids_and_titles_end_whole_in_one_run(new_wiki: Path) -> None:
    names = [f"{verb} {metal} {thing} by {metal} Fire" for verb in VERBS for metal in METALS for thing in THINGS]
    works = [
        Work(
            name,
            (("Ada", f"Boyle-{name.split()[1]}"), ("Ben", "Sample")),
            2023,
            arxiv=f"2401.{number:05}" if number % 3 else "",
            doi=f"10.1000/jtr.{number}" if number % 3 != 1 else "",
            venue="Journal of Tea Research" if number % 3 != 1 else "",
            published=2024 if number % 3 == 2 else 0,
            abstract=f"We write down how long it takes: {name.lower()} takes {number} minutes.",
        )
        for number, name in enumerate(names, 1)
    ]
    with served(*works) as services:
        for name in ("dblp", "datacite", "doi"):
            services.always[name] = Fault(404)
        ids(new_wiki, *(work.arxiv or work.doi for work in works[:100]))
        titles(new_wiki, *((work.title, work.year) for work in works[100:]))
        report = run(new_wiki)
    found = papers(new_wiki)
    assert (len(found), report.candidates, report.conflicts, report.still_waiting) == (200, (), (), ())
    assert [
        slug for slug, paper in found.items() if any(lacks(paper, kind) for kind in ("ids", "authors", "year"))
    ] == []
    published = [paper for paper in found.values() if "doi" in paper.ids]
    assert len(published) == 133
    assert all(paper.publication.venue and paper.publication.type == "article" for paper in published)
    assert headline(report) == "200 papers found, 67 published versions, 0 retractions, 0 questions"


def test_the_text_of_a_pull_request_says_what_came_from_where(new_wiki: Path) -> None:
    hostile = Work(
        "A @everyone <img src=x onerror=alert(1)> Study of [Lids](javascript:x) | Kettles `code`",
        doi="10.1000/h",
        venue="V",
        year=2022,
    )
    with served(KETTLE, LADLE, hostile):
        ids(new_wiki, "2401.00001", "10.1000/soup.9")
        titles(new_wiki, (hostile.title, 2010))
        text = to_markdown(run(new_wiki))
    assert text.startswith("2 papers found, 1 published version, 1 retraction, ")
    assert f"| `{SLUG}` | date, publisher, type, venue | crossref |" in text
    assert "is retracted" in text
    assert "@everyone" not in text
    assert "<img" not in text


def test_the_command_says_what_was_asked_and_found(new_wiki: Path, services: Services) -> None:
    ids(new_wiki, "2401.00001")
    file = new_wiki.parent / "report.md"
    dry = CliRunner().invoke(cli, ["enrich", "--root", str(new_wiki), "--dry-run"])
    assert "arxiv: http" in dry.stdout
    done = CliRunner().invoke(cli, ["enrich", "--root", str(new_wiki), "--report", str(file), "--status"])
    assert done.exit_code == 0, done.output
    assert "published versions: 1" in done.stdout
    assert file.read_text().startswith("1 paper found, 1 published version, 0 retractions, 0 questions.")
    again = CliRunner().invoke(cli, ["enrich", "--root", str(new_wiki), "--json", "--status"])
    assert json.loads(again.stdout)["put_off"] == {}


CHILD = """
import sys
from pathlib import Path
from litwiki.curation.enrich import enrich
from tests.service_machine import client
enrich(Path(sys.argv[1]), client=client())
"""


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_stopped(new_wiki: Path) -> None:
    works = [Work(f"Kettle Number {n} of Forty", doi=f"10.1000/k.{n}", venue="Tea") for n in range(1, 41)]
    with served(*works) as services:
        services.always["openalex"] = Fault(404)
        ids(new_wiki, *(work.doi for work in works))
        waiting = (new_wiki / "content/pending.yml").read_bytes()
        asked = 0
        for _ in range(2):
            before = len(services.asked)
            child = subprocess.Popen([sys.executable, "-c", CHILD, str(new_wiki)])
            end = time.monotonic() + 30
            while len(services.asked) < before + 15 and child.poll() is None and time.monotonic() < end:
                time.sleep(0.005)
            child.send_signal(signal.SIGKILL)
            child.wait()
            asked += len(services.asked) - before
            assert (new_wiki / "content/pending.yml").read_bytes() == waiting or len(papers(new_wiki)) == 40
        services.asked.clear()
        run(new_wiki)
        assert len(papers(new_wiki)) == 40
        # What was answered before is not asked again, but for the queries that were on their way.
        assert services.count("crossref") + services.count("openalex") <= 80 - asked + 4
