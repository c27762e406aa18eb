"""Titles show as the characters they are: in the page, its title, the lists, the search and the JSON."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from litwiki import content
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.scaffold import scaffold
from litwiki.text.latex import to_plain
from litwiki.text.words import clean
from tests.browser.conftest import serving
from tests.browser.hostile import build_unchecked
from tests.conftest import SharedSite

EXAMPLE = (
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** {{ 7*7 }} {: onclick=x } --- # $5 | &amp; 🙂 عربى"
)


@pytest.fixture(scope="session")
def titles(shared: Path) -> list[str]:
    """The naughty titles that have a character to show."""
    corpus = json.loads((shared / "corpora" / "naughty_titles.json").read_bytes())
    found = [EXAMPLE, *(title["text"] for title in corpus["titles"])]
    shown = [title for title in found if clean(title)]
    assert len(found) == 477
    assert len(shown) > 460
    return shown


@pytest.fixture(scope="session")
def naughty(titles: list[str], shared_site: SharedSite) -> Path:
    def make(root: Path) -> None:
        scaffold(root, "Naughty")
        for number, title in enumerate(titles):
            slug = Slug(f"n{number:04}")
            paper = Paper(
                slug, clean(title), authors=("Findable", title), summary=title, names=(title,), abstract=title
            )
            text = content.write_paper(paper, abstract=True)
            (root / "content" / "papers" / f"{slug}.md").write_text(text, encoding="utf-8", newline="")
        build_unchecked(root)

    return shared_site("naughty", make)


READ = """
async (addresses) => {
  const read = [];
  for (const address of addresses) {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const links = [...page.querySelectorAll("article a.lw-title, .lw-related a")];
    read.push({
      heading: page.querySelector("h1").textContent,
      title: page.title,
      elements: page.querySelectorAll("h1 *, title *").length,
      links: links.map((link) => [link.getAttribute("href"), link.textContent]),
    });
  }
  return read;
}
"""
RESULTS = """
async () => {
  const search = await litwikiSearch();
  const { list } = await search.index.postings("findabl");
  const docs = await Promise.all([...list.slots].map((slot) => LitwikiResult.record(search, slot)));
  const how = { near: false, matched: new Map([["findabl", 1], ["img", 1], ["alert", 1]]) };
  return docs.map((doc) => [doc.url, LitwikiResult.result(search, doc, how).querySelector("a").textContent]);
}
"""


def test_few_titles_are_more_than_their_characters(titles: list[str]) -> None:
    """What LaTeX makes of a title is tested elsewhere; nearly all of these have none, and so show as they are."""
    assert sum(to_plain(clean(title)) != clean(title) for title in titles) < 12
    assert to_plain(clean(EXAMPLE)) == EXAMPLE


@pytest.mark.slow
def test_titles_show_literally(titles: list[str], naughty: Path, chromium: Browser) -> None:
    shown = [to_plain(clean(title)) for title in titles]
    lists = [p.parent.relative_to(naughty / "site") for p in (naughty / "site" / "papers" / "a-z").rglob("index.html")]
    with serving(naughty / "site", bare=True) as address:
        page = chromium.new_page()
        page.goto(address)
        papers = page.evaluate(READ, [f"{address}papers/n{n:04}/" for n in range(len(titles))])
        letters = page.evaluate(READ, [f"{address}{path.as_posix()}/" for path in lists])
        page.goto(f"{address}search/")
        found = {url.split("/")[1]: text for url, text in page.evaluate(RESULTS)}
        page.close()
    assert [paper["heading"] for paper in papers] == shown
    assert [paper["title"] for paper in papers] == [f"{title} - Naughty" for title in shown]
    in_lists = {href.rstrip("/").rpartition("/")[2]: text for page_ in letters for href, text in page_["links"]}
    assert [in_lists[f"n{n:04}"] for n in range(len(titles))] == shown
    assert [" ".join(found[f"n{n:04}"].split()) for n in range(len(titles))] == shown


def test_titles_are_the_same_characters_in_the_json(titles: list[str], naughty: Path) -> None:
    for number, title in enumerate(titles):
        record = json.loads((naughty / "site" / "api" / "papers" / f"n{number:04}.json").read_bytes())
        assert record["title"] == clean(title)
    index = json.loads((naughty / "site" / "api" / "index.json").read_bytes())
    assert [paper["title"] for paper in index["papers"]] == [clean(title) for title in titles]
