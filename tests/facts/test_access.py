"""Where a paper can be read: one best way, everything else with words that say what it is, nothing twice."""

import pytest

from litwiki.facts.access import READABLE, Way, best, is_arxivs, pdf_of, searches, ways
from litwiki.model.entries import Link
from litwiki.model.ids import Slug
from litwiki.model.records import Paper


def paper(*links: Link, **ids: str) -> Paper:
    return Paper(Slug("kettle"), "Kettle", ids=ids, links=links)


HAND = Link("paper", "https://pots.example/kettle.pdf")
IDS = {
    "arxiv": "2601.01234",
    "acl": "2026.tea-1.7",
    "openreview": "kEttle01",
    "pmlr": "v999/boyle26a",
    "cvf": "content/TEA2026/html/Boyle",
    "pmcid": "PMC1234567",
    "doi": "10.1000/kettle",
}


def test_the_best_way_follows_one_order() -> None:
    """Taking away the best one, again and again, gives the order that the documentation names."""
    have, seen = dict(IDS), []
    links: tuple[Link, ...] = (HAND,)
    while found := ways(paper(*links, **have)).read:
        if found.url == HAND.url:
            seen.append("paper")
            links = ()
        else:
            kind = next(kind for kind in have if have[kind].split("/")[-1] in found.url)
            seen.append(kind)
            del have[kind]
    assert tuple(seen) == READABLE


def test_a_pdf_is_read_and_its_page_stands_beside_it() -> None:
    found = ways(paper(**IDS))
    assert found.read == Way("https://arxiv.org/pdf/2601.01234", "PDF", "arXiv")
    assert [(way.label, way.where) for way in found.others] == [
        *(("Abstract", "arXiv"), ("Proceedings", "ACL Anthology"), ("Reviews", "OpenReview"), ("Proceedings", "PMLR")),
        *(("Proceedings", "CVF"), ("Full text", "PubMed Central"), ("Publisher’s page", "DOI")),
    ]


def test_an_old_number_of_arxiv_keeps_its_slash() -> None:
    assert pdf_of(paper(arxiv="cs/0601001")) == "https://arxiv.org/pdf/cs/0601001"


def test_arxivs_own_doi_is_no_second_way() -> None:
    assert is_arxivs("10.48550/arXiv.2601.01234")
    assert not is_arxivs("10.1000/arXiv")
    both = ways(paper(arxiv="2601.01234", doi="10.48550/arXiv.2601.01234"))
    assert [way.url for way in both.others] == ["https://arxiv.org/abs/2601.01234"]


def test_a_link_that_an_id_stands_for_is_no_second_way() -> None:
    found = ways(paper(Link("paper", "https://arxiv.org/abs/2601.01234v2"), HAND, arxiv="2601.01234"))
    assert [way.url for way in found.others] == ["https://arxiv.org/abs/2601.01234", HAND.url]


def test_the_page_of_an_id_is_its_page_whatever_becomes_of_ids_of_that_form() -> None:
    found = ways(paper(Link("paper", "https://arxiv.org/abs/2000.01234"), arxiv="2000.01234"))
    assert [(way.label, way.url) for way in found.others] == [("Abstract", "https://arxiv.org/abs/2000.01234")]


def test_links_of_one_kind_and_host_say_which_is_which() -> None:
    found = ways(
        paper(
            Link("code", "https://github.com/pots/kettle"),
            Link("code", "https://github.com/pots/whistle"),
            Link("model", "https://www.pots.example/weights"),
        )
    )
    assert found.read is None
    assert [(way.label, way.where) for way in found.beside] == [
        ("Code", "github.com/pots/kettle"),
        ("Code", "github.com/pots/whistle"),
        ("Model", "pots.example"),
    ]


def test_catalogs_describe_a_paper_and_are_no_way_to_it() -> None:
    found = ways(paper(dblp="conf/tea/Boyle26", isbn="978-3-16-148410-0"))
    assert found.read is None
    assert found.others == ()
    assert [way.label for way in found.catalogs] == ["DBLP", "ISBN"]


@pytest.mark.parametrize(
    ("ids", "links", "label"),
    [
        ({"arxiv": "2601.01234"}, (), "arXiv PDF"),
        ({"acl": "2026.tea-1.7"}, (), "ACL Anthology PDF"),
        ({"doi": "10.1000/kettle"}, (), "DOI"),
        ({}, (HAND,), "pots.example"),
        ({"dblp": "conf/tea/Boyle26"}, (), None),
    ],
)
def test_a_list_shows_one_way(ids: dict[str, str], links: tuple[Link, ...], label: str | None) -> None:
    found = best(paper(*links, **ids))
    assert (found.label if found else None) == label


def test_a_title_is_looked_for_as_it_is_read() -> None:
    found = searches('Tea & "Pots" #1')
    assert [way.label for way in found] == ["arXiv", "Google Scholar", "Semantic Scholar", "OpenAlex"]
    assert all(way.url.endswith("Tea%20%26%20%22Pots%22%20%231") for way in found)
    assert max(len(way.url) for way in searches("水" * 10_000)) < 3_000
