"""Sitemaps: every page once, full addresses, never more than a file may hold."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from litwiki import sitemap
from litwiki.config import Config
from litwiki.ids import DocPath

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONFIG = Config(Path(), "Tea", "https://example.org/tea")


def read(raw: bytes) -> tuple[str, list[str | None]]:
    root = ET.fromstring(raw)
    return root.tag.removeprefix(SPACE), [node.text for node in root.iter(f"{SPACE}loc")]


def test_every_page_has_its_full_address() -> None:
    (file,) = sitemap.make(CONFIG, [DocPath("index.md"), DocPath("papers/kettle.md")])
    assert file.path == "sitemap.xml"
    assert read(file.content) == ("urlset", ["https://example.org/tea/", "https://example.org/tea/papers/kettle/"])


def test_a_long_sitemap_is_an_index_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    files = {f.path: read(f.content) for f in sitemap.make(CONFIG, [DocPath(f"papers/{n}.md") for n in range(5)])}
    kind, parts = files.pop(DocPath("sitemap.xml"))
    assert kind == "sitemapindex"
    assert parts == [f"https://example.org/tea/{name}" for name in files]
    assert [len(urls) for _, urls in files.values()] == [2, 2, 1]
    assert len({url for _, urls in files.values() for url in urls}) == 5


def test_a_site_without_an_address_has_none() -> None:
    assert sitemap.make(Config(Path(), "Tea"), [DocPath("index.md")]) == ()


def test_a_part_holds_what_the_protocol_allows() -> None:
    assert sitemap.MOST == 50_000
