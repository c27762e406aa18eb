"""What came last, by week and topic: a hundred thousand papers in one day still make one page."""

import json
from collections.abc import Mapping
from pathlib import Path

from litwiki.exports import lists
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.ids import DocPath, Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.pages import new
from tests.in_memory import pages_of

NO_LINKS = LinkGraph()
TOPICS = {TopicId(name): Topic(TopicId(name), name.capitalize(), "Kitchen", "") for name in ("tea", "soup")}


def wiki_of(days: Mapping[str, str | None], topics: Mapping[str, str] | None = None) -> Wiki:
    papers = {
        Slug(name): Paper(
            Slug(name),
            name.capitalize(),
            added=day,
            topics=tuple(map(TopicId, filter(None, [(topics or {}).get(name)]))),
        )
        for name, day in days.items()
    }
    return Wiki(Config(Path("/nowhere"), "Kitchen", "https://example.org"), papers, TOPICS, {})


def made(wiki: Wiki) -> dict[str, str]:
    return {page.path: page.html for page in pages_of(Site(wiki, NO_LINKS), [new])}


def test_weeks_begin_on_monday_and_months_lead_on() -> None:
    """29 November 2026 is a Sunday; the week of 30 November goes on in December."""
    found = made(wiki_of({"a": "2026-11-29", "b": "2026-11-30", "c": "2026-12-06", "d": "2026-12-07", "e": None}))
    page = found["new/index.md"]
    weeks = [part.partition("</h2>")[0] for part in page.split('<h2 id="2026-w')[1:]]
    assert [week.partition('"')[0] for week in weeks] == ["50", "49", "48"]
    assert "30 November – 6 December 2026" in weeks[1]
    assert ">2</span>" in weeks[1]
    assert "Of 1 more papers" in page
    assert set(found) == {"new/index.md", "new/2026-12.md", "new/2026-11.md"}
    assert '<a href="../../new/2026-11/">November 2026</a>' in found["new/2026-12.md"]
    assert '<a href="../../new/2026-12/">December 2026</a>' in found["new/2026-11.md"]


def test_a_week_stands_in_topics_those_with_most_papers_first() -> None:
    topics = {"a": "tea", "b": "soup", "c": "soup"}
    page = made(wiki_of(dict.fromkeys("abcd", "2026-11-29"), topics))["new/index.md"]
    places = [
        page.index(text) for text in ("Soup</a></h3>", ">B</a>", ">C</a>", "Tea</a></h3>", "Without a topic", ">D</a>")
    ]
    assert places == sorted(places)


def test_however_many_come_at_once_the_page_is_bounded_and_the_month_has_all() -> None:
    many = {f"p-{n:04}": "2026-11-28" for n in range(1_000)} | {"older": "2026-11-01"}
    found = made(wiki_of(many, {name: "tea" if int(name[-1]) % 2 else "soup" for name in many if name != "older"}))
    page = found["new/index.md"]
    assert page.count("lw-title") == 2 * new.MOST_OF_TOPIC + 1
    assert 'All 1,000: <a href="../new/2026-11/">November 2026</a>' in page
    month = [html for path, html in found.items() if path.startswith("new/2026-11")]
    assert len(month) == 17
    assert sum(html.count("lw-title") for html in month) == 1_001
    (listed,) = [output for output in lists.files(Site(wiki_of(many), NO_LINKS)) if output.path == "lists/new.json"]
    days = json.loads(listed.make())
    assert [(day, len(slugs)) for day, slugs in days] == [("2026-11-28", lists.MOST_NEW)]


def test_a_wiki_without_days_says_how_to_find_them() -> None:
    assert "litwiki check --fix" in made(wiki_of({"a": None}))["new/index.md"]
    assert "Nothing came yet." in made(wiki_of({}))["new/index.md"]
    assert DocPath("new/index.md") in made(wiki_of({}))
