from litwiki.content.front_matter import read
from litwiki.curation.ingest.filling import Digests, address_digest, digests_of, fill
from litwiki.model.entries import Entry, Link, Publication
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper

TEA = Slug("tea")
FILE = read(b"---\ntitle: 'Tea'\nlinks: {code: 'https://x.org'}\n---\n", "tea.md")


def filled(
    stored: Paper, offered: Paper, digests: Digests | None = None, *, update: bool = False
) -> tuple[dict[str, str], list[str]]:
    edits, conflicts = fill(stored, offered, (), digests or {}, lambda: FILE, abstracts=True, update=update)
    return edits, [name for name, _, _ in conflicts]


def test_what_is_empty_is_filled_and_what_differs_is_a_conflict() -> None:
    offered = Paper(TEA, "Tea", ("Ada Boyle",), 2021, publication=Publication("article", "Letters on Tea"))
    assert filled(Paper(TEA, "Tea", year=2020), offered) == (
        {"authors": "[Ada Boyle]", "type": "article", "venue": "'Letters on Tea'"},
        ["year"],
    )


def test_update_replaces_what_a_machine_wrote_and_nothing_else() -> None:
    first = Entry("Tea", None, 1, year=2020, publication=Publication(venue="Tea Today"))
    digests = {name: frozenset(value.split()) for name, value in digests_of(first).items()}
    stored = Paper(TEA, "Tea", year=2020, publication=Publication(venue="Tea Yesterday"))
    offered = Paper(TEA, "Tea", year=2021, publication=Publication(venue="Tea Tomorrow"))
    assert filled(stored, offered, digests) == ({}, ["year", "venue"])
    assert filled(stored, offered, digests, update=True) == ({"year": "2021"}, ["venue"])


def test_links_of_one_kind_are_added_but_for_those_that_a_person_took_away() -> None:
    stored, gone, new = Link("code", "https://x.org"), Link("code", "https://gone.org"), Link("code", "https://new.org")
    digests = {"addresses": frozenset({address_digest(stored), address_digest(gone)})}
    offered = Paper(TEA, "Tea", links=(gone, new, Link("code", "http://www.x.org/")))
    edits, conflicts = filled(Paper(TEA, "Tea", links=(stored,)), offered, digests)
    assert (edits, conflicts) == ({"links": "[{code: 'https://x.org'}, {code: 'https://new.org'}]"}, [])


def test_a_publisher_s_doi_takes_the_place_of_arxiv_s_own() -> None:
    stored = Paper(TEA, "Tea", ids={"doi": "10.48550/arXiv.1901.00001"})
    assert filled(stored, Paper(TEA, "Tea", ids={"doi": "10.1/a"})) == (
        {"ids": "{doi: '10.1/a', arxiv: '1901.00001'}"},
        [],
    )
    other = Paper(TEA, "Tea", ids={"doi": "10.1/b"})
    assert filled(other, Paper(TEA, "Tea", ids={"doi": "10.1/a"})) == ({}, ["ids.doi"])


def test_topics_of_keywords_are_taken_where_nobody_chose_any() -> None:
    offered = Paper(TEA, "Tea")
    for stored, edits in (
        (Paper(TEA, "Tea"), {"topics": "\n- heat"}),
        (Paper(TEA, "Tea", topics_status="curated"), {}),
        (Paper(TEA, "Tea", topics=(TopicId("cold"),)), {}),
    ):
        found = fill(stored, offered, [TopicId("heat")], {}, lambda: FILE, abstracts=True, update=False)
        assert found == (edits, [])
