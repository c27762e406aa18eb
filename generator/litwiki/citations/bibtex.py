"""BibTeX: a citation in, an entry in UTF-8 out, its type, key and fields as its bibliography had them."""

import re
from collections.abc import Iterator, Mapping

from litwiki.citations.dialect import said_otherwise, without_subtitle
from litwiki.citations.record import Citation, plain
from litwiki.citations.tex import tex_markup, written
from litwiki.text.name_parts import parse_name
from litwiki.text.tex_writer import tex_text

ENTRY_TYPES = {
    "preprint": ("misc", "unpublished", "online", "electronic", "article", "preprint"),
    "article": ("article", "periodical", "suppperiodical", "review"),
    "inproceedings": ("inproceedings", "conference"),
    "book": (
        *("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "booklet", "manual"),
        *("reference", "mvreference"),
    ),
    "chapter": ("incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference"),
    "thesis": ("phdthesis", "mastersthesis", "thesis", "bathesis"),
    "report": ("techreport", "report"),
    "dataset": ("dataset",),
    "software": ("software",),
}
"""The entry types that a type of ours may be, the plain one first: a bibliography's own type is given back where it is
among them. Classic styles have no `@dataset` and `@software` and print them as `@misc`, with a warning; biblatex and
Zotero know them, and as `@misc` they would be lost."""
OF_TYPES = {one for ours, several in ENTRY_TYPES.items() if ours != "preprint" for one in several}
PLAIN = "misc"
VENUES = {"article": "journal", "inproceedings": "booktitle", "chapter": "booktitle", "book": "series"}
"""The field of a type that is its venue; that of any other is `howpublished`, which all styles print."""
PUBLISHERS = {"thesis": "school", "report": "institution"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OMITTED = frozenset({"entrytype", "crossref", "xdata", "abstract"})
"""Fields that are said otherwise: what an entry inherits stands in the entry, whose parent may not be in this file, and
an abstract where the wiki keeps abstracts."""
END = "\n}\n"
FIELD_NAME = re.compile(r"[a-z][a-z0-9_:.+/-]*")
REPEATED = re.compile(r"\s*\((\d+)\)\Z")
DASHES = re.compile(r"(?<=\w)\s*[-–—]+\s*(?=\w)")
NOT_IN_KEY = re.compile(r"""[\s{}(),=\\"#%'~@]+""")
"""What cannot stand in a citation key (btxdoc; `~` and `\\` because TeX reads the key, too)."""


def to_bibtex(citation: Citation) -> str:
    """A BibTeX entry. A title keeps its capitals by a second pair of braces; an arXiv id stands as arXiv asks
    (https://info.arxiv.org/help/hypertex/bibstyles/).

    An address is left out that a DOI or an arXiv id already is. Other keys of the paper are biblatex's `ids`, by which
    old documents go on citing it. An abstract is the last field.
    """
    # A field that stood twice, which BibTeX forbids: `note (2)` is `note-2`.
    extra = {REPEATED.sub(r"-\1", name.lower()): value for name, value in citation.extra}
    if extra.get("keyword") == extra.get("keywords"):
        extra.pop("keywords", "")
    kind = entry_type(citation.publication.type, extra.get("entrytype", ""))
    venue = VENUES.get(citation.publication.type, "howpublished")
    publisher = PUBLISHERS.get(citation.publication.type, "publisher")
    said, stale = said_otherwise(citation, extra, venue, publisher)
    ours = _fields(citation, extra, venue, publisher)
    fields = {name: value for name, value in ours if name not in said}
    passed_over = {*OMITTED, *stale, *fields}
    for name, value in extra.items():
        if name not in passed_over and FIELD_NAME.fullmatch(name) and value.strip():
            fields[name] = f"{{{written(value)}}}"
    if citation.other_keys:
        known = [*extra.get("ids", "").split(","), *(NOT_IN_KEY.sub("", key) for key in citation.other_keys)]
        fields["ids"] = f"{{{','.join(dict.fromkeys(key for one in known if (key := one.strip())))}}}"
    note = _note(citation)
    if note:
        fields["note"] = f"{{{fields['note'][1:-1]}. {note}}}" if "note" in fields else f"{{{note}}}"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return with_abstract(f"@{kind}{{{key_of(citation)},\n{lines}{END}", citation.abstract)


def with_abstract(entry: str, abstract: str) -> str:
    """An entry that has no abstract with one, in our markup."""
    tex = tex_markup(abstract)
    return f"{entry.removesuffix(END)},\n  abstract = {{{tex}}}{END}" if tex else entry


def entry_type(type_: str, written: str = "") -> str:
    """The entry type of a paper: the one its bibliography gave, where it still says what the paper is.

    >>> entry_type("thesis"), entry_type("thesis", "mastersthesis"), entry_type("article", "misc"), entry_type("")
    ('phdthesis', 'mastersthesis', 'article', 'misc')
    """
    options = ENTRY_TYPES.get(type_, ())
    written = written.strip().lower()
    if written in options:
        return written
    if not options and written.isascii() and written.isalpha() and written not in OF_TYPES:
        return written
    return options[0] if options else PLAIN


def key_of(citation: Citation) -> str:
    """The citation key without what no key can have; the slug where nothing is left."""
    return NOT_IN_KEY.sub("", citation.key) or citation.slug


def _fields(citation: Citation, extra: Mapping[str, str], venue: str, publisher: str) -> Iterator[tuple[str, str]]:
    """The fields of what papers have, with the delimiters of their values."""
    publication = citation.publication
    year, month, day = (*citation.date, 0, 0, 0)[:3]
    pages = DASHES.sub("--", plain(publication.pages))
    shown = "" if citation.doi or citation.arxiv else citation.url
    values = {
        "title": f"{{{tex_markup(without_subtitle(citation.markup, extra)) or tex_text(citation.title)}}}",
        "author": _people(citation.authors, complete=citation.authors_complete),
        "editor": _people(publication.editors, complete=True),
        venue: tex_markup(publication.venue),
        "volume": tex_text(plain(publication.volume)),
        "number": tex_text(plain(publication.issue)),
        "pages": "--".join(map(tex_text, pages.split("--"))),
        publisher: tex_markup(publication.publisher),
        "year": str(year or ""),
        "month": MONTHS[month - 1] if month else "",
        "day": str(day or ""),
        "eprint": citation.arxiv,
        "archiveprefix": "arXiv" if citation.arxiv else "",
        "doi": _bare(citation.doi),
        "isbn": _bare(citation.isbn),
        "pmid": _bare(citation.pmid),
        "url": _bare(citation.address or shown),
    }
    for name, value in values.items():
        if value:
            yield name, value if name == "month" else f"{{{value}}}"


def _people(names: tuple[str, ...], *, complete: bool) -> str:
    return " and ".join([*map(_tex_name, names), *([] if complete or not names else ["others"])])


def _tex_name(printed: str) -> str:
    """A name that BibTeX takes apart as we do; a group's in braces, which keep it whole."""
    name = parse_name(printed)
    whole = not name.given
    words = (name.family if whole else name.inverted if name.suffix else printed).split()
    text = tex_text(" ".join(words))
    if any(word.lower() in {"and", "others"} for word in words):
        text = " ".join(f"{{{word}}}" if word.lower() in {"and", "others"} else tex_text(word) for word in words)
    if (whole and " " in text) or text.lower() == "others" or (whole and "," in text):
        return f"{{{text}}}"
    return text


def _note(citation: Citation) -> str:
    known = " ".join(value for _, value in citation.extra)
    notes = [citation.status, *(f"Code: {url}" for url in citation.code if url not in known)]
    return "; ".join(tex_text(note) for note in notes if note)


def _bare(identifier: str) -> str:
    """An id or address for a field that styles print as it is: only what would break the file is encoded."""
    return identifier.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
