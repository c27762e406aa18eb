"""BibTeX and biblatex: a bibliography in, its entries in order out, with all that they say.

The file is split (`blocks`), strings and `#` are resolved (`values`), what entries have from others is
added (`inheritance`), groups are looked up (`groups`), and each entry becomes ours (`entry`).
What is irregular is read where it is clear what was meant, with a remark; what is not is rejected with its line.
"""

import re
from collections.abc import Iterator

from litwiki.citations.bibtex import OF_TYPES
from litwiki.model.entries import Entry, RawListing, Rejected, Remark
from litwiki.model.replace import replace
from litwiki.sources.bibtex.blocks import RawEntry, split
from litwiki.sources.bibtex.entry import BibtexEntry, groups_named, to_entry
from litwiki.sources.bibtex.groups import find_groups
from litwiki.sources.bibtex.inheritance import inherited
from litwiki.sources.bibtex.values import Strings, written
from litwiki.sources.source import Reading

name = "bibtex"
title = "BibTeX"

KNOWN_TYPES = "|".join(
    (*OF_TYPES, *"misc unpublished online electronic www patent preprint preamble string comment xdata set".split())
)
ENTRY = re.compile(
    rf"^[ \t]*@(?:(?:{KNOWN_TYPES})[ \t]*[{{(]|[a-z]+[ \t]*\{{[^\s,={{}}]*,\s*[a-z]+\s*=)", re.IGNORECASE | re.MULTILINE
)
OTHER_FORMAT = re.compile(r"\A\s*[<{\[]|^(?:```|~~~)", re.MULTILINE)
"""Pages, JSON, and Markdown that shows an entry between fences."""
NO_PAPERS = frozenset({"xdata", "ieeetranbstctl", "control"})
"""Entries for other entries and for styles."""


def sniff(head: str) -> bool:
    """An entry that begins a line, in what is no page, JSON or Markdown."""
    return ENTRY.search(head) is not None and not OTHER_FORMAT.search(head)


def read(raw: RawListing) -> Reading:
    """Entries in the order of the file, among them what is to be said of it, by its lines."""
    yield from sorted(_items(raw), key=lambda item: item.line)


def _items(raw: RawListing) -> Iterator[Entry | Rejected | Remark]:
    blocks = split(raw.text, raw.path)
    yield from blocks.faults
    strings = Strings()
    for string in blocks.strings:
        strings.known[string.name] = strings.text_of(string.pieces)
    entries: list[BibtexEntry] = []
    for block in blocks.entries:
        first, second, again = _fields(block, strings)
        for name, line in again.items():
            message = f"{block.key!r} has {name!r} more than once; the first counts, the others are kept"
            yield Remark(raw.path, line, message)
        for undefined in strings.news:
            yield Remark(raw.path, block.line, f"no @string defines {undefined!r}; the name itself was taken")
        strings.news.clear()
        entries.append(BibtexEntry(block.type, block.key, block.line, first, second))
    if strings.left < 0:
        yield Remark(raw.path, 1, "the strings of this file say more than can be read; names of some were taken")
    yield from _repeated_keys(raw.path, blocks.entries)
    groups = find_groups(blocks.comments)
    parents = {one.fields["crossref"].strip().lower() for one in entries if "crossref" in one.fields}
    for one, (from_parents, missing) in zip(entries, inherited(entries), strict=True):
        for key in missing:
            yield Remark(raw.path, one.line, f"{one.key!r} refers to {key!r}, which is not in this file")
        if from_parents is None:
            yield Remark(raw.path, one.line, f"what {one.key!r} has from its parent was left out: it is too much")
        fields = {**one.fields, **(from_parents or {})}
        record = replace(one, fields=fields, groups=groups.of(one.key, groups_named(fields)))
        yield from _read_one(raw.path, record, is_parent=one.key.lower() in parents)


def _read_one(path: str, record: BibtexEntry, *, is_parent: bool) -> Iterator[Entry | Rejected | Remark]:
    if record.type in NO_PAPERS:
        return
    if record.type == "set":
        yield Remark(path, record.line, f"{record.key!r} is a set; the entries in it are read one by one")
    elif entry := to_entry(record):
        yield entry
    elif is_parent:
        yield Remark(path, record.line, f"{record.key!r} has no title and only completes entries that refer to it")
    elif record.fields:
        raw = ", ".join(f"{name} = {{{value}}}" for name, value in record.fields.items())
        yield Rejected(path, record.line, f"{_called(record)} has neither a title nor an id", raw[:200])
    else:
        yield Rejected(path, record.line, f"{_called(record)} has no fields", f"@{record.type}{{{record.key}}}"[:200])


def _called(record: BibtexEntry) -> str:
    return repr(record.key) if record.key else f"this @{record.type}"


def _fields(block: RawEntry, strings: Strings) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Each field's text, those of further ones of the same name, and the lines of these; a second that says the same
    says nothing."""
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    counts: dict[str, int] = {}
    lines: dict[str, int] = {}
    for field in block.fields:
        text = written(strings.text_of(field.pieces))
        if not first.get(field.name):
            first[field.name] = text
        elif text and text != first[field.name]:
            counts[field.name] = counts.get(field.name, 1) + 1
            second[f"{field.name} ({counts[field.name]})"] = text
            lines.setdefault(field.name, field.line)
    return first, second, lines


def _repeated_keys(path: str, entries: list[RawEntry]) -> Iterator[Remark]:
    lines: dict[str, int] = {}
    for entry in entries:
        if entry.key and entry.key in lines:
            where = f"in line {lines[entry.key]}, too"
            yield Remark(path, entry.line, f"the key {entry.key!r} stands {where}; both entries were read")
        lines.setdefault(entry.key, entry.line)
