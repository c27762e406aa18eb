"""What only a browser shows: math, search, keyboard, widths, and that nothing is asked of other sites."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.chromium.conftest import served
from tests.test_build import small  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "papers/",
    "papers/a-z/k/",
    "papers/teapot/",
    "topics/",
    "topics/heating/",
    "listings/",
    "listings/mar-17/",
    "repeats/",
    "code/",
    "search/",
]


def test_no_page_asks_another_site_or_reports_an_error(small: Path, context: BrowserContext) -> None:  # noqa: F811
    page = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    with served(small / "site") as url:
        page.on(
            "request",
            lambda request: outside.append(request.url) if not request.url.startswith((url, "data:")) else None,
        )
        for name in PAGES:
            page.goto(url + name, wait_until="networkidle")
    assert outside == []
    assert errors == []


def test_math_is_typeset_and_readable_without_scripts(small: Path, browser: Browser) -> None:  # noqa: F811
    with served(small / "site") as url:
        page = browser.new_page()
        page.goto(url + "papers/teapot/")
        page.wait_for_selector(".lw-math .katex")
        assert page.locator(".katex-error").count() == 0
        page.close()
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(url + "papers/teapot/")
        assert page.locator(".lw-math").inner_text() == "x_t = Ax_{t-1}"
        context.close()


def test_the_search_page_opens_the_search(small: Path, context: BrowserContext) -> None:  # noqa: F811
    page = context.new_page()
    with served(small / "site") as url:
        page.goto(url + "search/")
        page.locator("#lw-q").fill("microphone")
        page.locator("#lw-q").press("Enter")
        page.wait_for_selector(".md-search-result__item")
        assert "Teapot" in page.locator(".md-search-result__item").first.inner_text()


@pytest.mark.parametrize("width", [320, 390, 820, 1440, 2560])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_window(width: int, scheme: str, small: Path, browser: Browser) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    with served(small / "site") as url:
        for name in PAGES:
            page.goto(url + name)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            background = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    context.close()


def test_the_keyboard_reaches_everything_with_a_visible_focus(small: Path, context: BrowserContext) -> None:  # noqa: F811
    page = context.new_page()
    with served(small / "site") as url:
        page.goto(url + "papers/kettle/")
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    """() => { const e = document.activeElement, s = getComputedStyle(e);
                    return [e.textContent.trim().slice(0, 30), e.className, s.outlineStyle]; }"""
                )
            )
        texts = [text for text, _, _ in reached]
        assert texts[0] == "Skip to content"
        assert "Heating" in texts
        assert "Code" in texts
        chip = next(entry for entry in reached if entry[0] == "Heating")
        assert chip[2] != "none"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.getAttribute('data-md-component')") == "search-query"
