"""PubMed's `.nbib`: a tag of up to four letters, a hyphen, the value; six spaces before what goes on.

A record begins with `PMID- ` and ends with an empty line. Source of the tags: National Library of Medicine,
"MEDLINE/PubMed data element (field) descriptions". Titles end with a point there, which is none of theirs.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from litwiki.model.entries import Entry, Publication, RawListing
from litwiki.sources.record import Record, from_markup, names_of, pages_of
from litwiki.sources.source import Reading, or_refused
from litwiki.text.dates import is_plain_date, parse_date
from litwiki.text.name_parts import from_parts
from litwiki.text.names import NameList
from litwiki.text.words import clean

name = "nbib"
title = "PubMed (.nbib)"

TAG = re.compile(r"\ufeff?([A-Z]{2,4}) {0,2}- ?(.*)")
FIRST = re.compile(r"^\ufeff?PMID *- *\d", re.MULTILINE)
TYPES: Mapping[str, str] = {
    "preprint": "preprint",
    "book": "book",
    "book chapter": "chapter",
    "dataset": "dataset",
    "technical report": "report",
    "academic dissertation": "thesis",
    "journal article": "article",
}
"""Publication types that say what kind of publication it is, the one that says most first; others say what is in it."""


class _Block(Struct):
    line: int
    fields: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)

    def pop(self, *tags: str) -> list[str]:
        """What the fields of these tags say, those of the first one first; they are taken by this."""
        return [" ".join(parts) for tag in tags for _, parts in self.fields.pop(tag, [])]


def sniff(head: str) -> bool:
    """A record's first line."""
    return FIRST.search(head) is not None


def read(raw: RawListing) -> Reading:
    """Every record in order."""
    reason = "neither a record, which begins with `PMID- `, nor a part of one"
    for entry in map(_entry, _blocks(raw.text)):
        yield or_refused(entry, raw.path, reason, next(iter(entry.extra.values()), "")[:200])


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    last: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = TAG.fullmatch(line)
        printed = clean(match[2] if match else line)
        if block and match and match[1] == "PMID":
            yield block
            block = None
        if match and printed:
            block = block or _Block(number)
            last = [printed]
            block.fields.setdefault(match[1], []).append((number, last))
        elif printed and block and line.startswith(" "):
            last.append(printed)
        elif printed and not match:
            block = block or _Block(number)
            last = [printed]
            block.fields.setdefault("", []).append((number, last))
    if block:
        yield block


def _entry(block: _Block) -> Entry:
    line = next((number for tag in ("TI", "BTI") for number, _ in block.fields.get(tag, [])), block.line)
    record = Record()
    types = block.pop("PT")
    record.type = next((ours for printed, ours in TYPES.items() if printed in {t.casefold() for t in types}), "")
    record.keep("PT", "; ".join(text for text in types if text.casefold() not in TYPES))
    _read_ids(block, record)
    titles = [from_markup(text).removesuffix(".") for text in block.pop("TI")]
    book = [from_markup(text).removesuffix(".") for text in block.pop("BTI")]
    venues = block.pop("JT", "TA") or (book if titles else [])
    people = _authors(block)
    editors, _ = names_of(block.pop("FED") or block.pop("ED"))
    abstracts = block.pop("AB")
    dates = block.pop("DP")
    date = parse_date(dates[0]) if dates else ""
    if dates and not is_plain_date(dates[0]):
        record.keep("DP", dates[0])
    publication = Publication(
        type=record.type or ("article" if venues else "book" if book else ""),
        venue=record.venue("JT", from_markup(venues[0])) if venues else "",
        volume=next(iter(block.pop("VI")), ""),
        issue=next(iter(block.pop("IP")), ""),
        pages=pages_of(next(iter(block.pop("PG")), "")),
        publisher=next(iter(block.pop("PB")), ""),
        editors=editors,
        date=date,
    )
    subjects = block.pop("MH")
    keywords = [from_markup(text.removeprefix("*")) for text in block.pop("OT")]
    keywords += [text.split("/")[0].removeprefix("*") for text in subjects if "*" in text]
    record.keep("MH", "; ".join(subjects))
    for tag in list(block.fields):
        record.keep(tag or "text", "; ".join(block.pop(tag)))
    abstract = from_markup(" ".join(abstracts))
    return record.entry((titles or book or [""])[0], line, people, publication, abstract=abstract, keywords=keywords)


def _read_ids(block: _Block, record: Record) -> None:
    """Ids; a DOI is one of the article's identifiers (`AID`, `LID`), which say in brackets what they are."""
    for text in block.pop("PMID"):
        record.identify("PMID", "pmid", text)
    for text in block.pop("PMC"):
        record.identify("PMC", "pmcid", text)
    for tag in ("LID", "AID"):
        for text in block.pop(tag):
            value, _, kind = text.partition(" [")
            if kind == "doi]":
                record.identify(tag, "doi", value)
            else:
                record.keep(tag, text)
    for text in block.pop("ISBN"):
        record.identify("ISBN", "isbn", text.partition(" ")[0])


def _authors(block: _Block) -> NameList:
    """Authors in full where the record has them, then groups."""
    full, short = block.pop("FAU"), block.pop("AU")
    # A short name has its initials last: "Boyle AB".
    people, complete = names_of(full or [re.sub(r" (?=[A-Z]{1,4}\Z)", ", ", text) for text in short])
    groups = tuple(from_parts("", literal=text) for text in block.pop("CN"))
    return people + groups, complete
