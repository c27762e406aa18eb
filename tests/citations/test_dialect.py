import pytest

from litwiki.citations import make_citation, to_bibtex
from litwiki.citations.dialect import without_subtitle
from litwiki.model.entries import Link, Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace

KETTLE = Paper(
    slug=Slug("kettle"),
    title="Kettle: A Memoir",
    authors=("Ada Boyle",),
    year=2024,
    publication=Publication("article", venue="Journal of Tea", issue="2", publisher="Kitchen Press", date="2024-05"),
)
PREPRINT = Paper(slug=Slug("steam"), title="Steam", ids={"arxiv": "2401.00001"}, publication=Publication("preprint"))


def fields(paper: Paper, said: dict[str, str]) -> dict[str, str]:
    lines = to_bibtex(make_citation(paper, said)).split("\n")[1:-2]
    pairs = [line.strip().rstrip(",").split(" = ", 1) for line in lines]
    return {name: value[1:-1] if value.startswith("{") else value for name, value in pairs}


def test_a_bibliography_gets_its_own_names_of_fields_back() -> None:
    said = {"journaltitle": "Journal of {Tea}", "date": "2024-05", "issue": "2", "organization": "Kitchen Press"}
    assert fields(KETTLE, said) == {"title": "{Kettle: A Memoir}", "author": "Ada Boyle", **said}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"date": "2023"}, {"year": "2024", "month": "may"}),
        ({"year": "2023a"}, {"year": "2024", "month": "may"}),
        ({"year": "in press"}, {"year": "2024", "month": "may"}),
        ({"month": "Jun/Jul"}, {"year": "2024", "month": "may"}),
        ({"year": "2024a"}, {"year": "2024a", "month": "may"}),
        ({"month": "May/Jun"}, {"year": "2024", "month": "May/Jun"}),
        ({"date": "2024-05/2024-06"}, {"date": "2024-05/2024-06"}),
    ],
)
def test_a_date_that_the_file_no_longer_has_is_left_out(said: dict[str, str], written: dict[str, str]) -> None:
    found = fields(KETTLE, said)
    assert {name: value for name, value in found.items() if name in {"date", "year", "month", "day"}} == written


def test_another_venue_is_written_beside_that_of_the_bibliography() -> None:
    found = fields(KETTLE, {"journaltitle": "Journal of Coffee"})
    assert found["journal"] == "Journal of Tea"


def test_editors_are_given_back_as_written_while_they_are_the_same() -> None:
    book = replace(KETTLE, publication=Publication("book", editors=("Max Ober",)))
    assert fields(book, {"editor": "Ober, Max and others"})["editor"] == "Ober, Max and others"
    assert fields(book, {"editor": "Roe, Dan and others"})["editor"] == "Max Ober"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({}, {"eprint", "archiveprefix"}),
        ({"journal": "arXiv preprint arXiv:2401.00001", "entrytype": "article"}, {"journal"}),
        ({"journal": "CoRR", "volume": "abs/2401.00001"}, {"journal", "volume"}),
        ({"doi": "10.48550/arXiv.2401.00001"}, {"doi"}),
        ({"note": "arXiv:2401.99999"}, {"note", "eprint", "archiveprefix"}),
        ({"primaryclass": "cs.LG"}, {"eprint", "archiveprefix", "primaryclass"}),
        ({"eprint": "2401.00001v3", "eprinttype": "arxiv"}, {"eprint", "eprinttype"}),
    ],
)
def test_an_arxiv_number_stands_where_the_bibliography_had_it(said: dict[str, str], names: set[str]) -> None:
    assert fields(PREPRINT, said).keys() - {"title"} == names


def test_an_address_in_another_field_is_not_repeated() -> None:
    paper = replace(KETTLE, links=(Link("paper", "https://kettle.example/a_b"),))
    assert "url" in fields(paper, {})
    assert "url" not in fields(paper, {"howpublished": r"\url{https://kettle.example/a\_b}"})


@pytest.mark.parametrize(
    ("title", "subtitle", "rest"),
    [
        ("Kettle: A Memoir", "A {Memoir}", "Kettle"),
        ("Who Pours? Everybody", "Everybody", "Who Pours?"),
        ("Kettle: A Memoir", "A Novel", "Kettle: A Memoir"),
        ("Kettle", "", "Kettle"),
        ("Kettle", "Kettle", "Kettle"),
    ],
)
def test_a_subtitle_stands_in_its_own_field(title: str, subtitle: str, rest: str) -> None:
    assert without_subtitle(title, {"subtitle": subtitle}) == rest
