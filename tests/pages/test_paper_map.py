"""The map's pages: every paper on them, none of them large, hostile texts as they were written."""

import re

import lxml.html
import pytest

from litwiki import links, pages
from litwiki.facts.site import Site
from litwiki.model.outputs import Page
from litwiki.model.records import Listing, Paper, Topic
from litwiki.pages import listings, paper_map, repeats, topic_graph, topics
from litwiki.site.markdown import fragment_of, page_text
from tests.in_memory import pages_of
from tests.links.test_map_layout import many
from tests.model.test_wiki import listing, paper, topic, wiki

HOSTILE = (
    "</title></svg><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "]]> <!-- & &amp; <![CDATA[ <use href=#x>",
    "{{ 7 * 7 }} {% raw %} [a](javascript:alert(1)) ![x](y)",
    "</div>\n\n# heading",
)
SIZE = 700_000


def desk(papers: list[Paper], topics: list[Topic] | None = None, listings: list[Listing] | None = None) -> Site:
    made = wiki(papers, topics, listings)
    return Site(made, links.make(made).graph)


def make(kind: pages.Kind, given: Site) -> tuple[Page, ...]:
    return pages_of(given, [kind])


def four_topics() -> list[Topic]:
    return [topic(f"topic-{n}", f"Group {n % 2}") for n in range(4)]


def drawing(page: Page, name: str = "lw-map-drawing") -> lxml.html.HtmlElement:
    """The one drawing of a page of this class."""
    (found,) = lxml.html.fromstring(page.html).find_class(name)
    return found


def links_of(page: Page) -> list[str]:
    return [str(link.get("href")) for link in drawing(page).find_class("lw-dot")]


def test_a_small_wiki_has_one_map_with_all_papers() -> None:
    (page,) = make(paper_map, desk(many(40), four_topics()))
    assert page.path == "map/index.md"
    assert sorted(links_of(page)) == [f"../papers/p{n:05}/" for n in range(40)]
    assert page.meta["scripts"] == '<script src="../assets/map.js"></script>'
    assert all(f"../assets/{name}" in page.meta["head"] for name in ("charts.css", "map.css"))


@pytest.fixture(scope="module")
def large() -> tuple[Page, ...]:
    return tuple(make(paper_map, desk(many(3000), four_topics())))


def test_a_large_wiki_has_bounded_maps_that_hold_every_paper(large: tuple[Page, ...]) -> None:
    paths = [page.path for page in large]
    assert paths == [
        "map/index.md",
        "map/groups/group-0.md",
        "map/groups/group-0/2.md",
        "map/groups/group-1.md",
        "map/groups/group-1/2.md",
    ]
    assert [len(links_of(page)) for page in large] == [1000, 1000, 500, 1000, 500]
    in_groups = [link.rsplit("/", 2)[1] for page in large[1:] for link in links_of(page)]
    assert sorted(in_groups) == [f"p{n:05}" for n in range(3000)]
    assert max(len(page_text(page, fragment_of(page).encode()).decode()) for page in large) < SIZE
    assert "1,000 of 3,000 papers" in large[0].html
    assert 'href="../map/groups/group-0/"' in large[0].html


def test_marks_of_a_full_map_keep_apart(large: tuple[Page, ...]) -> None:
    places = [(int(use.get("x")), int(use.get("y"))) for use in drawing(large[0]).xpath(".//a/use")]
    cells = [(x // 10, y // 10) for x, y in places]
    assert len(set(cells)) == 1000


def test_the_same_wiki_gives_the_same_bytes() -> None:
    one, other = (list(make(paper_map, desk(many(60), four_topics()))) for _ in range(2))
    assert one == other


def test_groups_that_are_spelled_alike_have_maps_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_map, "MOST_MARKS", 3)
    papers = [paper(f"p{n}", topics=f"t{n % 4}") for n in range(8)]
    named = [topic("t0", "A/B"), topic("t1", "A B"), topic("t2", "…"), topic("t3", "A B 2")]
    paths = [page.path for page in make(paper_map, desk(papers, named))]
    assert len(paths) == len(set(paths)) == 5


def test_hostile_texts_show_as_they_were_written() -> None:
    papers = [paper(f"p{n}", text, topics="t") for n, text in enumerate(HOSTILE)]
    hostile = Topic(topic("t").id, HOSTILE[0], HOSTILE[1], "…")
    (page,) = make(paper_map, desk(papers, [hostile]))
    svg = drawing(page)
    assert {str(e.tag) for e in svg.iter()} <= {"svg", "title", "desc", "g", "a", "use", "text"}
    assert {name for e in svg.iter() for name in e.attrib} <= {
        "class", "viewbox", "role", "aria-labelledby", "id", "aria-label", "href", "x", "y", "aria-hidden"
    }  # fmt: skip
    shown = {re.sub(r"\s+", " ", str(title.text)) for title in svg.xpath(".//a/title")}
    assert {re.sub(r"\s+", " ", text) for text in HOSTILE[:3]} <= shown
    assert svg.xpath(".//g/@aria-label")[0] == HOSTILE[1]


def test_drawings_need_no_style_of_their_own() -> None:
    """A Content-Security-Policy without unsafe-inline blocks style attributes and handlers."""
    made = desk(many(40), four_topics(), [listing("one", "p00001 p00002"), listing("two", "p00002")])
    found = [page for kind in (paper_map, topic_graph, topics, listings, repeats) for page in make(kind, made)]
    for page in found:
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", page.html), page.path
        assert "<style" not in page.html
        assert "<script" not in page.html


def test_papers_without_a_topic_are_on_the_map() -> None:
    (page,) = make(paper_map, desk([paper("lonely"), paper("filed", topics="topic-1")], four_topics()))
    assert len(links_of(page)) == 2
    assert "Without a topic" in page.html


def test_a_wiki_without_papers_has_a_map_that_says_so() -> None:
    (page,) = make(paper_map, desk([]))
    assert "no paper yet" in page.html
    assert "<svg" not in page.html


# --- topics and listings -------------------------------------------------------------------------------


def test_topics_that_share_papers_are_joined() -> None:
    papers = [paper("a", topics="topic-0 topic-1"), paper("b", topics="topic-0 topic-1"), paper("c", topics="topic-2")]
    (page,) = make(topic_graph, desk(papers, four_topics()))
    svg = drawing(page, "lw-arcs")
    assert svg.xpath("./g[1]/path/title/text()") == ["Topic-0 and Topic-1: 2 papers"]
    assert len(svg.xpath(".//a")) == 4
    assert "shares 2 with" in page.html


def test_the_graph_is_bounded() -> None:
    names = [f"t{n}" for n in range(100)]
    papers = [paper(f"p{n}", topics=" ".join(names[n % 100 : n % 100 + 6])) for n in range(400)]
    (page,) = make(topic_graph, desk(papers, [topic(name, f"G{int(name[1:]) % 20}") for name in names]))
    svg = drawing(page, "lw-arcs")
    assert len(svg.find_class("lw-node")) == 60
    assert len(svg.xpath("./g[1]/path")) <= 120
    assert len(page.html) < 300_000


def test_without_shared_papers_there_is_no_graph() -> None:
    made = desk([paper("a", topics="topic-1")], four_topics())
    assert list(make(topic_graph, made)) == []
    (page,) = make(topics, made)
    assert "map/topics" not in page.html


def test_bars_are_as_long_as_their_numbers() -> None:
    papers = [paper(f"p{n}", topics="topic-0" if n < 8 else "topic-1") for n in range(10)]
    (page,) = make(topics, desk(papers, four_topics()))
    assert re.findall(r'lw-bar-all" width="(\d+)"', page.html) == ["100", "0", "25", "0"]


def test_listings_have_bars_of_papers_and_of_those_shared() -> None:
    papers = [paper(f"p{n}") for n in range(4)]
    made = make(listings, desk(papers, None, [listing("all", "p0 p1 p2 p3"), listing("two", "p0 p1")]))
    (page,) = [page for page in made if page.path == "listings/index.md"]
    assert re.findall(r'lw-bar-(\w+)" width="(\d+)"', page.html) == [
        ("all", "100"), ("strong", "50"), ("all", "50"), ("strong", "50")
    ]  # fmt: skip


def test_the_overlap_of_listings_is_a_table_with_its_numbers() -> None:
    papers = [paper(f"p{n}") for n in range(4)]
    made = desk(papers, None, [listing("all", "p0 p1 p2 p3"), listing("half", "p0 p1"), listing("none", "p3")])
    (page,) = make(repeats, made)
    (table,) = lxml.html.fromstring(page.html).find_class("lw-heat")
    cells = [[(td.text, td.get("class")) for td in row.xpath("./td")] for row in table.xpath(".//tbody/tr")]
    assert cells == [
        [("4", "lw-heat-own"), ("2", "lw-heat-4"), ("1", "lw-heat-4")],
        [("2", "lw-heat-4"), ("2", "lw-heat-own"), ("0", "lw-heat-0")],
        [("1", "lw-heat-4"), ("0", "lw-heat-0"), ("1", "lw-heat-own")],
    ]
    assert table.xpath(".//th[@scope='row']/a/@href")[0] == "../listings/all/"
