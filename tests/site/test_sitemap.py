"""Sitemaps: every page once, full addresses, never more than a file may hold."""

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from litwiki.build import build
from litwiki.model.config import Settings
from litwiki.model.ids import DocPath
from litwiki.site import sitemap
from tests.conftest import DATA

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONFIG = Settings("Tea", "https://example.org/tea")


def read(raw: bytes) -> tuple[str, list[str | None]]:
    root = ET.fromstring(raw)
    return root.tag.removeprefix(SPACE), [node.text for node in root.iter(f"{SPACE}loc")]


def test_one_file_holds_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    (content,) = sitemap.make(CONFIG, [DocPath("index.md"), DocPath("papers/kettle.md")]).values()
    assert read(content) == ("urlset", ["https://example.org/tea/", "https://example.org/tea/papers/kettle/"])


def test_a_long_sitemap_is_an_index_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    made = sitemap.make(CONFIG, [DocPath(f"papers/{n}.md") for n in range(5)])
    files = {path: read(content) for path, content in made.items()}
    kind, parts = files.pop(DocPath("sitemap.xml"))
    assert kind == "sitemapindex"
    assert parts == [f"https://example.org/tea/{name}" for name in files]
    assert [len(urls) for _, urls in files.values()] == [2, 2, 1]
    assert len({url for _, urls in files.values() for url in urls}) == 5


def test_a_site_without_an_address_names_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    (content,) = sitemap.make(Settings("Tea"), [DocPath(f"papers/{n}.md") for n in range(5)]).values()
    assert read(content) == ("urlset", [])


def test_the_sitemap_of_a_site_names_every_page_for_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wiki = tmp_path / "wiki"
    shutil.copytree(DATA / "wiki", wiki)
    site = build(wiki).site
    assert site
    pages = {p.parent.relative_to(site).as_posix() for p in site.rglob("index.html")}
    left_out = {"papers/boiling-water", "topics/boiling", "todo"}
    wanted = {f"https://example.org/kitchen/{page}/".replace("/./", "/") for page in pages - left_out}
    kind, urls = read((site / "sitemap.xml").read_bytes())
    assert (kind, set(urls)) == ("urlset", wanted)
    monkeypatch.setattr(sitemap, "MOST", 10)
    build(wiki, clean=True)
    kind, parts = read((site / "sitemap.xml").read_bytes())
    assert kind == "sitemapindex"
    found = [read((site / str(part).rpartition("/")[2]).read_bytes())[1] for part in parts]
    assert {url for urls in found for url in urls} == wanted


def test_a_part_holds_what_the_protocol_allows() -> None:
    assert sitemap.MOST == 50_000
