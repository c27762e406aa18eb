"""The zip of `litwiki build --offline`, opened from the file system."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from litwiki.site.offline import write_zip
from tests.conftest import SharedSite


@pytest.fixture(scope="session")
def unpacked(own_site: Path, shared_site: SharedSite) -> Path:
    def make(root: Path) -> None:
        root.mkdir()
        write_zip(own_site / "litwiki", root / "wiki.zip")
        with zipfile.ZipFile(root / "wiki.zip") as archive:
            archive.extractall(root)

    return shared_site("unpacked", make) / "wiki"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_pages_links_filters_and_previews_work_without_a_server(page: Page, unpacked: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((unpacked / "index.html").as_uri())
    page.get_by_role("link", name="Parameter-efficient fine-tuning").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Parameter-efficient fine-tuning")
    page.get_by_role("searchbox", name="Filter 51 papers").fill("lora")
    expect(page.locator(".lw-filtered .lw-title").first).to_be_visible()
    page.locator(".lw-filtered .lw-title").first.click()
    expect(page.locator(".lw-facts")).to_be_visible()
    page.locator(".lw-related a").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert not [url for url in asked if not url.startswith(unpacked.as_uri())]
