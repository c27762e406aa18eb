from pathlib import Path

import pytest

from litwiki import content
from litwiki.bibliography import arxiv_id, doi_of, read_bibtex, read_one
from litwiki.curation.ingest import Report, add
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug

REFERENCES = r"""
% ours
@string{press = "Kitchen Press"}
@inproceedings{boyle2025,
  title = {{Kettle}: Boiling {W}ater at $100^\circ$ and 5\% less},
  author = {Boyle, Ada and O'Hara, Zo{\"e} and {The Soup Group} and others},
  year = 2025, publisher = press,
  eprint = {2501.00123}, archiveprefix = {arXiv},
  doi = {https://doi.org/10.1234/kettle.5},
}
@misc{ladle, title = "Ladle", url = "https://example.org/ladle", date = {2024-05-01}}
@comment{nothing}
@article{untitled, year = 1999}
@article{broken, title = {No end
"""


def test_a_bibliography_gives_entries_and_what_it_cannot_read() -> None:
    reading = read_bibtex(REFERENCES.encode(), "refs.bib")
    kettle, ladle = reading.entries
    assert kettle.title == r"Kettle: Boiling Water at $100^\circ$ and 5\% less"
    assert kettle.authors == ("Ada Boyle", "Zoë O'Hara", "The Soup Group")
    assert (kettle.year, kettle.line) == (2025, 4)
    assert kettle.ids == {"arxiv": "2501.00123", "doi": "10.1234/kettle.5"}
    assert (ladle.title, ladle.year, [x.url for x in ladle.links]) == ("Ladle", 2024, ["https://example.org/ladle"])
    assert [(r.path, r.line) for r in reading.rejected] == [("refs.bib", 13), ("refs.bib", 14)]
    assert "title" in reading.rejected[0].reason


@pytest.mark.parametrize("text", ["just text", "{}", "% nothing"])
def test_a_file_without_entries_is_said(text: str) -> None:
    assert [r.line for r in read_bibtex(text.encode(), "x.bib").rejected] == [1]


def test_a_file_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(UsageError, match=r"x.bib:2: byte 0xb0 is not UTF-8"):
        read_bibtex(b"@misc{a,\ntitle={5 \xb0}}", "x.bib")


def test_no_real_bibliography_ends_in_an_error(shared: Path) -> None:
    files = sorted((shared / "corpora" / "bib").glob("*.bib"))
    assert len(files) > 15
    read = 0
    for file in files:
        if "windows-1252" in file.name:
            continue
        reading = read_bibtex(file.read_bytes(), file.name)
        read += len(reading.entries)
        assert all(entry.title and not any("{" in name for name in entry.authors) for entry in reading.entries)
        assert all(rejected.reason and rejected.line for rejected in reading.rejected)
    assert read > 250


@pytest.mark.parametrize(
    "text",
    ["2410.23168", "arXiv:2410.23168", "https://arxiv.org/abs/2410.23168", "http://arxiv.org/pdf/2410.23168.pdf"],
)
def test_an_arxiv_id_is_read_from_what_people_paste(text: str) -> None:
    assert arxiv_id(text) == "2410.23168"


@pytest.mark.parametrize("text", ["10.1000/182", "doi:10.1000/182", "https://doi.org/10.1000/182"])
def test_a_doi_is_read_from_what_people_paste(text: str) -> None:
    assert doi_of(text) == "10.1000/182"


@pytest.mark.parametrize("values", [{"arxiv": "24.1"}, {"doi": "11.1/2"}, {"arxiv": "https://example.org/x"}])
def test_what_is_no_id_is_said(values: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="one looks like"):
        read_one("A title", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["", " ", "2410.23168", "10.1000/182"])
def test_a_paper_needs_a_title(title: str) -> None:
    with pytest.raises(UsageError, match="title"):
        read_one(title)


def test_a_paper_is_added_once_and_filled_later(new_wiki: Path) -> None:
    first = add(new_wiki, read_one("Kettle: Boiling Water", authors=("Ada Boyle",)))
    assert isinstance(first, Report)
    assert (first.new, first.listings, first.written) == (("kettle",), (), ("content/papers/kettle.md",))
    again = add(new_wiki, read_one("kettle - boiling water", year=2025, doi="10.1000/182"))
    assert isinstance(again, Report)
    assert (again.new, again.known) == ((), ("kettle",))
    paper = content.load(new_wiki).wiki.papers[Slug("kettle")]
    assert (paper.title, paper.authors, paper.year, paper.ids) == (
        "Kettle: Boiling Water",
        ("Ada Boyle",),
        2025,
        {"doi": "10.1000/182"},
    )
    assert not list((new_wiki / "content" / "listings").glob("*.yml"))


def test_a_bibliography_may_come_again(new_wiki: Path) -> None:
    reading = read_bibtex(REFERENCES.encode(), "refs.bib")
    assert isinstance(add(new_wiki, reading), Report)
    again = add(new_wiki, reading)
    assert isinstance(again, Report)
    assert (again.new, again.written, again.conflicts) == ((), (), ())
