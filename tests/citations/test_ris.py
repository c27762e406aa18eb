"""RIS, as rispy reads it."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.citations.record import make_citation
from litwiki.citations.ris import to_ris
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.text.name_parts import parse_name
from tests.citations.readers import KETTLE, TEA, TITLES, paper, read_ris


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "rispy")


def test_what_is_known_is_said() -> None:
    text = to_ris(make_citation(KETTLE))
    assert text.count("\n") == text.count("\r\n")
    assert read_ris(text) == {
        "type_of_reference": "GEN",
        "id": "kettle",
        "title": "Kettle: Boiling Water with Gradient Descent",
        "authors": ["Boyle, Ada", "O'Hara, Zoë", "King, Martin, Jr.", "Kettle Team"],
        "year": "2026",
        "doi": "10.1234/a_b(c)<d>",
        "accession_number": "arXiv:2601.01234",
        "name_of_database": "arXiv",
        "issn": "978-3-16-148410-0",
        "urls": ["https://doi.org/10.1234/a_b(c)%3Cd%3E"],
        "notes": ["PMID: 123", "Code: https://github.com/example/a_kettle?x=1;y=2"],
    }


def test_an_article_has_its_journal() -> None:
    assert read_ris(to_ris(make_citation(TEA, key="ober:2021"))) == {
        "type_of_reference": "JOUR",
        "id": "ober:2021",
        "title": "Tea Leaves",
        "authors": ["Ober, Max"],
        "editors": ["Sample, Ben", "O'Hara, Zoë"],
        "journal_name": "Journal of Tea & Pots",
        "secondary_title": "Journal of Tea & Pots",
        "volume": "4",
        "number": "2",
        "start_page": "10",
        "end_page": "19",
        "publisher": "Press",
        "year": "2021",
        "date": "2021/06/12/",
    }


@pytest.mark.parametrize(
    ("type_", "tag"),
    [
        *(("preprint", "UNPB"), ("inproceedings", "CONF"), ("book", "BOOK"), ("chapter", "CHAP"), ("thesis", "THES")),
        *(("report", "RPRT"), ("dataset", "DATA"), ("software", "COMP"), ("other", "GEN"), ("", "GEN")),
    ],
)
def test_each_type_has_its_name(type_: str, tag: str) -> None:
    record = read_ris(to_ris(make_citation(Paper(Slug("x"), "Tea", publication=Publication(type_, "Kettle Days")))))
    assert (record["type_of_reference"], record["secondary_title"]) == (tag, "Kettle Days")
    assert "journal_name" not in record


def test_a_list_that_is_not_complete_says_so() -> None:
    known = Paper(Slug("x"), "Tea", authors=("Ada Boyle",), authors_complete=False)
    assert read_ris(to_ris(make_citation(known)))["authors"] == ["Boyle, Ada", "et al."]


def test_a_title_alone_makes_a_record_without_empty_fields() -> None:
    record = read_ris(to_ris(make_citation(paper("Who Watches the Pot?"))))
    assert record == {"type_of_reference": "GEN", "id": "x", "title": "Who Watches the Pot?"}


@given(TITLES, st.lists(TITLES, max_size=3))
def test_every_title_and_name_comes_back(title: str, names: list[str]) -> None:
    citation = make_citation(paper(title, *names))
    record = read_ris(to_ris(citation))
    assert record.get("title", "") == citation.title
    assert record.get("authors", []) == [parse_name(name).inverted for name in citation.authors]


def test_the_naughty_titles_come_back(shared: Path) -> None:
    corpus = json.loads((shared / "corpora" / "naughty_titles.json").read_bytes())
    for number, title in enumerate(corpus["titles"]):
        citation = make_citation(paper(title["text"], title["text"]))
        if citation.title:
            assert read_ris(to_ris(citation))["title"] == citation.title, number
