"""The page for curators: every queue with its count and what leads to the files, and no search engine told of it."""

import html
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki.cli import cli
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.entries import Status
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Pending, Pin, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages import todo
from tests.conftest import DATA
from tests.in_memory import pages_of

NO_LINKS = LinkGraph()
MANY = {Slug(f"p-{n:03}"): Paper(Slug(f"p-{n:03}"), f"Pot <{n:03}>") for n in range(60)}


def made(wiki: Wiki) -> str:
    (page,) = pages_of(Site(wiki, NO_LINKS), [todo])
    assert '<meta name="robots" content="noindex">' in page.meta["head"]
    return page.html


def test_long_queues_show_their_beginning_and_their_size() -> None:
    pending = (Pending("arxiv:2601.00001", "2026-01-02", ListingId("gone")), Pending("s2:abc"))
    config = Config(DATA, "Kitchen", repository="https://github.com/pots/wiki")
    text = made(Wiki(config, MANY, {}, {}, pending=pending))
    assert text.count("/edit/main/content/papers/p-000.md") == 5, "one link in each queue"
    assert "p-049.md" in text
    assert "p-050.md" not in text
    assert "The first 50 of 60:" in text
    assert "Pot &lt;000&gt;" in text
    assert ">arXiv 2601.00001</a>, since 2026-01-02" in text
    assert "/edit/main/content/pending.yml" in text


def test_every_queue_says_since_when_it_waits_and_leads_to_its_files() -> None:
    tea = TopicId("tea")
    topic = Topic(
        tea, "Tea", "Kitchen", "", pinned=(Pin(Slug("p-000"), ""),), introduction="On tea.", updated="2026-01-01"
    )
    papers = {
        slug: replace(paper, added=f"2026-02-{1 + int(slug[-2:]) % 28:02}", topics=(tea,))
        for slug, paper in MANY.items()
    }
    papers[Slug("p-000")] = replace(papers[Slug("p-000")], status=Status("retracted", date="2026-03-03"))
    papers[Slug("p-001")] = replace(papers[Slug("p-001")], title=papers[Slug("p-002")].title)
    config = Config(DATA, "Kitchen", repository="https://github.com/pots/wiki")
    text = made(Wiki(config, papers, {tea: topic}, {}))
    assert "The oldest waits since 2026-02-01." in text
    assert '<a href="../topics/tea/">Tea</a> 60 papers came since' in text
    assert "/edit/main/content/topics/tea.md" in text
    assert "recommends p-000: retracted" in text
    assert "and p-002" in text


def test_without_a_repository_nothing_leads_to_one() -> None:
    assert "edit" not in html.unescape(made(Wiki(Config(DATA, "Kitchen"), MANY, {}, {})))


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_counts_the_same(form: str, new_wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")  # 2026-02-02
    (new_wiki / "content" / "papers").mkdir(parents=True, exist_ok=True)
    (new_wiki / "content/papers/kettle.md").write_text("---\ntitle: 'Kettle'\nauthors: [Ada Boyle]\n---\n")
    (new_wiki / "content/pending.yml").write_text(
        "pending:\n- {id: 'arxiv:2601.00001', since: 2026-01-01}\n- {id: 'arxiv:2601.00002', since: 2026-02-01}\n"
    )
    result = CliRunner().invoke(cli, ["check", "--todo", "--root", str(new_wiki), "--format", form])
    assert result.exit_code == 0
    if form == "json":
        found = json.loads(result.stdout)
        assert [found["without"].pop(key) for key in ("authors", "summary_check")] == [[], []]
        assert found["without"] == {key: ["kettle"] for key in ("ids", "venue", "summary", "topics")}
        assert found["old"] == ["arxiv:2601.00001"]
        assert (found["alike"], found["introductions"], found["recommended"]) == ([], [], [])
    else:
        assert "     1  papers without ids: kettle" in result.stdout
        assert "     0  papers without authors" in result.stdout
        assert "     1  of them for more than 30 days: arxiv:2601.00001" in result.stdout
