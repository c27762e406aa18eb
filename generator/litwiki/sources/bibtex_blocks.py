"""Splits a BibTeX file into its blocks: entries, strings, comments and faults, each with its line.

bibtexparser splits the text. It gives up an entry at its first irregularity, or takes what follows a missing comma for
part of the value before it. Such entries are read again here, by a reader that goes on where it is clear what was
meant: no key (EndNote), no comma, no closing brace, braces that quotes protect, comments behind `%`.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
)
from bibtexparser.splitter import Splitter

from litwiki.model.records import Rejected, Remark
from litwiki.sources.bibtex_values import BLANK, DOUBLE, WORD, Piece, after, read_value, simple_value, written

# What it says to a log it says in its failed blocks, too.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

REPEATED = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)
"""Blocks that bibtexparser calls failed and has read."""


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as written: its name in small letters, the pieces of its value, its line."""

    name: str
    pieces: tuple[Piece, ...]
    line: int


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as written; its type in small letters, its fields in order, also those that stand twice."""

    type: str
    key: str
    fields: tuple[RawField, ...]
    line: int


@dataclass(slots=True)
class Blocks:
    """What a file consists of, each kind in its order."""

    entries: list[RawEntry] = field(default_factory=list)
    strings: list[RawField] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    faults: list[Rejected | Remark] = field(default_factory=list)


def split(text: str, path: str) -> Blocks:
    """The blocks of a file. Two backslashes are `DOUBLE` in them, so that a brace behind them counts."""
    text = text.replace("\ufdd0", "\ufffd").replace("\\\\", DOUBLE)
    blocks = Blocks()
    for block, region, line in _regions(text):
        if isinstance(block, ExplicitComment | ImplicitComment):
            blocks.comments.append(block.comment)
            if isinstance(block, ImplicitComment) and FIELDS.match(block.comment) and blocks.entries:
                reason = "fields outside of an entry: is the one before them closed too early?"
                blocks.faults.append(Rejected(path, line, reason, written(block.comment)[:200]))
            continue
        entry = (
            block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else block
        )
        regular = _regular(entry, line) if isinstance(entry, Entry) else None
        if regular:
            blocks.entries.append(regular)
        else:
            _Mending(region, line, path, blocks).read()
    return blocks


def _regions(text: str) -> Iterator[tuple[Block, str, int]]:
    """Each block with its text up to the next one that `@` begins, and its line.

    A failed block has only the text before its fault, so the places of all are looked up, from one to the next.
    """
    found: list[tuple[Block, int]] = []
    position = 0
    for block in Splitter(text).split().blocks:
        place = text.find(block.raw or "", position)
        start = position if place < 0 else place
        found.append((block, start))
        position = start + len(block.raw or "")
    end, ends = len(text), []
    for block, start in reversed(found):
        ends.append(end)
        end = end if isinstance(block, ImplicitComment) else start
    failed_before = False
    for (block, start), end in zip(found, reversed(ends), strict=True):
        # What stands behind the fault of an entry is read with it.
        if not (failed_before and isinstance(block, ImplicitComment)):
            yield block, text[start:end], (block.start_line or 0) + 1
            failed_before = isinstance(block, ParsingFailedBlock) and not isinstance(block, REPEATED)


def _regular(entry: Entry, line: int) -> RawEntry | None:
    """An entry that has nothing irregular; None for one that is to be read again."""
    fields = []
    for given in entry.fields:
        inner = simple_value(given.value)
        if inner is not None:
            pieces: tuple[Piece, ...] = (Piece(inner),)
        else:
            value = read_value(given.value)
            if value.is_open or value.end != len(given.value):
                return None
            pieces = value.pieces
        if not WORD.fullmatch(given.key):
            return None
        fields.append(RawField(given.key.lower(), pieces, given.start_line + 1))
    return RawEntry(entry.entry_type.lower(), written(entry.key), tuple(fields), line)


# --- entries with faults -----------------------------------------------------------------------------------------

FIELDS = re.compile(r"[\s,]*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
BLOCK = re.compile(r"@(?P<type>\w*)[ \t]*(?P<open>[{(])")
FIELD = re.compile(r"(?P<name>" + WORD.pattern + r")\s*=")
KEY = re.compile(r"(?P<whole>[^,={}\"\n]*+)(?:,|(?=\n)|(?=[})]\s*\Z))|(?P<word>[^\s,={}\"]++)")
SEPARATOR = re.compile(r"(?:[\s,]+|%[^\n]*(?:\n|\Z))*")
GARBAGE = re.compile(r"[^,\n%=]++=?|[=%]")


class _Mending:
    """Reads one block whose text may have faults; whatever it passes over it says."""

    def __init__(self, text: str, line: int, path: str, blocks: Blocks) -> None:
        self.text, self.path, self.blocks = text, path, blocks
        self.first_line = self.line = line
        self.counted = 0

    def read(self) -> None:
        """Adds the entry or the strings of the block, and its faults."""
        start = BLOCK.match(self.text)
        kind = start["type"].lower() if start else ""
        if start is None or kind in {"comment", "preamble"}:
            return
        position = after(SEPARATOR, self.text, start.end())
        key = ""
        if kind != "string" and not FIELD.match(self.text, position):
            found = KEY.match(self.text, position)
            key = (found["whole"] or found["word"] or "") if found else ""
            position = found.end() if found else position
        fields = self._fields(position, "}" if start["open"] == "{" else ")")
        if fields is None:
            return
        if kind == "string":
            self.blocks.strings.extend(fields)
        else:
            self.blocks.entries.append(RawEntry(kind, written(key), tuple(fields), self.first_line))

    def _fields(self, position: int, closing: str) -> list[RawField] | None:
        """All fields up to the closing sign; None where a value has no end, so that nobody knows what is in it."""
        fields: list[RawField] = []
        is_apart = True
        while True:
            position = after(BLANK, self.text, position)
            is_apart = is_apart or self.text[position : position + 1] == ","
            position = after(SEPARATOR, self.text, position)
            if position >= len(self.text):
                message = "the closing brace of this entry is missing; it was read all the same"
                self.blocks.faults.append(Remark(self.path, self.first_line, message))
                return fields
            if self.text[position] == closing:
                return fields
            found = FIELD.match(self.text, position)
            if not found:
                position = self._pass_over(position)
                is_apart = True
                continue
            line = self._line_at(position)
            if not is_apart:
                self._say(position, f"a comma is missing before {found['name']!r}; it was read all the same")
            value = read_value(self.text, found.end())
            if value.is_open:
                sign = "{" if self.text[value.end] == "{" else "a quote"
                reason = f"the text of {found['name']!r} begins with {sign} and never ends"
                self.blocks.faults.append(Rejected(self.path, line, reason, written(self.text)[:200]))
                return None
            fields.append(RawField(found["name"].lower(), value.pieces, line))
            position, is_apart = value.end, False

    def _pass_over(self, position: int) -> int:
        garbage = GARBAGE.match(self.text, position)
        end = max(garbage.end() if garbage else position, position + 1)
        self._say(position, f"{written(self.text[position:end])[:60]!r} is no field and was left out")
        return end

    def _say(self, position: int, message: str) -> None:
        self.blocks.faults.append(Remark(self.path, self._line_at(position), message))

    def _line_at(self, position: int) -> int:
        """The line of a place; asked in the order of places, each line end is counted once."""
        if position > self.counted:
            self.line += self.text.count("\n", self.counted, position)
            self.counted = position
        return self.line
