"""Feeds, as an independent parser (feedparser) and a strict reading of JSON Feed 1.1 see them."""

import heapq
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki import content
from litwiki.citations import make_citation
from litwiki.exports import atom, json_feed
from litwiki.facts.addresses import FOLLOWED
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.entries import Publication, Status
from litwiki.model.ids import DocPath, Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean
from tests.citations.readers import HOSTILE
from tests.conftest import DATA
from tests.in_memory import files_of

NO_LINKS = LinkGraph()
TEXT = st.text(max_size=40) | st.sampled_from([*HOSTILE, "]]>", "<![CDATA[x", "&amp;", "&", "\x00\x0b\ufffe", "]]"])


@pytest.fixture(scope="module")
def kitchen() -> Wiki:
    return content.load(DATA / "wiki").wiki


# --- the readers ---------------------------------------------------------------------------------------


def read_atom(raw: bytes) -> Any:
    """A feed that feedparser takes for well-formed Atom 1.0, with what RFC 4287 (4.1.1, 4.1.2) demands."""
    parsed = feedparser.parse(raw, sanitize_html=False)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    for item in (parsed.feed, *parsed.entries):
        assert {"id", "title", "updated"} <= set(item)
        assert urlsplit(item.id).scheme == "https"
        assert datetime.fromisoformat(item.updated).tzinfo
    assert parsed.feed.author_detail.name
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
    return parsed


TOP = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "items": list}
ITEM = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_text": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
}


def read_json_feed(raw: bytes) -> Mapping[str, Any]:
    """A feed judged by jsonfeed.org/version/1.1: names, types, what must be there, addresses and dates."""
    feed = json.loads(raw)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {key: type(value) for key, value in feed.items()} == {key: TOP[key] for key in feed}
    assert {"version", "title", "items"} <= set(feed)
    for item in feed["items"]:
        assert {key: type(value) for key, value in item.items()} == {key: ITEM[key] for key in item}
        assert {"id", "content_text"} <= set(item)
        assert all(urlsplit(item[key]).scheme == "https" for key in item.keys() & {"id", "url", "external_url"})
        assert all(datetime.fromisoformat(item[k]).tzinfo for k in item.keys() & {"date_published", "date_modified"})
        assert all(list(author) == ["name"] and author["name"] for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    return cast("dict[str, Any]", feed)


# --- the kitchen ---------------------------------------------------------------------------------------


def test_who_has_ten_papers_has_a_feed_of_them(kitchen: Wiki) -> None:
    papers = [
        Paper(
            Slug(f"p-{n}"),
            f"Paper {n}",
            authors=("Ada Boyle", *["Max Ober"][:n]),
            added=f"2026-01-{30 - n}",
            summary="A spoon stirs. It is of wood.",
        )
        for n in range(FOLLOWED)
    ]
    wiki = replace(kitchen, papers={paper.slug: paper for paper in papers}, listings={})
    files = {artifact.path: artifact.content for artifact in files_of(Site(wiki, NO_LINKS), [atom])}
    assert {path for path in files if "people" in path} == {"feeds/people/ada-boyle.xml"}
    feed = read_atom(files[DocPath("feeds/people/ada-boyle.xml")])
    assert [entry.title for entry in feed.entries] == [f"Paper {n}" for n in range(FOLLOWED)]
    assert feed.feed.title.startswith("Ada Boyle · ")
    assert {entry.summary for entry in feed.entries} == {"A spoon stirs."}, "as on the person's page"
    assert {entry.summary for entry in read_atom(files[DocPath("feeds/all.xml")]).entries} == {papers[0].summary}
    venue = [replace(paper, publication=Publication(venue="Journal of Tea")) for paper in papers]
    files = {
        artifact.path: artifact.content
        for artifact in files_of(Site(replace(wiki, papers={p.slug: p for p in venue}), NO_LINKS), [atom])
    }
    assert len(read_atom(files[DocPath("feeds/venues/journal-of-tea.xml")]).entries) == FOLLOWED


def test_a_retraction_updates_an_entry_and_does_not_move_it(kitchen: Wiki) -> None:
    papers = [
        Paper(Slug("old"), "Old", added="2026-01-01", status=Status("retracted", date="2026-03-03")),
        Paper(Slug("new"), "New", added="2026-02-02", status=Status("corrected", date="2026")),
    ]
    feed, _ = feeds_of(replace(kitchen, papers={paper.slug: paper for paper in papers}, listings={}))
    assert [(entry.published[:10], entry.updated[:10]) for entry in feed.entries] == [
        ("2026-02-02", "2026-02-02"),
        ("2026-01-01", "2026-03-03"),
    ]
    assert feed.feed.updated == "2026-03-03T00:00:00Z"


def test_our_own_feeds_have_real_days(committed: Path) -> None:
    for path in ("all", "topics/peft", "listings/mar-17"):
        feed = read_atom((committed / "served" / "litwiki" / "feeds" / f"{path}.xml").read_bytes())
        assert all(entry.published >= "2026-11-21" for entry in feed.entries)


def test_the_site_every_topic_and_every_listing_have_a_feed(kitchen: Wiki) -> None:
    names = {
        "feeds/all",
        *(f"feeds/topics/{topic}" for topic in kitchen.topics),
        *(f"feeds/listings/{listing}" for listing in kitchen.listings),
    }
    files = {artifact.path: artifact.content for artifact in files_of(Site(kitchen, NO_LINKS), [atom])}
    assert set(files) == {f"{name}.xml" for name in names}
    for raw in files.values():
        read_atom(raw)


def test_only_all_papers_have_a_json_feed(kitchen: Wiki) -> None:
    files = {artifact.path: artifact.content for artifact in files_of(Site(kitchen, NO_LINKS), [json_feed])}
    assert list(files) == ["feeds/all.json"]
    assert len(read_json_feed(files[DocPath("feeds/all.json")])["items"]) == len(kitchen.papers)


def test_the_newest_listing_comes_first_and_dates_are_those_of_listings(kitchen: Wiki) -> None:
    feed = read_atom(next(iter(files_of(Site(kitchen, NO_LINKS), [atom]))).content)
    newest = [entry.paper for entry in kitchen.listings_in_order[0].entries]
    assert [entry.id for entry in feed.entries[: len(newest)]] == [
        f"https://example.org/kitchen/papers/{slug}/" for slug in newest
    ]
    assert {entry.updated for entry in feed.entries} == {"2026-05-02T00:00:00Z", "1970-01-01T00:00:00Z"}
    assert all(a.updated >= b.updated for a, b in pairwise(feed.entries))
    assert feed.feed.updated == "2026-05-02T00:00:00Z"
    items = read_json_feed(next(iter(files_of(Site(kitchen, NO_LINKS), [json_feed]))).content)["items"]
    assert [item["id"] for item in items] == [entry.id for entry in feed.entries]
    assert {item.get("date_published") for item in items} == {"2026-05-02T00:00:00Z", None}


def test_an_entry_says_what_is_known(kitchen: Wiki) -> None:
    feed = read_atom(next(iter(files_of(Site(kitchen, NO_LINKS), [atom]))).content)
    (kettle,) = [entry for entry in feed.entries if "kettle" in entry.id]
    assert [author.name for author in kettle.authors] == ["Ada Boyle", "Zoë O'Hara"]
    assert [tag.label for tag in kettle.tags] == ["Heating & boiling", "Control"]
    assert kettle.summary == kitchen.papers[Slug("kettle")].summary
    assert {link.rel: link.href for link in kettle.links}["related"] == "https://doi.org/10.1234/kettle.5"
    own = {link.rel: link.href for link in feed.feed.links}
    assert own["self"] == "https://example.org/kitchen/feeds/all.xml"
    assert own["alternate"] == "https://example.org/kitchen/"


def test_a_feed_is_bounded(kitchen: Wiki) -> None:
    papers = {
        Slug(f"p-{n}"): Paper(Slug(f"p-{n}"), f"Paper {n}", authors=("Ada Boyle",), year=1900 + n) for n in range(120)
    }
    wiki = replace(kitchen, papers=papers, listings={})
    files = {artifact.path: artifact.content for artifact in files_of(Site(wiki, NO_LINKS), [atom])}
    for path, count in {"feeds/all.xml": 50, "feeds/people/ada-boyle.xml": 10}.items():
        feed = read_atom(files[DocPath(path)])
        assert [entry.title for entry in feed.entries] == [f"Paper {n}" for n in range(119, 119 - count, -1)]


def test_to_make_a_feed_no_papers_of_others_are_looked_for(kitchen: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    find = heapq.nsmallest

    def nsmallest(most: int, slugs: Sequence[Slug], key: Callable[[Slug], int]) -> list[Slug]:
        looked.append(slugs)
        return find(most, slugs, key=key)

    monkeypatch.setattr(heapq, "nsmallest", nsmallest)
    *_, last = atom.files(Site(kitchen, NO_LINKS))
    assert not looked
    last.make()
    assert len(looked) == 1


def feeds_of(wiki: Wiki) -> tuple[Any, Mapping[str, Any]]:
    """The feeds of the whole site."""
    return (
        read_atom(next(iter(files_of(Site(wiki, NO_LINKS), [atom]))).content),
        read_json_feed(next(iter(files_of(Site(wiki, NO_LINKS), [json_feed]))).content),
    )


def test_what_came_last_is_first_with_its_day(kitchen: Wiki) -> None:
    """A paper of an old year may be the newest here; the file in which it stands has the day."""
    papers = [
        Paper(Slug("anvil"), "Anvil of Tea", year=2019, added="2026-11-20"),
        Paper(Slug("bowl"), "Bowl of Tea", year=2026, added="2026-11-20"),
        Paper(Slug("zebra"), "Zebra of Tea", year=2012, added="2026-11-28"),
        Paper(Slug("quite-old"), "Quite Old", year=2027),
    ]
    wiki = replace(kitchen, papers={paper.slug: paper for paper in papers}, listings={})
    feed, items = feeds_of(wiki)
    assert [entry.title for entry in feed.entries] == ["Zebra of Tea", "Bowl of Tea", "Anvil of Tea", "Quite Old"]
    assert [entry.get("published", "")[:10] for entry in feed.entries] == ["2026-11-28", "2026-11-20", "2026-11-20", ""]
    assert feed.feed.updated == "2026-11-28T00:00:00Z"
    dates = [(item.get("date_published", "")[:10], "date_modified" in item) for item in items["items"]]
    assert dates == [("2026-11-28", False), ("2026-11-20", False), ("2026-11-20", False), ("", False)]


def test_a_new_paper_of_an_old_year_is_among_the_last_fifty(kitchen: Wiki) -> None:
    old = [Paper(Slug(f"p-{n}"), f"Paper {n}", year=2026, added="2026-01-01") for n in range(80)]
    new = Paper(Slug("new"), "New Here", year=1950, added="2026-01-02")
    feed, _ = feeds_of(replace(kitchen, papers={paper.slug: paper for paper in [*old, new]}, listings={}))
    assert (len(feed.entries), feed.entries[0].title) == (50, "New Here")


def test_a_paper_that_a_later_listing_repeats_is_not_new(kitchen: Wiki) -> None:
    slug = kitchen.listings_in_order[0].entries[0].paper
    assert slug
    papers = {key: replace(paper, added="2026-12-0" + str(1 + (key != slug))) for key, paper in kitchen.papers.items()}
    feed, _ = feeds_of(replace(kitchen, papers=papers))
    assert feed.entries[-1].id.endswith(f"/{slug}/")
    assert {entry.updated for entry in feed.entries} == {"2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z"}


def test_a_feed_names_the_first_of_many_authors(kitchen: Wiki) -> None:
    many = Paper(Slug("x"), "Tea", authors=tuple(f"A. Boyle{n}" for n in range(3_000)))
    feed, items = feeds_of(replace(kitchen, papers={many.slug: many}, listings={}))
    assert [author.name for author in feed.entries[0].authors][-2:] == ["A. Boyle19", "et al."]
    assert len(items["items"][0]["authors"]) == 21


def test_without_an_address_there_are_no_feeds(kitchen: Wiki) -> None:
    wiki = replace(kitchen, config=replace(kitchen.config, site_url=""))
    assert [*files_of(Site(wiki, NO_LINKS), [atom]), *files_of(Site(wiki, NO_LINKS), [json_feed])] == []


# --- whatever the text ---------------------------------------------------------------------------------


@given(TEXT, TEXT, TEXT)
def test_every_title_and_summary_comes_back(title: str, summary: str, author: str) -> None:
    paper = Paper(Slug("x"), title or "x", summary=summary, authors=(author,))
    config = Config(DATA, title or "x", "https://example.org")
    wiki = Wiki(config, {paper.slug: paper}, {}, {})
    expected = make_citation(paper).title
    feed = read_xml_text(next(iter(files_of(Site(wiki, NO_LINKS), [atom]))).content)
    assert feed == [clean(config.site_name) or None, expected or None, clean(rich(summary).plain) or None]
    item = read_json_feed(next(iter(files_of(Site(wiki, NO_LINKS), [json_feed]))).content)["items"][0]
    assert item.get("title", "") == expected


def read_xml_text(raw: bytes) -> list[str | None]:
    """Titles of the feed and its entry, and the summary, as another XML parser (libxml2) reads them."""
    from lxml import etree

    root = etree.fromstring(raw)
    space = {"a": "http://www.w3.org/2005/Atom"}
    texts = root.xpath("/a:feed/a:title | //a:entry/a:title | //a:entry/a:summary", namespaces=space)
    found = [node.text for node in texts]
    return [*found, *[None] * (3 - len(found))]
