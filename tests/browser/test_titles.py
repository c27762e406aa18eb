"""Titles show as the characters they are: in the page, its title, the lists, the search and the JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from litwiki import content
from litwiki.ids import Slug
from litwiki.latex import to_plain
from litwiki.model import Paper
from litwiki.scaffold import scaffold
from litwiki.text import clean
from tests.browser.conftest import SharedSite, serving
from tests.browser.hostile import SEARCH, build_unchecked

EXAMPLE = (
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** {{ 7*7 }} {: onclick=x } --- # $5 | &amp; 🙂 عربى"
)
TOGETHER = 10
"""Papers that the search is asked for at a time: as many as it shows at once."""


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


def near(page: str) -> Callable[[str], bool]:
    """The search index of a page has the papers whose numbers are around its own."""
    number = int(page.strip("/").rpartition("/n")[2] or 0) // TOGETHER
    names = tuple(f"papers/n{n:04}/" for n in range(number * TOGETHER, (number + 1) * TOGETHER))
    return lambda location: location.startswith(names)


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
() => [...document.querySelectorAll(".md-search-result__item > a")].map((link) => [
  link.getAttribute("href"), link.querySelector("h1").textContent
])
"""


def test_few_titles_are_more_than_their_characters(titles: list[str]) -> None:
    """What LaTeX makes of a title is tested elsewhere; nearly all of these have none, and so show as they are."""
    assert sum(to_plain(clean(title)) != clean(title) for title in titles) < 12
    assert to_plain(clean(EXAMPLE)) == EXAMPLE


def test_titles_show_literally(titles: list[str], naughty: Path, chromium: Browser) -> None:
    shown = [to_plain(clean(title)) for title in titles]
    lists = [p.parent.relative_to(naughty / "site") for p in (naughty / "site" / "papers" / "a-z").rglob("index.html")]
    with serving(naughty / "site", near) as address:
        page = chromium.new_page()
        page.goto(address)
        papers = page.evaluate(READ, [f"{address}papers/n{n:04}/" for n in range(len(titles))])
        letters = page.evaluate(READ, [f"{address}{path.as_posix()}/" for path in lists])
        found: dict[str, str] = {}
        for start in range(0, len(titles), TOGETHER):
            page.goto(f"{address}papers/n{start:04}/", wait_until="domcontentloaded")
            assert page.evaluate(SEARCH, "findable") == min(TOGETHER, len(titles) - start)
            found |= {href.split("/papers/")[1][:5]: text for href, text in page.evaluate(RESULTS)}
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
