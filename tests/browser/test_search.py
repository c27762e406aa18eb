"""The search as a reader meets it: box and page, mouse and keyboard, large and small, from a server and from a disk."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from litwiki import content, links, search
from litwiki.site.offline import write_zip
from tests.browser.conftest import serving
from tests.browser.hostile import Eye

SUB_PATH = "kitchen/"


@pytest.fixture
def home(kitchen: Path) -> Iterator[str]:
    with serving(kitchen) as address:
        yield address + SUB_PATH


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def titles(page: Page) -> list[str]:
    return page.locator(".lw-results .lw-result--paper .lw-result__title").all_inner_texts()


# --- the page ------------------------------------------------------------------------------------------


def test_an_address_with_a_query_shows_what_is_found(page: Page, home: str) -> None:
    page.goto(home + "search/?q=microphone")
    first = page.locator(".lw-result--paper").first
    expect(first.locator("a")).to_have_text("Teapot: A Thermostat That Listens")
    expect(first.locator("mark").first).to_have_text("microphone")
    expect(page.get_by_role("status").filter(has_text="paper")).to_be_visible()


def test_results_come_as_one_types_and_the_address_can_be_shared(page: Page, home: str) -> None:
    page.goto(home + "search/")
    page.locator("#lw-q").press_sequentially("feather")
    expect(page.locator(".lw-result--paper a").first).to_contain_text("GuessTheBird")
    expect(page).to_have_url(re.compile(r"/search/\?q=feather$"))
    expect(page.locator(".lw-hints")).to_be_hidden()
    page.locator("#lw-q").fill("")
    expect(page).to_have_url(re.compile(r"/search/$"))
    expect(page.locator(".lw-hints")).to_be_visible()


def test_a_misspelt_word_is_searched_for_as_it_was_meant(page: Page, home: str) -> None:
    page.goto(home + "search/?q=micropohne+bubbles")
    expect(page.locator(".lw-status")).to_contain_text("searched for microphone bubbles")
    expect(page.locator(".lw-result--paper a").first).to_contain_text("Teapot")


def test_topics_are_results_too(page: Page, home: str) -> None:
    page.goto(home + "search/?q=heating")
    topic = page.locator(".lw-result--topic").first
    expect(topic).to_contain_text("Topic")
    topic.locator("a").click()
    expect(page).to_have_url(home + "topics/heating/")


def test_facets_narrow_and_widen(page: Page, home: str) -> None:
    page.goto(home + "search/?q=pot")
    expect(page.locator(".lw-facet__value").first).to_be_visible()
    before = titles(page)
    button = page.locator(".lw-facet__value", has_text="with code")
    count = int(button.locator(".lw-count").inner_text())
    button.click()
    expect(page.locator("#lw-q")).to_have_value("pot has:code")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".lw-results .lw-result--paper")).to_have_count(count)
    assert 0 < count < len(before)
    button.click()
    expect(page.locator("#lw-q")).to_have_value("pot")
    expect(page.locator(".lw-results .lw-result--paper")).to_have_count(len(before))


@pytest.mark.parametrize(
    ("query", "found", "lost"),
    [
        ("pot -microphone", "Kettle", "Teapot"),
        ('"two seconds"', "Teapot", "Kettle"),
        ("topic:heating", "Kettle", "Socks"),
        ("listing:undated", None, "no such title"),
    ],
)
def test_the_language_of_queries(query: str, found: str | None, lost: str, page: Page, home: str) -> None:
    page.goto(home + "search/")
    page.locator("#lw-q").fill(query)
    expect(page.locator(".lw-result--paper").first).to_be_visible()
    shown = " ".join(titles(page))
    assert found is None or found in shown
    assert lost not in shown


def test_fields_are_offered_and_what_is_wrong_with_one_is_said(page: Page, home: str) -> None:
    page.goto(home + "search/")
    box, offers = page.locator("#lw-q"), page.locator(".lw-offers__one")
    box.press_sequentially("pot topi")
    expect(offers).to_have_text(["topic: a topic of this wiki"])
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "lw-offer-0")
    box.press("Enter")
    expect(box).to_have_value("pot topic:")
    box.press_sequentially("heat")
    expect(offers.first).to_contain_text("topic:heating")
    box.press("Escape")
    expect(offers.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("pot topic:heatng ")
    expect(page.locator(".lw-problems")).to_contain_text(
        "No topic here is called “heatng”. Did you mean topic:heating?"
    )
    page.locator(".lw-problems__instead").click()
    expect(box).to_have_value("pot topic:heating ")
    expect(page.locator(".lw-problems")).to_be_empty()
    expect(page.locator(".lw-result--paper").first).to_be_visible()


def test_where_nothing_is_found_the_way_goes_on(page: Page, home: str) -> None:
    page.goto(home + "search/?q=zzzzqqq")
    expect(page.locator(".lw-empty")).to_contain_text("Nothing was found")
    page.locator(".lw-empty").get_by_role("link", name="topics").click()
    expect(page).to_have_url(home + "topics/")


def test_the_arrow_keys_walk_from_the_box_through_the_results(page: Page, home: str) -> None:
    page.goto(home + "search/?q=pot")
    expect(page.locator(".lw-result__title").first).to_be_visible()
    page.locator("#lw-q").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".lw-result__title").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".lw-result__title").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#lw-q")).to_be_focused()


# --- the box in the header -----------------------------------------------------------------------------


def test_the_keyboard_alone_finds_a_paper(page: Page, home: str) -> None:
    page.goto(home + "papers/socks/")
    page.keyboard.press("/")
    box = page.locator(".lw-find input")
    expect(box).to_be_focused()
    page.keyboard.type("hydration")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Sourdough")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(home + "papers/sourdough/")


HOLD = """
() => {
  const search = LitwikiEngine.search;
  const gate = new Promise((resolve) => { window.release = resolve; });
  LitwikiEngine.search = async (...all) => { document.documentElement.dataset.held = ""; await gate; return search(...all); };
}
"""
"""From now on no answer comes before `release` is called."""


def hold(page: Page) -> None:
    page.evaluate(HOLD)


def release(page: Page) -> None:
    """Lets an answer come that was asked for before."""
    expect(page.locator("html")).to_have_attribute("data-held", "")
    page.evaluate("release()")


def test_an_answer_that_comes_late_takes_no_choice_away(page: Page, home: str) -> None:
    page.goto(home + "papers/socks/")
    page.keyboard.press("/")
    page.keyboard.type("sourdough")
    paper = page.get_by_role("option").filter(has_text="Parameterization of Sourdough")
    expect(paper).to_be_visible()
    hold(page)
    page.keyboard.type(" bread")
    chosen = page.locator("[role=option][aria-selected=true]")
    while not paper.and_(chosen).count():
        page.keyboard.press("ArrowDown")
    href = chosen.get_attribute("href")
    release(page)
    expect(page.locator(".lw-find__all")).to_have_attribute("href", re.compile("bread$"))
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_attribute("href", str(href))
    expect(page.locator(".lw-find input")).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    page.keyboard.type("s")
    expect(chosen).to_have_count(0)  # who types on has not chosen
    page.keyboard.press("Enter")
    expect(page).to_have_url(home + "search/?q=sourdough+breads")


@pytest.mark.parametrize("leave", ["Escape", "Tab"])
def test_an_answer_that_comes_late_opens_no_list_that_was_left(leave: str, page: Page, home: str) -> None:
    page.goto(home + "papers/socks/")
    page.keyboard.press("/")
    page.keyboard.type("sourdough")
    expect(page.get_by_role("listbox")).to_be_visible()
    hold(page)
    page.keyboard.type(" bread")
    page.keyboard.press(leave)
    expect(page.get_by_role("listbox")).to_be_hidden()
    release(page)
    expect(page.locator(".lw-find__all")).to_have_attribute("href", re.compile("bread$"))
    expect(page.locator(".lw-find__pane")).to_be_hidden()


def test_what_has_the_focus_keeps_it_when_results_are_drawn_anew(page: Page, home: str) -> None:
    page.goto(home + "search/?q=pot")
    button = page.locator(".lw-facet__value", has_text="with code")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    hold(page)
    page.locator("#lw-q").focus()
    page.keyboard.type(" kettle")
    page.keyboard.press("ArrowDown")
    title = page.locator(".lw-result__title").first
    expect(title).to_be_focused()
    href = title.get_attribute("href")
    release(page)
    expect(page.locator(".lw-result mark", has_text=re.compile("kettle", re.IGNORECASE)).first).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('href')") == href


def test_more_results_come_once_however_often_one_asks(page: Page, own_site: Path) -> None:
    with serving(own_site) as address:
        page.goto(address + "litwiki/search/?q=transformer")
        expect(page.locator(".lw-more")).to_be_visible()
        before = page.evaluate("""() => {
          const count = document.querySelectorAll(".lw-result--paper").length;
          for (let i = 0; i < 3; i++) document.querySelector(".lw-more").click();
          return count;
        }""")
        expect(page.locator(".lw-result--paper")).to_have_count(before + 8)
        page.locator("#lw-q").press("Enter")  # the same words again change nothing
        page.locator(".lw-more").click()
        expect(page.locator(".lw-result--paper")).to_have_count(before + 16)
        shown = titles(page)
    assert len(set(shown)) == before + 16


def test_enter_without_a_choice_opens_the_page_of_results(page: Page, home: str) -> None:
    page.goto(home)
    page.locator(".lw-find input").click()
    page.keyboard.type("boiling water")
    page.keyboard.press("Enter")
    expect(page).to_have_url(home + "search/?q=boiling+water")
    expect(page.locator(".lw-result--paper a").first).to_contain_text("Kettle")


def test_escape_closes_the_list_and_what_was_found_is_said(page: Page, home: str) -> None:
    page.goto(home)
    page.locator(".lw-find input").click()
    page.keyboard.type("kettle")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(page.locator(".lw-find__said")).to_contain_text("results")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_slash_in_a_field_is_a_slash(page: Page, home: str) -> None:
    page.goto(home + "search/")
    page.locator("#lw-q").click()
    page.keyboard.type("a/b")
    expect(page.locator("#lw-q")).to_have_value("a/b")


# --- what is loaded ------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_somebody_comes_to_search(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in ("", "papers/kettle/"):
        page.goto(home + place, wait_until="networkidle")
    assert not [url for url in asked if "/search/index/" in url or "/search/bundle" in url]
    page.goto(home + "search/", wait_until="networkidle")
    names = sorted({url.rpartition("/")[2] for url in asked if "/search/index/" in url or "/search/bundle" in url})
    assert names == ["bundle.js", "head.js"]  # whoever comes there will search
    page.locator("#lw-q").focus()
    page.locator("#lw-q").fill("kettle")
    expect(page.locator(".lw-result--paper").first).to_be_visible()
    assert [url for url in asked if url.endswith("/search/index/head.js")]


def test_a_query_stays_on_the_machine(context: BrowserContext, home: str) -> None:
    eye = Eye(home)
    eye.watch(context)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home)
    page.locator(".lw-find input").click()
    page.keyboard.type("thermostat")
    expect(page.get_by_role("option").first).to_be_visible()
    assert eye.take() == []
    assert not [url for url in asked if "thermostat" in url]


def test_search_works_from_a_disk(page: Page, kitchen: Path, tmp_path: Path) -> None:
    write_zip(kitchen / "kitchen", tmp_path / "copy.zip")
    shutil.unpack_archive(tmp_path / "copy.zip", tmp_path)
    page.goto((tmp_path / "copy" / "search" / "index.html").as_uri())
    page.locator("#lw-q").fill("feathers")
    link = page.locator(".lw-result--paper a").first
    expect(link).to_contain_text("GuessTheBird")
    assert (link.get_attribute("href") or "").endswith("papers/guessthebird/index.html")


def test_the_parts_of_the_index_are_those_that_are_written(kitchen: Path) -> None:
    wiki = content.load(kitchen.parent).wiki
    written = {file.path: file.make() for file in search.plan(wiki, links.make(wiki))}
    site = kitchen / "kitchen"
    assert {path: (site / path).read_bytes() for path in written} == written


# --- windows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (768, "light"), (1280, "dark")])
def test_results_fit_the_window(width: int, scheme: Literal["light", "dark"], chromium: Browser, home: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(home + "search/?q=model")
    expect(page.locator(".lw-result--paper").first).to_be_visible()
    page.locator(".lw-narrow > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_a_phone_has_a_way_to_the_search_on_every_page(chromium: Browser, home: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(home + "papers/kettle/")
    page.locator(".lw-find__link").click()
    expect(page.locator("#lw-q")).to_be_focused()
    page.keyboard.type("socks")
    expect(page.locator(".lw-result--paper a").first).to_contain_text("Socks")
    context.close()


def test_without_scripts_the_page_says_how_to_look_things_up(chromium: Browser, home: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + "search/")
    expect(page.get_by_role("link", name="K", exact=True)).to_be_visible()
    context.close()
