"""Places on the map: everyone has one, the same every time, and neighbours are about the same."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from litwiki import links
from litwiki.links.map_layout import Layout, Layouts
from litwiki.model.ids import Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests.conftest import DATA
from tests.model.test_wiki import paper, topic, wiki

SUBJECTS = (
    "kettle boiling water steam",
    "loaf sourdough rye oven",
    "feather bird beak song",
    "sock laundry basket drum",
)
PLACES = """
import sys
from pathlib import Path
from litwiki import content, links
from litwiki.links.map_layout import Layouts
wiki = content.load(Path(sys.argv[1])).wiki
print(layout := Layouts(wiki, links.make(wiki).graph.nearest).of([*wiki.papers]), layout.places())
"""


def many(count: int, *, with_topics: bool = True) -> list[Paper]:
    """Papers on four subjects in turn, each with words of its own and some that it shares with neighbours."""
    papers = []
    for n in range(count):
        subject = n % 4
        words = SUBJECTS[subject].split()
        title = f"{words[n % 3]} {words[(n // 4) % 4]} number{n // 8} of{n // 20}x"
        papers.append(paper(f"p{n:05}", title, topics=f"topic-{subject}" if with_topics else ""))
    return papers


Spot = tuple[int, int]


def place(made: Wiki, graph: LinkGraph | None = None) -> Mapping[Slug, Spot]:
    """Of all papers, on one drawing."""
    slugs = [*made.papers]
    return dict(zip(slugs, layout(made, slugs, graph or links.make(made).graph).places(), strict=True))


def layout(made: Wiki, slugs: Sequence[Slug], graph: LinkGraph) -> Layout:
    return Layouts(made, graph.nearest).of(slugs)


def test_every_paper_has_a_place() -> None:
    made = wiki(many(30), [topic(f"topic-{n}", f"Group {n % 2}") for n in range(4)])
    places = place(made)
    assert list(places) == list(made.papers)
    assert len(set(places.values())) == 30


def test_wikis_with_no_paper_one_and_two_that_share_nothing() -> None:
    assert place(wiki([])) == {}
    assert len(place(wiki([paper("alone")]))) == 1
    two = place(wiki([paper("one", "Kettles"), paper("two", "Socks")]))
    assert two[Slug("one")] != two[Slug("two")]


def test_a_wiki_without_topics_has_a_map() -> None:
    assert nearness(many(120, with_topics=False)) > 0.5


def test_related_papers_stand_near_each_other() -> None:
    """By chance 0.17 of them would be among the twenty nearest of 120."""
    assert nearness(many(120)) > 0.5


def nearness(papers: list[Paper]) -> float:
    """Of the related papers, the part that is among the twenty nearest on the map."""
    made = wiki(papers, [topic(f"topic-{n}", f"Group {n % 2}") for n in range(4)])
    graph = links.make(made).graph
    places = place(made, graph)
    hits = total = 0
    for slug, here in places.items():
        nearest = sorted(set(places) - {slug}, key=lambda other: (distance(here, places[other]), other))[:20]
        near = graph.related.get(slug, ())
        hits += sum(other.slug in nearest for other in near)
        total += len(near)
    return hits / total


def distance(one: Spot, other: Spot) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


@pytest.mark.slow
def test_places_depend_on_neither_hashes_nor_the_order_of_files(tmp_path: Path) -> None:
    files = sorted(path for path in (DATA / "wiki").rglob("*") if path.is_file())
    said = set()
    for name, order, seed in (("one", files, "1"), ("other", files[::-1], "2")):
        for path in order:
            copy = tmp_path / name / path.relative_to(DATA / "wiki")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PLACES, str(tmp_path / name)]
        said.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(said) == 1
    assert "kettle" in said.pop()


def test_the_places_of_a_small_wiki_are_known() -> None:
    """What another machine computes, too; other numbers here mean that every map changes."""
    places = place(wiki(many(5), [topic(f"topic-{n}", f"Group {n % 2}") for n in range(4)]))
    assert [*places.values()] == KNOWN


KNOWN = [(-371, 1774), (-14503, -6862), (15766, -437), (-6613, -22025), (6483, -12748)]


def test_a_drawing_follows_from_its_own_papers_in_any_order() -> None:
    topics = [topic(f"topic-{n}", f"Group {n % 2}") for n in range(4)]
    made = wiki(many(60), topics)
    graph = links.make(made).graph
    slugs = [slug for slug in made.papers if "topic-1" in made.papers[slug].topics]
    places = dict(zip(slugs, layout(made, slugs, graph).places(), strict=True))
    turned = slugs[::-1]
    assert dict(zip(turned, layout(made, turned, graph).places(), strict=True)) == places
    other = wiki([*many(60), paper("q", "Oboe", topics="topic-2")], topics)
    assert layout(other, slugs, links.make(other).graph) == layout(made, slugs, graph)
    assert layout(made, slugs[1:], graph) != layout(made, slugs, graph)


def test_what_moves_papers() -> None:
    topics = [topic(f"topic-{n}", f"Group {n % 2}") for n in range(4)]
    papers = many(60)
    places = place(wiki(papers, topics))
    for other in (
        wiki(papers[1:], topics),
        wiki([replace(papers[0], topics=papers[1].topics), *papers[1:]], topics),
        wiki([replace(papers[0], title=papers[1].title), *papers[1:]], topics),
        wiki(papers, [topic(f"topic-{n}", f"Group {n % 3}") for n in range(4)]),
    ):
        assert place(other) != places


def test_a_large_map_takes_fewer_rounds() -> None:
    """It is still one where related papers stand near each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("litwiki.links.map_layout.MANY", 100)
        assert nearness(many(120)) > 0.4
