from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.curation.identity import REMOVED, alike, match
from litwiki.model.config import Config
from litwiki.model.entries import Entry, ListingHead, ListingReading, Publication, RawListing
from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import Decision, Excluded, LedgerEntry, Listing, Paper
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
        ("KETTLE: Boiling Water with Stochastic Gradient Descent", KETTLE.abstract),
        ("A Heater That Knows When to Stop", KETTLE.abstract),
        ("KETTLE: Boiling Water by Gradient Descent", None),
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
    found = match([reading(entry("KETTLE: One Thing"), entry("KETTLE: Another Thing"))], wiki())
    slugs = {m.slug for m in found.matches}
    assert len(slugs) == 2
    assert "kettle" in slugs


@settings(max_examples=40)
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
        entry("Milk and Other Drinks", "b", arxiv="2601.00001"),
        entry("Sugar", "c", arxiv="2601.00001v3", doi="10.1/X"),
        entry("Milk and Other Drinks", "d"),
    ]
    assert partition(*(entries[n] for n in order)) == {frozenset("abcd")}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_title_joins_a_known_paper_that_another_entry_found_by_its_id(order: tuple[int, ...]) -> None:
    known = wiki(paper("tea", "Tea", arxiv="2601.00001"))
    entries = [
        entry("Tea, Renamed Again", "a", arxiv="2601.00001"),
        entry("Tea Renamed Again", "b"),
        entry("Tea, renamed again", "c", arxiv="2601.00009"),
    ]
    assert partition(*(entries[n] for n in order), known=known) == {frozenset("ab"), frozenset("c")}


some_entries = st.builds(
    lambda title, arxiv, doi: entry(
        title, f"{title} {arxiv} {doi}", **{k: v for k, v in (("arxiv", arxiv), ("doi", doi)) if v}
    ),
    st.sampled_from(["Tea", "Milk and Other Drinks", "Sugar in Hot Water", "MILK, and other drinks!"]),
    st.sampled_from(["", "2601.00001", "2601.00002"]),
    st.sampled_from(["", "10.1/x", "10.1/y"]),
)


@settings(max_examples=150)
@given(st.lists(some_entries, max_size=6).flatmap(lambda x: st.tuples(st.just(x), st.permutations(x))))
def test_neither_papers_nor_slugs_depend_on_the_order(both: tuple[list[Entry], list[Entry]]) -> None:
    def slugs(entries: list[Entry]) -> set[tuple[str | None, Slug]]:
        known = wiki(paper("tea", "Tea", doi="10.1/y"), paper("spoon", "Sugar in hot water"))
        return {(m.entry.abstract, m.slug) for m in match([reading(*entries)], known).matches}

    assert slugs(both[0]) == slugs(both[1])


def test_a_subtitle_that_changed_is_listed_for_review() -> None:
    known = wiki(paper("kettle", KETTLE.title, KETTLE.abstract))
    found = match([reading(entry("KETTLE: Boiling Water, Only Faster", KETTLE.abstract))], known)
    assert [(pair.other, pair.text_similarity) for pair in found.uncertain] == [("kettle", 1.0)]


def test_new_entries_that_look_alike_are_listed_once() -> None:
    first, second = entry(KETTLE.title, KETTLE.abstract), entry("A Heater That Stops", KETTLE.abstract)
    assert len(match([reading(first, second)], wiki()).uncertain) == 1


# --- what contradicts ----------------------------------------------------------------------------------


def said(title: str, *authors: str, year: int | None = None, key: str = "", **more: str) -> Entry:
    """An entry of a bibliography; what is no field of `Publication` is an id."""
    type_, venue, volume = (more.pop(name, "") for name in ("type", "venue", "volume"))
    return Entry(title, None, 1, (), more, authors, year, publication=Publication(type_, venue, volume), key=key)


def papers_of(*entries: Entry, known: Wiki | None = None) -> tuple[int, list[str]]:
    """How many papers the entries are, whatever their order, and why pairs of them are asked about."""
    counts, reasons = set(), set()
    for order in [*permutations(entries)][:24]:
        found = match([reading(one) for one in order], known or wiki())
        counts.add(len({m.slug for m in found.matches}))
        reasons.add(tuple(sorted(pair.reason for pair in found.uncertain)))
    assert len(counts) == len(reasons) == 1
    return counts.pop(), [*reasons.pop()]


LONG = "How to Boil Water on a Hill"


@pytest.mark.parametrize(
    "entries",
    [
        [said("Editorial", "Boyle, Ada", year=2010), said("Editorial", "Ober, Max", year=2019)],
        [said("Editorial", "Boyle, Ada", year=2010), said("Editorial", "Boyle, Ada", year=2011)],
        [said("Preface", year=2010, venue="Kettles"), said("Preface", year=2010, venue="Ladles")],
        [
            said("Editorial", "Boyle, Ada", year=2010, volume="1"),
            said("Editorial", "Boyle, Ada", year=2010, volume="2"),
        ],
        [said("Deep Boiling", "Boyle, Ada", year=2015, doi="10.1/a"), said("Deep Boiling", "Ober, Max", type="book")],
        [said("Letter to the Editor", "Roe, Dan"), said("Letter to the Editor", "Boyle, Ada")],
        [said(LONG, "Boyle, Ada"), said(LONG, "Ober, Max")],
        [said(LONG, "Boyle, Ada"), said(LONG, "Boyle, Bea")],
        [said("Tea and its Making, Part I", "Boyle, Ada"), said("Tea and its Making, Part II", "Ober, Max")],
    ],
)
def test_what_cannot_be_one_is_two_without_a_question(entries: list[Entry]) -> None:
    assert papers_of(*entries) == (2, [])


@pytest.mark.parametrize(
    ("reason", "entries"),
    [
        ("9 years apart", [said(LONG, "Boyle, Ada", year=2010), said(LONG, "Ada Boyle", year=2019)]),
        ("two arxiv ids", [said(LONG, "Boyle, Ada", arxiv="2401.00001"), said(LONG, "Boyle, A.", arxiv="2401.00002")]),
        ("two doi ids", [said(LONG, doi="10.1/a"), said(LONG, doi="10.1/b")]),
        (
            "a preprint and its published version",
            [
                said(LONG, "Boyle, Ada", year=2019, arxiv="1901.00001", type="preprint"),
                said(LONG, "Boyle, Ada", year=2020, doi="10.1/a", type="article", venue="Journal of Tea"),
            ],
        ),
        ("a book and a article", [said(LONG, type="book"), said(LONG, type="article")]),
        ("a title that many papers have", [said("Editorial", "Boyle, Ada"), said("Editorial", year=2010)]),
        (
            "a title that many papers have, in two venues",
            [
                said("Introduction", "Boyle, Ada", year=2010, venue="Kettles"),
                said("Introduction", "Boyle, Ada", year=2010, venue="Ladles"),
            ],
        ),
        ("a title that many papers have", [said("Kimi Tea"), said("Kimi Tea", "Boyle, Ada", year=2025)]),
    ],
)
def test_what_may_be_one_stays_apart_and_is_asked_about(reason: str, entries: list[Entry]) -> None:
    assert papers_of(*entries) == (2, [reason])


@pytest.mark.parametrize(
    "entries",
    [
        [said(LONG, "Boyle, Ada", year=2020), said(LONG, "A. Boyle", "B. Sample", year=2021)],
        [said(LONG, "Boyle, Ada"), said(LONG)],
        [said(LONG, "Ada Boyle"), said(LONG, "Boyle Ada")],
        [said(LONG, "Zoë Müller"), said(LONG, "Muller, Z.")],
        [said(LONG, "Kettle Team"), said(LONG, "Boyle, Ada")],
        [said("Editorial", "Boyle, Ada", year=2010), said("Editorial", "A. Boyle", year=2010)],
        [said("Editorial", "Boyle, Ada", key="e1"), said("Editorial", "Boyle, Ada", year=2010, key="e1")],
        [said("Editorial"), said("Editorial")],
        [said("Editorial", doi="10.1/a"), said("Editorial", "Boyle, Ada", doi="10.1/A")],
        [said(LONG, arxiv="2401.00001"), said(LONG, doi="10.48550/arXiv.2401.00001")],
        [said(LONG, doi="10.48550/arXiv.2401.00001"), said(LONG, doi="10.1/a", arxiv="2401.00001v3")],
        [said(LONG, arxiv="2401.00001", type="preprint"), said(LONG, type="article")],
        [said(LONG, "Boyle, Ada", dblp="journals/corr/abs-1"), said(LONG, "Boyle, Ada", dblp="conf/tea/Boyle20")],
    ],
)
def test_what_says_the_same_in_other_words_is_one(entries: list[Entry]) -> None:
    assert papers_of(*entries) == (1, [])


def test_a_book_s_isbn_is_its_chapters_too_and_joins_nothing() -> None:
    chapters = [said(f"Of Kettles, Chapter {n}", "Boyle, Ada", isbn="978-3-16-148410-0") for n in range(3)]
    assert papers_of(*chapters)[0] == 3


def test_an_id_that_was_copied_to_another_paper_joins_nothing_and_is_left_out_with_a_word() -> None:
    one = said(LONG, "Boyle, Ada", year=2020, doi="10.1/a")
    other = said("Knives and their Owners", "Ober, Max", doi="10.1/a")
    found = match([reading(other, one)], wiki())
    assert len({m.slug for m in found.matches}) == 2
    assert [str(r) for r in found.remarks] == ["x:1: its doi id 10.1/a is another paper's; left out"]
    assert [(m.entry.ids, m.entry.extra) for m in found.matches] == [({}, {"doi": "10.1/a"}), ({"doi": "10.1/a"}, {})]
    known = wiki(Paper(Slug("one"), LONG, ("Boyle, Ada",), 2020, {"doi": "10.1/A"}))
    again = match([reading(other)], known)
    assert [(m.is_new, m.entry.ids) for m in again.matches] == [(True, {})]
    assert len(again.remarks) == 1


def test_an_id_copied_to_a_paper_of_a_group_joins_nothing_where_title_and_year_are_others() -> None:
    one = said(LONG, "Boyle, Ada", year=2024, arxiv="2401.00001")
    other = said("Knives and their Owners", "{Knife Club}", year=2000, arxiv="2401.00001")
    assert papers_of(one, other)[0] == 2
    twice = [one, said(LONG, "Boyle, Ada", "Sample, Ben", year=2024, doi="10.48550/arXiv.2401.00001")]
    copied = said("An Older Knife", "{Knife Club}", year=2000, arxiv="2401.00001")
    found = match([reading(copied, *twice)], wiki())
    assert [m.entry.ids for m in found.matches] == [{}, *(entry.ids for entry in twice)]
    renamed = said("Knives and their Owners", "{Knife Club}", year=2024, arxiv="2401.00001")
    assert papers_of(one, renamed)[0] == 1


def test_the_reason_of_a_join_names_an_id_only_where_there_is_one() -> None:
    same = match([reading(said(LONG, "Boyle, Ada")), reading(said(LONG, "Boyle, Ada"))], wiki())
    assert [m.reason for m in same.matches] == ["", "the same title, authors, year and venue"]
    ids = match([reading(said(LONG, doi="10.1/a")), reading(said(LONG, doi="10.1/A"))], wiki())
    assert sorted(m.reason for m in ids.matches) == ["", "the same id"]


@pytest.mark.slow
def test_many_papers_with_one_title_cost_what_others_do() -> None:
    many = [said("Editorial", f"Author{n}, A", year=1900 + n % 100, doi=f"10.1/{n}") for n in range(3_000)]
    found = match([reading(*many)], wiki())
    slugs = {m.slug for m in found.matches}
    assert len(slugs) == 3_000
    assert "editorial-author1-1901" in slugs
    assert found.uncertain == ()


def test_of_two_known_papers_an_entry_is_the_one_that_agrees_most() -> None:
    known = wiki(
        Paper(Slug("one"), LONG, ("Boyle, Ada",), 2010),
        Paper(Slug("two"), LONG, ("Boyle, Ada",), 2012),
        decisions=(Decision("different", frozenset({Slug("one"), Slug("two")})),),
    )
    assert [m.slug for m in match([reading(said(LONG, "Boyle, A", year=2012))], known).matches] == ["two"]
    assert match([reading(said(LONG))], known).matches[0].is_new


# --- what is not wanted, what waits -------------------------------------------------------------------


LADLE = Excluded(Slug("ladle"), "Ladle: Soup from a Cold Store", {"arxiv": "2401.00001"}, "about soup")


@pytest.mark.parametrize(
    "one",
    [
        said("Ladle – soup from a cold store"),
        said("Renamed for the Press", arxiv="2401.00001v2"),
        said("", arxiv="2401.00001"),
    ],
)
def test_what_was_excluded_stays_out_by_its_title_and_its_ids(one: Entry) -> None:
    config = Config(Path(), "Test")
    found = match([reading(one)], Wiki(config, {}, {}, {}, excluded=(LADLE,))).matches
    assert [(m.slug, m.is_new, m.excluded) for m in found] == [("ladle", False, "about soup")]


def test_another_paper_than_the_excluded_one_does_not_take_its_slug() -> None:
    config = Config(Path(), "Test")
    one = said("Ladle: Another Thing", arxiv="2401.00002")
    found = match([reading(one)], Wiki(config, {}, {}, {}, excluded=(LADLE,))).matches
    assert (found[0].excluded, found[0].slug != "ladle") == ("", True)


def test_what_somebody_took_away_does_not_come_back_by_itself() -> None:
    ledger = Listing(ListingId("l"), "L", "x", None, None, "1", (LedgerEntry(Slug("kettle"), KETTLE.title, {}),))
    found = match([reading(entry(KETTLE.title), entry("Kettle: Another"))], wiki(listings=(ledger,))).matches
    assert (found[0].slug, found[0].excluded) == ("kettle", REMOVED)
    assert (found[1].excluded, found[1].slug != "kettle") == ("", True)


def test_an_entry_without_a_title_waits_unless_its_id_is_known() -> None:
    found = match([reading(said("", arxiv="2401.00001"), said("", doi="10.1/b"), said(LONG, doi="10.1/b"))], wiki())
    assert [(w.position, w.entry.ids) for w in found.waiting] == [(0, {"arxiv": "2401.00001"})]
    assert [m.position for m in found.matches] == [1, 2]
    assert len({m.slug for m in found.matches}) == 1


def test_a_listing_that_was_ingested_before_has_the_papers_of_its_ledger() -> None:
    lines = (LedgerEntry(Slug("one"), "Editorial", {}), LedgerEntry(Slug("two"), "Editorial", {}))
    ledger = Listing(ListingId("l"), "L", "x", None, None, "0", lines)
    known = wiki(paper("one", "Editorial"), paper("two", "Editorial"), listings=(ledger,))
    assert [m.slug for m in match([reading(entry("Editorial"), entry("Editorial"))], known).matches] == ["one", "two"]


def test_pairs_of_the_wiki_leave_out_what_cannot_be_one() -> None:
    one = Paper(Slug("one"), LONG, ("Boyle, Ada",), 2010)
    two = Paper(Slug("two"), LONG, ("Ober, Max",), 2010)
    three = Paper(Slug("three"), LONG, ("Boyle, Ada",), 2011)
    assert [(p.slug, p.other, p.reason) for p in alike(wiki(one, two, three))] == [
        ("one", "three", "the same title and authors")
    ]
