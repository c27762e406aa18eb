"""The page about the wiki, and how its pages are cited."""

from litwiki import pages
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.config import Config, License
from litwiki.model.ids import ListingId, Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outputs import Page
from litwiki.model.records import Authorship, Excluded, LedgerEntry, Listing, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages import about, paper
from litwiki.site.theme_parts import pages_part
from tests.conftest import DATA
from tests.in_memory import pages_of
from tests.pages.test_paper import text_of

NO_LINKS = LinkGraph()
CONFIG = Config(
    DATA,
    "Tea & more",
    "https://example.org/tea/",
    repository="https://example.org/git",
    curators=("Boyle, Ada", "Cook, Ben"),
    license=License("CC BY 4.0", "https://example.org/by", "CC-BY-4.0"),
)
KETTLE = Paper(Slug("kettle"), "Kettle?", added="2026-03-17", summary="It boils.", summary_by=Authorship("model"))
POT = Paper(Slug("pot"), "Pot", added="2026-01-02", summary="It cooks.")
LINES = (
    LedgerEntry(Slug("kettle"), "Kettle?", {}),
    LedgerEntry(Slug("spam"), "Buy tea", {}, excluded="an advertisement"),
    LedgerEntry(None, "Buy more tea", {}, excluded="an advertisement"),
)
LISTING = Listing(ListingId("one"), "One", "bibtex", None, "2026-03-18", "0" * 64, LINES)
WIKI = Wiki(
    CONFIG,
    {one.slug: one for one in (KETTLE, POT)},
    {},
    {LISTING.id: LISTING},
    excluded=(
        Excluded(Slug("spam"), "Buy tea", {}, "an advertisement"),
        Excluded(Slug("socks"), "Socks <b>", {}, "not about <tea>"),
    ),
    about="## Why\n\nFor [[kettle]].\n",
)


def made(wiki: Wiki, kind: pages.Kind) -> Page:
    return pages_of(Site(wiki, NO_LINKS), [kind])[0]


def test_it_says_what_is_in_what_is_not_and_how_to_cite() -> None:
    page = made(WIKI, about)
    text = text_of(page)
    assert page.path == "about.md"
    assert "<h2>Why</h2>" in page.html
    assert 'For <a href="../papers/kettle/"' in page.html
    assert "Made from 1 listing with 3 entries" in text
    assert (
        "Summaries 2, of which 1 were written by a model and not checked by a person; 1 does not say who wrote it"
        in text
    )
    assert "Last change 18 March 2026" in text
    assert "an advertisement: 2 - not about <tea>: 1" in text, "each paper counts once"
    assert "@misc{tea-more," in text
    assert "author = {Boyle, Ada and Cook, Ben}" in text
    assert '<a href="https://example.org/by">CC BY 4.0</a>' in page.html
    assert '"id":"tea-more"' in text


def test_a_wiki_that_says_nothing_of_itself_has_the_page_too() -> None:
    text = text_of(made(Wiki(Config(DATA, "Tea"), {}, {}, {}), about))
    assert "Nothing: every paper that its sources named is in." in text
    assert "License" not in text


def test_a_page_is_cited_with_its_own_day_and_address() -> None:
    line = "Boyle, Ada and Ben Cook. “Kettle?” Tea & more, 17 March 2026. https://example.org/tea/papers/kettle/"
    assert f"To cite this page: {line}" in text_of(made(WIKI, paper))
    checked = replace(KETTLE, summary_by=Authorship("model", "2026-04-01", "person"))
    assert "Tea & more, 1 April 2026." in text_of(made(replace(WIKI, papers={checked.slug: checked}), paper))
    bare = replace(KETTLE, title="Kettle", added=None)
    text = text_of(made(Wiki(Config(DATA, "Tea"), {bare.slug: bare}, {}, {}), paper))
    assert "To cite this page: “Kettle.” Tea. This record" in text


def test_the_end_of_every_page_names_the_license_and_runs_nothing() -> None:
    part = pages_part([Link("about/", "About")], License("{{ 1 }} {% x %} <b>", "https://x.org/?{{ 2 }}")).decode()
    assert part.count("{{") == 1, "only the address of the root is the engine's"
    assert "{%" not in part.removeprefix("{% set")
    assert "&#123;&#123; 1 }}" in part
    assert "&lt;b&gt;" in part
    assert 'rel="license"' in part
