"""Splits RIS and Web of Science's tagged files into records with their fields and lines.

A RIS record goes from `TY` to `ER`; a field is a tag, two spaces, a hyphen and its value, and a line without a tag
goes on with the field above it. Web of Science has `PT` in place of `TY`, no hyphen, and three spaces before what goes
on. Nothing here knows what a tag means, except those two and which tags are lists.

rispy reads the same, but drops a field that stands a second time and the last record where `ER` is missing, and knows
no lines: the splitting is ours, and a test compares both.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from litwiki.model.entries import RawListing, Rejected, Remark
from litwiki.sources.lines import Field
from litwiki.text.words import clean

TAG = re.compile(r"[\ufeff \t]{0,3}([A-Z][A-Z0-9])(?:  ?|\t)-(?:[ \t](.*)|(?!-)(\S.*)?)")
WOS_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: (.*))?")
FIRST_TAG = re.compile(r"^[\ufeff \t]{0,3}TY(?:  ?|\t)-", re.MULTILINE)
FIRST_WOS_TAG = re.compile(r"\s*(?:FN [^\n]+\n+VR 1\.\d|PT [A-Z]\n)")
FURNITURE = re.compile(
    r"\d+\.|(?:record #\d|(?:provider|content|database|source|search query|search strategy|export date):).*",
    re.IGNORECASE,
)
"""What providers write between records."""
LISTS = frozenset({"TY", "A1", "A2", "A3", "A4", "ED", "KW", "UR", "L1", "L2", "L3"})
"""Tags of which a line without a tag is one value more: EndNote writes keywords so."""
WOS_LISTS = frozenset({"AU", "AF", "BA", "BF", "BE", "CA", "CR"})
SUBJECTS = frozenset({"TI", "T1", "CT", "DO"})
"""Tags that say what a record is about."""


class Block(Struct):
    """The fields from one type to the next, or to the end of the record."""

    line: int
    fields: list[Field]
    has_end: bool = False

    @property
    def has_subject(self) -> bool:
        """Whether it says what it is about, and is no mere part of a record."""
        return any(field.tag in SUBJECTS and field.parts for field in self.fields)


Item: TypeAlias = "Block | Rejected | Remark"


def is_wos(text: str) -> bool:
    """Whether a text is one of Web of Science's files."""
    return FIRST_WOS_TAG.match(text) is not None


def is_ris(head: str) -> bool:
    """Whether a text has a record's first line, or the fields and the end of one that has lost it."""
    tags = [match[1] for line in head.split("\n", 30)[:30] if (match := TAG.fullmatch(line.rstrip()))]
    return FIRST_TAG.search(head) is not None or (len(tags) >= 4 and "ER" in tags)


def read_blocks(raw: RawListing) -> Iterator[Item]:
    """The records in order. Fields outside of any are rejected, other lines there are remarked upon.

    Some programs write the type several times in one record. A record without its end ends before a type whose block
    says again what it is about (title or DOI); a block that says nothing of the kind is the rest of the one before.
    """
    waiting: Block | None = None
    has_subject = False
    for item in _split(raw):
        says_subject = isinstance(item, Block) and item.has_subject
        if isinstance(item, Block) and waiting and not (has_subject and says_subject):
            waiting.fields += item.fields
            waiting.has_end = item.has_end
            has_subject = has_subject or says_subject
        else:
            if waiting:
                yield waiting
            waiting, has_subject = (item if isinstance(item, Block) else None), says_subject
            if not waiting:
                yield item
        if waiting and waiting.has_end:
            yield waiting
            waiting = None
    if waiting:
        yield waiting


def _split(raw: RawListing) -> Iterator[Item]:
    wos = is_wos(raw.text)
    pattern, first, lists = (WOS_TAG, "PT", WOS_LISTS) if wos else (TAG, "TY", LISTS)
    block: Block | None = None
    stray: list[Field] = []
    for number, line in enumerate(raw.text.split("\n"), 1):
        match = pattern.fullmatch(line.rstrip())
        tag = match[1] if match else ""
        text = clean(next(filter(None, match.groups()[1:]), "") if match else line)
        if tag == first:
            if block:
                yield block
            yield from _outside(raw, stray)
            block, stray = Block(number, [Field(tag, number, [text])]), []
        elif block and tag == "ER":
            block.has_end = True
            yield block
            block = None
        elif block and (tag or text):
            last = block.fields[-1]
            if tag or (last.parts and last.tag in lists):
                block.fields.append(Field(tag or last.tag, number, [text] if text else []))
            else:
                last.parts.append(text)
        elif text and not FURNITURE.fullmatch(text) and not (wos and tag in {"FN", "VR", "EF"}):
            stray.append(Field(tag, number, [text]))
        if tag == "ER":
            yield from _outside(raw, stray)
            stray = []
    if block:
        yield block
    yield from _outside(raw, stray)


def _outside(raw: RawListing, stray: list[Field]) -> Iterator[Rejected | Remark]:
    """What the lines outside of records are."""
    tags = [field for field in stray if field.tag]
    if tags:
        reason = "these fields belong to no record: one begins with `TY  - ` and its type, and ends with `ER  - `"
        yield Rejected(raw.path, tags[0].line, reason, tags[0].text[:200])
    elif stray:
        what = "a line that belongs" if len(stray) == 1 else f"{len(stray)} lines that belong"
        yield Remark(raw.path, stray[0].line, f"{what} to no record: {stray[0].text[:80]}")
