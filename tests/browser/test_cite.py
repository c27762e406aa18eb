"""The cite box: read without scripts; with them tabs by mouse and keyboard, copied and said so, downloaded."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from litwiki import content
from litwiki.build import build
from litwiki.citations import PER_PART, Citation, cite, to_bibtex, to_csl, to_ris
from litwiki.exports import bibliographies
from litwiki.facts.site import Site
from litwiki.markup.html import escape_html
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages.paper import cite_box
from litwiki.templates import DEFAULT
from tests.browser.conftest import serving
from tests.conftest import DATA, SharedSite

KETTLE = cite(content.load(DATA / "wiki").wiki, Slug("kettle")).shortened()
FORMS = ["BibTeX", "RIS", "CSL-JSON", "Text"]


@pytest.fixture(scope="session")
def cited(shared_site: SharedSite) -> Path:
    """The wiki of tests/data/wiki, built; the folder that a server serves it from."""

    def make(root: Path) -> None:
        shutil.copytree(DATA / "wiki", root)
        build(root, site=root / "served" / "kitchen")

    return shared_site("cited", make) / "served"


@pytest.fixture
def address(cited: Path) -> Iterator[str]:
    with serving(cited) as home:
        yield f"{home}kitchen/papers/kettle/"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("tablist", name="Forms of the citation")).to_be_visible()
    return page


def test_without_scripts_the_forms_of_the_page_can_be_read(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    box = page.locator(".lw-cite")
    assert box.locator("summary").all_inner_texts() == ["BibTeX", "CSL-JSON", "Text"]
    expect(box.get_by_text("@misc{kettle,")).to_be_visible()
    expect(box.get_by_text('"id":"kettle"')).to_be_hidden()
    box.get_by_text("CSL-JSON", exact=True).click()
    expect(box.get_by_text('"id":"kettle"')).to_be_visible()
    context.close()


def test_one_form_at_a_time_by_mouse(page: Page) -> None:
    tabs = page.get_by_role("tab")
    assert tabs.all_inner_texts() == FORMS
    for name, text in zip(FORMS, ["@misc{kettle,", "TY  - GEN", '"id": "kettle"', "Ada Boyle and Zoë"], strict=True):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel")).to_have_count(1)
        expect(page.get_by_role("tabpanel", name=name)).to_contain_text(text)
        expect(page.get_by_role("tab", selected=True)).to_have_text(name)


def test_the_keyboard_walks_the_tabs(page: Page) -> None:
    page.get_by_role("tab", name="BibTeX").focus()
    for key, name in [
        ("ArrowRight", "RIS"),
        ("End", "Text"),
        ("ArrowRight", "BibTeX"),
        ("ArrowLeft", "Text"),
        ("Home", "BibTeX"),
    ]:
        page.keyboard.press(key)
        expect(page.get_by_role("tab", selected=True)).to_have_text(name)
        expect(page.get_by_role("tab", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy")).to_be_focused()


def test_copying_is_said_and_done(page: Page) -> None:
    page.get_by_role("tab", name="RIS").click()
    page.get_by_role("button", name="Copy").press("Enter")
    expect(page.locator(".lw-cite").get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == to_ris(KETTLE).split()
    page.get_by_role("tab", name="Text").click()
    expect(page.locator(".lw-cite").get_by_role("status")).to_have_text("")


def test_copying_works_where_the_browser_has_no_clipboard_for_us(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".lw-cite").get_by_role("status")).to_have_text("Copied")
    page.evaluate("document.querySelector('article').append(document.createElement('textarea'))")
    page.locator("article textarea").focus()
    page.keyboard.press("Control+V")
    assert page.locator("article textarea").input_value().startswith("@misc{kettle,")


@pytest.mark.parametrize(
    ("form", "file", "saved"),
    [
        ("BibTeX", "kettle.bib", to_bibtex(KETTLE).encode()),
        ("RIS", "kettle.ris", to_ris(KETTLE).rstrip().encode() + b"\r\n"),
    ],
)
def test_the_browser_makes_a_file_of_what_the_page_shows(page: Page, form: str, file: str, saved: bytes) -> None:
    page.get_by_role("tab", name=form).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Download {file}").click()
    assert download.value.suggested_filename == file
    assert Path(download.value.path()).read_bytes() == saved


def citation(kind: str, **fields: Any) -> Citation:
    return Citation(
        Slug(kind), "Spouts; a survey", "Spouts; a survey", f"{kind}2026", publication=Publication(kind), **fields
    )


CITATIONS = [
    citation("preprint", authors=("Ada Boyle", "Teapot"), authors_complete=False, year=2026, arxiv="2601.01234"),
    citation("", arxiv="2601.01234", doi="10.1/x", url="https://doi.org/10.1/x", address="https://example.org/a;b"),
    replace(
        citation(
            "article", authors=("Ober, Max, Jr.",), pmid="77", url="https://example.org/a;b", code=("https://c.org/1",)
        ),
        publication=Publication(
            "article", "Journal of Tea \\& H$_2$O", "4", "2", "10--19", "Cup Press", date="2026-03-07"
        ),
    ),
    replace(
        citation(
            "report", arxiv="2601.01234", address="https://example.org/r", status="Retracted 2026-01-02, https://n.org"
        ),
        publication=Publication("report", issue="TR-7", pages="1-3, 9-12", date="2026-06", publisher="arXiv"),
        code=("https://c.org/1", "https://c.org/2"),
    ),
    replace(
        citation("chapter", authors=("Zoë Ümlaut",), isbn="9781234567897"),
        publication=Publication("chapter", "Kitchens", pages="7", editors=("Boyle, Ada", "Plato"), date="2026"),
    ),
    *(citation(kind, year=2025) for kind in ("inproceedings", "book", "thesis", "dataset", "software", "other")),
]


def test_the_script_makes_the_ris_that_files_have(page: Page, address: str) -> None:
    boxes = [
        f'<div class="lw-cite" data-file="{number}">'
        + "".join(
            f'<details data-ris="{escape_html(form.ris)}"><summary>{form.name}</summary>{form.text}</details>'
            for form in cite_box(citation).forms
        )
        + "</div>"
        for number, citation in enumerate(CITATIONS)
    ]
    page.evaluate("html => { document.querySelector('article').innerHTML = html; }", "".join(boxes))
    page.add_script_tag(url=f"{address}../../assets/cite.js")
    for number, citation in enumerate(CITATIONS):
        shown = page.locator(f"#lw-cite-{number}-1 code").text_content() or ""
        assert sorted(shown.split("\n")) == sorted(to_ris(citation).rstrip().split("\r\n")), citation


def test_a_file_of_csl_is_a_list_of_one_item(page: Page) -> None:
    page.get_by_role("tab", name="CSL-JSON").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download kettle.json").click()
    assert json.loads(Path(download.value.path()).read_bytes()) == [to_csl(KETTLE)]


@pytest.mark.parametrize("place", ["topics/heating", "listings/2026-05-02"])
def test_the_browser_makes_a_lists_files_of_those_of_all_papers(page: Page, address: str, place: str) -> None:
    wiki = content.load(DATA / "wiki").wiki
    slugs = bundle(wiki, place)
    page.goto(address.replace("papers/kettle", place))
    with page.expect_download() as download:
        page.get_by_role("button", name="RIS", exact=True).click()
    assert download.value.suggested_filename == f"{place.split('/')[1]}.ris"
    written = "\r\n".join(to_ris(cite(wiki, slug)) for slug in slugs)
    assert Path(download.value.path()).read_bytes() == written.encode()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSL-JSON", exact=True).click()
    items = json.loads(Path(download.value.path()).read_bytes())
    assert items == [to_csl(replace(cite(wiki, slug), abstract="")) for slug in slugs]


def bundle(wiki: Wiki, place: str) -> Sequence[Slug]:
    return dict(bibliographies.of_topics_and_listings(Site(wiki, LinkGraph())))[place]


def test_a_file_that_cannot_be_had_is_said(page: Page, address: str) -> None:
    page.route("**/cite/all.ris", lambda route: route.abort())
    page.goto(address.replace("papers/kettle", "topics/heating"))
    page.get_by_role("button", name="RIS", exact=True).click()
    expect(page.locator(".lw-downloads").get_by_role("status")).to_contain_text("RIS could not be loaded")
    expect(page.get_by_role("button", name="RIS", exact=True)).to_be_enabled()


def test_scripts_know_how_many_records_a_file_has() -> None:
    script = (DEFAULT / "theme" / "assets" / "references.js").read_text(encoding="utf-8")
    assert f"PER_FILE = {PER_PART};" in script


def test_no_page_of_another_kind_loads_the_box(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address.replace("papers/kettle/", "topics/heating/"), wait_until="networkidle")
    assert not [url for url in asked if "cite." in url or "sitemap" in url]
