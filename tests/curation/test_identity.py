from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.curation.identity import match
from litwiki.model.config import Config
from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import Decision, Entry, LedgerEntry, Listing, ListingHead, ListingReading, Paper, RawListing
from litwiki.model.wiki import Wiki
from tests.invented import ALL, BREAD, KETTLE, TEAPOT


def reading(*entries: Entry) -> ListingReading:
    return ListingReading(RawListing("x", "", "0"), ListingHead("x"), entries, ())


def wiki(*papers: Paper, listings: tuple[Listing, ...] = (), decisions: tuple[Decision, ...] = ()) -> Wiki:
    return Wiki(Config(Path(), "Test"), {p.slug: p for p in papers}, {}, {x.id: x for x in listings}, decisions)


def paper(slug: str, title: str, abstract: str | None = None, **ids: str) -> Paper:
    return Paper(Slug(slug), title, abstract=abstract, ids=ids)


def entry(title: str, abstract: str | None = None, **ids: str) -> Entry:
    return Entry(title, abstract, 1, ids=ids)


def test_a_title_that_differs_in_punctuation_is_the_same_paper() -> None:
    found = match(
        [reading(entry("KETTLE – Boiling water, with gradient-descent"))], wiki(paper("kettle", KETTLE.title))
    )
    assert [(m.slug, m.is_new) for m in found.matches] == [("kettle", False)]


@pytest.mark.parametrize("title", ["LoRA+: Tea", "LoRA 2: Tea"])
def test_signs_and_digits_make_another_paper(title: str) -> None:
    found = match([reading(entry(title))], wiki(paper("lora", "LoRA: Tea")))
    assert [m.is_new for m in found.matches] == [True]


def test_an_id_decides_whatever_the_title_says() -> None:
    known = wiki(paper("kettle", KETTLE.title, arxiv="2601.00001v2"))
    found = match([reading(entry("A New Title", arxiv="2601.00001"), entry(KETTLE.title, arxiv="2601.99999"))], known)
    assert [(m.slug, m.is_new) for m in found.matches] == [("kettle", False), (found.matches[1].slug, True)]


def test_a_title_that_a_listing_printed_is_remembered_after_an_edit() -> None:
    ledger = Listing(ListingId("l"), "L", "x", None, None, "0", (LedgerEntry(Slug("kettle"), KETTLE.title, {}),))
    found = match([reading(entry(KETTLE.title))], wiki(paper("kettle", "A Better Title"), listings=(ledger,)))
    assert [(m.slug, m.is_new) for m in found.matches] == [("kettle", False)]


def test_other_titles_and_former_slugs_are_known() -> None:
    known = Paper(Slug("kettle"), "New", also_titled=(KETTLE.title,), aliases=(Slug("teapot"),))
    found = match([reading(entry(KETTLE.title), entry(TEAPOT.title))], wiki(known))
    assert [m.is_new for m in found.matches] == [False, True]
    assert found.matches[1].slug != "teapot"


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Kettle: Boiling Water with Stochastic Gradient Descent", KETTLE.abstract),
        ("A Heater That Knows When to Stop", KETTLE.abstract),
        ("Kettle: Boiling Water by Gradient Descent", None),
    ],
)
def test_what_looks_alike_stays_apart_and_is_listed(title: str, abstract: str | None) -> None:
    found = match([reading(entry(title, abstract))], wiki(paper("kettle", KETTLE.title, KETTLE.abstract)))
    assert [m.is_new for m in found.matches] == [True]
    assert [pair.other for pair in found.uncertain] == ["kettle"]


def test_parts_with_different_abstracts_are_two_papers() -> None:
    known = wiki(paper("tea-one", "Tea and its Making, Part I", KETTLE.abstract))
    assert match([reading(entry("Tea and its Making, Part II", BREAD.abstract))], known).uncertain == ()


def test_a_person_is_not_asked_twice() -> None:
    known = paper("kettle", KETTLE.title, KETTLE.abstract)
    title = "A Heater That Knows When to Stop"
    slug = match([reading(entry(title, KETTLE.abstract))], wiki(known)).matches[0].slug
    decided = Decision("different", frozenset({slug, known.slug}))
    assert match([reading(entry(title, KETTLE.abstract))], wiki(known, decisions=(decided,))).uncertain == ()


def test_slugs_that_collide_are_told_apart() -> None:
    found = match([reading(entry("Kettle: One Thing"), entry("Kettle: Another Thing"))], wiki())
    slugs = {m.slug for m in found.matches}
    assert len(slugs) == 2
    assert "kettle" in slugs


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.permutations([*range(len(ALL)), 0, 2]))
def test_the_order_of_entries_does_not_matter(order: list[int]) -> None:
    def slugs(numbers: list[int]) -> dict[str, str]:
        entries = [entry(ALL[n].title, ALL[n].abstract) for n in numbers]
        found = match([reading(*entries[:3]), reading(*entries[3:])], wiki(paper("birds", "Kettle: Another")))
        return {m.entry.title: m.slug for m in found.matches}

    assert slugs(list(order)) == slugs(sorted(order))


def partition(*entries: Entry, known: Wiki | None = None) -> set[frozenset[str]]:
    """The entries by their papers, each named by its abstract."""
    found: dict[str, set[str]] = {}
    for one in match([reading(*entries)], known or wiki()).matches:
        found.setdefault(one.slug, set()).add(one.entry.abstract or "")
    return {frozenset(names) for names in found.values()}


def test_new_entries_with_one_title_and_two_ids_are_two_papers() -> None:
    entries = [entry("Tea", "a", arxiv="2601.00001"), entry("Tea", "b", arxiv="2601.00002")]
    assert partition(*entries) == {frozenset("a"), frozenset("b")}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_ids_join_entries_over_others_in_any_order(order: tuple[int, ...]) -> None:
    entries = [
        entry("Tea", "a", doi="10.1/x"),
        entry("Milk", "b", arxiv="2601.00001"),
        entry("Sugar", "c", arxiv="2601.00001v3", doi="10.1/X"),
        entry("Milk", "d"),
    ]
    assert partition(*(entries[n] for n in order)) == {frozenset("abcd")}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_title_joins_a_known_paper_that_another_entry_found_by_its_id(order: tuple[int, ...]) -> None:
    known = wiki(paper("tea", "Tea", arxiv="2601.00001"))
    entries = [
        entry("Tea, Renamed", "a", arxiv="2601.00001"),
        entry("Tea Renamed", "b"),
        entry("Tea, renamed", "c", arxiv="2601.00009"),
    ]
    assert partition(*(entries[n] for n in order), known=known) == {frozenset("ab"), frozenset("c")}


some_entries = st.builds(
    lambda title, arxiv, doi: entry(
        title, f"{title} {arxiv} {doi}", **{k: v for k, v in (("arxiv", arxiv), ("doi", doi)) if v}
    ),
    st.sampled_from(["Tea", "Milk", "Sugar", "TEA!"]),
    st.sampled_from(["", "2601.00001", "2601.00002"]),
    st.sampled_from(["", "10.1/x", "10.1/y"]),
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(some_entries, max_size=6).flatmap(lambda x: st.tuples(st.just(x), st.permutations(x))))
def test_neither_papers_nor_slugs_depend_on_the_order(both: tuple[list[Entry], list[Entry]]) -> None:
    def slugs(entries: list[Entry]) -> set[tuple[str | None, Slug]]:
        known = wiki(paper("tea", "Tea", doi="10.1/y"), paper("spoon", "Sugar"))
        return {(m.entry.abstract, m.slug) for m in match([reading(*entries)], known).matches}

    assert slugs(both[0]) == slugs(both[1])


def test_a_subtitle_that_changed_is_listed_for_review() -> None:
    known = wiki(paper("kettle", KETTLE.title, KETTLE.abstract))
    found = match([reading(entry("Kettle: Boiling Water, Only Faster", KETTLE.abstract))], known)
    assert [(pair.other, pair.text_similarity) for pair in found.uncertain] == [("kettle", 1.0)]


def test_new_entries_that_look_alike_are_listed_once() -> None:
    first, second = entry(KETTLE.title, KETTLE.abstract), entry("A Heater That Stops", KETTLE.abstract)
    assert len(match([reading(first, second)], wiki()).uncertain) == 1
