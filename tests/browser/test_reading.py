"""What a reader meets: math, search, keyboard, small and large windows, light and dark; and no other server."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import serving
from tests.browser.hostile import Eye

KINDS = (
    "",
    "papers/",
    "papers/a-z/k/",
    "papers/a-z/other/",
    "papers/kettle/",
    "papers/ladle/",
    "papers/one-leaf-two-words/",
    "topics/",
    "topics/heating/",
    "topics/laundry/",
    "map/",
    "map/topics/",
    "listings/",
    "listings/mar-17/",
    "repeats/",
    "code/",
    "people/",
    "people/a-z/b/",
    "people/ada-boyle/",
    "years/",
    "years/2025/",
    "edit/",
    "todo/",
    "about/",
    "new/",
    "left-out/",
    "search/",
    "compare/",
    "compare/?p=kettle,ladle",
    "404.html",
)
SUB_PATH = "kitchen/"
"""Where the site stands on its server, as on GitHub Pages."""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def home(kitchen: Path) -> Iterator[str]:
    with serving(kitchen) as address:
        yield address + SUB_PATH


def test_every_page_kind_is_visited(kitchen: Path) -> None:
    """A new kind of page is to be looked at, too."""
    site = kitchen / "kitchen"
    folders = {p.relative_to(site).as_posix().split("/")[0] for p in site.rglob("*.html")}
    assert {kind.split("/")[0] or "index.html" for kind in KINDS} == folders


def test_no_page_asks_another_server_or_has_an_error(context: BrowserContext, home: str) -> None:
    eye = Eye(home)
    eye.watch(context)
    missing: list[str] = []
    context.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    page = context.new_page()
    for kind in KINDS:
        page.goto(home + kind)
        # Not `wait_for_function`: while it waits it evaluates text in the page, which the policy forbids.
        page.evaluate("document.fonts.ready.then(() => true)")
    page.goto(home + "papers/ladle/", wait_until="networkidle")
    assert eye.take() == []
    assert missing == []


# --- math ----------------------------------------------------------------------------------------------


def test_math_is_typeset_from_our_own_files(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home + "papers/ladle/", wait_until="networkidle")
    expect(page.locator(".lw-math .katex")).to_have_count(2)
    expect(page.locator(".lw-math--display .katex-display")).to_have_count(1)
    assert any(url.endswith("katex.min.js") for url in asked)
    assert any("katex/fonts/" in url for url in asked)
    page.goto(home + "papers/teapot/", wait_until="networkidle")
    assert "t−1" in page.locator(".lw-math .katex-html").inner_text().replace("\n", "")


def test_a_page_without_math_does_not_load_what_sets_it(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home + "papers/socks/", wait_until="networkidle")
    assert not [url for url in asked if "katex" in url]


def test_a_formula_that_cannot_be_set_stays_readable(page: Page, home: str) -> None:
    page.goto(home + "papers/crumbbench/", wait_until="networkidle")
    expect(page.locator(".lw-math")).to_have_text("\\frac{1")
    assert page.locator(".katex-error").count() == 0


def test_without_scripts_everything_can_be_read(chromium: Browser, home: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + "papers/teapot/")
    assert page.locator(".lw-math").inner_text() == "x_t = Ax_{t-1}"
    page.goto(home + "search/")
    page.get_by_role("link", name="K", exact=True).click()
    assert page.locator("a.lw-title").inner_text() == "Kettle: Boiling Water with Gradient Descent"
    context.close()


# --- keyboard ------------------------------------------------------------------------------------------

# The theme shows the focus of its hidden radio button on the label.
FOCUSED = """
() => {
  const focused = document.activeElement;
  const element = focused.matches(".md-option") ? focused.nextElementSibling : focused;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return {
    name: focused.matches(".lw-find input") ? "search" : focused.matches(".md-skip") ? "skip" : focused.localName,
    inside: Boolean(focused.closest("article")),
    visible: (framed && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight),
    text: focused.outerHTML.slice(0, 120),
  };
}
"""


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page, home: str) -> None:
    page.goto(home + "papers/kettle/")
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert (first["name"], first["visible"]) == ("skip", True)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inside"]


@pytest.mark.parametrize("kind", ["", "papers/kettle/", "listings/mar-17/", "search/"])
def test_the_keyboard_reaches_search_and_content_and_shows_where_it_is(kind: str, page: Page, home: str) -> None:
    page.goto(home + kind, wait_until="networkidle")
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if stops[-1]["inside"]:
            break
    assert stops[-1]["inside"]
    assert "search" in [stop["name"] for stop in stops]
    unseen = [stop["text"] for stop in stops if not stop["visible"]]
    assert unseen == []


# --- windows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light"), (2560, "dark")])
def test_no_page_is_wider_than_its_window(
    width: int, scheme: Literal["light", "dark"], chromium: Browser, home: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    too_wide = {}
    for kind in KINDS:
        page.goto(home + kind, wait_until="load")
        if kind == "papers/ladle/":
            page.wait_for_selector(".katex-display")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            too_wide[kind] = overflow
    context.close()
    assert too_wide == {}


def test_the_dark_scheme_is_dark(chromium: Browser, home: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(home + "papers/kettle/")
    page.wait_for_selector('body[data-md-color-scheme="slate"]')
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", background)[:3])) < 200
    context.close()
