"""Reading paths: steps are cards in the order of the text, and papers know where they stand."""

import re

from litwiki import pages
from litwiki.content.front_matter import read
from litwiki.content.paths import read_reading_path
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.ids import ReadingPathId, Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outputs import Page
from litwiki.model.records import Paper, ReadingPath
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages import home, paper, reading_paths
from tests.conftest import DATA
from tests.in_memory import pages_of
from tests.pages.test_paper import text_of

NO_LINKS = LinkGraph()
TEXT = """First a word[^1].

[[kettle]]

## Why

[[gone]]

[[pot]]

[[boiler]]

[^1]: Of <b>ours</b>.
"""


def path_of(name: str, text: str, order: str = "") -> ReadingPath:
    front = f"---\ntitle: 'All about {name} & more'\ndescription: 'What it is.'\naudience: 'beginners'\n{order}---\n"
    return read_reading_path(read(f"{front}{text}".encode(), "x.md"), ReadingPathId(name), lambda _: None)


PAPERS = {
    Slug("kettle"): Paper(Slug("kettle"), "A Kettle", aliases=(Slug("boiler"),), names=("KTL",), summary="It boils."),
    Slug("pot"): Paper(Slug("pot"), "A Pot with a Title That Is Long Enough to Be Cut"),
    Slug("cup"): Paper(Slug("cup"), "A Cup"),
}
WIKI = Wiki(
    Config(DATA, "Kitchen"),
    PAPERS,
    {},
    {},
    reading_paths={path.id: path for path in (path_of("tea", TEXT), path_of("zest", "[[cup]]\n", "order: 1\n"))},
)


def made(wiki: Wiki, kind: pages.Kind) -> dict[str, Page]:
    return {str(page.path): page for page in pages_of(Site(wiki, NO_LINKS), [kind])}


def test_steps_are_numbered_cards_between_the_text() -> None:
    html = made(WIKI, reading_paths)["paths/tea.md"].html
    order = ("First a word", 'id="step-1"', "A Kettle", "It boils.", "<h2>Why</h2>", "gone", 'id="step-2"', "A Pot")
    places = [html.index(text) for text in order]
    assert places == sorted(places)
    assert html.count('<section class="lw-step"') == 2
    assert "step-" not in re.sub(r'id="step-\d"', "", html), "every mark became a card"
    assert html.rindex("A Kettle") > html.index("A Pot"), "the second time it is a reference"
    assert html.count("lw-footnotes") == 1
    assert "2 papers · For: beginners" in text_of(made(WIKI, reading_paths)["paths/tea.md"])


def test_windows_ends_of_lines_give_the_same_page() -> None:
    other = replace(WIKI, reading_paths={ReadingPathId("tea"): path_of("tea", TEXT.replace("\n", "\r\n"))})
    assert made(other, reading_paths)["paths/tea.md"].html == made(WIKI, reading_paths)["paths/tea.md"].html


def test_a_paper_says_which_step_it_is_and_what_comes_before_and_after() -> None:
    found = made(WIKI, paper)
    assert "Reading path Step 1 of 2 of All about tea & more · next A Pot with a Title" in text_of(
        found["papers/kettle.md"]
    )
    assert "Step 2 of 2 of All about tea & more · after KTL" in text_of(found["papers/pot.md"])
    assert 'href="../../paths/tea/#step-2"' in found["papers/pot.md"].html


def test_paths_are_listed_in_their_order_and_linked_from_home() -> None:
    page = made(WIKI, reading_paths)["paths/index.md"]
    assert re.findall(r'href="([^"]+)">All', page.html) == ["../paths/zest/", "../paths/tea/"]
    assert re.findall(r'href="([^"]+)">All', made(WIKI, home)["index.md"].html)[:2] == ["./paths/zest/", "./paths/tea/"]


def test_a_wiki_without_paths_has_no_page_of_them() -> None:
    bare = replace(WIKI, reading_paths={})
    assert made(bare, reading_paths) == {}
    assert "paths/" not in made(bare, home)["index.md"].html
