"""PubMed's `.nbib`: a tag of up to four letters, a hyphen, the value; six spaces before what goes on.

A record begins with `PMID- ` and ends with an empty line. Source of the tags: National Library of Medicine,
"MEDLINE/PubMed data element (field) descriptions". Titles end with a point there, which is none of theirs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from litwiki.model.entries import Entry, RawListing
from litwiki.sources.columns import IGNORE, KEEP, column_key
from litwiki.sources.lines import Field
from litwiki.sources.record import from_markup, names_of
from litwiki.sources.row_entry import TYPES, Cell, entry_of, places_of, type_named
from litwiki.sources.source import Reading, or_refused
from litwiki.text.name_parts import from_parts
from litwiki.text.names import NameList
from litwiki.text.words import clean

name = "nbib"
title = "PubMed (.nbib)"

TAG = re.compile(r"\ufeff?([A-Z]{2,4}) {0,2}- ?(.*)")
FIRST = re.compile(r"^\ufeff?PMID *- *\d", re.MULTILINE)
PLACES = places_of(
    {"title": "TI", "venue": "JT TA BTI", "volume": "VI", "issue": "IP", "pages": "PG", "publisher": "PB", "date": "DP"}
    | {"editors": "FED ED", "abstract": "AB", "keywords": "OT", IGNORE: "FAU AU CN"}
    | {"pmid": "PMID", "pmcid": "PMC", "doi": "LID AID", "isbn": "ISBN"}
)
"""The tags of each field, best first; of authors the full names count."""
SINGLE = frozenset("venue volume issue pages publisher date".split())
"""Fields with one value: of a tag that comes again the first one counts, and the others are kept."""


def sniff(head: str) -> bool:
    """A record's first line."""
    return FIRST.search(head) is not None


def read(raw: RawListing) -> Reading:
    """Every record in order."""
    reason = "neither a record, which begins with `PMID- `, nor a part of one"
    for fields in _records(raw.text):
        yield or_refused(_entry(fields), raw.path, reason, fields[0].text[:200])


def _records(text: str) -> Iterator[list[Field]]:
    fields: list[Field] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = TAG.fullmatch(line)
        printed = clean(match[2] if match else line)
        if fields and match and match[1] == "PMID":
            yield fields
            fields = []
        if printed and fields and not match and line.startswith(" "):
            fields[-1].parts.append(printed)
        elif printed:
            fields.append(Field(match[1] if match else "text", number, [printed]))
    if fields:
        yield fields


def _entry(fields: Sequence[Field]) -> Entry:
    texts: dict[str, list[str]] = {}
    for field in fields:
        texts.setdefault(field.tag, []).append(field.text)
    # Most types say what is in a publication; a preprint is called an article, too.
    types = sorted(filter(None, map(type_named, texts.get("PT", ()))), key="article".__eq__)
    is_book = "BTI" in texts and "TI" not in texts
    otherwise = "article" if texts.keys() & {"JT", "TA"} else "book" if is_book else "chapter" if "BTI" in texts else ""
    places = {**PLACES, "BTI": ("title", 0)} if is_book else PLACES
    line = next((field.line for field in fields if field.tag == ("BTI" if is_book else "TI")), fields[0].line)
    return entry_of(_cells(texts, places), line, from_markup, [*types, otherwise][0], _authors(texts))


def _cells(texts: Mapping[str, Sequence[str]], places: Mapping[str, tuple[str, int]]) -> Iterator[Cell]:
    """The fields as cells of a row, those of one tag as one."""
    for tag, said in texts.items():
        field, rank = places.get(tag, (KEEP, 0))
        parts = [*dict.fromkeys(said)]
        if field == "doi":  # or another of the article's identifiers, which say in brackets what they are
            yield Cell(tag, KEEP, 0, tuple(text for text in said if not text.endswith(" [doi]")))
            parts = [text.removesuffix(" [doi]") for text in said if text.endswith(" [doi]")]
        elif tag in {"TI", "BTI"}:
            parts = [said[0].removesuffix(".")]
        elif tag == "PT":
            parts = [text for text in said if column_key(text) not in TYPES]
        elif tag == "ISBN":
            parts = [text.partition(" ")[0] for text in said]
        elif tag == "OT":
            parts = [text.removeprefix("*") for text in said]
        elif tag == "TA" and "JT" in texts:
            continue  # the same in short
        if field in SINGLE:
            yield from (Cell(tag, field, rank, (part,)) for part in parts)
        else:
            yield Cell(tag, field, rank, tuple(parts), is_list=True, is_alike=True)
    # A star marks a subject that the article is about.
    starred = (text.split("/")[0].removeprefix("*") for text in texts.get("MH", ()) if "*" in text)
    yield Cell("MH", "keywords", 0, tuple(starred), is_list=True)


def _authors(texts: Mapping[str, Sequence[str]]) -> NameList:
    """Authors in full where the record has them, then groups."""
    # A short name has its initials last: "Boyle AB".
    short = (re.sub(r" (?=[A-Z]{1,4}\Z)", ", ", text) for text in texts.get("AU", ()))
    people, complete = names_of([*texts.get("FAU", short)])
    return people + tuple(from_parts("", literal=text) for text in texts.get("CN", ())), complete
