"""arXiv's public metadata snapshot: JSON lines, one paper each (https://www.kaggle.com/datasets/Cornell-University/arxiv).

Its keys: `id`, `title`, `authors_parsed` (family, given, suffix), `abstract`, `doi`, `journal-ref`, `comments`,
`categories`, `versions` with their days, `update_date`. Texts are TeX. Its licence is CC0.
"""

import json
from collections.abc import Iterator, Mapping

from litwiki.curation.enrich.leads import Lead
from litwiki.curation.enrich.streams import Dump, objects_of
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Publication, Rejected
from litwiki.sources.record import Record
from litwiki.text.dates import parse_date, year_of
from litwiki.text.latex import from_bibtex
from litwiki.text.names import from_parts, split_printed_names
from litwiki.text.words import clean

name = "arxiv"
title = "arXiv's metadata snapshot"

MOST_AUTHORS = 10_000


def sniff(head: bytes) -> bool:
    """The first line has the keys that only this snapshot has together."""
    first = head.lstrip(b"\xef\xbb\xbf \n").partition(b"\n")[0]
    return first.startswith(b"{") and all(key in first for key in (b'"id"', b'"authors_parsed"', b'"categories"'))


def is_lines(head: bytes) -> bool:
    """Always."""
    del head
    return True


def leads(dump: Dump) -> Iterator[Lead | Rejected]:
    """Every paper in order."""
    for item in objects_of(dump):
        if isinstance(item, Rejected):
            yield item
            continue
        line, record = item
        number, printed = record.get("id"), record.get("title")
        if not isinstance(number, str) or not isinstance(printed, str):
            yield Rejected(str(dump.path), line, "a record without an id or a title", json.dumps(record)[:80])
            continue
        doi = record.get("doi")
        ids = (("arxiv", number), ("doi", doi)) if isinstance(doi, str) and doi else (("arxiv", number),)
        yield Lead(line, printed, ids, lambda record=record, line=line: _read(record, line))  # type: ignore[misc]


def _read(record: Mapping[str, JsonValue], line: int) -> Entry:
    found = Record()
    found.identify("id", "arxiv", _text(record.get("id")))
    for doi in _text(record.get("doi")).split():
        found.identify("doi", "doi", doi)
    for key in ("comments", "journal-ref", "report-no"):
        found.keep(key, tex(_text(record.get(key))))
    is_published = bool(found.extra.get("journal-ref") or "doi" in found.ids)
    authors, complete = _authors(record)
    date = parse_date(_first_version(record)) or parse_date(_text(record.get("update_date")))
    return Entry(
        title=tex(_text(record.get("title"))),
        abstract=tex(_text(record.get("abstract"))) or None,
        line=line,
        ids=found.ids,
        authors=authors,
        authors_complete=complete,
        year=year_of(date),
        publication=Publication(type="" if is_published else "preprint"),
        extra=found.extra,
    )


def tex(printed: str) -> str:
    """A text of arXiv, which is TeX, in our markup; formulas stay as they are."""
    return clean(from_bibtex(printed) if "\\" in printed else printed)


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def _first_version(record: Mapping[str, JsonValue]) -> str:
    """The day on which the first version came, as printed: a mail's date."""
    versions = record.get("versions")
    first = versions[0] if isinstance(versions, list) and versions else None
    return _text(first.get("created")) if isinstance(first, dict) else ""


def _authors(record: Mapping[str, JsonValue]) -> tuple[tuple[str, ...], bool]:
    parsed = record.get("authors_parsed")
    if not isinstance(parsed, list) or not parsed:
        return split_printed_names(tex(_text(record.get("authors"))))
    names = []
    for parts in parsed[:MOST_AUTHORS]:
        texts = [tex(_text(part)) for part in parts] if isinstance(parts, list) else []
        family, given, suffix = [*texts, "", "", ""][:3]
        if stored := from_parts(family, given, suffix=suffix):
            names.append(stored)
    return tuple(names), len(parsed) <= MOST_AUTHORS
