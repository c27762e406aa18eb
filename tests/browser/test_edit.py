"""The page /edit/ in Chromium, up to the address that it opens; nothing leaves the browser before."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from litwiki.content import read_text
from tests.browser.conftest import serving


@pytest.fixture(scope="module")
def site(kitchen: Path) -> Iterator[str]:
    with serving(kitchen) as address:
        yield f"{address}kitchen/"


@pytest.fixture(params=[1300, 390], ids=["desktop", "phone"])
def page(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    yield page
    assert [url for url in asked if not url.startswith(site)] == []
    context.close()


def test_a_paper_is_written_checked_and_taken_to_github(page: Page, site: str) -> None:
    page.goto(f"{site}edit/")
    page.get_by_label("Title").fill("Lid: a 'quiet' kettle")
    page.get_by_label("Authors").fill("Ada Boyle\nBen O'Hara")
    page.get_by_label("Year").fill("soon")
    go = page.locator(".lw-edit__go")
    expect(page.locator(".lw-edit__problems")).to_contain_text("F003 expected a year")
    assert go.get_attribute("href") is None
    page.get_by_label("Year").fill("2026")
    page.get_by_label("arXiv id").fill("https://arxiv.org/abs/2601.01234v3")
    page.get_by_label("Summary").fill("It is quiet.")
    page.get_by_role("button", name="Heating & boiling").click()
    address = urlsplit(go.get_attribute("href") or "")
    asked = parse_qs(address.query)
    assert address.path.endswith("/new/main")
    assert asked["filename"] == ["content/papers/lid-quiet-kettle.md"]
    front = read_text(asked["value"][0], "lid.md").front
    assert [getattr(item, "text", "") for item in getattr(front.items["topics"], "items", ())] == ["heating"]
    assert getattr(front.items["title"], "text", "") == "Lid: a 'quiet' kettle"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_known_paper_is_shown_while_its_title_is_typed(page: Page, site: str) -> None:
    page.goto(f"{site}edit/?new=paper")
    page.get_by_label("Title").fill("Boiling water with gradient descent")
    expect(page.locator(".lw-edit__likely a").first).to_contain_text("Kettle", timeout=10_000)


def test_a_long_listing_is_copied(page: Page, site: str) -> None:
    page.goto(f"{site}edit/?new=listing")
    # As a paste does: Playwright's `fill` types line after line.
    page.get_by_label("Listing").evaluate(
        "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})); }",
        "Kettle\n\nIt boils.\n\n" * 500,
    )
    go = page.locator(".lw-edit__go")
    expect(go).to_have_text("Copy the text and open GitHub")
    assert len(go.get_attribute("href") or "") < 8_000
    page.get_by_label("Listing").fill("Kettle\n\nIt boils.")
    expect(go).to_have_text("Go on at GitHub")


def test_a_change_shows_the_lines_to_paste(page: Page, site: str) -> None:
    page.goto(f"{site}papers/kettle/")
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Title")).to_have_value("Kettle: Boiling Water with Gradient Descent")
    page.get_by_label("Year").fill("2024")
    expect(page.locator(".lw-edit__file")).to_have_text("year: 2024")
    assert (page.locator(".lw-edit__go").get_attribute("href") or "").endswith("/edit/main/content/papers/kettle.md")


def test_another_summary_asks_who_checked_it(page: Page, site: str) -> None:
    def checked(route: Route) -> None:
        record = route.fetch().json()
        route.fulfill(json={**record, "summary_by": {"written": "model", "checked": None, "checked_by": None}})

    page.route("**/api/papers/kettle.json", checked)
    page.goto(f"{site}edit/?paper=kettle")
    page.get_by_label("Year").fill("2024")
    expect(page.locator(".lw-edit__said")).not_to_contain_text("summary_by")
    page.get_by_label("Summary").fill("It boils.")
    expect(page.locator(".lw-edit__said")).to_contain_text("summary_by says who wrote and checked the former summary")
    expect(page.locator(".lw-edit__file")).not_to_contain_text("summary_by")


def test_a_topic_is_written(page: Page, site: str) -> None:
    page.goto(f"{site}edit/")
    page.get_by_role("button", name="A topic").click()
    page.get_by_label("Name").fill("Quiet kettles")
    expect(page.locator(".lw-edit__problems")).to_contain_text("F002 'definition' is missing or empty")
    page.get_by_label("Definition").fill("Kettles that nobody hears.")
    expect(page.locator(".lw-edit__path")).to_contain_text("content/topics/quiet-kettles.md")
    assert "filename=content%2Ftopics%2Fquiet-kettles.md" in (page.locator(".lw-edit__go").get_attribute("href") or "")
