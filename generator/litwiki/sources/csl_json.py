"""CSL-JSON, the interchange of Zotero, pandoc and citeproc: a list of items, one item, or `{"items": […]}`.

Types and variables: CSL 1.0.2, Appendix III and IV, and csl-data.json of citation-style-language/schema. Texts have
the HTML of "Rich text" there. What Crossref answers has nearly the same form, with lists for single values.
"""

from collections.abc import Mapping

from litwiki.citations import csl_json
from litwiki.model.entries import Entry, Publication, RawListing, Rejected
from litwiki.model.replace import replace
from litwiki.sources.json_items import JsonText, first_item, read_items, text_of, texts_of
from litwiki.sources.record import Record, from_markup, keywords_of, names_of, pages_of
from litwiki.sources.source import Reading, or_refused
from litwiki.text.dates import is_plain_date, iso_date, parse_date
from litwiki.text.name_parts import from_parts
from litwiki.text.names import NameList, is_others
from litwiki.text.orcid import parse_orcid

name = "csl-json"
title = "CSL-JSON"

LISTS = ("items", "references")
PLAIN_TYPES = {**csl_json.TYPES, "": csl_json.GENERIC}
"""The type that each of ours is in CSL; any other is kept."""
TYPES: Mapping[str, str] = {
    **{printed: ours for ours, printed in PLAIN_TYPES.items()},
    **dict.fromkeys(("article-magazine", "article-newspaper", "review", "review-book"), "article"),
    **dict.fromkeys(("entry", "entry-dictionary", "entry-encyclopedia"), "chapter"),
    # Crossref's own names (its API, /types).
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "book-chapter": "chapter",
    "monograph": "book",
    "posted-content": "preprint",
    "dissertation": "thesis",
}
OTHER_TYPES = frozenset(
    """bill broadcast classic collection event figure graphic hearing interview legal_case legislation manuscript map
    motion_picture musical_score pamphlet patent performance periodical personal_communication post post-weblog
    regulation song speech standard treaty webpage""".split()
)
VARIABLES = frozenset("author editor issued container-title DOI citation-key publisher URL title".split())
NOT_CSL = frozenset({"authors", "year", "venue", "content", "paper"})
"""Keys of objects that are something else, whatever type they say that they are."""


def sniff(head: str) -> bool:
    """A first item with a type of CSL's, or with authors or a date in CSL's form."""
    item = first_item(head, LISTS)
    if not item or NOT_CSL & item.keys():
        return False
    kind = item.get("type")
    if isinstance(kind, str) and (kind in TYPES or kind in OTHER_TYPES):
        return bool(VARIABLES & item.keys())
    authors, issued = item.get("author"), item.get("issued")
    people = [person for person in authors if isinstance(person, dict)] if isinstance(authors, list) else []
    has_names = any({"family", "literal"} & person.keys() for person in people)
    return has_names or (isinstance(issued, dict) and bool({"date-parts", "raw"} & issued.keys()))


def read(raw: RawListing) -> Reading:
    """Every item in order."""
    for item in read_items(raw.text, LISTS, raw.path):
        if isinstance(item, Rejected):
            yield item
            continue
        entry = _entry(dict(item.value), item.line)
        key = f" {entry.key!r}" if entry.key else ""
        yield or_refused(entry, raw.path, f"the item{key} has neither a title nor an id", item.raw)


def _entry(item: dict[str, JsonText], line: int) -> Entry:
    """One item; what is taken from it is popped, and what is left is kept."""
    record = Record()
    printed_title = _first(item.pop("title", None)) or _first(item.pop("title-short", None))
    printed_venue = _first(item.pop("container-title", None)) or _first(item.pop("event-title", None))
    _read_type(item, record, has_venue=bool(printed_venue))
    if record.type == "book" and not printed_venue:
        printed_venue = _first(item.pop("collection-title", None))
    _read_ids(item, record)
    volume = text_of(item.pop("volume", None))
    venue = record.venue("container-title", from_markup(printed_venue), volume)
    orcids = _orcids(item.get("author"))
    people = _names(item.pop("author", None))
    editors, _ = _names(item.pop("editor", None))
    date = _date(item, record)
    number = item.pop("number", None) if record.type in csl_json.NUMBERED and "issue" not in item else None
    printed = item.pop("keyword", None)
    keywords = [*map(from_markup, texts_of(printed) if isinstance(printed, list) else keywords_of(text_of(printed)))]
    keywords += [*texts_of(item.pop("categories", None)), *texts_of(item.pop("collections", None))]
    publication = Publication(
        type=record.type,
        venue=venue,
        volume=volume,
        issue=text_of(item.pop("issue", None)) or text_of(number),
        pages=pages_of(text_of(item.pop("page", None))),
        publisher=record.publisher(from_markup(text_of(item.pop("publisher", None)))),
        editors=editors,
        date=date,
    )
    abstract = from_markup(text_of(item.pop("abstract", None)))
    for variable, value in item.items():
        is_people = isinstance(value, list) and any(isinstance(part, dict) for part in value)
        names, _ = _names(value) if is_people else ((), True)
        record.keep(variable, "; ".join(names) or text_of(value))
    entry = record.entry(from_markup(printed_title), line, people, publication, abstract=abstract, keywords=keywords)
    return replace(entry, orcids=orcids)


def _first(value: JsonText) -> str:
    return next(iter(texts_of(value)), "")


def _read_type(item: dict[str, JsonText], record: Record, *, has_venue: bool) -> None:
    printed = text_of(item.pop("type", None))
    record.type = TYPES.get(printed, "other" if printed else "")
    if printed == "article" and has_venue:
        # Before CSL 1.0.2 it was every article that no other type was for.
        record.type = "article"
    if printed != PLAIN_TYPES.get(record.type, record.type):
        record.keep("type", printed)


def _read_ids(item: dict[str, JsonText], record: Record) -> None:
    for variable, kind in (("DOI", "doi"), ("PMID", "pmid"), ("PMCID", "pmcid"), ("ISBN", "isbn")):
        for text in texts_of(item.pop(variable, None)):
            record.identify(variable, kind, text)
    if text_of(item.get("archive")).casefold() == "arxiv":
        item.pop("archive")
        record.identify("archive_location", "arxiv", text_of(item.pop("archive_location", None)))
    number = text_of(item.get("number"))
    if number.casefold().startswith("arxiv:"):
        record.note("number", number)
        item.pop("number")
    for text in texts_of(item.pop("URL", None)):
        record.address("URL", text)
    for variable in ("citation-key", "id"):
        record.name_as(variable, text_of(item.pop(variable, None)))
    note = item.pop("note", None)
    record.note("note", note if isinstance(note, str) else text_of(note))


def _orcids(value: JsonText) -> dict[str, str]:
    """ORCIDs by name, as Crossref gives them beside the parts of a name."""
    found: dict[str, str] = {}
    for person in value if isinstance(value, list) else ():
        number = parse_orcid(text_of(person.get("ORCID"))) if isinstance(person, dict) else ""
        names = _names([person])[0] if number else ()
        found |= dict.fromkeys(names, number)
    return found


def _names(value: JsonText) -> NameList:
    """Names of CSL's form, and whether they are all."""
    names: list[str] = []
    complete = True
    for person in value if isinstance(value, list) else [value]:
        said = person if isinstance(person, dict) else {"name": person}
        parts = {key: text_of(part) for key, part in said.items()}
        name = _name(parts)
        is_one = bool(name) and not is_others(name)
        more, all_of_them = ((name,), True) if is_one else names_of([name or parts.get("name", "")])
        names += more
        complete = complete and all_of_them
    return tuple(names), complete


def _name(parts: Mapping[str, str]) -> str:
    particles = (parts.get("dropping-particle", ""), parts.get("non-dropping-particle", ""))
    literal = parts.get("literal", "")
    if literal and not parts.get("family"):
        return from_parts("", literal=literal) if not is_others(literal) else literal
    return from_parts(
        parts.get("family", ""),
        parts.get("given", ""),
        particle=" ".join(part for part in particles if part),
        suffix=parts.get("suffix", ""),
    )


def _date(item: dict[str, JsonText], record: Record) -> str:
    """The day of issue, of a range its first; what that does not say (a range, a season, "circa") is kept."""
    issued = item.pop("issued", None)
    if not isinstance(issued, dict) or issued.keys() <= {"raw"} or issued.keys() <= {"literal"}:
        printed = "".join(map(text_of, issued.values())) if isinstance(issued, dict) else text_of(issued)
        if not is_plain_date(printed):
            record.keep("issued", printed)
        return parse_date(printed)
    parts = issued.get("date-parts")
    days = [day for day in parts if isinstance(day, list)] if isinstance(parts, list) else []
    date = _of_parts(days[0]) if days else parse_date(text_of(issued.get("raw")) or text_of(issued.get("literal")))
    is_day = len(days) == 1 and issued.keys() == {"date-parts"}
    if not is_day or len(date) != (0, 4, 7, 10)[min(len(days[0]), 3)]:
        record.keep("issued", text_of(issued))
    return date


def _of_parts(day: list[JsonText]) -> str:
    numbers = [int(text) if text.isdecimal() and len(text) < 5 else 0 for part in day[:3] if (text := text_of(part))]
    return iso_date(*numbers) if numbers else ""
