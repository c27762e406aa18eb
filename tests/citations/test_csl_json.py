"""CSL-JSON, as citeproc reads it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.citations.csl_json import TYPES, to_csl
from litwiki.citations.record import make_citation
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from tests.citations.readers import KETTLE, TEA, TITLES, paper, read_csl


def test_what_is_known_is_said() -> None:
    item = to_csl(make_citation(KETTLE))
    read = read_csl(item)
    assert str(read["title"]) == KETTLE.title
    assert [(str(n.get("family")), str(n.get("given"))) for n in read["author"][:2]] == [
        ("Boyle", "Ada"),
        ("O'Hara", "Zoë"),
    ]
    assert read["issued"]["year"] == 2026
    assert (item["DOI"], item["type"]) == ("10.1234/a_b(c)<d>", "document")


def test_an_article_has_its_journal() -> None:
    item = to_csl(make_citation(TEA, key="ober:2021"))
    read_csl(item)
    assert item == {
        "id": "ober:2021",
        "citation-key": "ober:2021",
        "type": "article-journal",
        "title": "Tea Leaves",
        "author": [{"family": "Ober", "given": "Max"}],
        "editor": [{"family": "Sample", "given": "Ben"}, {"family": "O'Hara", "given": "Zoë"}],
        "issued": {"date-parts": [[2021, 6, 12]]},
        "container-title": "Journal of Tea & Pots",
        "volume": "4",
        "issue": "2",
        "page": "10-19",
        "publisher": "Press",
    }


def test_a_preprint_is_arxivs() -> None:
    item = to_csl(make_citation(Paper(Slug("x"), "Title", ids={"arxiv": "2601.01234v2"})))
    assert (item["type"], item["publisher"], item["number"]) == ("article", "arXiv", "arXiv:2601.01234v2")
    assert item["URL"] == "https://arxiv.org/abs/2601.01234v2"


@pytest.mark.parametrize("type_", [*TYPES, "other", ""])
def test_each_type_is_one_of_csls(type_: str) -> None:
    read_csl(to_csl(make_citation(Paper(Slug("x"), "Tea", publication=Publication(type_, "Kettle Days", issue="7")))))


def test_a_list_that_is_not_complete_says_so() -> None:
    known = Paper(Slug("x"), "Tea", authors=("Ada Boyle",), authors_complete=False)
    assert to_csl(make_citation(known))["author"] == [{"family": "Boyle", "given": "Ada"}, {"literal": "others"}]


def test_a_title_alone_makes_an_item_without_empty_fields() -> None:
    item = to_csl(make_citation(paper("Who Watches the Pot?")))
    assert item == {"id": "x", "type": "document", "title": "Who Watches the Pot?"}


@given(TITLES, st.lists(TITLES, max_size=3))
def test_every_title_comes_back(title: str, names: list[str]) -> None:
    citation = make_citation(paper(title, *names))
    item = to_csl(citation)
    assert item["title"] == citation.title
    read_csl(item)


def test_the_naughty_titles_are_read(shared: Path) -> None:
    corpus = json.loads((shared / "corpora" / "naughty_titles.json").read_bytes())
    for title in corpus["titles"]:
        citation = make_citation(paper(title["text"], title["text"]))
        if citation.title:
            read_csl(to_csl(citation))
