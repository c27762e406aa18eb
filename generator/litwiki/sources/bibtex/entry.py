"""Makes our `Entry` of one entry of a bibliography.

A field that our own export writes under the same name is not stored a second time; every other field is in `extra` by
its name and as it was written, so that the bibliography can be exported again. A field that says the same as one of
ours under another name (`journaltitle`, `date`) is in both.
"""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from litwiki.citations.bibtex import ENTRY_TYPES, MONTHS, PUBLISHERS, VENUES, entry_type
from litwiki.model.entries import Entry, Link, Publication
from litwiki.sources.bibtex.ids import ids_of, links_of
from litwiki.sources.record import PREPRINT_SERVER, pages_of
from litwiki.text.dates import iso_date, parse_date, year_of
from litwiki.text.html_text import from_html
from litwiki.text.identifiers import parse_as, parse_identifier, url_of
from litwiki.text.latex import from_bibtex
from litwiki.text.names import from_bibtex_names, split_printed_names
from litwiki.text.words import clean

TYPES = {name: ours for ours, names in ENTRY_TYPES.items() if ours != "preprint" for name in names}
"""Our type of an entry type; a preprint has none of its own."""
MAY_BE_PREPRINT = frozenset("article misc unpublished online electronic preprint report techreport".split())
VENUE_FIELDS = ("journaltitle", "journal", "booktitle", "series")
"""Where a venue may stand, besides the field that is made for it; a series is the venue of a book only."""
PUBLISHER_FIELDS = ("publisher", "school", "institution", "organization")
KEYWORD_FIELDS = ("keywords", "keyword", "author_keywords", "mendeley-tags", "tags")
GROUP_FIELDS = ("groups", "mendeley-groups")
NOTE_FIELDS = ("annotation", "annote")
SERVERS = re.compile(
    r"(?:(?:bio|med|chem|psy|soc|eng|tech|edu|eco|earth|ess|law|phil)[a-z]{0,3}rxiv|ssrn\b|preprints?\.org"
    r"|research square|openreview preprint)[^,;]{0,60}",
    re.IGNORECASE,
)
"""Servers of preprints that number in DOIs; arXiv is known by its id."""
JOURNALS: Mapping[str, str] = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jgr": "Journal of Geophysical Research",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "nat": "Nature",
    "na": "New Astronomy",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "psj": "The Planetary Science Journal",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
}
"""Journals that NASA ADS writes as commands of AASTeX (https://ui.adsabs.harvard.edu/help/actions/journal-macros)."""
IN_BOTH = frozenset(
    """annotation annote archiveprefix crossref date doi entrytype eprint eprinttype groups institution issue journal
    journaltitle keyword keywords organization school subtitle url xdata""".split()
)
"""Fields that are kept as they were written although a paper has a place for what they say."""
MOST_KEYWORDS = 200
"""Of one entry; ACM and PubMed print some thirty."""
IS_HTML = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});|</?[a-z][a-z:-]{0,20}[\s/>]", re.IGNORECASE)
PLAIN = re.compile(r"(?:[\w ,.:;/()+]|-(?!-))*")
"""Nothing that TeX or HTML would read in another way: most values, which costs a third of the time."""
ESCAPED_ENTITY = re.compile(r"\{?\\&\}?(?=#?\w{2,8};)")
"""An ampersand that a publisher escaped although it begins a reference: `{\\&}amp;`."""


class BibtexEntry(Struct, frozen=True):
    """An entry with all that it has: `fields` are texts as written, by their names in small letters."""

    type: str
    key: str
    line: int
    fields: Mapping[str, str]
    repeated: Mapping[str, str] = field(default_factory=dict)
    """Second and further values of a field, by names such as `note (2)`."""
    groups: tuple[str, ...] = ()


def to_entry(record: BibtexEntry) -> Entry | None:
    """The entry as every source gives it; None where it has neither a title nor an id."""
    fields = record.fields
    ids = ids_of(fields, record.key, TYPES.get(record.type, "other"))
    type_ = _type(record, ids)
    title = _title(record)
    if not title and not ids:
        return None
    authors, complete = _names(fields.get("author", ""))
    editors, editors_complete = _names(fields.get("editor", ""))
    date, of_date = _date(fields)
    venue, of_venue = _venue(fields, type_)
    publisher, of_publisher = _publisher(fields, type_)
    links, of_links = _links({**fields, **record.repeated}, ids)
    publication = Publication(
        type=type_,
        venue=venue,
        volume=_text(fields.get("volume", "")) if "abs/" not in fields.get("volume", "") else "",
        issue=_text(fields.get("number", fields.get("issue", ""))),
        pages=pages_of(_text(fields.get("pages", ""))),
        publisher=publisher,
        editors=editors,
        date=date,
    )
    said = of_date | of_venue | of_publisher | of_links | _of_ids(fields, ids) | {"title", "author", "abstract"}
    said |= {"editor"} if editors_complete else set()
    said |= {name for name, value in (("volume", publication.volume), ("pages", publication.pages)) if value}
    said |= {"number"} if publication.issue and "number" in fields else set()
    extra = {name: value for name, value in fields.items() if value and name not in said}
    extra |= {name: value for name, value in record.repeated.items() if value}
    if entry_type(type_) != record.type:
        extra["entrytype"] = record.type
    return Entry(
        title=title,
        abstract=_text(fields.get("abstract", "")) or None,
        line=record.line,
        links=links,
        ids=ids,
        authors=authors,
        year=year_of(date),
        authors_complete=complete,
        publication=publication,
        key=record.key,
        keywords=_keywords(record),
        note=_note(fields),
        extra=extra,
    )


# --- texts -------------------------------------------------------------------------------------------------------


def _text(raw: str) -> str:
    """A value in our markup. Publishers' files have HTML between their TeX."""
    if not raw or PLAIN.fullmatch(raw):
        return clean(raw)
    return clean(from_bibtex(_untagged(raw)))


def _untagged(raw: str) -> str:
    if ("<" not in raw and "&" not in raw) or not IS_HTML.search(raw):
        return raw
    return from_html(ESCAPED_ENTITY.sub("&", raw))


def _title(record: BibtexEntry) -> str:
    """The title with its subtitle, as everybody but biblatex writes it; for a book that has none that of its series."""
    fields = record.fields
    name = "title" if _text(fields.get("title", "")) else "booktitle" if TYPES.get(record.type) == "book" else "title"
    title, subtitle = _text(fields.get(name, "")), _text(fields.get("subtitle", ""))
    if title and subtitle and not title.casefold().endswith(subtitle.casefold()):
        title = f"{title} {subtitle}" if title[-1] in ".:?!–—" else f"{title}: {subtitle}"
    return title


def _names(raw: str) -> tuple[tuple[str, ...], bool]:
    """Names between `and`. Some programs part them by semicolons, or by commas where each has all its words."""
    raw = _untagged(raw)
    parts = raw.split(",")
    is_listed = len(parts) > 2 and all(len(part.split()) > 1 for part in parts)
    if (";" in raw or is_listed) and "{" not in raw and not re.search(r"\sand\s", raw):
        return split_printed_names(raw)
    return from_bibtex_names(raw)


def _note(fields: Mapping[str, str]) -> str:
    """What a person wrote about the paper; Zotero writes an arXiv number there, which is an id and no note."""
    text = _text(next((fields[name] for name in NOTE_FIELDS if fields.get(name)), ""))
    return "" if parse_identifier(text) else text


def _keywords(record: BibtexEntry) -> tuple[str, ...]:
    again = (value for name, value in record.repeated.items() if name.partition(" (")[0] in KEYWORD_FIELDS)
    raws = [*(record.fields.get(name, "") for name in KEYWORD_FIELDS), *again]
    parts = (part for raw in raws for part in re.split(r";" if ";" in raw else r",|\\and\b|\s·\s", raw))
    keywords = filter(None, (_text(part).strip(" .,;") for part in parts))
    return tuple(dict.fromkeys([*keywords, *map(_text, record.groups)]))[:MOST_KEYWORDS]


def groups_named(fields: Mapping[str, str]) -> Iterable[str]:
    """The groups that an entry says that it is in."""
    for name in GROUP_FIELDS:
        yield from filter(None, (part.strip() for part in re.split(r"[,;]", fields.get(name, ""))))


# --- where and when ----------------------------------------------------------------------------------------------


def _type(record: BibtexEntry, ids: Mapping[str, str]) -> str:
    """Our type: that of the entry, unless what it says of its place makes it a preprint."""
    names = ("journal", "journaltitle", "publisher", "howpublished", "institution")
    places = [place for name in names if (place := record.fields.get(name, "").strip())]
    if record.type in MAY_BE_PREPRINT:
        is_preprint = any(SERVERS.fullmatch(place) or PREPRINT_SERVER.fullmatch(place) for place in places[:1])
        is_bare = record.type not in TYPES or (record.type == "article" and not places and "doi" not in ids)
        if is_preprint or record.type == "preprint" or ("arxiv" in ids and is_bare):
            return "preprint"
    return TYPES.get(record.type, "other")


def _venue(fields: Mapping[str, str], type_: str) -> tuple[str, set[str]]:
    """The venue, and the field that an export gives it back in. A server whose id is known is no venue."""
    venue_field = VENUES.get(type_, "")
    names = [venue_field] if type_ == "book" else [name for name in VENUE_FIELDS if name != "series"]
    name = next((name for name in dict.fromkeys([venue_field, *names]) if fields.get(name)), "")
    raw = fields.get(name, "")
    macro = re.fullmatch(r"\{?\\([a-z]+)\s*\}?", raw)
    venue = JOURNALS.get(macro[1], "") if macro else ""
    venue = venue or _text(raw)
    if type_ == "preprint" and PREPRINT_SERVER.fullmatch(venue):
        return "", set()
    return venue, set() if macro else {name} & {venue_field}


def _publisher(fields: Mapping[str, str], type_: str) -> tuple[str, set[str]]:
    publisher_field = PUBLISHERS.get(type_, "publisher")
    name = next((name for name in (publisher_field, *PUBLISHER_FIELDS) if fields.get(name)), "")
    return _text(fields.get(name, "")), {name} & {publisher_field}


def _date(fields: Mapping[str, str]) -> tuple[str, set[str]]:
    """ISO 8601 as far as known, and the fields that say no more than that."""
    if printed := _text(fields.get("date", "")):
        return parse_date(printed), set()
    year, month = _text(fields.get("year", "")), _text(fields.get("month", ""))
    day = re.sub(r"\D", "", fields.get("day", ""))[:2]
    date = parse_date(year)
    if not date:
        return "", set()
    if month.isdecimal():
        date = iso_date(int(date[:4]), int(month[:3]), int(day or 0))
    elif month and len(date) == 4:
        date = parse_date(f"{month} {day} {date}") or date
    said = {"year"} if year == date[:4] else set()
    is_month = month.isdecimal() or (month.lower().rstrip(".")[:3] in MONTHS and month.rstrip(".").isalpha())
    said |= {"month"} if len(date) > 4 and is_month else set()
    return date, said | ({"day"} if len(date) > 7 and day else set())


# --- ids and links -----------------------------------------------------------------------------------------------


def _of_ids(fields: Mapping[str, str], ids: Mapping[str, str]) -> set[str]:
    """The fields that an export makes of the ids. One that holds another id is kept."""
    said = {
        name for name in ("doi", "isbn", "pmid") if name in ids and parse_as(name, fields.get(name, "")) == ids[name]
    }
    class_ = fields.get("primaryclass", fields.get("eprintclass", "")).partition(".")[0]
    if "arxiv" in ids and fields.get("eprint") in {ids["arxiv"], ids["arxiv"].removeprefix(f"{class_}/")}:
        said |= {"eprint"}
        said |= {"archiveprefix"} if fields.get("archiveprefix", "").strip().lower() == "arxiv" else set()
    return said


def _links(fields: Mapping[str, str], ids: Mapping[str, str]) -> tuple[tuple[Link, ...], set[str]]:
    """The links, each address once; an export gives `url` back where it is the first page of the paper itself."""
    pages = {url_of(kind, value) for kind, value in ids.items()}
    by_url = {link.url: link for link in reversed([*links_of(fields)]) if link.url not in pages}
    links = tuple(reversed(by_url.values()))
    first = next((link.url for link in links if link.kind == "paper"), "")
    return links, {"url"} if first and first == fields.get("url", "") else set()
