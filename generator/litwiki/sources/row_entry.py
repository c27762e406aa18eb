"""Makes an entry of one row of a table of papers.

People write into a cell what they like: several authors in any punctuation, an address in place of an id, the link in
the title, "2024.0" where a program thought that a year is a number. What cannot be what its column says is kept under
the column's name.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from litwiki.model.entries import Entry, Publication
from litwiki.sources.columns import IGNORE, column_key
from litwiki.sources.record import Record, keywords_of, names_of, pages_of
from litwiki.text.addresses import find_links
from litwiki.text.dates import is_plain_date, parse_date
from litwiki.text.identifiers import ID_KINDS, parse_identifier
from litwiki.text.names import NameList, is_others, split_printed_names
from litwiki.text.words import clean

MARKDOWN_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<url>https?://[^\s()]+)\)")
HYPERLINK = re.compile(r'=HYPERLINK\("(?P<url>https?://[^"]+)"\s*[,;]\s*"(?P<text>[^"]+)"\)', re.IGNORECASE)
SCOPUS_ID = re.compile(r"\s*\(\d{6,}\)")
TYPE_NAMES: Mapping[str, str] = {
    "article": "article journalarticle articlejournal journal journalpaper",
    "inproceedings": "inproceedings conferencepaper paperconference conference proceedingspaper conferenceproceedings",
    "book": "book monograph",
    "chapter": "chapter booksection bookchapter incollection inbook",
    "thesis": "thesis dissertation",
    "report": "report technicalreport techreport",
    "preprint": "preprint arxiv arxivpreprint",
    "dataset": "dataset data",
    "software": "software computerprogram",
}
"""What programs and people call our types, without case and signs."""
MORE_TYPE_NAMES: Mapping[str, str] = {
    "article": "magazinearticle newspaperarticle articlemagazine articlenewspaper review reviewarticle reviewbook"
    " letter editorial",
    "inproceedings": "workshop workshoppaper conferencereview proceedingsarticle",
    "chapter": "encyclopediaarticle dictionaryentry entry entrydictionary entryencyclopedia",
    "thesis": "phdthesis mastersthesis masterthesis academicdissertation",
    "preprint": "postedcontent",
    "other": "webpage blogpost presentation document patent manuscript videorecording",
}
"""Types that say more than ours: they are kept."""
TYPES = {name: ours for ours, names in TYPE_NAMES.items() for name in names.split()}
MORE_TYPES = {name: ours for ours, names in MORE_TYPE_NAMES.items() for name in names.split()}


def type_named(printed: str) -> str:
    """Our type by what a program or a person calls it; '' for none of ours.

    >>> type_named("Journal Article"), type_named("book-chapter"), type_named("kettle")
    ('article', 'chapter', '')
    """
    key = column_key(printed)
    return TYPES.get(key) or MORE_TYPES.get(key, "")


class Cell(Struct, frozen=True):
    """What stands in a column: the one text, or the values of a list."""

    column: str
    field: str
    rank: int
    parts: tuple[str, ...]
    is_list: bool = False
    is_alike: bool = False
    """Of a list of names, whether all are written alike, so that one without a comma among others is a group's."""

    @property
    def text(self) -> str:
        """All of it, parts apart by semicolons."""
        return "; ".join(self.parts)


def places_of(fields: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """For each tag of a format its field and its rank, by the tags of each field, best first.

    >>> places_of({"title": "TI T1"})
    {'TI': ('title', 0), 'T1': ('title', 1)}
    """
    return {tag: (field, rank) for field, tags in fields.items() for rank, tag in enumerate(tags.split())}


def entry_of(
    cells: Iterable[Cell],
    line: int,
    convert: Callable[[str], str] = clean,
    type_: str = "",
    authors: NameList | None = None,
    editors: NameList | None = None,
) -> Entry:
    """The entry of a row, or of a record whose fields are cells. `convert` makes our markup of a text of this table;
    `type_` is one of our types, `authors` and `editors` are names as we store them, where the reader knows these.
    Title and ids may both be missing."""
    row = _Row(cells)
    record = Record()
    record.type = type_
    _read_type(row, record)
    title = _title(row, record, convert)
    for kind in ID_KINDS:
        for cell in row.all(kind):
            record.identify(cell.column, kind, cell.text)
    for cell in row.all("id"):
        identifier = parse_identifier(cell.text)
        if identifier is None or not record.add(identifier):
            record.keep(cell.column, cell.text)
    for cell in row.all("link"):
        _read_links(record, cell)
    for cell in sorted(row.all("key"), key=lambda cell: cell.rank):
        record.name_as(cell.column, cell.text)
    for cell in row.all("extra"):
        record.note(cell.column, cell.text)
    volume, place = clean(row.text("volume")), row.first("venue")
    venue = record.venue(place.column, convert(place.text), volume) if place else ""
    people = authors or _people(row.first("authors"))
    edited_by, _ = editors or _people(row.first("editors"))
    date = _date(row, record)
    publication = Publication(
        type=record.type or ("preprint" if "arxiv" in record.ids and "doi" not in record.ids and not venue else ""),
        venue=venue,
        volume="" if volume.startswith("abs/") and "arxiv" in record.ids else volume,
        issue=clean(row.text("issue")),
        pages=pages_of(row.text("pages") or row.text("first page"), row.text("last page")),
        publisher=record.publisher(convert(row.text("publisher"))),
        editors=edited_by,
        date=date,
    )
    named = ([*map(clean, cell.parts)] if cell.is_list else keywords_of(cell.text) for cell in row.all("keywords"))
    keywords = [convert(keyword) for some in named for keyword in some]
    abstract = convert(row.text("abstract"))
    note = "\n\n".join(convert(cell.text) for cell in row.all("note"))
    for cell in row.left:
        record.keep(cell.column, cell.text)
    return record.entry(title, line, people, publication, abstract=abstract, keywords=keywords, note=note)


class _Row:
    """Cells that are not empty, each of which is taken once; the best named column of a field counts."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.left = [cell for cell in cells if cell.field != IGNORE and any(part.strip() for part in cell.parts)]

    def all(self, field: str) -> list[Cell]:
        """The cells of a field, in the order of columns; those of links of every kind for "link"."""
        taken = [cell for cell in self.left if cell.field == field or cell.field.endswith(f" {field}")]
        if taken:
            self.left = [cell for cell in self.left if cell.field != field and not cell.field.endswith(f" {field}")]
        return taken

    def first(self, field: str) -> Cell | None:
        """The cell of the column that is named best; others that say something else are left."""
        best = min((cell for cell in self.left if cell.field == field), key=lambda cell: cell.rank, default=None)
        if best:
            said = best.text.casefold()
            self.left = [
                cell
                for cell in self.left
                if cell is not best and (cell.field != field or field == "authors" or cell.text.casefold() != said)
            ]
        return best

    def text(self, field: str) -> str:
        cell = self.first(field)
        return cell.text if cell else ""


def _title(row: _Row, record: Record, convert: Callable[[str], str]) -> str:
    """The title; one with its link is both, and one that is nothing but an id or an address is that."""
    cell = row.first("title")
    if cell is None:
        return ""
    text = clean(cell.text)
    linked = MARKDOWN_LINK.fullmatch(text) or HYPERLINK.fullmatch(text)
    if linked:
        record.address(cell.column, linked["url"])
        text = linked["text"]
    identifier = parse_identifier(text)
    if identifier and record.add(identifier):
        return ""
    if text.startswith(("http://", "https://")) and " " not in text:
        record.address(cell.column, text)
        return ""
    return convert(text)


def _read_type(row: _Row, record: Record) -> None:
    for cell in row.all("type"):
        record.type = record.type or type_named(cell.text)
        if column_key(cell.text) not in TYPES:
            record.keep(cell.column, cell.text)


def _read_links(record: Record, cell: Cell) -> None:
    """An address or several; what data and code have for an id is not the paper's."""
    kind = cell.field.removesuffix(" link").replace("paper", "")
    identifier = None if kind else parse_identifier(cell.text)
    if identifier and record.add(identifier):
        return
    addresses = find_links(cell.text)
    for address in addresses:
        record.address(cell.column, address, kind)
    if not addresses:
        record.keep(cell.column, cell.text)


def _people(cell: Cell | None) -> NameList:
    """Names of a list, or of one text: apart by semicolons, bars or lines, or as papers print them."""
    if cell is None:
        return (), True
    if cell.is_list:
        return names_of(list(cell.parts), is_alike=cell.is_alike)
    text = SCOPUS_ID.sub("", cell.text)
    parts = [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
    named, _, others = text.rpartition(" and ")
    if len(parts) == 1 and named and is_others(others) and _is_inverted(named):
        parts = [named, others]
    elif len(parts) == 1 and _is_inverted(text):
        parts = [text, ""]
    return names_of(parts) if len(parts) > 1 else split_printed_names(text)


def _is_inverted(text: str) -> bool:
    """Whether a text with one comma is one name, `Sample, Ben`: of two names each would have two words."""
    parts = [part.split() for part in text.split(",")]
    return (
        len(parts) == 2 and any(len(part) == 1 for part in parts) and all(parts) and not is_others(text.split(",")[1])
    )


def _date(row: _Row, record: Record) -> str:
    """The most precise of the dates that are of the year of publication; what none of them says is kept."""
    cells = [*row.all("year"), *row.all("date")]
    dates = [parse_date(cell.text) for cell in cells]
    year = next((date[:4] for date in dates if date), "")
    best = max((date for date in dates if date[:4] == year), key=len, default="")
    for date, cell in zip(dates, cells, strict=True):
        if not date or not best.startswith(date) or not is_plain_date(cell.text):
            record.keep(cell.column, cell.text)
    return best
