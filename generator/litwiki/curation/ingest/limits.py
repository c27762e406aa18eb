"""Limits of incoming text: reduces an entry to what a paper file and a ledger can hold, and reports each change.

Nothing is written that `litwiki check` refuses. A text that is too long is cut at the end of a word. A value that its
field cannot hold moves to the entry's other fields, which the ledger keeps. An entry with neither title nor id is
rejected. A title that is an address or an id is no title: it becomes an id, and the entry waits for its record.
"""

import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, field

from litwiki.content import is_web_address
from litwiki.content.date_fields import is_partial_date
from litwiki.content.papers import IS_MORE_AUTHORS, LONGEST_ABSTRACT, LONGEST_TITLE
from litwiki.model.entries import LINK_KINDS, PAPER_TYPES, Entry, Link, ListingReading, Publication, Rejected, Remark
from litwiki.model.replace import replace
from litwiki.text.id_kinds import ID_KINDS
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import clean

LONGEST: Mapping[str, int] = {"venue": 500, "volume": 100, "issue": 100, "pages": 100, "publisher": 300}
"""Characters of the texts of `Publication`, as `content.papers` reads them."""
LONGEST_NAME = 300
LONGEST_KEY = 300
LONGEST_NOTE = 20_000
LONGEST_ID = 300
LONGEST_URL = 2_000
LONGEST_VALUE = 20_000
"""Characters of a value that the ledger keeps."""
MOST_AUTHORS = 100_000
"""Bytes of the list of authors: half of what a file may have, some five thousand names."""
MOST_EDITORS = 10_000
MOST_LINKS = 30
MOST_FIELDS = 100
MOST_KEYWORDS = 200
NO_TITLE = frozenset(
    "untitled;[untitled];no title;[no title];no title available;n/a;nan;null;undefined;title".split(";")
)
"""What programs write where a title is missing."""


class _Gate(Struct):
    """One entry on its way in; what happened to it is said as remarks."""

    path: str
    line: int
    remarks: list[Remark] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def say(self, message: str) -> None:
        self.remarks.append(Remark(self.path, self.line, message))

    def cut(self, text: str, longest: int, what: str) -> str:
        """A text of at most so many characters; a word is said where it was longer."""
        text = clean(text)
        if len(text) <= longest:
            return text
        self.say(f"{what} of {len(text):,} characters was cut to {longest:,}")
        return cut_text(text, longest)

    def keep(self, name: str, value: str) -> None:
        """Gives a value that its field cannot hold to the ledger; a second one of a name as `name (2)`."""
        name, value = clean(name)[:100], clean(value)[:LONGEST_VALUE]
        if value:
            self.counts[name] += 1
            self.extra[f"{name} ({self.counts[name]})" if name in self.extra else name] = value


def within_limits(entry: Entry, path: str) -> tuple[Entry | Rejected, tuple[Remark, ...]]:
    """What can be written of an entry, and what was changed; `path` is the file that it is from."""
    gate = _Gate(path, entry.line)
    title = clean(entry.title)
    ids = _ids(entry, gate)
    if title and (named := _is_no_title(title)):
        identifier = parse_identifier(title)
        if identifier and identifier.kind not in ids:
            ids[identifier.kind] = identifier.value
        if not ids:
            return Rejected(path, entry.line, f"its title is {named}", title[:200]), ()
        title = ""
    if not title and not ids:
        said = (text for text in (entry.key, "; ".join(entry.authors), entry.note) if text)
        return Rejected(path, entry.line, "it has neither a title nor an id", next(said, "")[:200]), ()
    authors, complete = _names(entry.authors, MOST_AUTHORS, "authors", gate)
    year = entry.year if entry.year is None or 1000 <= entry.year <= 2099 else None
    if year != entry.year:
        gate.keep("year", str(entry.year))
    reading = replace(
        entry,
        title=gate.cut(title, LONGEST_TITLE, "a title"),
        abstract=gate.cut(entry.abstract or "", LONGEST_ABSTRACT, "an abstract") or None,
        links=_links(entry, gate),
        ids=ids,
        authors=authors,
        authors_complete=entry.authors_complete and complete,
        year=year,
        publication=_publication(entry.publication, gate),
        key=gate.cut(entry.key, LONGEST_KEY, "a citation key"),
        keywords=tuple(dict.fromkeys(word for k in entry.keywords if 0 < len(word := clean(k)) <= 200))[:MOST_KEYWORDS],
        note=_paragraphs(entry.note, LONGEST_NOTE, "a note", gate),
        extra=_extra(entry.extra, gate),
    )
    return reading, tuple(gate.remarks)


def limited(reading: ListingReading) -> ListingReading:
    """The entries of a reading as far as files can hold them."""
    entries: list[Entry] = []
    rejected, remarks = list(reading.rejected), list(reading.remarks)
    for entry in reading.entries:
        checked, said = within_limits(entry, reading.raw.path)
        remarks += said
        if isinstance(checked, Rejected):
            rejected.append(checked)
        else:
            entries.append(checked)
    rejected.sort(key=lambda one: one.line)
    return replace(reading, entries=tuple(entries), rejected=tuple(rejected), remarks=tuple(remarks))


def cut_text(text: str, longest: int) -> str:
    """The beginning of a text, up to the end of a word, with an ellipsis: at most `longest` characters.

    Math is not cut in two: where a `$` would be left open, the text ends before it.
    """
    if len(text) <= longest:
        return text
    end = text.rfind(" ", longest // 2, longest)
    head = text[: end if end > 0 else longest - 1].rstrip()
    if head.count("$") % 2:
        head = head[: head.rfind("$")].rstrip()
    return f"{head or text[: longest - 1]}…"


def _is_no_title(title: str) -> str:
    """What a text is that stands where a title should; empty where it may be one."""
    if title.lower().strip(".") in NO_TITLE:
        return f"only {title!r}"
    if not any(character.isalnum() for character in title):
        return "without a letter"
    if re.fullmatch(r"(?:https?://|www\.)\S+", title, re.IGNORECASE):
        return "an address"
    if " " not in title and (identifier := parse_identifier(title)):
        return f"an id ({identifier.kind} {identifier.value})"
    return ""


def _ids(entry: Entry, gate: _Gate) -> dict[str, str]:
    ids: dict[str, str] = {}
    for kind, printed in entry.ids.items():
        form = ID_KINDS[kind].form if kind in ID_KINDS else ""
        value = clean(printed)
        # Books' numbers are printed with spaces; no other id has one.
        is_whole = kind == "isbn" or " " not in value
        if value and kind in ID_KINDS and is_whole and len(value) <= LONGEST_ID and re.fullmatch(form or ".*", value):
            ids[kind] = value
        elif value:
            gate.keep(kind, value)
    return ids


def _names(names: tuple[str, ...], most: int, what: str, gate: _Gate) -> tuple[tuple[str, ...], bool]:
    """Names that fit in `most` bytes, and whether all of them do; "et al." is a mark and no person."""
    known: list[str] = []
    size, complete = 0, True
    for printed in names:
        name = clean(printed)
        if len(name) > LONGEST_NAME:
            name = gate.cut(name, LONGEST_NAME, "a name")
        if not name:
            continue
        if IS_MORE_AUTHORS.fullmatch(name):
            complete = False
            continue
        size += _size(name) + 4
        if size > most:
            gate.say(f"{len(names):,} {what} are more than a file can hold; the first {len(known):,} are named")
            return tuple(known), False
        known.append(name)
    return tuple(known), complete


def _size(text: str) -> int:
    """The bytes of a text in YAML, where quotes are doubled and letters that cannot be printed are escaped."""
    return len(text.encode("utf-8" if text.isprintable() else "unicode_escape")) + text.count("'")


def _links(entry: Entry, gate: _Gate) -> tuple[Link, ...]:
    links: list[Link] = []
    for link in entry.links:
        url = link.url.strip()
        fits = len(url) <= LONGEST_URL and is_web_address(url) and clean(url) == url
        if not (fits and link.kind in LINK_KINDS):
            gate.keep(f"link {link.kind}", url)
        elif len(links) == MOST_LINKS:
            gate.say(f"{len(entry.links)} links; the first {MOST_LINKS} were taken")
            break
        else:
            links.append(replace(link, url=url))
    return tuple(dict.fromkeys(links))


def _publication(publication: Publication, gate: _Gate) -> Publication:
    texts = {name: gate.cut(str(getattr(publication, name)), most, f"a {name}") for name, most in LONGEST.items()}
    editors, _ = _names(publication.editors, MOST_EDITORS, "editors", gate)
    date, kind = clean(publication.date), clean(publication.type)
    if date and not is_partial_date(date):
        gate.keep("date", date)
        date = ""
    if kind and kind not in PAPER_TYPES:
        gate.keep("type", kind)
        kind = ""
    return Publication(type=kind, editors=editors, date=date, **texts)


def _extra(extra: Mapping[str, str], gate: _Gate) -> dict[str, str]:
    fields: dict[str, str] = {}
    for printed, value in (*gate.extra.items(), *extra.items()):
        name = clean(printed)[:100]
        text = _paragraphs(value, LONGEST_VALUE, f"the field {name}", gate)
        if not name or not text:
            continue
        if len(fields) == MOST_FIELDS:
            gate.say(f"{len(gate.extra) + len(extra):,} fields without a place; the first {MOST_FIELDS} were kept")
            break
        fields.setdefault(name, text)
    return fields


def _paragraphs(text: str, longest: int, what: str, gate: _Gate) -> str:
    """A text of several lines, without what no file can hold."""
    lines = [clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    whole = "\n".join(lines).strip("\n")
    if len(whole) > longest:
        gate.say(f"{what} of {len(whole):,} characters was cut to {longest:,}")
        whole = cut_text(whole, longest)
    return whole
