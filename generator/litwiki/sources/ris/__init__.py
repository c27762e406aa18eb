"""RIS, as reference managers and publishers write it, and Web of Science's tagged files.

Lines are split by `lines`; here is what tags mean. Source of the tags: Research Information Systems, "RIS format
specifications" (2001, 2011); where programs differ in what a tag means for a type (`T2`, `A2`, `SP`), Zotero's and
EndNote's use counts. Web of Science: its list of field tags.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from litwiki.citations import ris
from litwiki.model.entries import Entry, RawListing, Remark
from litwiki.sources.columns import KEEP
from litwiki.sources.lines import Field
from litwiki.sources.record import from_markup
from litwiki.sources.ris.lines import Block, is_ris, is_wos, read_blocks
from litwiki.sources.row_entry import Cell, entry_of, places_of, type_named
from litwiki.sources.source import Reading, or_refused
from litwiki.text.dates import parse_date

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
    **dict.fromkeys(("GEN", "Generic", "generic"), ""),
}
"""Types of RIS, and in one letter of Web of Science; every other is "other", and the generic one says nothing."""
PLAIN_TYPES = {**ris.TYPES, "": ris.GENERIC}
"""The type that each of ours is in RIS: it says nothing more, and any other is kept."""

VENUES: Mapping[str, str] = {
    "article": "JF JO T2 JA J2 J1",
    "inproceedings": "C3 T2 BT JF JO T3 JA J2",
    "chapter": "T2 BT JF JO T3",
    "book": "T2 T3",
    "thesis": "",
    "report": "JF JO",
}
"""Where the venue stands, best first. That of a book is its series."""
ANY_VENUE = "JF JO T2 JA J2"

FIELDS: Mapping[str, str] = {
    "title": "TI T1 CT",
    "doi": "DO",
    "pmid": "PM",
    "isbn": "SN",
    "extra": "AN C2 M1 M3 N1",  # PubMed's own RIS has the number of PMC in C2; others have all sorts of things there
    "paper link": "UR LK L1 L2 L3 L4",
    "key": "ID",
    "volume": "VL",
    "issue": "IS CP",
    "first page": "SP",
    "last page": "EP",
    "publisher": "PB",
    "year": "PY Y1",
    "date": "DA PD",
    "keywords": "KW",
    "abstract": "AB N2",
}
"""The tags of each field, best first."""
NO_TITLE = "BT ST TT"
"""What has the title where nothing else does."""
WOS_TAGS: Mapping[str, str] = {
    **{tag: tag for tag in ("AU", "AF", "TI", "AB", "PY", "PD", "VL", "IS", "EP", "SN", "PM")},
    "PT": "TY",
    "SO": "T2",
    "DE": "KW",
    "PU": "PB",
    "J9": "J2",
    "JI": "JA",
    "DI": "DO",
    "BE": "ED",
    **dict.fromkeys(("EI", "BN"), "SN") | dict.fromkeys(("BP", "AR"), "SP") | dict.fromkeys(("BA", "CA"), "AU"),
}
"""Web of Science's tags that we have a field for, by what RIS calls the same. `ID`, `CT`, `DA` mean something else."""
PRINT = re.compile(r"\s*\((?:print|electronic|online|linking|e-?issn|p-?issn|issn|isbn)[^)]*\)", re.IGNORECASE)


def sniff(head: str) -> bool:
    """A line `TY  -`, the fields and the end of a record that has lost it, or Web of Science's first lines."""
    return not OTHER_FORMATS.match(head) and (is_wos(head) or is_ris(head))


def read(raw: RawListing) -> Reading:
    """Every record in order; of one without an end a remark says so."""
    # Web of Science's other tags mean nothing here.
    tags = WOS_TAGS if is_wos(raw.text) else None
    for block in read_blocks(raw):
        if not isinstance(block, Block):
            yield block
            continue
        filled = [field for field in block.fields if field.parts]
        entry = _entry([(tags.get(field.tag, "") if tags else field.tag, field) for field in filled], block.line)
        words = next((field.text for field in block.fields[1:] if field.parts), "")[:200]
        item = or_refused(entry, raw.path, "a record without a title (TI or T1) and without an id", words)
        yield item
        if not block.has_end and item is entry:
            yield Remark(raw.path, block.line, "this record does not end with `ER  - `; it was read as far as it goes")


def _entry(fields: Sequence[tuple[str, Field]], line: int) -> Entry:
    printed = [field.text.strip() for tag, field in fields if tag == "TY"]
    # Some programs write a name in place of a type.
    known = (TYPES.get(text, type_named(text) or None) for text in printed)
    type_ = next((one for one in known if one is not None), "other" if printed else "")
    named = {tag for tag, _ in fields}
    titles = (FIELDS["title"] if named & {*FIELDS["title"].split()} else NO_TITLE).split()
    venues = (tag for tag in VENUES.get(type_, ANY_VENUE).split() if tag not in titles)
    # Authors in full where the record has them so; of a thesis A2 is no editor.
    people = {"authors": "AF" if "AF" in named else "AU A1", "editors": "ED" if type_ == "thesis" else "ED A2"}
    places = places_of({**FIELDS, **people, "title": " ".join(titles), "venue": " ".join(venues)})
    first = next((field.line for title in titles for tag, field in fields if tag == title), line)
    return entry_of(_cells(fields, places, type_), first, from_markup, type_)


def _cells(fields: Sequence[tuple[str, Field]], places: Mapping[str, tuple[str, int]], type_: str) -> Iterator[Cell]:
    """All fields as cells of a row; what no field of ours is for is kept by its tag."""
    texts = {tag: field.text for tag, field in reversed(fields)}
    is_pubmed = re.search(r"pubmed|medline", f"{texts.get('DB')} {texts.get('DP')}", re.IGNORECASE) is not None
    # Of a whole book a number alone is how many pages it has.
    is_count = type_ in {"book", "thesis"} and "EP" not in texts and texts.get("SP", "").isdigit()
    year = next((date[:4] for tag in ("PY", "Y1", "DA") if (date := parse_date(texts.get(tag, "")))), "")
    lists: dict[str, list[str]] = {"authors": [], "editors": [], "CR": []}
    for tag, field in fields:
        name, rank = places.get(tag, (KEEP, 0))
        text = field.text
        parts: tuple[str, ...] = (text,)
        # Web of Science prints the references of a paper one a line.
        if (item := name if tag or field.tag != "CR" else "CR") in lists:
            lists[item].append(text)
            continue
        if tag in {"AU", "A1"} or (tag == "TY" and text in {PLAIN_TYPES.get(type_), text[:1]}):
            continue
        if tag == "SP" and is_count:
            name = KEEP
        elif tag == "SN":
            parts = (PRINT.sub("", text),)
        elif tag == "AN" and is_pubmed and text.isdigit():
            parts = (f"pmid:{text}",)
        elif tag == "PD" and year and not parse_date(text):
            parts = (f"{text} {year}",)
        elif tag == "KW":  # Some programs write all into one. A star marks what Embase thinks most important.
            parts = tuple(keyword.strip().removeprefix("*").strip() for keyword in text.split(";"))
        elif name == "paper link":
            parts = tuple(re.split(r"\s*;\s*(?=https?:)|\s+(?=https?://)", text))
        yield Cell(field.tag, name, rank, parts, is_list=tag == "KW")
    yield Cell("CR", KEEP, 0, tuple(lists.pop("CR")))
    yield from (Cell(name, name, 0, tuple(people), is_list=True, is_alike=True) for name, people in lists.items())
