"""Links that died: what counts as dead, what is written, and that it goes when the link lives again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki import content
from litwiki.cli import cli
from litwiki.curation.online.dead_links import LinkReport, archived, check_links
from litwiki.facts.access import ways
from litwiki.model.entries import Gone
from litwiki.model.errors import UnsoundError
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from tests.service_machine import Fault, Services, client, served

COPY = "https://web.archive.org/web/20240506070809/https://github.com/example/kettle"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    with served() as running:
        yield running


@pytest.fixture
def wiki(new_wiki: Path, services: Services) -> Path:
    links = f"[{{code: '{services.url}/web/code'}}, {{project: '{services.url}/web/project'}}]"
    text = f"---\ntitle: 'Kettle'\n# mine\nlinks: {links}\nids: {{arxiv: '2401.00001'}}\n---\nNotes.\n"
    (new_wiki / "content/papers/kettle.md").write_text(text)
    return new_wiki


def look(root: Path) -> LinkReport:
    report = check_links(root, client=client())
    assert isinstance(report, LinkReport)
    return report


def gone(root: Path) -> tuple[Gone, ...]:
    loaded = content.load(root)
    assert loaded.problems == ()
    return loaded.wiki.papers[Slug("kettle")].gone


def test_links_that_live_leave_no_trace(wiki: Path, services: Services) -> None:
    before = (wiki / "content/papers/kettle.md").read_bytes()
    assert look(wiki) == LinkReport(2, 0, (), ())
    assert (wiki / "content/papers/kettle.md").read_bytes() == before
    assert [name for name, _ in services.asked] == ["web", "web"]


def test_a_dead_link_is_marked_with_its_day_and_copy_and_nothing_else_changes(wiki: Path, services: Services) -> None:
    services.pages["code"] = 404
    address = f"{services.url}/web/code"
    services.archived[address] = COPY.replace("https://web", "http://web")
    before = (wiki / "content/papers/kettle.md").read_text()
    report = look(wiki)
    assert [(problem.code, problem.place.line) for problem in report.problems] == [("W201", 4)]
    assert gone(wiki) == (Gone(address, "2026-01-02", COPY),)
    after = (wiki / "content/papers/kettle.md").read_text()
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        f"gone: [{{url: '{address}', copy: '{COPY}', since: 2026-01-02}}]"
    ]


def test_the_day_stays_and_the_mark_goes_when_the_link_lives_again(
    wiki: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.pages["code"] = 410
    look(wiki)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777312000")
    assert (look(wiki).written, gone(wiki)[0].since) == ((), "2026-01-02")
    services.pages["code"] = 503
    assert gone(wiki)[0].since == "2026-01-02"
    assert len(look(wiki).problems) == 1
    services.pages["code"] = 200
    assert look(wiki).problems == ()
    assert gone(wiki) == ()


@pytest.mark.parametrize("status", [403, 429, 500, 503, 999])
def test_whoever_is_busy_is_not_dead(wiki: Path, services: Services, status: int) -> None:
    services.always["web"] = Fault(status)
    assert look(wiki) == LinkReport(2, 2, (), ())


def test_a_server_that_knows_no_head_is_asked_again(wiki: Path, services: Services) -> None:
    services.faults["web"] = [Fault(404), Fault(200, b""), Fault(405), Fault(200, b"")]
    assert look(wiki).problems == ()
    assert len(services.asked) == 4


def test_nobody_there_is_not_dead(new_wiki: Path) -> None:
    text = "---\ntitle: 'Kettle'\nlinks: {code: 'http://127.0.0.1:9/x'}\n---\n"
    (new_wiki / "content/papers/kettle.md").write_text(text)
    assert look(new_wiki) == LinkReport(1, 1, (), ())


@pytest.mark.parametrize(
    "body",
    [
        b'{"archived_snapshots": {"closest": {"available": true, "url": "http://evil.example/web.archive.org"}}}',
        b'{"archived_snapshots": {"closest": {"available": true, "url": "javascript://web.archive.org/%0aalert(1)"}}}',
        b'{"archived_snapshots": {"closest": {"available": true, "url": ["x"]}}}',
        b'{"archived_snapshots": {"closest": {"available": "yes", "url": "https://web.archive.org/web/1/x"}}}',
        b'{"archived_snapshots": []}',
        b"[" * 100_000,
        b"<html>",
        b"",
    ],
)
def test_a_copy_is_an_address_of_the_web_archive_or_none(services: Services, body: bytes) -> None:
    services.always["archive"] = Fault(body=body)
    assert archived("https://github.com/example/kettle", client()) == ""


def test_a_page_leads_to_the_copy() -> None:
    from litwiki.model.entries import Link

    url = "https://github.com/example/kettle"
    paper = Paper(Slug("x"), "X", links=(Link("code", url), Link("data", "https://tea.example/d")))
    dead = Paper(Slug("x"), "X", links=paper.links, gone=(Gone(url, "2026-01-02", COPY),))
    assert [way.url for way in ways(paper).beside] == [url, "https://tea.example/d"]
    first, second = ways(dead).beside
    assert (first.url, first.where) == (COPY, "gone since 2026-01-02, archived copy")
    assert second.url == "https://tea.example/d"


def test_the_command_says_what_died_and_ends_well(wiki: Path, services: Services) -> None:
    services.pages["project"] = 404
    done = CliRunner().invoke(cli, ["check", "--online", "--root", str(wiki)])
    assert done.exit_code == 0, done.output
    assert "W201" in done.stdout
    assert "2 links asked, 1 dead" in done.stderr


def test_content_with_errors_is_left_alone(wiki: Path, services: Services) -> None:
    (wiki / "content/papers/broken.md").write_text("no front matter")
    with pytest.raises(UnsoundError):
        check_links(wiki, client=client())
    assert services.asked == []


@pytest.mark.parametrize("value", ["5", "[5]", "[{url: 'javascript:x'}]", "[{since: 2026-01-02}]", "{url: x}"])
def test_a_mark_that_is_none_is_said(new_wiki: Path, value: str) -> None:
    (new_wiki / "content/papers/kettle.md").write_text(f"---\ntitle: 'Kettle'\ngone: {value}\n---\n")
    assert content.load(new_wiki).problems
