"""arXiv's public metadata snapshot: JSON lines, one paper each (https://www.kaggle.com/datasets/Cornell-University/arxiv).

Its keys: `id`, `title`, `authors_parsed` (family, given, suffix), `abstract`, `doi`, `journal-ref`, `comments`,
`categories`, `versions` with their days, `update_date`. Texts are TeX. Its licence is CC0.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial

from litwiki.curation.enrich.service import list_at, text_at
from litwiki.curation.enrich.streams import Dump, Lead, leads_of
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Publication, Rejected
from litwiki.model.replace import replace
from litwiki.sources.record import Record
from litwiki.text.dates import parse_date, year_of
from litwiki.text.latex import from_bibtex
from litwiki.text.name_parts import from_parts
from litwiki.text.names import NameList, split_printed_names
from litwiki.text.words import clean

name = "arxiv"
title = "arXiv's metadata snapshot"

MOST_AUTHORS = 10_000


def sniff(head: bytes) -> bool:
    """The first line has the keys that only this snapshot has together."""
    first = head.lstrip(b"\xef\xbb\xbf \n").partition(b"\n")[0]
    return first.startswith(b"{") and all(key in first for key in (b'"id"', b'"authors_parsed"', b'"categories"'))


def leads(dump: Dump) -> Iterator[Lead | Rejected]:
    """Every paper in order."""
    return leads_of(dump, partial(_lead, dump))


def _lead(dump: Dump, record: Mapping[str, JsonValue], line: int) -> Lead | Rejected:
    number, printed, doi = record.get("id"), record.get("title"), record.get("doi")
    if not isinstance(number, str) or not isinstance(printed, str):
        return dump.reject(line, "a record without an id or a title", json.dumps(record)[:80])
    ids = (("arxiv", number), ("doi", doi)) if isinstance(doi, str) and doi else (("arxiv", number),)
    return Lead(line, printed, ids, lambda: _read(record, line))


def _read(record: Mapping[str, JsonValue], line: int) -> Entry:
    fields = Record()
    fields.identify("id", "arxiv", text_at(record, "id"))
    for doi in text_at(record, "doi").split():
        fields.identify("doi", "doi", doi)
    for key in ("comments", "journal-ref", "report-no"):
        fields.keep(key, tex(text_at(record, key)))
    is_published = bool(fields.extra.get("journal-ref") or "doi" in fields.ids)
    first = next(iter(list_at(record, "versions")), None)
    date = parse_date(text_at(first, "created")) or parse_date(text_at(record, "update_date"))
    publication = Publication(type="" if is_published else "preprint")
    abstract = tex(text_at(record, "abstract"))
    entry = fields.entry(tex(text_at(record, "title")), line, _authors(record), publication, abstract=abstract)
    return replace(entry, year=year_of(date))


def tex(printed: str) -> str:
    """A text of arXiv, which is TeX, in our markup; formulas stay as they are."""
    return clean(from_bibtex(printed) if "\\" in printed else printed)


def _authors(record: Mapping[str, JsonValue]) -> NameList:
    parsed = record.get("authors_parsed")
    if not isinstance(parsed, list) or not parsed:
        return split_printed_names(tex(text_at(record, "authors")))
    names = []
    for parts in parsed[:MOST_AUTHORS]:
        texts = [tex(text_at(part)) for part in parts] if isinstance(parts, list) else []
        family, given, suffix = [*texts, "", "", ""][:3]
        if stored := from_parts(family, given, suffix=suffix):
            names.append(stored)
    return tuple(names), len(parsed) <= MOST_AUTHORS
