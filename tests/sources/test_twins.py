"""One bibliography in four formats is read as one: `tests/data/twins/`."""

import json
from pathlib import Path

import pytest

from litwiki.citations.csl_json import to_csl
from litwiki.citations.record import make_citation
from litwiki.citations.ris import to_ris
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.venues import venue_key
from litwiki.sources import read_file
from litwiki.text.identifiers import id_key
from litwiki.text.name_parts import person_key
from litwiki.text.words import title_key
from tests.conftest import DATA

TWINS = DATA / "twins"
FORMATS = {"papers.bib": "bibtex", "papers.ris": "ris", "papers.csl.json": "csl-json", "papers.csv": "table"}


def said(entry: Entry) -> dict[str, object]:
    """What each format says of a paper, without its ways of writing it."""
    return {
        "title": title_key(entry.title),
        "authors": [person_key(name) for name in entry.authors],
        "complete": entry.authors_complete,
        "year": entry.year,
        "ids": {kind: id_key(kind, value) for kind, value in entry.ids.items()},
        "venue": venue_key(entry.publication.venue),
        "key": entry.key,
        "volume": entry.publication.volume,
        "issue": entry.publication.issue,
        "pages": entry.publication.pages,
        "publisher": entry.publication.publisher,
        "editors": [person_key(name) for name in entry.publication.editors],
        "date": entry.publication.date,
        "keywords": entry.keywords,
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same_of_each_paper(name: str) -> None:
    found = read_file(TWINS / name)
    assert found.head.source == FORMATS[name]
    assert found.rejected == ()
    expected = {entry.key: said(entry) for entry in read_file(TWINS / "papers.bib").entries}
    assert {entry.key: said(entry) for entry in found.entries} == expected
    assert len(expected) == 12


@pytest.mark.parametrize("form", ["ris", "csl-json"])
def test_what_we_export_says_the_same_again(form: str, tmp_path: Path) -> None:
    given = read_file(TWINS / "papers.bib").entries
    citations = [make_citation(paper_of(entry)) for entry in given]
    text = (
        "\n".join(map(to_ris, citations)) if form == "ris" else json.dumps([to_csl(citation) for citation in citations])
    )
    path = tmp_path / "export"
    path.write_text(text, encoding="utf-8", newline="")
    found = read_file(path)
    assert (found.head.source, found.rejected, found.remarks) == (form, (), ())
    unsaid = {"key": "", "keywords": ()}
    assert [said(entry) | unsaid for entry in found.entries] == [said(entry) | unsaid for entry in given]


def paper_of(entry: Entry) -> Paper:
    return Paper(
        Slug("paper"),
        entry.title,
        authors=entry.authors,
        authors_complete=entry.authors_complete,
        year=entry.year,
        ids=entry.ids,
        links=entry.links,
        publication=entry.publication,
    )


def test_types_are_the_same_where_the_format_has_one() -> None:
    kinds = [{entry.key: entry.publication.type for entry in read_file(TWINS / name).entries} for name in FORMATS]
    for key, kind in kinds[0].items():
        assert {found[key] for found in kinds} <= {kind, "other", ""}
