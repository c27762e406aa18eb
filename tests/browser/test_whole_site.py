"""Every file of the repository's own site: links, policy, nothing inline, and data that others can read."""

import json
import re
from pathlib import Path

import lxml.etree
import lxml.html
import pytest

from litwiki.site.deadlinks import check_site

MOST_BYTES = 400_000
"""No page or data file of 384 papers comes near; what grows with the collection would."""


@pytest.fixture(scope="module")
def site(own_site: Path) -> Path:
    return own_site / "litwiki"


def test_no_link_leads_nowhere(site: Path) -> None:
    assert check_site(site, "https://litwiki.github.io/litwiki/") == ()


def test_every_page_has_the_policy_before_all_else_and_nothing_inline(site: Path) -> None:
    pages = [page for page in site.rglob("*.html") if page.parent.name != "assets"]
    assert len(pages) > 450
    for page in pages:
        text = page.read_text(encoding="utf-8")
        tree = lxml.html.fromstring(text)
        if tree.xpath("//meta[@http-equiv='refresh']"):
            assert not tree.xpath("//script"), page
            continue
        policy = text.index('http-equiv="Content-Security-Policy"')
        assert text.partition("<head>")[2].lstrip().startswith('<meta http-equiv="Content-Security-Policy"'), page
        assert "unsafe" not in text[policy : policy + 400], page
        for script in tree.xpath("//script[not(@src)]"):
            assert script.get("type") in {"application/json", "application/ld+json"}, page
        assert not tree.xpath("//style | //*[@style] | //iframe | //object | //embed | //base"), page
        handlers = [name for element in tree.iter("*") for name in element.attrib if name.startswith("on")]
        assert handlers == [], page
        outside = [src for src in tree.xpath("//@src | //link[@rel='stylesheet']/@href") if re.match(r"\w+:|//", src)]
        assert outside == [], page


def test_no_page_shows_what_is_missing(site: Path) -> None:
    for page in (site / "papers").rglob("index.html"):
        article = lxml.html.fromstring(page.read_text(encoding="utf-8")).xpath("//article")[0]
        for element in article.xpath(".//li | .//p | .//h1 | .//h2"):
            assert element.text_content().strip() not in {"", "None", "null", "[]"}, page
        for link in article.xpath(".//a"):
            assert link.text_content().strip() or link.get("aria-label"), page


def test_all_data_can_be_read_and_no_file_is_large(site: Path) -> None:
    seen = 0
    for path in site.rglob("*"):
        if path.suffix == ".json":
            json.loads(path.read_bytes())
            seen += 1
        elif path.suffix == ".xml":
            lxml.etree.fromstring(path.read_bytes())
            seen += 1
        if path.is_file() and path.suffix in {".json", ".xml", ".html", ".bib", ".ris", ".txt", ".js"}:
            inner = path.relative_to(site).parts
            assert path.stat().st_size < MOST_BYTES or inner[:2] == ("assets", "javascripts"), path
    assert seen > 600
