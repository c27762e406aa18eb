"""From records to papers in numbers that add up, whatever the ledgers say."""

from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.config import Config
from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import Excluded, LedgerEntry, Listing, Paper
from litwiki.model.replace import replace
from litwiki.model.selection import select
from litwiki.model.wiki import Wiki
from tests.conftest import DATA


def entry(slug: str | None, pending: str = "", excluded: str = "") -> LedgerEntry:
    return LedgerEntry(Slug(slug) if slug else None, slug or pending, {}, pending=pending, excluded=excluded)


def listing(name: str, *entries: LedgerEntry) -> Listing:
    return Listing(ListingId(name), name, "bibtex", None, None, "0" * 64, entries)


def wiki_of(papers: list[Paper], listings: list[Listing], *excluded: Excluded) -> Wiki:
    return Wiki(
        Config(DATA, "Kitchen"),
        {paper.slug: paper for paper in papers},
        {},
        {one.id: one for one in listings},
        excluded=excluded,
    )


def test_every_step_is_counted() -> None:
    papers = [Paper(Slug("kettle"), "Kettle", aliases=(Slug("pot"),)), Paper(Slug("by-hand"), "By Hand")]
    first = listing(
        "a", entry("kettle"), entry("soup", excluded="not tea"), entry(None, "arxiv:2601.00001"), entry("gone")
    )
    second = listing("b", entry("pot"), entry("soup"), entry("cake"), entry(None, "arxiv:2601.00001"))
    out = [
        Excluded(Slug(name), name, {}, why)
        for name, why in (("soup", "not tea"), ("cake", "not tea"), ("tv", "a film"))
    ]
    found = select(wiki_of(papers, [first, second], *out))
    assert (found.entries, found.elsewhere, found.identified) == (8, 2, 10)
    assert (found.joined, found.works, found.waiting, found.screened) == (3, 7, 1, 6)
    assert found.excluded == {"not tea": 2, "a film": 1}
    assert (found.unexplained, found.included) == (1, 2)
    assert found.by_listing[ListingId("a")] == (4, 0, {"not tea": 1})
    assert found.by_listing[ListingId("b")] == (4, 3, {"not tea": 2})


NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
ENTRIES = st.lists(
    st.builds(entry, NAMES, excluded=st.sampled_from(["", "", "why"]))
    | st.builds(entry, st.none(), pending=st.sampled_from(["arxiv:2601.00001", "doi:10.1/x"])),
    max_size=8,
)


@given(st.sets(NAMES), st.lists(ENTRIES, max_size=3), st.sets(NAMES))
def test_what_comes_into_a_step_leaves_it(here: set[str], ledgers: list[list[LedgerEntry]], out: set[str]) -> None:
    papers = [Paper(Slug(name), name) for name in sorted(here)]
    papers = [replace(paper, ids={"arxiv": "2601.00001"}) if paper.slug == "a" else paper for paper in papers]
    listings = [listing(f"l-{n}", *entries) for n, entries in enumerate(ledgers)]
    found = select(wiki_of(papers, listings, *(Excluded(Slug(name), name, {}, "off topic") for name in sorted(out))))
    assert found.screened == sum(found.excluded.values()) + found.unexplained + found.included
    assert found.works == found.screened + found.waiting
    assert found.entries == sum(map(len, ledgers))
