"""The head of pages, read from finished Markdown files and from HTML as a browser reads it."""

import json
import re
from typing import Any, cast

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from litwiki import content, pages
from litwiki.citations import make_citation
from litwiki.facts.site import Site
from litwiki.markup.json import json_ld
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outputs import Page
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages.metadata import highwire
from litwiki.site.markdown import fragment_of, page_text
from tests.citations.readers import HOSTILE
from tests.conftest import DATA
from tests.in_memory import pages_of

NO_LINKS = LinkGraph()
TEXT = st.text(max_size=40) | st.sampled_from([*HOSTILE, "</script><script>alert(1)</script>", "<!--", '"><b>', "&lt;"])


KITCHEN = content.load(DATA / "wiki").wiki


@pytest.fixture
def kitchen() -> Wiki:
    return KITCHEN


def page_of(wiki: Wiki, path: str) -> Page:
    kinds = [pages.paper] if path.startswith("papers/") else pages.KINDS
    (page,) = [page for page in pages_of(Site(wiki, NO_LINKS), kinds) if page.path == path]
    return page


def read(page: Page) -> tuple[list[tuple[str, str]], Any]:
    """Tags and JSON-LD of a page: its front matter as MkDocs reads it, printed as the theme does, as a browser reads it."""
    _, meta = get_data(page_text(page, fragment_of(page).encode()).decode())
    printed = f"<html><head>{meta['head']}</head><body><p>end</p></body></html>"
    head = lxml.html.document_fromstring(printed).find("head")
    assert head is not None
    assert {node.tag for node in head} <= {"meta", "script", "link"}
    found = [(str(node.get("name") or node.get("property")), str(node.get("content"))) for node in head.iter("meta")]
    scripts = [json.loads(str(node.text)) for node in head.iter("script")]
    return found, scripts[0]["@graph"] if scripts else []


def things(graph: Any) -> dict[str, dict[str, Any]]:
    return {str(thing["@type"]): cast("dict[str, Any]", thing) for thing in graph}


def test_a_paper_tells_what_it_is(kitchen: Wiki) -> None:
    tags, graph = read(page_of(kitchen, "papers/kettle.md"))
    assert tags == [
        ("og:type", "article"),
        ("og:site_name", "Kitchen Papers"),
        ("og:title", "Kettle: Boiling Water with Gradient Descent"),
        ("og:url", "https://example.org/kitchen/papers/kettle/"),
        ("twitter:card", "summary"),
        ("citation_title", "Kettle: Boiling Water with Gradient Descent"),
        ("citation_author", "Ada Boyle"),
        ("citation_author", "Zoë O'Hara"),
        ("citation_date", "2025"),
        ("citation_doi", "10.1234/kettle.5"),
        ("citation_arxiv_id", "2501.00123"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2501.00123"),
        ("citation_public_url", "https://doi.org/10.1234/kettle.5"),
    ]
    article = things(graph)["ScholarlyArticle"]
    assert article["url"] == "https://doi.org/10.1234/kettle.5"
    assert article["mainEntityOfPage"] == "https://example.org/kitchen/papers/kettle/"
    assert [author["name"] for author in article["author"]] == ["Ada Boyle", "Zoë O'Hara"]
    steps = things(graph)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [
        f"https://example.org/kitchen/topics/{path}" for path in ("", "control/", "heating/")
    ], "no group, which is a place in a page"


def test_a_way_of_one_step_ends_at_the_page_itself(kitchen: Wiki) -> None:
    _, graph = read(page_of(kitchen, "topics/control.md"))
    steps = things(graph)["BreadcrumbList"]["itemListElement"]
    assert [(step["name"], step.get("item")) for step in steps] == [
        ("Topics", "https://example.org/kitchen/topics/"),
        (kitchen.topics[TopicId("control")].name, None),
    ]


@pytest.mark.parametrize(
    ("ids", "item_type"),
    [({"arxiv": "2601.01234"}, ["preprint"]), ({"doi": "10.1234/x"}, []), ({}, ["document"])],
)
def test_zotero_is_told_no_more_than_is_known(ids: dict[str, str], item_type: list[str]) -> None:
    paper = Paper(Slug("x"), "Title", ids=ids)
    assert [text for name, text in highwire(paper, make_citation(paper)) if name == "z:itemType"] == item_type


@pytest.mark.parametrize(
    ("ids", "url"),
    [
        ({"arxiv": "2601.01234v2"}, "https://arxiv.org/pdf/2601.01234v2"),
        ({"acl": "2025.acl-long.1"}, "https://aclanthology.org/2025.acl-long.1.pdf"),
        ({"openreview": "abc"}, "https://openreview.net/pdf?id=abc"),
    ],
)
def test_the_pdf_is_the_publisher_s(ids: dict[str, str], url: str) -> None:
    paper = Paper(Slug("x"), "Title", ids=ids)
    assert dict(highwire(paper, make_citation(paper)))["citation_pdf_url"] == url


def test_highwire_tags_can_be_left_out(kitchen: Wiki) -> None:
    tags, _ = read(page_of(replace(kitchen, config=replace(kitchen.config, highwire=False)), "papers/kettle.md"))
    assert {name.partition(":")[0] for name, _ in tags} == {"og", "twitter"}


@pytest.mark.parametrize(
    ("path", "kind", "feed"),
    [
        ("index.md", "WebSite", None),
        ("topics/heating.md", "CollectionPage", "feeds/topics/heating"),
        ("listings/mar-17.md", "CollectionPage", "feeds/listings/mar-17"),
        ("people/ada-boyle.md", "ProfilePage", None),
    ],
)
def test_other_pages_tell_what_they_are(path: str, kind: str, feed: str | None, kitchen: Wiki) -> None:
    page = page_of(kitchen, path)
    tags, graph = read(page)
    assert things(graph)[kind]
    assert [*re.findall(r'href="[./]*(feeds/[^"]+)\.xml"', page.meta["head"])] == ([feed] if feed else [])
    assert not [name for name, _ in tags if name.startswith("citation_")]


def test_without_an_address_nothing_claims_one(kitchen: Wiki) -> None:
    wiki = replace(kitchen, config=replace(kitchen.config, site_url=""))
    for page in pages_of(Site(wiki, NO_LINKS)):
        tags, graph = read(page)
        assert "og:url" not in dict(tags)
        assert set(things(graph)) <= {"ScholarlyArticle", "CollectionPage", "ProfilePage", "WebSite"}
        assert "example.org/kitchen" not in json.dumps(graph)
        assert "feed" not in page.meta["head"]


@settings(max_examples=60)
@given(TEXT, TEXT, TEXT)
def test_every_title_summary_and_name_comes_back(title: str, summary: str, author: str) -> None:
    paper = Paper(Slug("x"), title, summary=summary, authors=(author,))
    tags, graph = read(page_of(replace(KITCHEN, papers={paper.slug: paper}, topics={}, listings={}), "papers/x.md"))
    citation, shown = make_citation(paper), dict(tags)
    assert shown.get("citation_title", "") == citation.title
    assert shown.get("og:title", "") == citation.title
    authors = [text for name, text in tags if name == "citation_author"]
    assert all(text in (n.in_order, n.inverted) for text, n in zip(authors, citation.names, strict=True))
    article = things(graph)["ScholarlyArticle"]
    assert article["name"] == citation.title


@given(st.recursive(TEXT | st.integers() | st.booleans() | st.none(), st.lists, max_leaves=5))
def test_json_ld_stays_in_its_element_and_comes_back(value: Any) -> None:
    text = json_ld(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value
