from itertools import permutations

import pytest

from litwiki.curation.ingest.offers import differences, offer
from litwiki.model.entries import Entry, Link, Publication
from litwiki.model.ids import Slug
from litwiki.model.matches import Match
from litwiki.model.records import Paper

TEA = Slug("tea")


def one(title: str = "Tea", **fields: object) -> Entry:
    return Entry(title, None, 1, **fields)  # type: ignore[arg-type]


PREPRINT = one(
    year=2019, authors=("Ada Boyle",), ids={"doi": "10.48550/arXiv.1901.00001"}, publication=Publication("preprint")
)
PUBLISHED = one(
    year=2020,
    authors=("Boyle, A.", "Sample, B."),
    ids={"doi": "10.1234/tea"},
    key="tea20",
    publication=Publication("article", "Letters on Tea", "4", date="2020"),
)
TWIN = one(
    year=2020,
    authors=("Ada Boyle", "Ben Sample"),
    publication=Publication("", "Letters on tea", pages="1-9", date="2020-06"),
)


@pytest.mark.parametrize("order", list(permutations([PREPRINT, PUBLISHED, TWIN])))
def test_year_and_venue_come_from_one_entry_in_whatever_order(order: tuple[Entry, ...]) -> None:
    found = offer(TEA, [Match(n, entry, TEA, True) for n, entry in enumerate(order)])
    paper = found.paper
    assert (paper.year, paper.publication.venue, paper.publication.volume) == (2020, "Letters on Tea", "4")
    assert (paper.publication.type, paper.publication.pages) == ("article", "1-9")
    assert paper.authors == ("Ada Boyle", "Ben Sample")
    assert paper.ids == {"arxiv": "1901.00001", "doi": "10.1234/tea"}
    assert {(name, text) for name, text, _ in found.others} == {
        ("year", "2019"),
        ("type", "preprint"),
        ("authors", "Ada Boyle"),
    }


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Paper(TEA, "Tea", ("Ada Boyle",)), Paper(TEA, "Tea", ("Boyle, A.",))),
        (
            Paper(TEA, "Tea", publication=Publication(pages="1--9")),
            Paper(TEA, "Tea", publication=Publication(pages="1–9")),
        ),
        (Paper(TEA, "Tea", ids={"doi": "10.1/A"}), Paper(TEA, "Tea", ids={"doi": "10.1/a"})),
        (
            Paper(TEA, "Tea", publication=Publication(date="2020")),
            Paper(TEA, "Tea", publication=Publication(date="2020-06")),
        ),
        (Paper(TEA, "Tea", ids={"doi": "10.1/a"}), Paper(TEA, "Tea", ids={"doi": "10.48550/arXiv.1901.00001"})),
    ],
)
def test_spelling_is_no_difference(ours: Paper, theirs: Paper) -> None:
    assert list(differences(ours, theirs)) == []


def test_links_of_all_entries_are_offered_once() -> None:
    code, data = Link("code", "https://x.org"), Link("code", "https://y.org")
    entries = [one(links=(code,)), one(links=(data, code))]
    found = offer(TEA, [Match(n, entry, TEA, True) for n, entry in enumerate(entries)])
    assert found.paper.links == (data, code)
