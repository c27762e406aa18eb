"""Nothing that a field holds ever runs: 756 attacks in all fields of a wiki, in a real browser, the search used."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import lxml.html
import markdown
import pytest
from playwright.sync_api import Browser, Page

from litwiki.facts.site import Site
from litwiki.markup.curated import ALLOWED_ATTRIBUTES, ALLOWED_CLASSES, ALLOWED_TAGS
from litwiki.model.config import Config
from litwiki.model.ids import TopicId, topic_path
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outputs import Page as ContentPage
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki
from litwiki.pages import home, topic
from tests.browser.conftest import serving
from tests.browser.hostile import OURS, Eye, build_unchecked, no_protection, write_papers, write_wiki
from tests.in_memory import pages_of

ATTACKS = 756
SHARDS = 4
TOGETHER = 16
LEAST_THAT_RUN = 150
SEARCHED = (
    "papers/",
    "topics/",
    "listings/",
    "repeats/",
    "code/",
    "people/",
    "years/",
    "venues/",
    "edit/",
    "search/",
    "",
)


@pytest.fixture(scope="session")
def vectors(shared: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((shared / "corpora" / "xss_vectors.json").read_bytes())
    return found


@contextmanager
def watching(chromium: Browser, site: Path) -> Iterator[tuple[Eye, Page, str]]:
    with serving(site, bare=True) as address:
        context = chromium.new_context(viewport={"width": 1300, "height": 900})
        eye = Eye(address)
        eye.watch(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield eye, page, address


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_attack_runs_in_any_field(
    shard: int, vectors: list[dict[str, str]], doomed_chromium: Browser, tmp_path: Path
) -> None:
    every = [*[v["payload"] for v in vectors], *OURS]
    assert len(every) == ATTACKS
    payloads = every[shard::SHARDS]
    write_wiki(tmp_path, payloads)
    build_unchecked(tmp_path)
    site = tmp_path / "site"
    seen: dict[str, list[str]] = {}
    with watching(doomed_chromium, site) as (eye, page, address):
        places = [f"{p.parent.relative_to(site).as_posix()}/" for p in sorted(site.glob("*/*/**/index.html"))]
        for start in range(0, len(places), TOGETHER):
            seen |= eye.visit_together(page, places[start : start + TOGETHER])
        for place in SEARCHED:
            found, _ = eye.visit(page, f"{address}{place}", "alert")
            if found:
                seen[place] = found
        # Every paper has this author.
        found, results = eye.visit(page, f"{address}search/", "second")
    assert found == []
    assert seen == {}
    assert {f"papers/v{number:04}/" for number in range(len(payloads))} <= set(places)
    assert results == len(payloads), "the search did not show every paper"


@pytest.mark.slow
def test_without_our_protections_many_run(
    vectors: list[dict[str, str]], doomed_chromium: Browser, tmp_path: Path
) -> None:
    """The control: what ran on plain MkDocs runs here as well, so that the test above can fail."""
    payloads = [v["payload"] for v in vectors if "script ran" in str(v["stock"]) and "aborts" not in str(v["stock"])]
    with no_protection():
        write_papers(tmp_path, payloads)
        build_unchecked(tmp_path)
    ran = 0
    with watching(doomed_chromium, tmp_path / "site") as (eye, first, address):
        page = first
        for number in range(len(payloads)):
            if ran == LEAST_THAT_RUN:
                break
            found, _ = eye.visit(page, f"{address}papers/v{number:04}/")
            ran += any(what.startswith(("alert", "confirm", "prompt", "print", "dialog")) for what in found)
            if any(what.startswith("page lost") for what in found):
                page = page.context.new_page()  # the old one may not even close
                page.set_default_timeout(5_000)
    assert ran == LEAST_THAT_RUN


ENGINE = ("attr_list", "md_in_html", "tables", "toc")
HOMES = 150
"""Texts that a home page is made of: each takes a wiki of its own, and all curated texts go the same way."""


def curated_pages(place: str, texts: Sequence[str]) -> Iterator[ContentPage]:
    """A page of a topic with each of the texts as its introduction, or a home page with each of the first texts."""
    config, no_links = Config(Path(), "Test"), LinkGraph()
    if place == "home":
        for text in texts[:HOMES]:
            yield from pages_of(Site(Wiki(config, {}, {}, {}, home=text), no_links), [home])
        return
    about = [
        Topic(TopicId(f"t-{n}"), "Name", f"Group {n}", "Definition", introduction=f"x\n\n{text}")
        for n, text in enumerate(texts)
    ]
    found = pages_of(Site(Wiki(config, {}, {one.id: one for one in about}, {}), no_links), [topic])
    by_path = {page.path: page for page in found}
    yield from (by_path[topic_path(one.id)] for one in about)


@pytest.mark.parametrize("place", ["home", "topic"])
def test_curated_text_keeps_to_its_allowlist_after_the_markdown_engine(
    place: str, vectors: list[dict[str, str]]
) -> None:
    """The engine must not read what we sanitised as Markdown once more: it would find new links and attributes."""
    reader = markdown.Markdown(extensions=ENGINE)
    texts = [*OURS, *[vector["payload"] for vector in vectors]]
    for text, page in zip(texts, curated_pages(place, texts), strict=place == "topic"):
        tree = lxml.html.fragment_fromstring(reader.reset().convert(page.html), create_parent="article")
        (notes,) = tree.find_class("lw-notes")
        for element in notes.iterdescendants():
            assert element.tag in ALLOWED_TAGS, text
            attributes = {*ALLOWED_ATTRIBUTES.get(element.tag, ()), "rel", "title", "lang", "class"}
            assert set(element.attrib) <= attributes, text
            assert set(element.get("class", "").split()) <= ALLOWED_CLASSES.get(element.tag, set()), text
            assert not element.get("href", "").lower().startswith(("javascript", "data", "vbscript")), text
