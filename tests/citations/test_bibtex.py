"""BibTeX, as bibtexparser reads it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.citations.bibtex import ENTRY_TYPES, entry_type, to_bibtex
from litwiki.citations.record import make_citation
from litwiki.model.entries import PAPER_TYPES, Link, Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.text.words import clean
from tests.citations.readers import KETTLE, TEA, TITLES, paper, read_bibtex


def test_what_is_known_is_said() -> None:
    assert read_bibtex(to_bibtex(make_citation(KETTLE))) == {
        "ID": "kettle",
        "ENTRYTYPE": "misc",
        "title": "Kettle: Boiling Water with Gradient Descent",
        "author": ["Ada Boyle", "O'Hara, Zoë", "King, Martin, Jr.", "Kettle Team"],
        "year": "2026",
        "eprint": "2601.01234",
        "archiveprefix": "arXiv",
        "doi": "10.1234/a_b(c)<d>",
        "isbn": "978-3-16-148410-0",
        "pmid": "123",
        "note": "Code: https://github.com/example/a_kettle?x=1;y=2",
    }


def test_an_article_has_its_journal_and_its_old_key() -> None:
    assert read_bibtex(to_bibtex(make_citation(TEA, key="ober:2021"))) == {
        "ID": "ober:2021",
        "ENTRYTYPE": "article",
        "title": "Tea Leaves",
        "author": ["Max Ober"],
        "editor": ["Sample, Ben", "Zoë O'Hara"],
        "journal": r"Journal of Tea \& Pots",
        "volume": "4",
        "number": "2",
        "pages": "10--19",
        "publisher": "Press",
        "year": "2021",
        "month": "jun",
        "day": "12",
    }


@pytest.mark.parametrize(
    ("type_", "kind", "venue", "publisher"),
    [
        ("article", "article", "journal", "publisher"),
        ("inproceedings", "inproceedings", "booktitle", "publisher"),
        ("chapter", "incollection", "booktitle", "publisher"),
        ("book", "book", "series", "publisher"),
        ("thesis", "phdthesis", "howpublished", "school"),
        ("report", "techreport", "howpublished", "institution"),
        ("preprint", "misc", "howpublished", "publisher"),
        ("dataset", "dataset", "howpublished", "publisher"),
        ("software", "software", "howpublished", "publisher"),
        ("other", "misc", "howpublished", "publisher"),
        ("", "misc", "howpublished", "publisher"),
    ],
)
def test_each_type_has_its_fields(type_: str, kind: str, venue: str, publisher: str) -> None:
    publication = Publication(type_, "Kettle Days", publisher="Press of Pots")
    entry = read_bibtex(to_bibtex(make_citation(Paper(Slug("x"), "Tea", publication=publication))))
    assert (entry["ENTRYTYPE"], entry[venue], entry[publisher]) == (kind, "Kettle Days", "Press of Pots")
    assert type_ in {"", *PAPER_TYPES}


@pytest.mark.parametrize("type_", ENTRY_TYPES)
def test_the_type_a_bibliography_gave_is_given_back(type_: str) -> None:
    for given_type in ENTRY_TYPES[type_]:
        assert entry_type(type_, given_type.upper()) == given_type
        assert entry_type("other" if type_ != "preprint" else "thesis", given_type) in {"misc", "phdthesis"}
    assert entry_type("other", "patent") == "patent"
    assert entry_type("other", "patent{") == "misc"


def test_a_title_alone_makes_a_record_without_empty_fields() -> None:
    entry = read_bibtex(to_bibtex(make_citation(paper("Who Watches the Pot?"))))
    assert entry == {"ID": "x", "ENTRYTYPE": "misc", "title": "Who Watches the Pot?"}


def test_a_list_that_is_not_complete_says_so() -> None:
    known = Paper(Slug("x"), "Tea", authors=("Ada Boyle",), authors_complete=False)
    assert read_bibtex(to_bibtex(make_citation(known)))["author"] == ["Ada Boyle", "others"]
    nobody = Paper(Slug("x"), "Tea", authors_complete=False)
    assert "author" not in read_bibtex(to_bibtex(make_citation(nobody)))


def test_an_address_is_given_that_no_id_stands_for() -> None:
    link = (Link("paper", "https://example.org/tea?a=1&b=2"),)
    for ids in ({}, {"doi": "10.1234/x"}):
        assert read_bibtex(to_bibtex(make_citation(Paper(Slug("x"), "Tea", ids=ids, links=link))))["url"] == link[0].url
    page = (Link("paper", "https://arxiv.org/abs/2601.01234"),)
    assert "url" not in read_bibtex(
        to_bibtex(make_citation(Paper(Slug("x"), "Tea", ids={"arxiv": "2601.01234"}, links=page)))
    )
    of_id = Paper(Slug("x"), "Tea", ids={"openreview": "kettle99"})
    assert read_bibtex(to_bibtex(make_citation(of_id)))["url"] == "https://openreview.net/forum?id=kettle99"
    assert "url" not in read_bibtex(to_bibtex(make_citation(Paper(Slug("x"), "Tea", ids={"arxiv": "2601.01234"}))))


OF_ESCAPES = {"\\textbackslash", "\\ensuremath", "\\lbrace", "\\rbrace", "\\textasciicircum"}


def test_several_links_to_code_are_one_note_behind_the_old_one() -> None:
    links = tuple(Link("code", f"https://example.org/{n}") for n in range(2))
    known = Paper(Slug("x"), "Tea", links=links)
    note = "Code: https://example.org/0; Code: https://example.org/1"
    assert read_bibtex(to_bibtex(make_citation(known)))["note"] == note
    assert read_bibtex(to_bibtex(make_citation(known, {"note": "Best paper"})))["note"] == f"Best paper. {note}"


# --- what a bibliography said --------------------------------------------------------------------------


def test_other_fields_are_given_back_as_they_were_written() -> None:
    said = {"series": r"{\'E}tudes on \emph{Tea}", "note (2)": "x", "keywords": "a, b", "Address": 'K\\"oln'}
    text = to_bibtex(make_citation(KETTLE, said))
    for line in (r"series = {{\'E}tudes on \emph{Tea}}", "note-2 = {x}", "keywords = {a, b}", 'address = {K\\"oln}'):
        assert f"  {line},\n" in text or f"  {line}\n" in text


@pytest.mark.parametrize("name", ["title", "author", "doi", "year"])
def test_what_the_paper_says_goes_before_what_a_bibliography_said(name: str) -> None:
    entry = read_bibtex(to_bibtex(make_citation(KETTLE, {name: "other"})))
    assert "other" not in entry[name]


@pytest.mark.parametrize(
    "value",
    [
        *(
            r"\input{/etc/passwd}",
            r"\immediate\write18{rm}",
            r"\def\a{b}",
            r"\catcode`\@=11",
            r"\csname input\endcsname",
        ),
        *("^^5cinput{x}", "}", "{", "a}, evil = {b", "\\", "x\\", r"\newcommand{\x}{y}", r"\directlua{x}", "{" * 9_000),
        *(r"\expandafter\x", r"\openin5=x", r"\special{x}", r"\loop\iftrue\repeat", "x" * 30_000 + "{"),
    ],
)
def test_what_tex_must_not_see_is_text(value: str) -> None:
    text = to_bibtex(make_citation(KETTLE, {"series": value}))
    shown = read_bibtex(text)["series"]
    assert set(re.findall(r"\\[A-Za-z]+", shown)) <= OF_ESCAPES
    assert "^^" not in shown


@given(st.text(st.sampled_from('{}\\^%@",=# \nab') | st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_a_bibliography_said_the_file_is_one_entry(value: str) -> None:
    read_bibtex(to_bibtex(make_citation(KETTLE, {"series": value, value: "x"}, value)))


def test_what_is_inherited_stands_in_the_entry() -> None:
    text = to_bibtex(make_citation(KETTLE, {"crossref": "conf", "xdata": "x", "entrytype": "online"}))
    assert "crossref" not in text
    assert "xdata" not in text
    assert "entrytype" not in text


# --- whatever the text ---------------------------------------------------------------------------------


def test_math_in_a_title_stays_math() -> None:
    citation = make_citation(paper("Fast \\(\\ell_0\\) norms and $x^{2}$"))
    assert "title = {{Fast $\\ell_0$ norms and $x^{2}$}}" in to_bibtex(citation)


@pytest.mark.parametrize("tex", ["x_{1", "x}", "\\}", "a\\", "%", "\\def\\a{b}", "\\input{x}", "\\write18{x}"])
def test_math_that_would_break_the_file_or_do_something_is_text(tex: str) -> None:
    text = to_bibtex(make_citation(paper(f"Fast \\({tex}\\) norms")))
    read_bibtex(text)
    assert not any(command in text for command in ("\\def", "\\input", "\\write"))


@pytest.mark.parametrize(
    "name", ["others", "And", "Salt and Pepper", "{", "}, x", "A, B, C, D", "@misc{x,", "Pot & Pan"]
)
def test_an_odd_author_is_one_author(name: str) -> None:
    citation = make_citation(paper("Title", "Ada Boyle", name, "Max Ober"))
    authors = read_bibtex(to_bibtex(citation))["author"]
    assert authors[0] == "Ada Boyle"
    assert authors[-1] == "Max Ober"
    assert authors[1] == name
    assert len(authors) == 3


@pytest.mark.slow
@given(TITLES, st.lists(TITLES, max_size=3))
def test_every_title_comes_back(title: str, names: list[str]) -> None:
    citation = make_citation(paper(title, *names))
    read = read_bibtex(to_bibtex(citation))
    if "$" in to_bibtex(citation).replace("\\$", ""):
        assert read["title"]
    elif citation.title:
        # pylatexenc reads \\textasciicircum as another circumflex
        assert clean(read["title"]) == citation.title.replace("^", "ˆ")


@pytest.mark.slow
def test_the_naughty_titles_come_back(shared: Path) -> None:
    corpus = json.loads((shared / "corpora" / "naughty_titles.json").read_bytes())
    for number, title in enumerate(corpus["titles"]):
        citation = make_citation(paper(title["text"], title["text"]))
        if not citation.title:
            continue
        read = read_bibtex(to_bibtex(citation))
        if "$" not in to_bibtex(citation).replace("\\$", ""):
            assert clean(read["title"]) == citation.title.replace("^", "ˆ"), number
        assert len(read["author"]) == 1, number
