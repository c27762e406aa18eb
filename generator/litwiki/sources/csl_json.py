"""CSL-JSON, the interchange of Zotero, pandoc and citeproc: a list of items, one item, or `{"items": […]}`.

Types and variables: CSL 1.0.2, Appendix III and IV, and csl-data.json of citation-style-language/schema. Texts have
the HTML of "Rich text" there. What Crossref answers has nearly the same form, with lists for single values.
"""

from collections.abc import Iterator, Mapping

from litwiki.citations import csl_json
from litwiki.model.entries import Entry, RawListing, Rejected
from litwiki.model.replace import replace
from litwiki.sources.columns import IGNORE, KEEP
from litwiki.sources.json_items import JsonText, first_item, read_items, text_of, texts_of
from litwiki.sources.record import from_markup, names_of
from litwiki.sources.row_entry import Cell, entry_of, places_of, type_named
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
CSL_TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage journal-article proceedings-article book-chapter monograph posted-content dissertation""".split()
)
"""The types of CSL, and Crossref's own names for those of papers (its API, /types)."""
PLACES = places_of(
    {"title": "title title-short", "venue": "container-title event-title", "date": "issued", "publisher": "publisher"}
    | {"volume": "volume", "issue": "issue", "pages": "page", "abstract": "abstract", IGNORE: "author editor"}
    | {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "paper link": "URL"}
    | {"key": "citation-key id", "extra": "note", "keywords": "keyword categories collections"}
)
"""The variables of each field, best first."""
VARIABLES = frozenset("author editor issued container-title DOI citation-key publisher URL title".split())
NOT_CSL = frozenset({"authors", "year", "venue", "content", "paper"})
"""Keys of objects that are something else, whatever type they say that they are."""


def sniff(head: str) -> bool:
    """A first item with a type of CSL's, or with authors or a date in CSL's form."""
    item = first_item(head, LISTS)
    if not item or NOT_CSL & item.keys():
        return False
    kind = item.get("type")
    if isinstance(kind, str) and kind in CSL_TYPES:
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
        entry = _entry(item.value, item.line)
        key = f" {entry.key!r}" if entry.key else ""
        yield or_refused(entry, raw.path, f"the item{key} has neither a title nor an id", item.raw)


def _entry(item: Mapping[str, JsonText], line: int) -> Entry:
    has_venue = any(texts_of(item.get(name)) for name in ("container-title", "event-title"))
    printed = text_of(item.get("type"))
    type_ = "" if printed == csl_json.GENERIC else type_named(printed) or ("other" if printed else "")
    # Before CSL 1.0.2 `article` was every article that no other type was for; now it was published nowhere.
    type_ = "preprint" if printed == "article" and not has_venue else type_
    authors, editors = _names(item.get("author")), _names(item.get("editor"))
    entry = entry_of(_cells(item, type_), line, from_markup, type_, authors, editors)
    return replace(entry, orcids=_orcids(item.get("author")))


def _cells(item: Mapping[str, JsonText], type_: str) -> Iterator[Cell]:
    """The variables as cells of a row."""
    places = PLACES | ({"collection-title": ("venue", 2)} if type_ == "book" else {})
    if type_ in csl_json.NUMBERED and "issue" not in item:
        places["number"] = ("issue", 0)
    if text_of(item.get("number")).casefold().startswith("arxiv:"):
        places["number"] = ("extra", 0)
    if text_of(item.get("archive")).casefold() == "arxiv":
        places |= {"archive": (IGNORE, 0), "archive_location": ("arxiv", 0)}
    for variable, value in item.items():
        field, rank = places.get(variable, (KEEP, 0))
        parts = texts_of(value)
        if variable == "issued":
            date, beyond = _date(value)
            yield Cell(variable, field, rank, (date,))
            field, parts = KEEP, (beyond,)
        elif variable == "type":
            parts = () if text_of(value) == PLAIN_TYPES.get(type_, type_) else (text_of(value),)
        elif variable == "note" and isinstance(value, str):
            parts = (value,)
        elif field in {"title", "venue"}:
            parts = parts[:1]
        elif field == KEEP and isinstance(value, list) and any(isinstance(part, dict) for part in value):
            parts = _names(value)[0] or parts
        is_list = isinstance(value, list) or variable in {"categories", "collections"}
        yield Cell(variable, field, rank, parts, is_list)


def _orcids(value: JsonText) -> dict[str, str]:
    """ORCIDs by name, as Crossref gives them beside the parts of a name."""
    orcids: dict[str, str] = {}
    for person in value if isinstance(value, list) else ():
        number = parse_orcid(text_of(person.get("ORCID"))) if isinstance(person, dict) else ""
        names = _names([person])[0] if number else ()
        orcids |= dict.fromkeys(names, number)
    return orcids


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


def _date(issued: JsonText) -> tuple[str, str]:
    """The day of issue, of a range its first, and what is said beyond that: a range, a season, "circa"."""
    if not isinstance(issued, dict) or issued.keys() <= {"raw"} or issued.keys() <= {"literal"}:
        printed = "".join(map(text_of, issued.values())) if isinstance(issued, dict) else text_of(issued)
        return parse_date(printed), "" if is_plain_date(printed) else printed
    parts = issued.get("date-parts")
    days = [day for day in parts if isinstance(day, list)] if isinstance(parts, list) else []
    if not days:
        return parse_date(text_of(issued.get("raw")) or text_of(issued.get("literal"))), text_of(issued)
    numbers = [int(text) if text.isdecimal() and len(text) < 5 else 0 for text in map(text_of, days[0][:3])]
    date = iso_date(*numbers) if numbers else ""
    is_day = len(days) == 1 and issued.keys() == {"date-parts"} and len(date) == (0, 4, 7, 10)[len(numbers)]
    return date, "" if is_day else text_of(issued)
