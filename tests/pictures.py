"""Takes the pictures of `docs/images` anew from the repository's own site: `python -m tests.pictures` after a build."""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import serving
from tests.chromium import FLAGS, find

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PICTURES: dict[str, tuple[str, Literal["light", "dark"]]] = {
    "home": ("", "light"),
    "topics": ("topics/", "light"),
    "topic": ("topics/kv-cache/", "light"),
    "paper": ("papers/tokenformer/", "light"),
    "paper-dark": ("papers/kivi/", "dark"),
    "papers": ("papers/?code=1&sort=repeats", "light"),
    "listing": ("listings/mar-17/", "light"),
    "listings": ("listings/", "light"),
    "repeats": ("repeats/#overlap", "light"),
    "code": ("code/", "dark"),
    "map": ("map/", "light"),
    "graph": ("map/topics/", "dark"),
    "search": ("search/?q=how+to+make+a+trained+model+larger", "light"),
}
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 720}


def main(site: Path) -> None:
    """Takes every picture of the site in the folder `site`, at half size, and of four pages on a phone."""
    path = find() or sys.exit("Chromium is not installed")
    with sync_playwright() as playwright, serving(site) as address:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, (page, scheme) in PICTURES.items():
            _take(browser, address + page, scheme, IMAGES / f"{name}.png", phone=False)
        for name in ("paper", "topic", "papers", "search"):
            page, scheme = PICTURES[name]
            _take(browser, address + page, scheme, IMAGES / f"{name}-phone.png", phone=True)
        browser.close()


def _take(browser: Browser, address: str, scheme: Literal["light", "dark"], goal: Path, *, phone: bool) -> None:
    width, height = (PHONE if phone else WIDE).values()
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=1 if phone else 0.6,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=goal, caret="hide")
    context.close()


if __name__ == "__main__":
    main(ROOT / "site")
