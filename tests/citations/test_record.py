"""What is known of a paper, before it has a form."""

import pytest

from litwiki.citations import to_bibtex, to_csl, to_ris, to_text
from litwiki.citations.record import SHOWN_AUTHORS, cite, make_citation
from litwiki.model.config import Config
from litwiki.model.entries import Link, Publication, Status
from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import LedgerEntry, Listing, Paper
from litwiki.model.wiki import Wiki
from tests.citations.readers import KETTLE, TEA
from tests.conftest import DATA


def wiki_of(*papers: Paper, listings: tuple[Listing, ...] = ()) -> Wiki:
    return Wiki(Config(DATA, "Kitchen"), {p.slug: p for p in papers}, {}, {x.id: x for x in listings})


def bibliography(*entries: LedgerEntry, source: str = "bibtex") -> Listing:
    return Listing(ListingId("refs"), "Refs", source, None, None, "0" * 64, entries)


@pytest.mark.parametrize(
    ("pages", "ends"),
    [
        ("10-19", ("10", "19")),
        ("10–19", ("10", "19")),
        ("10--19", ("10", "19")),
        ("A7 - A9", ("A7", "A9")),
        ("7", ("7", "")),
        ("e1234", ("e1234", "")),
        ("1-3, 9-12", ("1-3, 9-12", "")),
        ("1:1-1:20", ("1:1", "1:20")),
        ("xi; 3-4", ("xi; 3-4", "")),
        ("", ("", "")),
    ],
)
def test_a_range_of_pages_has_two_ends(pages: str, ends: tuple[str, str]) -> None:
    assert make_citation(Paper(Slug("tea"), "Tea", publication=Publication(pages=pages))).first_and_last_page == ends


@pytest.mark.parametrize(
    ("date", "year", "parts"),
    [("2021-06-12", None, (2021, 6, 12)), ("2021-06", 2020, (2021, 6)), ("2021", None, (2021,)), ("", 2020, (2020,))],
)
def test_the_date_of_publication_goes_before_the_year(date: str, year: int | None, parts: tuple[int, ...]) -> None:
    paper = Paper(Slug("x"), "Tea", year=year, publication=Publication(date=date))
    assert make_citation(paper).date == parts


def test_a_preprint_is_said_to_be_one_or_known_by_its_id() -> None:
    arxiv = {"arxiv": "2601.01234"}
    assert make_citation(Paper(Slug("x"), "Tea", ids=arxiv)).is_preprint
    assert make_citation(Paper(Slug("x"), "Tea", publication=Publication("preprint"))).is_preprint
    assert not make_citation(Paper(Slug("x"), "Tea", ids=arxiv, publication=Publication("article"))).is_preprint
    assert not make_citation(Paper(Slug("x"), "Tea", ids=arxiv | {"doi": "10.1/x"})).is_preprint


def test_the_old_key_is_given_back() -> None:
    wiki = wiki_of(KETTLE, TEA)
    assert [cite(wiki, slug).key for slug in wiki.papers] == ["kettle", "ober:2021"]


def test_no_two_papers_have_one_key() -> None:
    """Two bibliographies gave one key to two papers, and a third to a paper what another one is called here."""
    papers = [
        Paper(Slug("bowl"), "Bowl", keys=("tea",)),
        Paper(Slug("cup"), "Cup", keys=("tea", "tea2020")),
        Paper(Slug("jug"), "Jug", keys=("tea",)),
        Paper(Slug("pot"), "Pot", keys=("bowl",)),
    ]
    wiki = wiki_of(*papers)
    assert dict(wiki.citation_keys) == {"bowl": "tea", "cup": "tea2020", "jug": "jug", "pot": "pot"}


def test_what_a_bibliography_said_comes_with_the_paper() -> None:
    said = LedgerEntry(KETTLE.slug, KETTLE.title, {}, key="k", fields={"series": "Pots", "Note": "{\\em old}"})
    assert dict(cite(wiki_of(KETTLE, listings=(bibliography(said),)), KETTLE.slug).extra) == said.fields
    other = wiki_of(KETTLE, listings=(bibliography(said, source="ris"),))
    assert cite(other, KETTLE.slug).extra == ()


def test_a_page_shows_the_first_of_thousands_of_authors() -> None:
    names = tuple(f"A. Boyle{n}" for n in range(3_000))
    citation = make_citation(Paper(Slug("x"), "Tea", authors=names, abstract="Hot."))
    shown = citation.shortened()
    assert (len(shown.authors), shown.authors_complete, shown.abstract) == (SHOWN_AUTHORS, False, "")
    assert len(citation.authors) == 3_000
    few = make_citation(Paper(Slug("x"), "Tea", authors=names[:SHOWN_AUTHORS]))
    assert few.shortened() == few


def test_an_address_is_the_ids_or_else_the_links() -> None:
    link = (Link("paper", "https://example.org/tea.pdf"),)
    assert make_citation(Paper(Slug("x"), "Tea", links=link)).url == "https://example.org/tea.pdf"
    with_id = make_citation(Paper(Slug("x"), "Tea", links=link, ids={"doi": "10.1/x"}))
    assert (with_id.url, with_id.address) == ("https://doi.org/10.1/x", "https://example.org/tea.pdf")


def test_every_form_says_that_a_paper_was_retracted() -> None:
    paper = Paper(Slug("x"), "Tea", status=Status("retracted", "https://pots.example/notice", "Crossref", "2024-01-02"))
    citation = make_citation(paper)
    said = "Retracted 2024-01-02, https://pots.example/notice"
    assert f"note = {{{said}}}" in to_bibtex(citation)
    assert f"N1  - {said}\r\n" in to_ris(citation)
    assert to_csl(citation)["note"] == said
    assert f"[{said}]" in to_text(citation)
