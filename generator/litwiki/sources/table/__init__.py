"""Tables of papers: CSV, TSV or semicolons with a header, and rows of JSON, one paper a row.

A column is matched by its name (`columns`), or by what a person said of it. One that no field is for is kept with
each paper, and named once. A header is required: of a text with commas nobody knows what stands where, so a table is
only what begins with names of columns that we know.

Cells are plain text, as people type them; the exception is Zotero's export, which writes the HTML of its titles.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from litwiki.model.entries import Entry, RawListing, Rejected, Remark
from litwiki.model.replace import replace
from litwiki.sources.columns import IDENTIFYING, KEEP, SUFFICIENT, column_key, field_of, named_by, rank_of
from litwiki.sources.json_items import JsonText, first_item, read_items, text_of
from litwiki.sources.record import from_markup
from litwiki.sources.row_entry import Cell, entry_of
from litwiki.sources.source import Reading, or_refused
from litwiki.sources.table.rows import DELIMITERS, Row, read_rows
from litwiki.text.names import NameList, is_others
from litwiki.text.words import clean

name = "table"
title = "table (CSV, TSV, JSON rows)"

LISTS = ("papers", "rows", "data", "items", "results")
BEGINNING = 65_536
"""Characters in which the header is looked for."""
LONGEST_NAME = 60
"""Characters of a column's name; a longer cell is prose or a value."""
ALONE = frozenset({"title", "papertitle", "doi", "arxiv", "arxivid"})
"""Keys of columns that may be the only one of a table."""
NO_NAME = re.compile(r"https?:|\S \S+ \S+ .*[.!]\Z|\d{4}\.\d{4}|[{}<>=@|]")
"""What no column's name has in it."""
ZOTERO = frozenset({"itemtype", "publicationtitle", "abstractnote", "dateadded"})
"""Keys of columns that only Zotero's export has all of. Its `Key` is Zotero's own, and its texts have HTML."""
FLAT = frozenset({"ids", "links", "urls", "externalids", "identifiers"})
"""Keys of columns whose objects hold ids or links by their names."""


def entry_of_row(value: Mapping[str, JsonText], line: int, type_: str = "", authors: NameList | None = None) -> Entry:
    """The entry of one row of JSON, with neither title nor ids perhaps; `type_` and `authors` are as in `entry_of`."""
    cells = [cell for column, part in value.items() for cell in DEFAULT.cells(column, part)]
    return entry_of(cells, line, type_=type_, authors=authors)


class Table(Struct, frozen=True):
    """This source where a person has said what columns are (`columns.read_mapping`)."""

    mapping: Mapping[str, str]
    name = name
    title = title

    def sniff(self, head: str) -> bool:
        """Whether a header of known columns, or rows of JSON with their names, stand at the beginning."""
        if head.lstrip("\ufeff \t\n")[:1] in {"[", "{"}:
            item = first_item(head, LISTS)
            return item is not None and self._is_row(item)
        return any(self._is_table(head, delimiter) for delimiter in DELIMITERS)

    def read(self, raw: RawListing) -> Reading:
        """Every row in order."""
        is_json = raw.text.lstrip("\ufeff \t\n")[:1] in {"[", "{"}
        yield from self._rows_of_json(raw) if is_json else self._rows_of_csv(raw)

    # --- JSON ----------------------------------------------------------------------------------------------

    def _is_row(self, item: Mapping[str, JsonText]) -> bool:
        """Whether an object has columns of ours, and not the form of CSL, of Zotero or of an API that has a source."""
        author = item.get("author")
        if {"upvotes", "issued", "container-title", "citation-key", "itemType"} & item.keys():
            return False
        if any(isinstance(item.get(key, ""), dict | None) for key in ("content", "paper")):
            return False
        if isinstance(author, list) and any(isinstance(person, dict) for person in author):
            return False
        if "type" in item and not {"authors", "year", "venue", "url"} & item.keys():
            return False
        return any(field_of(column, self.mapping) in SUFFICIENT for column in item)

    def _rows_of_json(self, raw: RawListing) -> Iterator[Entry | Rejected | Remark]:
        lines: dict[str, int] = {}
        for item in read_items(raw.text, LISTS, raw.path):
            if isinstance(item, Rejected):
                yield item
                continue
            cells = [cell for column, value in item.value.items() for cell in self.cells(column, value)]
            yield self._entry(raw, cells, item.line, item.raw)
            for cell in cells:
                if not cell.field and any(cell.parts):
                    lines.setdefault(cell.column, item.line)
        if lines:
            yield _unknown(raw, list(lines), next(iter(lines.values())))

    def cells(self, column: str, value: JsonText) -> Iterator[Cell]:
        """The cells of a value of JSON: an object of ids or links has several."""
        if isinstance(value, dict) and column_key(column) in FLAT:
            for key, part in value.items():
                yield from self.cells(key, part)
            return
        if isinstance(value, list):
            texts = (_person(part) if isinstance(part, dict) else text_of(part) for part in value)
            parts = tuple(filter(None, texts))
        else:
            parts = (text_of(value),)
        yield Cell(column, field_of(column, self.mapping), rank_of(column), parts, isinstance(value, list))

    # --- CSV -----------------------------------------------------------------------------------------------

    def _rows_of_csv(self, raw: RawListing) -> Iterator[Entry | Rejected | Remark]:
        beginning = raw.text[:BEGINNING]
        tables = [delimiter for delimiter in DELIMITERS if self._is_table(beginning, delimiter)] or DELIMITERS
        likeliest = max(tables, key=lambda delimiter: len(self._fields(_header(beginning, delimiter))))
        rows = read_rows(raw.text, likeliest, raw.path)
        header = next(rows, None)
        if not isinstance(header, Row) or not self._is_enough(header.cells):
            reason = (
                "the first line must name the columns, with one for the title, the DOI or the arXiv id;"
                " where it does in words of its own, --map 'Column=title' says so"
            )
            printed = ", ".join(header.cells) if isinstance(header, Row) else ""
            yield Rejected(raw.path, header.line if header else 1, reason, printed[:200])
            return
        columns = [clean(cell) or f"column {number}" for number, cell in enumerate(header.cells, 1)]
        is_zotero = {column_key(column) for column in columns} >= ZOTERO
        mapping = {"key": KEEP, **self.mapping} if is_zotero else named_by(header.cells, self.mapping)
        if not any(field_of(column, mapping) == "volume" for column in columns):
            # Beside volumes it is an issue, elsewhere people number their rows.
            mapping = {"number": KEEP, **mapping}
        fields = [field_of(column, mapping) for column in columns]
        unknown = {number for number, field in enumerate(fields) if not field}
        filled: set[int] = set()
        ranks = [rank_of(column) for column in columns]
        for row in rows:
            if isinstance(row, Rejected):
                yield row
            elif row.cells != header.cells:
                cells = [Cell(c, f, r, (t,)) for c, f, r, t in zip(columns, fields, ranks, row.cells, strict=True)]
                cells = [_people_of_zotero(cell) for cell in cells] if is_zotero else cells
                filled |= {number for number in unknown - filled if row.cells[number].strip()}
                yield self._entry(raw, cells, row.line, ", ".join(row.cells)[:200], is_html=is_zotero)
        if filled:
            yield _unknown(raw, [columns[number] for number in sorted(filled)], header.line)

    def _entry(
        self, raw: RawListing, cells: Sequence[Cell], line: int, printed: str, *, is_html: bool = False
    ) -> Entry | Rejected:
        entry = entry_of(cells, line, from_markup if is_html else clean)
        return or_refused(entry, raw.path, "a row without a title and without an id", printed)

    def _fields(self, header: Sequence[str]) -> set[str]:
        mapping = named_by(header, self.mapping)
        return {field for cell in header if (field := field_of(cell, mapping))}

    def _is_enough(self, header: Sequence[str]) -> bool:
        """Whether columns say which paper a row is about: a title, a DOI or an arXiv id, or another id or the address
        beside a second column that we know."""
        fields = self._fields(header)
        return bool(fields & SUFFICIENT) or (bool(fields & IDENTIFYING) and len(fields) > 1)

    def _is_table(self, head: str, delimiter: str) -> bool:
        """Names of columns in the first row, and in the line below it a delimiter, too."""
        header = _header(head, delimiter)
        if not all(map(_is_name, header)) or sum(not cell.strip() for cell in header) > 1:
            return False
        if len(header) == 1:
            # Without a delimiter there is one column, and its texts may have any sign in them.
            return delimiter == "\t" and column_key(header[0]) in ALONE
        lines = [line for line in head.split("\n", 20)[:20] if line.strip() and not line.lower().startswith("sep=")]
        return self._is_enough(header) and all(delimiter in line for line in lines[1:2])


def _is_name(cell: str) -> bool:
    """Whether a text may be the name of a column: short, no address, and no sentence."""
    text = cell.strip()
    return len(text) <= LONGEST_NAME and len(text.split()) <= 6 and not NO_NAME.search(text)


def _header(head: str, delimiter: str) -> list[str]:
    """The cells of the first row; none where there is none or it is broken."""
    row = next(read_rows(head, delimiter), None)
    return row.cells if isinstance(row, Row) else []


def _unknown(raw: RawListing, columns: Sequence[str], line: int) -> Remark:
    named = ", ".join(f"{column!r}" for column in columns[:20])
    more = f" and {len(columns) - 20} more" if len(columns) > 20 else ""
    what = "1 column is" if len(columns) == 1 else f"{len(columns)} columns are"
    remedy = f"--map '{columns[0]}=FIELD' says what it is, --map '{columns[0]}=ignore' leaves it out"
    return Remark(raw.path, line, f"{what} kept with each paper without a field: {named}{more}; {remedy}")


def _person(value: dict[str, JsonText]) -> str:
    """A person of a list of objects, with or without parts."""
    parts = {column_key(key): text_of(part) for key, part in value.items()}
    family = parts.get("family") or parts.get("last") or parts.get("lastname") or parts.get("familyname") or ""
    given = parts.get("given") or parts.get("first") or parts.get("firstname") or parts.get("givenname") or ""
    if family:
        return f"{family}, {given}" if given else family
    return parts.get("name") or parts.get("fullname") or parts.get("literal") or text_of(value)


def _people_of_zotero(cell: Cell) -> Cell:
    """Zotero parts names by semicolons, and a person's by a comma; without one it is a group's."""
    if cell.field not in {"authors", "editors"}:
        return cell
    people = [part.strip() for part in cell.text.split(";") if part.strip()]
    names = tuple(part if "," in part or is_others(part) else f"{part}," for part in people)
    return replace(cell, parts=names, is_list=True)


DEFAULT = Table({})
sniff, read = DEFAULT.sniff, DEFAULT.read
