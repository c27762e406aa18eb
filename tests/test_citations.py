"""Citations, as independent programs read them: bibtexparser, rispy, citeproc-py."""

import json
import logging
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import bibtexparser.entrypoint as bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from litwiki.citations import make_citation, tex_text, to_bibtex, to_csl, to_ris, to_text
from litwiki.model.ids import Slug
from litwiki.model.records import Link, Paper
from litwiki.text.names import parse_name
from litwiki.text.words import clean

KETTLE = Paper(
    Slug("kettle"),
    "Kettle: Boiling Water with Gradient Descent",
    authors=("Ada Boyle", "O'Hara, Zoë", "Martin King Jr.", "Kettle Team"),
    year=2026,
    ids={"arxiv": "2601.01234", "doi": "10.1234/a_b(c)<d>", "pmid": "123", "isbn": "978-3-16-148410-0"},
    links=(Link("code", "https://github.com/example/a_kettle?x=1;y=2"),),
)
HOSTILE = (
    "Lone { brace",
    "Lone } brace",
    "\\",
    "100% of $5 & #1 ^ ~ _",
    "Quotes \" and ' and `",
    "``quoted'' -- and --- dashes",
    "@misc{evil, title = {x}}",
    "}\n}\n@article{evil,",
    "ER  - ",
    "TY  - JOUR\r\nER  - ",
    "\u2028TY  - JOUR\u2029",
    "<script>alert(1)</script> <i>x</i>",
    "?`! ,, ‘curly’ “quotes”",
    "\\input{/etc/passwd}",
    "شاي and 茶",
    "a, b",
    "\U0001f375 tea",
)
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
TITLES = PLAIN | st.text(string.punctuation + "ab \n", min_size=1, max_size=40) | st.sampled_from(HOSTILE)


def paper(title: str, *authors: str) -> Paper:
    return Paper(Slug("x"), title, authors=authors)


# --- the readers ---------------------------------------------------------------------------------------


def read_bibtex(text: str) -> Mapping[str, Any]:
    """The one entry of a text, LaTeX read as LaTeX prints it; fails where anything else is in it."""
    assert not text.replace("\\{", "").count("{") - text.replace("\\}", "").count("}")
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert library.failed_blocks == []
    assert len(library.blocks) == 1
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    for name in fields.keys() & {"title", "note"}:
        fields[name] = DECODER.latex_to_text(fields[name])
    if "author" in fields:
        fields["author"] = [DECODER.latex_to_text(name) for name in fields["author"]]
    return {"ID": entry.key, "ENTRYTYPE": entry.entry_type} | fields


DECODER = LatexNodes2Text(math_mode="text")


def read_ris(text: str) -> Mapping[str, Any]:
    (record,) = rispy.loads(text)
    assert "unknown_tag" not in record
    return cast("dict[str, Any]", record)


NAME_FIELDS = {"family": str, "given": str, "suffix": str, "literal": str}
ITEM_FIELDS = {
    "id": str,
    "type": str,
    "title": str,
    "author": list,
    "issued": dict,
    "number": str,
    "publisher": str,
    "DOI": str,
    "PMID": str,
    "ISBN": str,
    "URL": str,
    "note": str,
}
"""The part of the CSL-JSON schema that our items use: variables of CSL 1.0.2, Appendix IV, and their types."""


def read_csl(item: Mapping[str, object]) -> Any:
    """What citeproc makes of an item (it warns of unknown variables, and a warning fails a test), judged strictly."""
    item = json.loads(json.dumps(item))
    assert {key: type(value) for key, value in item.items()} == {key: ITEM_FIELDS[key] for key in item}
    assert item["type"] in {"article", "document"}
    for name in cast("list[dict[str, str]]", item.get("author", [])):
        assert {key: type(value) for key, value in name.items()} == {key: NAME_FIELDS[key] for key in name}
        assert ("literal" in name) != ("family" in name)
    for parts in cast("dict[str, Any]", item.get("issued", {})).get("date-parts", []):
        assert [type(part) for part in parts] == [int]
    return CiteProcJSON([item])[str(item["id"])]


# --- what is known, and nothing else -------------------------------------------------------------------


def test_bibtex_says_what_is_known() -> None:
    entry = read_bibtex(to_bibtex(make_citation(KETTLE)))
    assert entry == {
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
        "url": "https://doi.org/10.1234/a_b(c)%3Cd%3E",
        "note": "Code: https://github.com/example/a_kettle?x=1;y=2",
    }


def test_ris_says_what_is_known() -> None:
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


def test_csl_json_says_what_is_known() -> None:
    item = to_csl(make_citation(KETTLE))
    read = read_csl(item)
    assert str(read["title"]) == KETTLE.title
    assert [(str(n.get("family")), str(n.get("given"))) for n in read["author"][:2]] == [
        ("Boyle", "Ada"),
        ("O'Hara", "Zoë"),
    ]
    assert read["issued"]["year"] == 2026
    assert (item["DOI"], item["type"]) == ("10.1234/a_b(c)<d>", "document")


def test_a_preprint_leads_to_arxiv() -> None:
    citation = make_citation(Paper(Slug("x"), "Title", ids={"arxiv": "2601.01234v2"}))
    assert citation.url == "https://arxiv.org/abs/2601.01234v2"
    item = to_csl(citation)
    assert (item["type"], item["publisher"], item["number"]) == ("article", "arXiv", "arXiv:2601.01234v2")
    assert to_text(citation) == "Title. arXiv:2601.01234v2."


def test_a_title_alone_makes_a_record_without_empty_fields() -> None:
    citation = make_citation(paper("Who Watches the Pot?"))
    assert read_bibtex(to_bibtex(citation)) == {"ID": "x", "ENTRYTYPE": "misc", "title": "Who Watches the Pot?"}
    assert read_ris(to_ris(citation)) == {"type_of_reference": "GEN", "id": "x", "title": "Who Watches the Pot?"}
    assert to_csl(citation) == {"id": "x", "type": "document", "title": "Who Watches the Pot?"}
    assert to_text(citation) == "Who Watches the Pot?"


def test_math_in_a_title_stays_math_in_bibtex() -> None:
    citation = make_citation(paper("Fast \\(\\ell_0\\) norms and $x^{2}$"))
    assert "title = {{Fast $\\ell_0$ norms and $x^{2}$}}" in to_bibtex(citation)


@pytest.mark.parametrize("tex", ["x_{1", "x}", "\\}", "a\\", "%"])
def test_math_that_would_break_the_file_is_text(tex: str) -> None:
    read_bibtex(to_bibtex(make_citation(paper(f"Fast \\({tex}\\) norms"))))


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


# --- whatever the text ---------------------------------------------------------------------------------


@given(TITLES, st.lists(TITLES, max_size=3))
def test_every_title_and_name_comes_back(title: str, names: list[str]) -> None:
    citation = make_citation(paper(title, *names))
    if any(span.style.value in {"math", "display"} for span in citation.spans):
        assert read_bibtex(to_bibtex(citation))["title"]
    elif citation.title:
        # pylatexenc reads \\textasciicircum as another circumflex
        assert clean(read_bibtex(to_bibtex(citation))["title"]) == citation.title.replace("^", "ˆ")
    ris = read_ris(to_ris(citation))
    assert ris.get("title", "") == citation.title
    assert ris.get("authors", []) == [parse_name(name).inverted for name in citation.authors]
    item = to_csl(citation)
    assert item["title"] == citation.title
    read_csl(item)


def test_the_naughty_titles_come_back(shared: Path) -> None:
    corpus = json.loads((shared / "corpora" / "naughty_titles.json").read_bytes())
    for number, title in enumerate(corpus["titles"]):
        citation = make_citation(paper(title["text"], title["text"]))
        if not citation.title:
            continue
        assert read_ris(to_ris(citation))["title"] == citation.title, number
        read_csl(to_csl(citation))
        read = read_bibtex(to_bibtex(citation))
        if not any(span.style.value in {"math", "display"} for span in citation.spans):
            assert clean(read["title"]) == citation.title.replace("^", "ˆ"), number
        assert len(read["author"]) == 1, number


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "rispy")


@given(st.text(st.sampled_from("-`'?!,\\\\{}~^<|$&#_% aé"), max_size=10))
def test_signs_of_tex_are_written_one_by_one(raw: str) -> None:
    """Read from left to right, a sign that TeX would join with the one before it is kept apart."""
    joined = {"--", "``", "''", "?`", "!`", ",,"}
    apart = "".join(("{}" if a + b in joined else "") + tex_text(b) for a, b in zip(" " + raw, raw, strict=False))
    assert tex_text(raw) == apart
