"""A paper's page: what is known of the paper stands there, long lists are folded, and nothing costs without a bound."""

import html
import re
from collections.abc import Mapping

import pytest

from litwiki import pages
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.entries import Publication, Status
from litwiki.model.ids import ListingId, Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outputs import Page
from litwiki.model.records import LedgerEntry, Listing, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages import listings, paper, venues
from tests.conftest import DATA
from tests.in_memory import pages_of

NO_LINKS = LinkGraph()
TEA = Paper(
    Slug("tea"),
    "Tea Leaves",
    authors=("Ober, Max", "Boyle, Ada"),
    year=2021,
    publication=Publication(
        *("article", "Journal of Tea & Pots", "4", "2", "10-19", "Press", ("Sample, Ben",), "2021-06-12"),
    ),
    keys=("ober:2021",),
)


def wiki_of(*papers: Paper, listings: tuple[Listing, ...] = ()) -> Wiki:
    return Wiki(Config(DATA, "Kitchen"), {p.slug: p for p in papers}, {}, {x.id: x for x in listings})


def made(wiki: Wiki, kind: pages.Kind) -> Mapping[str, Page]:
    return {page.path: page for page in pages_of(Site(wiki, NO_LINKS), [kind])}


def text_of(page: Page) -> str:
    """What a reader reads, near enough: without tags and the addresses of links."""
    bare = re.sub(r"<li>", " - ", re.sub(r"(?<=</a>)(?=[,.])|</?(?:a|strong|bdi)\b[^<>]*>", "", page.html))
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", bare)).split())


def test_a_page_says_where_the_paper_appeared() -> None:
    text = text_of(made(wiki_of(TEA), paper)["papers/tea.md"])
    assert "Max Ober, Ada Boyle 2021 · Published in Journal of Tea & Pots" in text
    assert "Published Journal of Tea & Pots, 4(2), 10–19, Press" in text
    assert "Editors Ben Sample" in text
    assert "Type Article" in text
    assert "@article{ober:2021," in text


def test_what_is_not_known_has_no_line() -> None:
    text = text_of(made(wiki_of(Paper(Slug("x"), "Tea")), paper)["papers/x.md"])
    assert not any(word in text for word in ("Published", "Editors", "Type", "DOI", "Retracted"))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (
            Status("retracted", "https://example.org/notice", "Crossref", "2024-01-02"),
            "Retracted. This paper was retracted on 2024-01-02, says Crossref. Read the notice",
        ),
        (Status("withdrawn"), "Withdrawn. This paper was withdrawn."),
        (Status("corrected", date="2024"), "Corrected. This paper was corrected in 2024."),
        (
            Status("superseded", "https://example.org/new"),
            "Superseded. A later paper takes this one’s place. Read the notice",
        ),
    ],
)
def test_what_became_of_a_paper_stands_first(status: Status, said: str) -> None:
    known = Paper(Slug("x"), "Tea", authors=("Ada Boyle",), status=status)
    page = made(wiki_of(known), paper)["papers/x.md"]
    assert text_of(page).startswith(f"{said} Ada Boyle")
    assert page.meta["description"].startswith(f"{status.kind.capitalize()}: ")


def test_lists_say_what_became_of_a_paper_who_wrote_it_and_where_it_is() -> None:
    known = replace(TEA, status=Status("retracted"), ids={"arxiv": "2601.01234"})
    text = text_of(made(wiki_of(known), venues)["venues/journal-of-tea-and-pots.md"])
    assert "retracted Tea Leaves Max Ober and Ada Boyle · 2021 · Journal of Tea & Pots · arXiv PDF" in text


@pytest.mark.parametrize(
    ("authors", "complete", "said"),
    [
        (("Boyle, Ada",), True, "Ada Boyle"),
        (("Boyle, Ada", "Ober, Max", "Sample, Ben"), True, "Ada Boyle, Max Ober and Ben Sample"),
        (("Boyle, Ada", "Ober, Max", "Sample, Ben", "Cup, Eve"), True, "Ada Boyle, Max Ober and 2 more"),
        (("Boyle, Ada",), False, "Ada Boyle et al."),
        ((), True, ""),
    ],
)
def test_a_list_names_few_authors(authors: tuple[str, ...], complete: bool, said: str) -> None:
    known = Paper(Slug("x"), "Tea", authors=authors, authors_complete=complete)
    assert Site(wiki_of(known), NO_LINKS).card(Slug("x")).by == said


def test_an_incomplete_list_of_authors_says_so() -> None:
    known = Paper(Slug("x"), "Tea", authors=("Ada Boyle",), authors_complete=False)
    assert "Ada Boyle et al." in text_of(made(wiki_of(known), paper)["papers/x.md"])


def test_thousands_of_authors_are_folded() -> None:
    many = Paper(Slug("x"), "Tea", authors=tuple(f"Boyle{n}, A." for n in range(3_000)), authors_complete=False)
    page = made(wiki_of(many), paper)["papers/x.md"]
    text = text_of(page)
    assert "A. Boyle5 and 2,994 more A. Boyle6," in text
    assert text.count("A. Boyle2999") == 1
    assert page.html.count("people/a-boyle") <= 20
    assert len(page.html) + len(str(page.meta)) < 150_000


def test_eight_authors_are_not_folded() -> None:
    few = Paper(Slug("x"), "Tea", authors=tuple(f"A. Boyle{n}" for n in range(8)))
    assert "<details><summary>and" not in made(wiki_of(few), paper)["papers/x.md"].html


def test_a_preprint_names_its_published_version() -> None:
    known = Paper(
        Slug("x"),
        "Tea",
        year=2023,
        ids={"arxiv": "2301.01234", "doi": "10.1000/tea"},
        publication=Publication("inproceedings", "Kettle Days", date="2024-05"),
    )
    text = text_of(made(wiki_of(known), paper)["papers/x.md"])
    assert "2023 · Published at Kettle Days, 2024 · DOI 10.1000/tea" in text
    assert "Read the paper PDF, arXiv Abstract arXiv Publisher’s page DOI" in text


def test_a_paper_without_an_address_can_be_looked_for() -> None:
    page = made(wiki_of(Paper(Slug("x"), "Tea & <Pots>")), paper)["papers/x.md"]
    assert "Look for its title at arXiv, Google Scholar, Semantic Scholar or OpenAlex." in text_of(page)
    assert "https://scholar.google.com/scholar?q=Tea%20%26%20%3CPots%3E" in page.html
    assert "Read the paper" not in page.html


def test_a_venue_has_a_page_with_its_papers() -> None:
    other = Paper(Slug("pots"), "Pots", publication=Publication("article", "The Journal of Tea and Pots"))
    third = Paper(Slug("cups"), "Cups", publication=Publication("inproceedings", "Kettle Days 2026"))
    found = made(wiki_of(TEA, other, third, Paper(Slug("x"), "Nowhere")), venues)
    assert list(found) == ["venues/index.md", "venues/journal-of-tea-and-pots.md", "venues/kettle-days-2026.md"]
    overview = text_of(found["venues/index.md"])
    assert "of 1 this wiki does not know it" in overview
    assert "Kettle Days 2026 1" in overview
    journal = text_of(found["venues/journal-of-tea-and-pots.md"])
    assert journal.count("Tea Leaves") == journal.count("- Pots ") == 1


def test_without_venues_there_are_no_pages_of_them() -> None:
    assert made(wiki_of(Paper(Slug("x"), "Tea", year=2020)), venues) == {}


def test_entries_that_are_not_wanted_are_counted_with_their_reasons() -> None:
    entries = [LedgerEntry(TEA.slug, TEA.title, {})]
    entries += [LedgerEntry(Slug(f"p-{n}"), "x", {}, excluded="no <tea>" if n < 2 else "too old") for n in range(3)]
    entries += [LedgerEntry(None, "", {}, pending="arxiv:2601.00001")]
    ledger = Listing(ListingId("refs"), "Refs", "bibtex", None, None, "0" * 64, tuple(entries))
    wiki = wiki_of(TEA, listings=(ledger,))
    assert "Left out: 2 (no <tea>), 1 (too old)." in html.unescape(made(wiki, listings)["listings/refs.md"].html)
    assert "leaves out: 2 (no <tea>), 1 (too old)." in html.unescape(made(wiki, listings)["listings/index.md"].html)
    assert "Appears in Refs (no. 1)" in text_of(made(wiki, paper)["papers/tea.md"])
