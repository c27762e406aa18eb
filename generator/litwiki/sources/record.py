"""The builder of an `Entry`: collects ids, links, and the fields that papers have no place for.

Each source knows what its fields mean. This is what all of them have in common: any field may hold an id in any
spelling, an address may be an id, a second value of a field is a value too, and a preprint server is no journal.
"""

import re
from collections.abc import Iterable

from litwiki.markup.addresses import is_safe_url
from litwiki.model.entries import Entry, Link, Publication
from litwiki.text.addresses import link_kind
from litwiki.text.dates import year_of
from litwiki.text.html_text import from_html
from litwiki.text.identifiers import Identifier, find_identifiers, parse_identifier
from litwiki.text.name_parts import SUFFIX, from_inverted, from_parts, stored_name, without_marks
from litwiki.text.names import NameList, is_others, split_printed_names
from litwiki.text.words import clean

PREPRINT_SERVER = re.compile(
    r"\W*(?:the\s+)?(?:arxiv(?:\.org)?|corr|computing research repository)(?:\W.*|\s*(?:e-?prints?|preprints?)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
CITATION_KEY = re.compile(r"\s*(?:citation[ -]?key|bibtex(?:[ -]key)?)\s*:\s*(\S+)\s*", re.IGNORECASE)
LINK_LINE = re.compile(
    r"\s*(code|data|model|project|demo|video|slides|poster|blog)\s*:\s*(https?://\S+?)[;.,]?\s*", re.IGNORECASE
)
FAMILY_INITIALS = re.compile(r"([^\W\d_][\w'’-]+(?: [\w'’-]+){0,3}) ((?:[^\W\d_]\.[ -]?){1,4})")
"""A family name with the initials behind it, as Scopus and Embase print names."""
KEY = re.compile(r"[^\s\x00-\x1f,{}\"#%~\\]{1,200}")
MANY = re.compile(r"[\s;,|]+")
"""What parts several ids in one field."""
WHOLE = frozenset({"book", "thesis", "report", ""})
"""Types of which a record's ISBN is its own; a chapter or a talk has that of the volume that it is in."""


class Record:
    """What is known so far of one record. `type` is one of ours; it decides whether an ISBN is the record's own, and
    whoever reads a record sets it first."""

    def __init__(self) -> None:
        self.type = ""
        self.key = ""
        self.ids: dict[str, str] = {}
        self.links: dict[str, Link] = {}
        """By their addresses."""
        self.extra: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def keep(self, name: str, value: str) -> None:
        """Keeps a value under its source's name for it; a second one as `name (2)`."""
        value = clean(value)
        if value and self.extra.get(name) != value:
            count = self._counts[name] = self._counts.get(name, 0) + 1
            self.extra[name if count == 1 else f"{name} ({count})"] = value

    def identify(self, name: str, kind: str, text: str) -> None:
        """Takes an id of `kind` from the field `name`, or several in one text. A text that is no such id, and a second
        id of the kind, are kept under the field's name."""
        text = clean(text)
        parts = [text] if _id_of(kind, text) else MANY.split(text)
        for part in parts if len(parts) == 1 or any(_id_of(kind, part) for part in parts) else [text]:
            identifier = _id_of(kind, part)
            if identifier is None or not self.add(identifier):
                self.keep(name, part)

    def add(self, identifier: Identifier) -> bool:
        """Takes an id; False where the record has another id of this kind, or the id is that of a larger work."""
        if identifier.kind == "isbn" and self.type not in WHOLE:
            return False
        known = self.ids.setdefault(identifier.kind, identifier.value)
        return Identifier(identifier.kind, known).key == identifier.key

    def address(self, name: str, text: str, kind: str = "") -> None:
        """Takes an address as an id or as a link of `kind`; an address that no reader can open is kept. Data and code
        may have an id, too, which is not the paper's."""
        url = clean(text)
        identifier = parse_identifier(url) if kind in {"", "paper", "doi"} else None
        if identifier and self.add(identifier):
            return
        if not url.lower().startswith(("http://", "https://")) or not is_safe_url(url):
            self.keep(name, url)
        else:
            self.links.setdefault(url, Link(kind or link_kind(url, "paper"), url))

    def note(self, name: str, text: str) -> None:
        """Takes the lines of a note that are ids, the citation key or links, as Zotero's Extra and our own exports
        have them, and keeps the rest."""
        lines = []
        for line in text.splitlines():
            identifier = parse_identifier(line)
            if (match := CITATION_KEY.fullmatch(line)) and self.key in {"", match[1]}:
                self.key = match[1]
            elif match := LINK_LINE.fullmatch(line):
                self.address(name, match[2], match[1].lower())
            elif identifier is None or not self.add(identifier):
                lines.append(clean(line))
        self.keep(name, "; ".join(line for line in lines if line))

    def name_as(self, name: str, key: str) -> None:
        """Takes a citation key; a text that TeX would not accept as a key is kept."""
        key = clean(key)
        if not self.key and KEY.fullmatch(key) and "://" not in key:
            self.key = key
        elif key != self.key:
            self.keep(name, key)

    def publisher(self, printed: str) -> str:
        """The publisher as printed. arXiv is no publisher, though Zotero and we write it for preprints."""
        printed = clean(printed)
        return "" if printed.casefold() == "arxiv" and "arxiv" in self.ids else printed

    def venue(self, name: str, printed: str, volume: str = "") -> str:
        """The venue as printed. A preprint server is no venue: it makes the record a preprint, and is kept where the
        paper's id on it is not known. Take the ids of other fields first."""
        printed = clean(printed)
        if not PREPRINT_SERVER.fullmatch(printed):
            return printed
        for identifier in (*find_identifiers(printed), parse_identifier(f"arxiv:{volume.removeprefix('abs/')}")):
            if identifier:
                self.add(identifier)
        if self.type in {"", "article", "other", "report"}:
            self.type = "preprint"
        if "arxiv" not in self.ids:
            self.keep(name, printed)
        return ""

    def entry(
        self,
        title: str,
        line: int,
        people: NameList,
        publication: Publication,
        *,
        abstract: str = "",
        keywords: Iterable[str] = (),
        note: str = "",
    ) -> Entry:
        """The entry, once everything was taken or kept; `people` are the authors and whether they are all."""
        return Entry(
            title=title,
            abstract=abstract or None,
            line=line,
            links=tuple(self.links.values()),
            ids=self.ids,
            authors=people[0],
            year=year_of(publication.date),
            authors_complete=people[1],
            publication=publication,
            key=self.key,
            keywords=tuple(dict.fromkeys(filter(None, keywords))),
            note=note,
            extra=self.extra,
        )


def from_markup(printed: str) -> str:
    """A text that may have the HTML of publishers and reference managers in it, in our markup."""
    return clean(from_html(printed))


def keywords_of(printed: str) -> list[str]:
    """Keywords that stand in one text, apart by semicolons, bars or lines, or else by commas."""
    parts = re.split(r"[;|\n]", printed)
    return [keyword for part in (parts if len(parts) > 1 else printed.split(",")) if (keyword := clean(part))]


def _id_of(kind: str, text: str) -> Identifier | None:
    return parse_identifier(text) or parse_identifier(f"{kind}:{text}")


def pages_of(first: str, last: str = "") -> str:
    """Pages as we print them: `193-194`; a range that stands in one field has one hyphen.

    >>> pages_of("193", "194"), pages_of("1–22"), pages_of("7--9"), pages_of("e0815"), pages_of("193", "193")
    ('193-194', '1-22', '7-9', 'e0815', '193')
    """
    first, last = clean(first), clean(last)
    if last and last != first and not re.search(r"\d\s*[-–—]", first):
        first = f"{first}-{last}" if first else last
    return re.sub(r"(?<=\w)\s*(?:--+|[–—‐‑−-])\s*(?=\w|\Z)", "-", first)


def names_of(printed: list[str], *, is_alike: bool = True) -> NameList:
    """Names that stand one in a field, and whether they are all; a comma parts the family's from the given name.

    Where all are written alike (`is_alike`) and some have their comma, one of several words without it is a group's.
    """
    names: list[str] = []
    complete = True
    texts = [clean(text) for text in printed]
    inverted = is_alike and any("," in text for text in texts)
    for text in texts:
        if is_others(text):
            complete = False
        elif ";" in text:
            more, all_of_them = split_printed_names(text)
            names += more
            complete = complete and all_of_them
        elif inverted and "," not in text and " " in text and not FAMILY_INITIALS.fullmatch(text):
            names.append(from_parts("", literal=text))
        elif text:
            names.append(_name(text))
    return tuple(name for name in names if name), complete


def _name(printed: str) -> str:
    parts = [part.strip() for part in printed.split(",")]
    if match := FAMILY_INITIALS.fullmatch(printed):
        return from_parts(match[1], match[2])
    if len(parts) == 1:
        return stored_name(without_marks(printed))
    if len(parts) > 2 and len(parts[0].split()) > 2 and not any(map(SUFFIX.fullmatch, parts)):
        return from_parts("", literal=printed)
    return from_inverted(*parts)
