"""Citations, as independent programs read them: bibtexparser, rispy, citeproc-py; and papers to try."""

import json
import string
from collections.abc import Mapping
from typing import Any, cast

import bibtexparser.entrypoint as bibtexparser
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from citeproc.source.json import CiteProcJSON
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from litwiki.model.entries import Link, Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper

KETTLE = Paper(
    Slug("kettle"),
    "Kettle: Boiling Water with Gradient Descent",
    authors=("Ada Boyle", "O'Hara, Zoë", "Martin King Jr.", "Kettle Team"),
    year=2026,
    ids={"arxiv": "2601.01234", "doi": "10.1234/a_b(c)<d>", "pmid": "123", "isbn": "978-3-16-148410-0"},
    links=(Link("code", "https://github.com/example/a_kettle?x=1;y=2"),),
)
TEA = Paper(
    Slug("tea-leaves"),
    "Tea Leaves",
    authors=("Max Ober",),
    year=2021,
    publication=Publication(
        *("article", "Journal of Tea & Pots", "4", "2", "10-19", "Press", ("Sample, Ben", "Zoë O'Hara"), "2021-06-12"),
    ),
    keys=("ober:2021",),
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
    # rispy does not know the tag of editors of the first specification of RIS, which Zotero and EndNote read.
    unknown = record.pop("unknown_tag", {})
    assert set(unknown) <= {"ED"}
    record |= {"editors": unknown["ED"]} if unknown else {}
    return cast("dict[str, Any]", record)


ITEM_TYPES = {
    *("article", "article-journal", "book", "chapter", "dataset", "document", "paper-conference", "report"),
    *("software", "thesis"),
}
"""Types of CSL 1.0.2, Appendix III."""
NAME_FIELDS = {"family": str, "given": str, "suffix": str, "literal": str}
ITEM_FIELDS = {
    "id": str,
    "citation-key": str,
    "container-title": str,
    "volume": str,
    "issue": str,
    "page": str,
    "editor": list,
    "abstract": str,
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


def read_csl(written: Mapping[str, object]) -> Any:
    """What citeproc makes of an item (it warns of unknown variables, and a warning fails a test), judged strictly."""
    item = cast("dict[str, Any]", json.loads(json.dumps(written)))
    assert {key: type(value) for key, value in item.items()} == {key: ITEM_FIELDS[key] for key in item}
    assert item["type"] in ITEM_TYPES
    for name in cast("list[dict[str, str]]", item.get("author", []) + item.get("editor", [])):
        assert {key: type(value) for key, value in name.items()} == {key: NAME_FIELDS[key] for key in name}
        assert ("literal" in name) != ("family" in name)
    for parts in cast("dict[str, Any]", item.get("issued", {})).get("date-parts", []):
        assert [type(part) for part in parts] == [int] * len(parts)
        assert 1 <= len(parts) <= 3
    # citeproc-py knows the variables of CSL 1.0.1; this one came with 1.0.2.
    item.pop("citation-key", None)
    return CiteProcJSON([item | ({"type": "article"} if item["type"] == "software" else {})])[str(item["id"])]
