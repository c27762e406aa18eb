"""RIS, as reference managers and publishers write it, and Web of Science's tagged files.

Lines are split by `ris_lines`; here is what tags mean. Source of the tags: Research Information Systems, "RIS format
specifications" (2001, 2011); where programs differ in what a tag means for a type (`T2`, `A2`, `SP`), Zotero's and
EndNote's use counts. Web of Science: its list of field tags.
"""

import re
from collections.abc import Iterator, Mapping

from litwiki.model.records import Entry, ListingHead, Publication, RawListing, Rejected, Remark
from litwiki.sources.record import Record, from_markup, names_of, pages_of
from litwiki.sources.ris_lines import Block, Field, is_ris, is_wos, read_blocks
from litwiki.sources.source import SourceReading
from litwiki.text.dates import is_plain_date, parse_date
from litwiki.text.html_text import from_html
from litwiki.text.words import clean

name = "ris"
title = "RIS"

OTHER_FORMATS = re.compile(r"\s*(?:@\w+\s*[{(]|[{\[<]|PMID *- )")
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("JOUR", "EJOUR", "MGZN", "NEWS", "JFULL", "ABST", "INPR", "J"), "article"),
    **dict.fromkeys(("CONF", "CPAPER", "C"), "inproceedings"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "SER", "B", "S"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "ENCYC", "DICT"), "chapter"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("UNPB", "UNPD"), "preprint"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    "THES": "thesis",
    "COMP": "software",
    "GEN": "",
}
"""Types of RIS, and in one letter of Web of Science; every other is "other", and the generic one says nothing."""
TYPE_NAMES: Mapping[str, str] = {
    "journal article": "JOUR",
    "journal": "JOUR",
    "article": "JOUR",
    "conference paper": "CPAPER",
    "conference proceedings": "CONF",
    "book": "BOOK",
    "book section": "CHAP",
    "book chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "preprint": "UNPB",
    "dataset": "DATA",
    "generic": "GEN",
}
"""Names that some programs write in place of a type."""
PLAIN_TYPES = {"article": "JOUR", "inproceedings": "CONF", "book": "BOOK", "chapter": "CHAP", "thesis": "THES"}
PLAIN_TYPES |= {"report": "RPRT", "preprint": "UNPB", "dataset": "DATA", "software": "COMP", "": "GEN"}
"""The type that each of ours is in RIS: it says nothing more, and any other is kept."""

VENUES: Mapping[str, tuple[str, ...]] = {
    "article": ("JF", "JO", "T2", "JA", "J2", "J1"),
    "inproceedings": ("C3", "T2", "BT", "JF", "JO", "T3", "JA", "J2"),
    "chapter": ("T2", "BT", "JF", "JO", "T3"),
    "book": ("T2", "T3"),
    "thesis": (),
    "report": ("JF", "JO"),
}
"""Where the venue stands, best first. That of a book is its series."""
ANY_VENUE = ("JF", "JO", "T2", "JA", "J2")

WOS_TAGS: Mapping[str, str] = {
    **{tag: tag for tag in ("AU", "AF", "TI", "AB", "PY", "PD", "VL", "IS", "EP", "SN", "PM")},
    "PT": "TY",
    "SO": "T2",
    "DE": "KW",
    "PU": "PB",
    "EI": "SN",
    "BN": "SN",
    "J9": "J2",
    "JI": "JA",
    "BP": "SP",
    "AR": "SP",
    "DI": "DO",
    "BA": "AU",
    "BE": "ED",
    "CA": "AU",
}
"""Web of Science's tags that we have a field for, by what RIS calls the same. `ID`, `CT`, `DA` mean something else."""
PRINT = re.compile(r"\s*\((?:print|electronic|online|linking|e-?issn|p-?issn|issn|isbn)[^)]*\)", re.IGNORECASE)


def sniff(head: str) -> bool:
    """A line `TY  -`, the fields and the end of a record that has lost it, or Web of Science's first lines."""
    return not OTHER_FORMATS.match(head) and (is_wos(head) or is_ris(head))


def read(raw: RawListing) -> SourceReading:
    """Every record in order; of one without an end a remark says so."""
    tags = WOS_TAGS if is_wos(raw.text) else None
    items: list[Entry | Rejected | Remark] = []
    for found in read_blocks(raw):
        items += _read(raw, found, tags) if isinstance(found, Block) else [found]
    return SourceReading(ListingHead(name), tuple(items))


def _read(raw: RawListing, block: Block, tags: Mapping[str, str] | None) -> Iterator[Entry | Rejected | Remark]:
    entry = _entry(_Fields(block.fields, tags), block.line)
    if not entry.title and not entry.ids:
        words = next((field.text for field in block.fields[1:] if field.parts), "")
        yield Rejected(raw.path, block.line, "a record without a title (TI or T1) and without an id", words[:200])
        return
    yield entry
    if not block.has_end:
        yield Remark(raw.path, block.line, "this record does not end with `ER  - `; it was read as far as it goes")


class _Fields:
    """A record's fields, each of which is taken once. `tags` is what RIS calls a tag; an unknown one is never asked
    for."""

    def __init__(self, fields: list[Field], tags: Mapping[str, str] | None) -> None:
        self._by_tag: dict[str, list[Field]] = {}
        for field in fields:
            if field.parts:
                tag = field.tag if tags is None else tags.get(field.tag, f"-{field.tag}")
                self._by_tag.setdefault(tag, []).append(field)

    def all(self, *tags: str) -> list[Field]:
        """The fields of these tags in printed order."""
        taken = [field for tag in tags for field in self._by_tag.pop(tag, [])]
        return sorted(taken, key=lambda field: field.line)

    def first(self, *tags: str) -> Field | None:
        """The first field of the first of these tags that there is, and with it those that say the same."""
        tag = next((tag for tag in tags if tag in self._by_tag), None)
        if tag is None:
            return None
        taken = self._by_tag[tag][0]
        same = taken.text.casefold()
        for tag in tags:
            left = [field for field in self._by_tag.pop(tag, []) if field.text.casefold() != same]
            if left:
                self._by_tag[tag] = left
        return taken

    def text(self, *tags: str) -> str:
        """What that field says."""
        field = self.first(*tags)
        return field.text if field else ""

    def keep_rest(self, record: Record) -> None:
        """Keeps what nobody took, in printed order; Web of Science prints the references of a paper one a line."""
        references = self.all("-CR")
        record.keep("CR", "; ".join(field.text for field in references))
        for field in self.all(*self._by_tag):
            record.keep(field.tag, field.text)


def _entry(fields: _Fields, line: int) -> Entry:
    record = Record()
    _read_type(fields, record)
    titled = fields.first("TI", "T1", "CT") or fields.first("BT", "ST", "TT")
    _read_ids(fields, record)
    full_names = fields.all("AF")
    short_names = fields.all("AU", "A1")
    people = names_of([field.text for field in full_names or short_names])
    editors, _ = names_of([field.text for field in fields.all("ED", *(["A2"] if record.type != "thesis" else []))])
    volume = fields.text("VL")
    _read_links(fields, record)
    place = fields.first(*VENUES.get(record.type, ANY_VENUE))
    venue = record.venue(place.tag, from_markup(place.text), volume) if place else ""
    date = _date(fields, record)
    pages = _pages(fields, record)
    publication = Publication(
        type=record.type or ("preprint" if "arxiv" in record.ids and "doi" not in record.ids else ""),
        venue=venue,
        volume="" if volume.startswith("abs/") and "arxiv" in record.ids else volume,
        issue=fields.text("IS", "CP"),
        pages=pages,
        publisher=record.publisher(from_markup(fields.text("PB"))),
        editors=editors,
        date=date,
    )
    keywords = [keyword for field in fields.all("KW") for keyword in _keywords(field.text)]
    abstract = from_markup(fields.text("AB", "N2"))
    fields.keep_rest(record)
    return record.entry(
        from_markup(titled.text) if titled else "",
        titled.line if titled else line,
        people,
        publication,
        abstract=abstract,
        keywords=keywords,
    )


def _read_type(fields: _Fields, record: Record) -> None:
    """The first type that we know counts; one that is more than the plain one of ours is kept."""
    printed = [field.text.strip() for field in fields.all("TY")]
    known = next((code for text in printed if (code := TYPE_NAMES.get(text.casefold(), text)) in TYPES), None)
    record.type = TYPES[known] if known else "other" if printed else ""
    for text in printed:
        if text != PLAIN_TYPES.get(record.type) and len(text) > 1:
            record.keep("TY", text)


def _read_ids(fields: _Fields, record: Record) -> None:
    for field in fields.all("DO"):
        record.identify(field.tag, "doi", field.text)
    for field in fields.all("PM"):
        record.identify(field.tag, "pmid", field.text)
    for field in fields.all("SN"):
        record.identify(field.tag, "isbn", PRINT.sub("", field.text))
    databases = fields.all("DB", "DP")
    is_pubmed = any(re.search(r"pubmed|medline", field.text, re.IGNORECASE) for field in databases)
    for field in databases:
        record.keep(field.tag, field.text)
    for field in fields.all("AN"):
        record.note(field.tag, f"pmid:{field.text}" if is_pubmed and field.text.isdigit() else field.text)
    # PubMed's own RIS has the number of PMC here; others have all sorts of things.
    for field in fields.all("C2", "M1", "M3", "N1"):
        record.note(field.tag, field.text)
    for field in fields.all("ID"):
        record.name_as(field.tag, field.text)


def _read_links(fields: _Fields, record: Record) -> None:
    for field in fields.all("UR", "LK", "L1", "L2", "L3", "L4"):
        for address in re.split(r"\s*;\s*(?=https?:)|\s+(?=https?://)", field.text):
            record.address(field.tag, address)


def _date(fields: _Fields, record: Record) -> str:
    """The most precise of the dates that are of the year of publication; what they say beyond it is kept.

    The specification has `YYYY/MM/DD/other`, programs write what they like.
    """
    printed = fields.all("PY", "Y1", "DA", "PD")
    in_order = sorted(printed, key=lambda field: ("PY", "Y1", "DA", "PD").index(field.tag))
    dates = [(parse_date(field.text), field) for field in in_order]
    year = next((date[:4] for date, _ in dates if date), "")
    days = [f"{field.text} {year}" for date, field in dates if field.tag == "PD" and not date and year]
    best = max([date for date, _ in dates if date[:4] == year] + [parse_date(day) for day in days], key=len, default="")
    for date, field in dates:
        is_said = is_plain_date(field.text) and best.startswith(date)
        if not is_said and not (field.tag == "PD" and len(best) > 4):
            record.keep(field.tag, field.text)
    return best


def _pages(fields: _Fields, record: Record) -> str:
    """The pages; of a whole book a number alone is how many it has."""
    first, last = fields.first("SP"), fields.text("EP")
    if first and not last and record.type in {"book", "thesis"} and first.text.isdigit():
        record.keep(first.tag, first.text)
        return ""
    return pages_of(first.text if first else "", last)


def _keywords(printed: str) -> list[str]:
    """Keywords of one field: some programs write all into one. A star marks what Embase thinks most important."""
    parts = printed.split(";") if ";" in printed else [printed]
    return [keyword for part in parts if (keyword := clean(from_html(part)).removeprefix("*").strip())]
