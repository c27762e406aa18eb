from pathlib import Path

import pytest

from litwiki.model.config import Config
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import Appearance, LedgerEntry, Listing, Paper, Topic
from litwiki.model.wiki import Wiki


def paper(slug: str, title: str = "", *, topics: str = "", aliases: str = "", **ids: str) -> Paper:
    return Paper(
        Slug(slug),
        title or slug.capitalize(),
        topics=tuple(TopicId(topic) for topic in topics.split()),
        aliases=tuple(Slug(alias) for alias in aliases.split()),
        ids=ids,
    )


def listing(name: str, papers: str, *, printed: str | None = None, date: str | None = None) -> Listing:
    entries = tuple(LedgerEntry(Slug(slug), slug, {}) for slug in papers.split())
    return Listing(ListingId(name), name.capitalize(), "text", printed, date, "00", entries)


def topic(name: str, group: str = "Other", aliases: str = "") -> Topic:
    return Topic(TopicId(name), name.capitalize(), group, "…", aliases=tuple(TopicId(a) for a in aliases.split()))


def wiki(
    papers: list[Paper], topics: list[Topic] | None = None, listings: list[Listing] | None = None, groups: str = ""
) -> Wiki:
    return Wiki(
        Config(Path("wiki"), "Test", groups=tuple(groups.split())),
        {p.slug: p for p in sorted(papers, key=lambda p: p.slug)},
        {t.id: t for t in sorted(topics or [], key=lambda t: t.id)},
        {x.id: x for x in sorted(listings or [], key=lambda x: x.id)},
    )


SMALL = wiki(
    [paper("kettle", topics="tea water"), paper("pot", "A {\\em Pot}", topics="brewing", aliases="old-pot")],
    [topic("tea", "Drinks", "brewing"), topic("water", "Drinks"), topic("sport")],
    [listing("monday", "kettle old-pot kettle", printed="Mar 17"), listing("friday", "pot", date="2026-01-02")],
)


def test_appearances_are_the_ledgers_inverted() -> None:
    assert SMALL.appearances == {
        "kettle": (Appearance(ListingId("monday"), 1),),
        "pot": (Appearance(ListingId("friday"), 1), Appearance(ListingId("monday"), 2)),
    }
    assert SMALL.repeats == ("pot",)


def test_listings_are_newest_first() -> None:
    listings = [
        listing("a", "", printed="Mar 2"),
        listing("b", "", printed="Mar 12"),
        listing("c", "", printed="May 1"),
        listing("d", ""),
        listing("e", "", date="2025-12-31", printed="Dec 31"),
        listing("f", "", date="2026-01-01"),
        listing("g", "", printed="yesterday"),
    ]
    assert [x.id for x in wiki([], listings=listings).listings_in_order] == list("fecbadg")


def test_repeats_are_most_often_first_and_then_by_title() -> None:
    many = wiki(
        [paper("a", "Zebra"), paper("b", "“Apple”"), paper("c"), paper("d")],
        listings=[listing("x", "a b c d"), listing("y", "a b d"), listing("z", "d")],
    )
    assert many.repeats == ("d", "b", "a")


def test_papers_of_a_topic_are_found_by_its_former_names_too() -> None:
    assert SMALL.papers_by_topic == {"tea": ("pot", "kettle"), "water": ("kettle",), "sport": ()}
    assert [t.id for t in SMALL.topics_of(Slug("pot"))] == ["tea"]
    both = wiki([paper("x", topics="tea brewing nothing")], list(SMALL.topics.values()))
    assert [t.id for t in both.topics_of(Slug("x"))] == ["tea"]
    assert both.papers_by_topic[TopicId("tea")] == ("x",)


def test_groups_are_in_the_wiki_s_order_and_then_in_their_own() -> None:
    topics = [topic("a", "Zoo"), topic("c", "Tea"), topic("b", "Tea"), topic("d", "Art")]
    assert [(name, [t.id for t in found]) for name, found in wiki([], topics, groups="Zoo Empty").groups] == [
        ("Zoo", ["a"]),
        ("Art", ["d"]),
        ("Tea", ["b", "c"]),
    ]


@pytest.mark.parametrize(
    ("target", "source", "found"),
    [
        ("kettle", "content/index.md", ("papers/kettle.md", "Kettle")),
        ("old-pot", "content/index.md", ("papers/pot.md", "A Pot")),
        ("paper:pot", "content/index.md", ("papers/pot.md", "A Pot")),
        ("topic:tea", "content/papers/pot.md", ("topics/tea.md", "Tea")),
        ("topic:brewing", "content/papers/pot.md", ("topics/tea.md", "Tea")),
        ("listing:monday", "content/papers/pot.md", ("listings/monday.md", "Monday")),
        ("kettle.md", "content/papers/pot.md", ("papers/kettle.md", "Kettle")),
        ("../papers/kettle.md#notes", "content/topics/tea.md", ("papers/kettle.md", "Kettle")),
        ("papers/kettle.md", "content/index.md", ("papers/kettle.md", "Kettle")),
        ("./../topics/tea.md", "content/papers/pot.md", ("topics/tea.md", "Tea")),
        ("nobody", "content/index.md", None),
        ("topic:kettle", "content/index.md", None),
        ("kettle.md", "content/topics/tea.md", None),
        ("../../README.md", "content/papers/pot.md", None),
        ("../../../content/papers/pot.md", "content/papers/pot.md", None),
        ("mailto:kettle", "content/index.md", None),
        ("", "content/index.md", None),
        ("#kettle", "content/index.md", None),
    ],
)
def test_what_a_curator_refers_to_is_found(target: str, source: str, found: tuple[str, str] | None) -> None:
    assert SMALL.find(target, source) == found


def test_titles_and_ids_are_keys() -> None:
    keyed = wiki(
        [paper("a", "Low-Rank!", arxiv="2601.00001v2"), paper("b", "low rank", arxiv="2601.00001", doi="10.1/X")]
    )
    assert keyed.slugs_by_title_key == {"lowrank": ("a", "b")}
    assert keyed.slugs_by_id == {("arxiv", "2601.00001"): ("a", "b"), ("doi", "10.1/x"): ("b",)}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [("arxiv", "2601.00001", "2601.00001v12"), ("doi", "10.1000/Kettle", "10.1000/KETTLE")],
)
def test_two_forms_of_one_id_agree(kind: str, one: str, other: str) -> None:
    assert strong_ids([(kind, one)]) == strong_ids([(kind, other)])


@pytest.mark.parametrize(
    ("one", "other"),
    [(("arxiv", "2601.00001"), ("arxiv", "2601.00002")), (("acl", "2601.00001"), ("arxiv", "2601.00001"))],
)
def test_different_ids_stay_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert strong_ids([one]) != strong_ids([other])
