"""A site that Zensical rendered, as readers use it: every link, the search, filters, previews, map, cite box, comparing."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from litwiki.build import build
from litwiki.site.deadlinks import check_site
from tests.browser.conftest import serving
from tests.conftest import DATA, SharedSite


@pytest.fixture(scope="session")
def rendered(shared_site: SharedSite) -> Path:
    """The wiki of tests/data/wiki, its pages rendered by Zensical; the folder that a server serves it from."""

    def make(root: Path) -> None:
        shutil.copytree(DATA / "wiki", root)
        build(root)
        shutil.rmtree(root / "site")
        subprocess.run([Path(sys.executable).with_name("zensical"), "build"], cwd=root, check=True, capture_output=True)
        (root / "served").mkdir()
        (root / "site").rename(root / "served" / "kitchen")

    return shared_site("zensical", make) / "served"


@pytest.fixture
def home(rendered: Path) -> Iterator[str]:
    with serving(rendered) as address:
        yield address + "kitchen/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Fails where a page has an error, asks for what is not there, or does what its policy forbids."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert said == []


def test_every_link_leads_somewhere(rendered: Path) -> None:
    problems = check_site(rendered / "kitchen")
    # That page's addresses begin at the server's root, which is not this folder.
    assert [problem for problem in problems if not problem.place.path.endswith("404.html")] == []


def test_a_reader_searches_filters_compares_and_cites(page: Page, home: str) -> None:
    page.goto(home)
    assert page.locator('meta[name="generator"]').get_attribute("content", timeout=5_000)
    page.keyboard.press("/")
    page.keyboard.type("kettle")
    expect(page.locator(".lw-find__option").filter(has_text="Kettle")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Compare Kettle")).to_be_visible()
    page.goto(home + "search/?q=ladle")
    page.get_by_role("checkbox", name="Compare Ladle").check()

    page.goto(home + "papers/")
    page.locator(".lw-filter input").first.fill("kettle")
    expect(page.locator(".lw-filter__status")).to_have_text("1 paper")
    page.locator(".lw-filtered").get_by_role("checkbox", name="Compare Kettle").check()
    page.get_by_role("region", name="Papers to compare").get_by_role("link", name="Compare").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    with page.expect_download() as saved:
        page.get_by_role("button", name="BibTeX").click()
    assert "Kettle" in saved.value.path().read_text(encoding="utf-8")

    page.goto(home + "papers/kettle/")
    page.locator(".lw-side .lw-related a").first.hover()
    expect(page.locator(".lw-preview")).to_be_visible()
    page.get_by_role("tab", name="RIS").click()
    expect(page.get_by_role("tabpanel", name="RIS")).to_contain_text("TY  -")
    page.locator(".lw-chip").first.click()
    expect(page.locator("h1")).to_be_visible()

    page.goto(home + "map/")
    page.locator(".lw-map-frame").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".lw-map-card-title")).to_be_visible()
