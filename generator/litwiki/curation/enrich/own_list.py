"""Lists of people's own as dumps: CSV, JSON lines, a JSON list, or an object whose keys are titles.

Columns are recognised by their names, as `sources.table` does. CSV and JSON lines stream; any other JSON is read as a
whole and has a bound. `title_there` is the title under which the list found the paper, `published_year` the year of the
publication that `venue` names.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import partial
from io import TextIOWrapper
from typing import TextIO

from litwiki.curation.enrich.streams import BLANK, LONGEST_LINE, Dump, Lead, is_lines, leads_of
from litwiki.model.entries import Entry, Rejected
from litwiki.model.replace import replace
from litwiki.sources import LARGEST, table
from litwiki.sources.columns import SUFFICIENT, field_of
from litwiki.sources.json_items import Item, JsonText, first_item, read_items, read_keyed
from litwiki.sources.table import LISTS
from litwiki.text.dates import parse_date, year_of
from litwiki.text.id_kinds import ID_KINDS
from litwiki.text.words import clean

name = ""
title = "a list of your own"

MOST_COLUMNS = 1_000
DELIMITERS = ",\t;|"
PUBLISHED_YEAR = "published_year"
BOOKKEEPING = frozenset({"source", "sources"})
"""What a list says of itself and not of its papers."""
CONFERENCE = re.compile(
    r"(?:findings of |proceedings of |\d{4} )?(?:[\w’'-]+ )*(?:conference|symposium|workshop|proceedings|meeting)\b.*"
    r"|(?:(?:findings of )?(?:aaai|aacl|acl|aistats|cikm|colm|coling|colt|conll|corl|cvpr|eacl|eccv|ecir|emnlp|iccv"
    r"|iclr|icml|icra|ijcai|interspeech|kdd|lrec|miccai|mlsys|naacl|ndss|neurips|nips|recsys|sigir|sosp|uai|usenix"
    r"|vldb|wacv|wsdm|www)(?: (?:findings|workshops?|\d{4}))*)",
    re.IGNORECASE,
)
JOURNAL = re.compile(r".*\b(?:journal|transactions|letters|magazine|review|annals)\b.*|jmlr|tmlr|tacl", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Anything that may be a table or JSON: this form is asked last."""
    return bool(head.strip()) and b"\0" not in head


def leads(dump: Dump) -> Iterator[Lead | Rejected]:
    """Every record in order."""
    if _has_a_record_a_line(dump.head):
        yield from leads_of(dump, partial(_lead, dump), number=str)
    elif dump.head.lstrip(BLANK)[:1] in {b"[", b"{"}:
        yield from _json(dump)
    else:
        # What is no UTF-8 is a replacement character.
        text = TextIOWrapper(dump.stream, "utf-8-sig", errors="replace", newline="")
        try:
            yield from _csv(text, dump)
        finally:
            text.detach()  # who opened the stream closes it


def _has_a_record_a_line(head: bytes) -> bool:
    """Whether the first line is a whole record, and so each is one."""
    first = head.lstrip(BLANK).partition(b"\n")[0].strip()
    if not is_lines(head) or not first.endswith(b"}"):
        return False
    item = first_item(first.decode("utf-8", "replace"), LISTS)
    return item is not None and any(field_of(column, {}) in SUFFICIENT for column in item)


# --- JSON ----------------------------------------------------------------------------------------------


def _json(dump: Dump) -> Iterator[Lead | Rejected]:
    content = dump.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        most = f"{LARGEST // 2**20} MB"
        yield dump.reject(1, f"is one JSON text of more than {most}; write it as JSON lines, one record a line")
        return
    text = content.decode("utf-8-sig", "replace")
    first = next(read_keyed(text), None)
    # An object of objects that is no list of papers under a name.
    is_keyed = first is not None and isinstance(first[1], Item) and not field_of(first[0], {})
    items = read_keyed(text) if is_keyed else ((None, item) for item in read_items(text, LISTS))
    for key, item in items:
        if isinstance(item, Rejected):
            yield dump.reject(item.line, item.reason, item.raw)
        else:
            record = item.value if key is None or "title" in item.value else {"title": key, **item.value}
            yield _lead(dump, record, item.line)


def _lead(dump: Dump, record: Mapping[str, JsonText], line: int) -> Lead | Rejected:
    printed, ids = "", []
    for column, value in record.items():
        field = field_of(column, {})
        if field == "title" and isinstance(value, str):
            printed = printed or value
        elif field in ID_KINDS and isinstance(value, str) and value:
            ids.append((field, value))
    if not printed and not ids:
        return dump.reject(line, "a record without a title and without an id", str(dict(record))[:80])
    return Lead(line, printed, tuple(ids), lambda: completed(table.entry_of_row(record, line)))


# --- CSV -----------------------------------------------------------------------------------------------


def _csv(text: TextIO, dump: Dump) -> Iterator[Lead | Rejected]:
    head = text.readline(65_536)
    delimiter = max(DELIMITERS, key=head.count)
    columns = [clean(cell) for cell in next(csv.reader([head], delimiter=delimiter), [])]
    fields = {field_of(column, {}) for column in columns}
    if not fields & (SUFFICIENT | ID_KINDS.keys()) or len(columns) > MOST_COLUMNS:
        yield dump.reject(1, "the first line names no column for a title or an id", head[:80])
        return
    # A line without an end comes in pieces, which are no rows: nothing is held that has no bound.
    lines = iter(lambda: text.readline(LONGEST_LINE), "")
    rows = csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter)
    while True:
        line = rows.line_num + 2
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield dump.reject(line, f"no row of a table: {error}")
            continue
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(columns):
            reason = f"a row of {len(row)} cells where the header has {len(columns)}"
            yield dump.reject(line, reason, ", ".join(row)[:80])
            continue
        yield _lead(dump, dict(zip(columns, row, strict=False)), line)


# --- what such lists mean ------------------------------------------------------------------------------


def completed(entry: Entry) -> Entry:
    """An entry with what its other columns say of its publication."""
    extra = {key: value for key, value in entry.extra.items() if key not in BOOKKEEPING}
    publication = entry.publication
    published = parse_date(extra.get(PUBLISHED_YEAR, ""))
    if publication.venue and not publication.type:
        publication = replace(publication, type=type_of_venue(publication.venue, entry.ids))
    if publication.venue and year_of(published):
        publication = replace(publication, date=published)
    return replace(entry, publication=publication, extra=extra)


def type_of_venue(venue: str, ids: Mapping[str, str]) -> str:
    """What a paper is by the name of its venue; empty where the name does not say.

    >>> type_of_venue("ICLR", {}), type_of_venue("Journal of Tea Research", {}), type_of_venue("Kettle Days", {})
    ('inproceedings', 'article', '')
    """
    if CONFERENCE.fullmatch(venue):
        return "inproceedings"
    if JOURNAL.fullmatch(venue):
        return "article"
    is_in_volume = "acl" in ids and not re.match(
        r"(?i)(?:tacl|cl)\b|[QJ]\d", ids["acl"].partition(".")[2] or ids["acl"]
    )
    return "inproceedings" if is_in_volume else ""
