"""The bibliographies among the cases that came out wrong: each as its README says, from the file to the export."""

from pathlib import Path

import pytest

from litwiki import content
from litwiki.citations import cite, to_bibtex
from litwiki.curation.checks import check_content
from litwiki.curation.ingest import Report, ingest
from litwiki.model.problems import Severity
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.text.name_parts import parse_name


@pytest.fixture
def wiki_of(shared: Path, new_wiki: Path) -> "Reader":
    return Reader(shared / "cases", new_wiki)


class Reader:
    def __init__(self, cases: Path, root: Path) -> None:
        self.cases, self.root = cases, root

    def __call__(self, case: str) -> Wiki:
        report = ingest(self.root, [self.cases / case / "refs.bib"])
        assert isinstance(report, Report)
        self.report = report
        assert not [problem for problem in check_content(self.root)[1] if problem.severity is Severity.ERROR]
        return content.load(self.root).wiki


def by_key(wiki: Wiki) -> dict[str, Paper]:
    return {key: paper for paper in wiki.papers.values() for key in paper.keys}


def exported(wiki: Wiki) -> str:
    return "\n".join(to_bibtex(cite(wiki, slug)) for slug in wiki.papers)


def test_braces_of_math_and_commands_stay(wiki_of: Reader) -> None:
    wiki = wiki_of("01-math-braces")
    titles = {key: paper.title for key, paper in by_key(wiki).items()}
    assert titles == {
        "a": r"Pouring in $\mathcal{N}=4$ kettles",
        "b": r"Jugs and the decay of $^{38}$Ca at $\sqrt{s}=13$ TeV",
        "c": r"Thin ${\mathrm{MoS}}_{2}$ lids",
        "d": r"Kettles of H$_2$O and CO$_{2}$",
        "e": r"Mould on \textit{Camellia sinensis} in CO\textsubscript{2}",
    }
    assert all(title in exported(wiki) for title in titles.values())


def test_accents_are_read_in_every_bracing(wiki_of: Reader) -> None:
    papers = by_key(wiki_of("02-accents"))
    assert papers["a"] is papers["b"]
    assert papers["a"].title == "Café naïve: Über die Kühlung von Töpfen"
    assert "Čech" in papers["c"].title
    assert "hős" in papers["d"].title
    assert papers["c"].authors == ("Jan Šimek", "Eva Dvořák", "Ota Dvořák")
    assert papers["d"].authors == ("Eva Mañana", "Pista Teáző")


def test_family_names_are_those_of_the_bibliography(wiki_of: Reader) -> None:
    wiki = wiki_of("05-family-names")
    (paper,) = wiki.papers.values()
    assert [parse_name(name).family for name in paper.authors] == [
        *("López Rivera", "Vale-Real Campos", "de la Cruz", "Spoon and Ladle")
    ]
    assert "{Spoon {and} Ladle}" in exported(wiki)


def test_lists_that_are_not_complete_say_so(wiki_of: Reader) -> None:
    wiki = wiki_of("06-and-others")
    assert [paper.authors_complete for paper in wiki.papers.values()] == [False] * 3
    assert not any("et al" in name or "others" in name for paper in wiki.papers.values() for name in paper.authors)
    assert exported(wiki).count("and others}") == 3


def test_arxiv_numbers_are_found_where_they_hide(wiki_of: Reader) -> None:
    papers = by_key(wiki_of("07-arxiv-ids"))
    ids = ("2401.00001", "2401.00002", "2401.00004", "hep-th/9901002")
    assert tuple(papers[key].ids["arxiv"] for key in "abcd") == ids


def test_a_field_or_a_key_that_stands_twice_loses_nothing(wiki_of: Reader) -> None:
    wiki = wiki_of("10-repeated-fields")
    assert sorted(paper.year or 0 for paper in wiki.papers.values()) == [1985, 2021, 2021, 2022]
    said = " ".join(remark.message for remark in wiki_of.report.remarks)
    assert "'note' more than once" in said
    assert "block" not in said


def test_a_paper_says_where_it_appeared(wiki_of: Reader) -> None:
    wiki = wiki_of("12-venue")
    text = exported(wiki)
    for part in (
        *("@inproceedings{a,", "booktitle = {Proceedings of the Kitchen Conference}", "pages = {1--9}", "month = jun"),
        *("@article{b,", "journal = {Journal of Tea}", "number = {2}", "@book{c,", "editor = {Ben Sample}"),
        "isbn = {978-3-16-148410-0}",
    ):
        assert part in text
    assert by_key(wiki)["a"].publication.date == "2020-06"
