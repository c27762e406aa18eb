"""The downloads: every bundle in BibTeX, all papers in three formats, each file valid, none without a bound."""

import json
from collections.abc import Sequence

import bibtexparser.entrypoint as bibtexparser
import pytest
import rispy

from litwiki import citations, content, links
from litwiki.exports import bibliographies
from litwiki.facts.site import Site
from litwiki.model.ids import DocPath, Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests.citations.readers import read_csl
from tests.conftest import DATA
from tests.in_memory import files_of, pages_of


@pytest.fixture(scope="module")
def kitchen() -> Wiki:
    return content.load(DATA / "wiki").wiki


@pytest.fixture(scope="module")
def graph(kitchen: Wiki) -> LinkGraph:
    return links.make(kitchen).graph


def bundles_of(wiki: Wiki) -> dict[str, Sequence[Slug]]:
    site = Site(wiki, LinkGraph())
    return dict([*bibliographies.everything(site), *bibliographies.of_topics_and_listings(site)])


def written(wiki: Wiki, graph: LinkGraph, ending: str = "") -> dict[DocPath, str]:
    """The files, or those with an ending, by their paths."""
    made = files_of(Site(wiki, graph), [bibliographies])
    return {one.path: one.content.decode() for one in made if one.path.endswith(ending)}


def test_every_bundle_is_there_in_bibtex_and_all_papers_in_every_format(kitchen: Wiki, graph: LinkGraph) -> None:
    names = {
        "all",
        *(f"topics/{topic}" for topic, slugs in kitchen.papers_by_topic.items() if slugs),
        *(f"listings/{listing}" for listing in kitchen.listings),
    }
    assert set(written(kitchen, graph)) == {*(f"cite/{name}.bib" for name in names), "cite/all.ris", "cite/all.json"}


def test_abstracts_stand_in_the_files_of_everything(kitchen: Wiki, graph: LinkGraph) -> None:
    slug = Slug("kettle")
    paper = replace(kitchen.papers[slug], abstract="It boils, and then it whistles.")
    wiki = replace(kitchen, papers={**kitchen.papers, slug: paper})
    files = written(wiki, graph)
    assert {path for path, text in files.items() if "It boils, and then" in text} == {"cite/all.bib", "cite/all.ris"}
    assert "@misc{kettle," in files[DocPath("cite/topics/heating.bib")]


def test_every_file_is_valid_and_has_the_papers_of_its_bundle(kitchen: Wiki, graph: LinkGraph) -> None:
    wanted = bundles_of(kitchen)
    for path, text in written(kitchen, graph, ".bib").items():
        library = bibtexparser.parse_string(text)
        assert library.failed_blocks == []
        assert [entry.key for entry in library.entries] == list(wanted[path[5:-4]])
    for path, text in written(kitchen, graph, ".ris").items():
        records = rispy.loads(text)
        assert [record["id"] for record in records] == list(wanted[path[5:-4]])
    for path, text in written(kitchen, graph, ".json").items():
        items = json.loads(text)
        assert [item["id"] for item in items] == list(wanted[path[5:-5]])
        assert all(read_csl(item) for item in items)


def test_a_long_bundle_goes_on_in_further_files(kitchen: Wiki, graph: LinkGraph) -> None:
    slugs = [Slug(f"p-{number:04}") for number in range(2_001)]
    papers = {slug: Paper(slug, f"Paper {slug}", added=f"{3000 - n}-01-01") for n, slug in enumerate(slugs)}
    wiki = replace(kitchen, papers=papers, topics={}, listings={})
    parts = written(wiki, graph, ".json")
    assert [*parts] == ["cite/all.json", "cite/all/2.json", "cite/all/3.json"]
    read = [[item["id"] for item in json.loads(text)] for text in parts.values()]
    assert [len(part) for part in read] == [1_000, 1_000, 1]
    assert [item for part in read for item in part] == slugs[::-1], "a new paper changes the last file"
    assert citations.part_names("all", len(slugs)) == ["all", "all/2", "all/3"]


def test_a_wiki_without_papers_has_no_files(kitchen: Wiki, graph: LinkGraph) -> None:
    empty = replace(kitchen, papers={}, topics={}, listings={})
    assert not written(empty, graph)


def test_every_link_of_a_page_to_a_download_has_its_file(kitchen: Wiki, graph: LinkGraph) -> None:
    linked = {
        "cite/" + part.split('"')[0]
        for page in pages_of(Site(kitchen, graph))
        for part in page.html.split("/cite/")[1:]
    }
    assert linked == set(written(kitchen, graph))
