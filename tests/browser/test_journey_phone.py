"""Journey 4: a reader on a phone arrives on a paper from a link, and leaves with two papers compared and one cited."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving

TARGET = 24
"""CSS pixels that a finger needs at least (WCAG 2.2, 2.5.8); 44 where things stand in rows."""
SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, summary, label.lw-tick")].filter((one) => {
  const box = one.getBoundingClientRect();
  const isText = getComputedStyle(one).display === "inline" && one.closest("p, li, td");
  const isInside = one.closest("svg, label, [hidden], .md-sidebar, .md-skip, .md-toggle, .md-option") && !one.matches("label");
  return box.width && box.height && !isText && !isInside && Math.min(box.width, box.height) < least;
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def home(own_site: Path) -> Iterator[str]:
    with serving(own_site) as address:
        yield address + "litwiki/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone. Fails where a page has an error or is wider than the screen, or asks another server."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: said.append(asked.url) if "//127.0.0.1:" not in asked.url[:20] else None)
    yield page
    context.close()
    assert [one for one in said if not one.startswith(("data:", "blob:"))] == []


def test_a_reader_on_a_phone(page: Page, home: str) -> None:
    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(SMALL, TARGET) == []

    # A link from somebody: what is it about, and where is it?
    page.goto(home + "papers/kivi/")
    expect(page.locator("h1")).to_contain_text("KIVI")
    expect(page.get_by_role("link", name="Read the paper")).to_be_in_viewport()
    expect(page.locator("#summary")).to_be_in_viewport()
    expect(page.locator(".lw-tick")).to_be_visible()
    fits()
    page.get_by_role("checkbox", name="Compare KIVI").tap()

    # Its topic, where to start there, and a related paper.
    page.locator(".lw-chip").first.tap()
    expect(page.locator("h1")).to_contain_text("KV cache")
    expect(page.locator("#start")).to_be_attached()
    expect(page.locator(".lw-tick").first).to_be_attached()
    fits()
    page.go_back()
    related = page.locator(".lw-related a").first
    title = related.inner_text()
    related.tap()
    expect(page.locator("h1")).to_have_text(title)

    # A search, by the glass in the header; a second paper to compare.
    page.get_by_role("search").get_by_role("link", name="Search").tap()
    box = page.locator("#lw-q")
    box.fill("key value cache two bits")
    box.press("Enter")
    found = page.get_by_role("checkbox", name="Compare").and_(page.locator("input:not(:checked)")).first
    expect(found).to_be_visible()
    fits()
    found.tap()
    page.get_by_role("region", name="Papers to compare").get_by_role("link", name="Compare").tap()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(page.get_by_role("row", name="Summary")).to_be_visible()
    fits()

    # And the citation, copied.
    page.locator("thead .lw-title").first.tap()
    expect(page.locator("h1")).to_contain_text("KIVI")
    page.get_by_role("button", name="Copy", exact=True).tap()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{kivi")


@pytest.mark.parametrize("path", ["", "papers/", "listings/mar-17/", "topics/peft/", "map/"])
def test_pages_of_a_phone_are_not_endless(path: str, page: Page, home: str) -> None:
    page.goto(home + path)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 16_000, f"{height} pixels, {height / 844:.0f} screens"


def test_paper_has_addresses_and_no_page_too_many(page: Page, home: str) -> None:
    page.goto(home + "papers/kivi/")
    page.emulate_media(media="print")
    shown = page.locator(".lw-way--read").evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "attr(href)" in shown or "https://arxiv.org/pdf/" in shown
    sheet = 1009  # CSS pixels of an A4 page without margins of 15 mm
    last = page.locator(".lw-main").evaluate("(main) => main.getBoundingClientRect().bottom + scrollY")
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert -(-whole // sheet) == -(-last // sheet)
