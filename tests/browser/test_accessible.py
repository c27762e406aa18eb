"""What axe-core (Deque) finds on every kind of page, light and dark, and what no rule can see: focus and headings."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import serving

Scheme = Literal["light", "dark"]

HOME = "litwiki/"
GROUND = "getComputedStyle(document.body).backgroundColor"
OF_COLORS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules of axe-core that read colors: all of its category but `color-contrast-enhanced`, which is off."""
KINDS = (
    "",
    "topics/",
    "topics/peft/",
    "papers/",
    "papers/?code=1&sort=title",
    "papers/a-z/k/",
    "papers/tokenformer/",
    "papers/kivi/",
    "topics/kv-cache/",
    "paths/",
    "paths/small-models/",
    "about/",
    "listings/",
    "listings/mar-17/",
    "repeats/",
    "years/",
    "years/2024/",
    "venues/",
    "venues/iclr/",
    "people/",
    "people/a-z/w/",
    "people/michael-w-mahoney/",
    "todo/",
    "code/",
    "map/",
    "map/topics/",
    "search/",
    "search/?q=kv+cache+compresion",
    "compare/?p=kivi,gear,nobody",
    "404.html",
)


@pytest.fixture
def home(own_site: Path) -> Iterator[str]:
    with serving(own_site) as address:
        yield address + HOME


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Every page in both, unless a test says that one is enough."""
    found: Scheme = request.param
    return found


@pytest.fixture
def page(scheme: Scheme, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("scheme", ["light"])
def test_axe_finds_nothing(page: Page, home: str, half: int) -> None:
    """All rules, and after the switch from light to dark or back those that look at colors: nothing else differs."""
    found = []
    for kind in KINDS[half::2]:
        page.goto(home + kind, wait_until="networkidle")
        violations = Axe().run(page).response["violations"]
        before = page.evaluate(GROUND)
        page.locator("[data-md-component=palette] label:not([hidden])").click()
        page.wait_for_function(f"before => {GROUND} !== before", arg=before)
        violations += Axe().run(page, options=OF_COLORS).response["violations"]
        for violation in violations:
            places = [node["target"][0] for node in violation["nodes"]][:3]
            found.append((kind, violation["id"], places, violation["nodes"][0]["failureSummary"][:200]))
    assert found == []


@pytest.mark.parametrize("scheme", ["light"])  # headings have no color
def test_headings_go_down_by_one_and_begin_with_the_title(page: Page, home: str) -> None:
    for kind in KINDS:
        page.goto(home + kind, wait_until="domcontentloaded")
        levels = page.locator("article :is(h1, h2, h3, h4)").evaluate_all("all => all.map(h => +h.localName[1])")
        assert levels[0] == 1, kind
        assert levels.count(1) == 1, kind
        assert all(below - above <= 1 for above, below in pairwise(levels)), (kind, levels)


def test_whatever_has_the_focus_can_be_seen(page: Page, home: str) -> None:
    for kind in ("papers/tokenformer/", "topics/peft/", "map/"):
        page.goto(home + kind, wait_until="networkidle")
        for _ in range(40):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => {
                  const element = document.activeElement;
                  if (!element || element === document.body) return true;
                  // The theme hides its radio buttons and draws the focus around their labels.
                  const ring = element.closest("svg") && document.querySelector(".lw-ring");
                  const drawn = element.matches(".md-option") ? element.nextElementSibling : ring || element;
                  const style = getComputedStyle(drawn);
                  const box = drawn.getBoundingClientRect();
                  const isMarked = style.outlineStyle !== "none" || style.stroke !== "none" || style.boxShadow !== "none";
                  return (isMarked && box.width > 0 && box.height > 0) || element.outerHTML.slice(0, 200);
                }"""
            )
            assert seen is True, (kind, seen)
