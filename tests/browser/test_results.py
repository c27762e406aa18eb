"""A topic's comparison table in the browser: it sorts by mouse and keyboard, says how, and fits a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving

TOPIC = "litwiki/topics/kv-cache/"


@pytest.fixture
def address(own_site: Path) -> Iterator[str]:
    with serving(own_site) as home:
        yield home + TOPIC


def numbers(page: Page, column: int) -> list[float | None]:
    """The numbers that a column sorts by, from top to bottom."""
    cells = page.locator(f".lw-results__table tbody tr:first-child > :nth-child({column})")
    found: list[float | None] = cells.evaluate_all(
        "all => all.map(cell => cell.dataset.value === undefined ? null : +cell.dataset.value)"
    )
    return found


def test_a_table_sorts_and_says_how(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    years = numbers(page, 2)
    assert years == sorted(year for year in years if year is not None), "oldest first"
    head = page.locator(".lw-results__table thead th").filter(has_text="higher is better").first
    column = head.evaluate("cell => cell.cellIndex") + 1
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    found = numbers(page, column)
    known = [number for number in found if number is not None]
    assert found == [*sorted(known, reverse=True), *[None] * (len(found) - len(known))], "no value stands last"
    assert (
        page.locator(".lw-results__table tbody")
        .first.locator(f"tr:first-child > :nth-child({column})")
        .inner_text()
        .endswith("★")
    )
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert numbers(page, column) == [*sorted(known), *[None] * (len(found) - len(known))]
    page.get_by_role("button", name="Paper").click()
    assert page.locator(".lw-results__table th[aria-sort]").count() == 1
    names = page.locator(".lw-results__table tbody th").all_inner_texts()
    assert names == sorted(names, key=str.lower)
    notes = page.locator(".lw-results__table tbody tr:nth-child(2)")
    assert notes.count() == len(names), "each paper kept its note"
    page.close()


def test_on_a_phone_the_table_scrolls_by_itself_and_names_and_notes_stay(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    table = page.locator(".lw-results")
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")
    table.evaluate("box => box.scrollLeft = box.scrollWidth")
    name, note = page.locator(".lw-results tbody th").first, page.locator(".lw-results__note div").first
    for part in (name, note):
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.close()
