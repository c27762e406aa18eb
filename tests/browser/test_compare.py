"""Comparing papers: ticks in lists and results, the bar that counts them, the page and its files; and what is hostile."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.hostile import Eye

SITE = "kitchen/"


@pytest.fixture
def home(kitchen: Path) -> Iterator[str]:
    with serving(kitchen) as address:
        yield address + SITE


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_papers_ticked_in_a_list_and_in_results_stand_side_by_side(page: Page, home: str) -> None:
    page.goto(home + "papers/")
    box = page.get_by_role("checkbox", name="Compare Kettle")
    box.check()
    bar = page.get_by_role("region", name="Papers to compare")
    expect(bar).to_contain_text("1 paper ticked")
    expect(bar.get_by_role("link")).to_be_hidden()
    page.goto(home + "search/?q=ladle")
    page.get_by_role("checkbox", name="Compare Ladle").focus()
    page.keyboard.press("Space")
    expect(bar).to_contain_text("2 papers ticked")
    bar.get_by_role("link", name="Compare").click()
    expect(page).to_have_url(home + "compare/?p=kettle,ladle")
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("row", name="Summary")).to_contain_text("Kettle")
    expect(table.locator(".lw-chip--shared").first).to_be_visible()

    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8"))))
    assert [row["Address"] for row in rows] == [f"{home}papers/kettle/", f"{home}papers/ladle/"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="BibTeX").click()
    assert saved.value.path().read_text(encoding="utf-8").count("\n}") == 2
    with page.expect_download() as saved:
        page.get_by_role("button", name="Markdown").click()
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert {line.count(" | ") for line in lines} == {2}, "a title, and two papers"

    page.get_by_role("button", name="Remove Kettle").click()
    expect(page).to_have_url(home + "compare/?p=ladle")
    expect(page.locator(".lw-compare")).to_contain_text("One paper is not much of a comparison")
    page.goto(home + "papers/ladle/")
    expect(page.locator(".lw-tick input")).to_be_checked()
    bar.get_by_role("button", name="Clear").click()
    expect(page.locator(".lw-tick input")).not_to_be_checked()


def test_an_address_shows_what_it_says_and_keeps_nothing(page: Page, home: str) -> None:
    eye = Eye(home)
    eye.watch(page.context)
    many = ",".join(
        ["nobody", "kettle", "kettle", "../../evil", "<img src=x onerror=alert(1)>", *(f"p{n}" for n in range(20))]
    )
    page.goto(home + f"compare/?p={many}")
    expect(page.get_by_role("columnheader")).to_have_count(1)
    expect(page.locator(".lw-compare__missing").first).to_contain_text("Left out of what the address names: 16.")
    missing = page.locator(".lw-compare__missing").last
    expect(missing).to_contain_text("nobody, p0")
    expect(missing).not_to_contain_text("evil")
    expect(missing).not_to_contain_text("p6")  # no more than eight are looked for
    page.goto(home + "papers/")
    expect(page.locator(".lw-tick").first).to_be_visible()
    expect(page.locator(".lw-compare-bar")).to_be_hidden()
    assert not eye.ran


def test_no_more_than_eight_are_ticked(page: Page, home: str) -> None:
    page.goto(home + "papers/")
    page.evaluate("localStorage.setItem(`${litwiki.root.pathname}.compare`, JSON.stringify([...'abcdefgh']))")
    page.reload()
    box = page.get_by_role("checkbox", name="Compare Kettle")
    box.click()
    expect(box).not_to_be_checked()
    expect(page.locator(".lw-compare-bar__said")).to_contain_text("No more than 8")
    page.evaluate("localStorage.setItem(`${litwiki.root.pathname}.compare`, '{\"0\": 3}')")
    page.reload()
    expect(page.locator(".lw-tick").first).to_be_visible()
    expect(page.locator(".lw-compare-bar")).to_be_hidden()
