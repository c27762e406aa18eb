import json
import re
from pathlib import Path

import pytest

from litwiki import content, exports
from litwiki.exports import lists
from litwiki.facts.site import Site
from litwiki.model.arrivals import newest_first
from litwiki.model.config import Config
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.templates import DEFAULT
from tests.conftest import DATA
from tests.in_memory import files_of
from tests.model.test_wiki import paper, topic, wiki

NO_LINKS = LinkGraph()


@pytest.fixture(scope="module")
def kitchen() -> dict[str, object]:
    return files(content.load(DATA / "wiki").wiki)


def files(made: Wiki) -> dict[str, object]:
    return {artifact.path: json.loads(artifact.content) for artifact in files_of(Site(made, NO_LINKS), [lists])}


def record(found: dict[str, object], path: str) -> dict[str, list[object]]:
    part = found[path]
    assert isinstance(part, dict)
    return part


def test_every_list_of_papers_has_its_files(kitchen: dict[str, object]) -> None:
    folders = {path.rsplit("/", 1)[0] for path in kitchen}
    assert {"lists/papers", "lists/repeats", "lists/code", "lists/topics/heating", "lists/listings/mar-17"} <= folders
    assert not [path for path in kitchen if path.startswith("lists/topics/laundry/")], "a topic without papers"


def test_facets_and_records_tell_of_the_same_papers(kitchen: dict[str, object]) -> None:
    wiki = content.load(DATA / "wiki").wiki
    facets, papers = record(kitchen, "lists/papers/facets-1.json"), kitchen["lists/papers/papers-1.json"]
    assert isinstance(papers, list)
    assert [slug for slug, *_ in papers] == list(reversed(newest_first(wiki))), "a new paper comes last"
    assert [wiki.in_title_order[rank] for rank in facets["rank"]] == [slug for slug, *_ in papers]  # type: ignore[call-overload]
    assert facets["place"] == [*range(len(papers))]
    for number, (slug, *_) in enumerate(papers):
        paper = wiki.papers[slug]
        topics = [facets["topics"][n][0] for n in facets["in_topics"][number]]  # type: ignore[attr-defined]
        assert topics == [topic.id for topic in wiki.topics_of(slug)]
        assert facets["year"][number] == paper.year
        assert (facets["code"][number] == "1") == any(link.kind == "code" for link in paper.links)


def test_venues_are_a_facet_where_a_paper_has_one(kitchen: dict[str, object]) -> None:
    assert "venues" not in record(kitchen, "lists/papers/facets-1.json")
    papers = [
        Paper(Slug("a"), "A", publication=Publication(venue="Journal of Tea")),
        Paper(Slug("b"), "B"),
        Paper(Slug("c"), "C", publication=Publication(venue="The journal of tea")),
        Paper(Slug("d"), "D", publication=Publication(venue="Kettle Days")),
    ]
    found = files(Wiki(Config(DATA, "Kitchen"), {paper.slug: paper for paper in papers}, {}, {}))
    facets = record(found, "lists/papers/facets-1.json")
    assert facets["venues"] == [["journal-of-tea", "Journal of Tea"], ["kettle-days", "Kettle Days"]]
    assert facets["in_venue"] == [1, 0, None, 0], "the last first"


def test_a_listing_keeps_its_order_and_names_each_paper_once(kitchen: dict[str, object]) -> None:
    wiki = content.load(DATA / "wiki").wiki
    for listing, ledger in wiki.listings.items():
        papers = kitchen[f"lists/listings/{listing}/papers-1.json"]
        assert isinstance(papers, list)
        slugs = [slug for slug, *_ in papers]
        assert slugs == list(dict.fromkeys(wiki.paper_of(entry) for entry in ledger.entries))


def test_a_paper_changes_the_files_of_its_own_lists() -> None:
    """Where papers stand by their titles is told list by list: a title before all others moves those beside it alone."""
    papers = [paper(f"p{n}", f"Kettle {9 - n}", topics="tea" if n % 2 else "pots") for n in range(6)]
    topics = [topic("tea"), topic("pots")]
    before, after = (files(wiki(some, topics)) for some in (papers, [*papers, paper("a", "Aprons", topics="tea")]))
    changed = {path for path in after if after[path] != before.get(path)}
    own = ("lists/papers", "lists/topics/tea")
    assert changed == {f"{place}/{name}-1.json" for place in own for name in ("facets", "papers")}
    assert record(before, "lists/topics/pots/facets-1.json")["rank"] == [0, 1, 2]


def test_no_file_grows_without_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PER_FACETS", 300)
    papers = {Slug(f"p{n:04}"): Paper(Slug(f"p{n:04}"), f"Paper {n:04}") for n in range(1_050)}
    found = files(Wiki(Config(Path(), "Many"), papers, {}, {}))
    parts = [path for path in found if "/papers-" in path]
    assert len(parts) == 6
    assert all(len(found[path]) <= lists.PER_PART for path in parts)  # type: ignore[arg-type]
    names, name = [], "facets-1.json"
    while name:
        names.append(name)
        name = str(record(found, f"lists/papers/{name}")["next"] or "")
    assert names == [f"facets-{n}.json" for n in range(1, 5)]
    assert sum(len(record(found, f"lists/papers/{name}")["rank"]) for name in names) == 1_050


def test_the_script_reads_parts_of_the_size_that_is_written() -> None:
    script = (DEFAULT / "theme" / "assets" / "list.js").read_text(encoding="utf-8")
    match = re.search(r"const PER_PART = (\d+);", script)
    assert match
    assert int(match[1]) == lists.PER_PART
    assert lists in exports.EXPORTS
