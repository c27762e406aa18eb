"""Splits a BibTeX file into its blocks: entries, strings, comments and faults, each with its line.

One reader for all of them, which goes on where it is clear what was meant: no key (EndNote), no comma, no closing
brace, braces that quotes protect, comments behind `%`. bibtexparser, with which tests compare it, gives up an entry at
its first irregularity, and takes what follows a missing comma for part of the value before it.
"""

import re
from itertools import pairwise

from msgspec import Struct, field

from litwiki.model.entries import Rejected, Remark
from litwiki.sources.bibtex.values import BLANK, DOUBLE, WORD, Piece, after, closing, read_value, written


class RawField(Struct, frozen=True):
    """A field as written: its name in small letters, the pieces of its value, its line."""

    name: str
    pieces: tuple[Piece, ...]
    line: int


class RawEntry(Struct, frozen=True):
    """An entry as written; its type in small letters, its fields in order, also those that stand twice."""

    type: str
    key: str
    fields: tuple[RawField, ...]
    line: int


class Blocks(Struct):
    """What a file consists of, each kind in its order."""

    entries: list[RawEntry] = field(default_factory=list)
    strings: list[RawField] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    faults: list[Rejected | Remark] = field(default_factory=list)


START = re.compile(r"^[^\S\n]*(?=@\w*[ \t]*[{(])", re.MULTILINE)
"""Where a block may begin although the one before it is not closed: at the start of a line."""
FIELDS = re.compile(r"[\s,]*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
BLOCK = re.compile(r"@(?P<type>\w*)[ \t]*(?P<open>[{(])")
FIELD = re.compile(r"(?P<name>" + WORD.pattern + r")\s*=")
KEY = re.compile(r"(?P<whole>[^,={}\"\n]*+)(?:,|(?=\n)|(?=[})]\s*\Z))|(?P<word>[^\s,={}\"]++)")
SEPARATOR = re.compile(r"(?:[\s,]+|%[^\n]*(?:\n|\Z))*")
GARBAGE = re.compile(r"(?:[^,\n%=@]|@(?!\w*[ \t]*[{(]))++=?|[=%]")
"""What is no field, up to where another block begins."""


def split(text: str, path: str) -> Blocks:
    """The blocks of a file. Two backslashes are `DOUBLE` in them, so that a brace behind them counts."""
    text = text.replace("\ufdd0", "\ufffd").replace("\\\\", DOUBLE)
    blocks = Blocks()
    line = 1
    for start, end in pairwise([0, *(match.end() for match in START.finditer(text)), len(text)]):
        _Region(text[start:end], line, path, blocks).read()
        line += text.count("\n", start, end)
    return blocks


class _Region:
    """Reads the text from the start of a block to the next one; whatever it passes over it says."""

    def __init__(self, text: str, line: int, path: str, blocks: Blocks) -> None:
        self.text, self.path, self.blocks = text, path, blocks
        self.line = line
        self.counted = 0

    def read(self) -> None:
        """Adds the blocks, what stands between them, and their faults. What follows a fault without an end is lost."""
        position = 0
        while start := BLOCK.search(self.text, position):
            self._comment(position, start.start())
            position = self._block(start)
        self._comment(position, len(self.text))

    def _comment(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if not text.strip():
            return
        self.blocks.comments.append(text.strip())
        if FIELDS.match(text) and self.blocks.entries:
            reason = "fields outside of an entry: is the one before them closed too early?"
            line = self._line_at(end - len(text.lstrip()))
            self.blocks.faults.append(Rejected(self.path, line, reason, written(text)[:200]))

    def _block(self, start: re.Match[str]) -> int:
        """Adds the block that begins here; the place behind it."""
        kind, line = start["type"].lower(), self._line_at(start.start())
        if kind in {"comment", "preamble"}:
            end = closing(self.text, start.end() - 1) if start["open"] == "{" else self.text.find(")", start.end())
            end = end if end >= 0 else len(self.text)
            self.blocks.comments += [self.text[start.end() : end].strip()] if kind == "comment" else []
            return end + 1
        position = after(SEPARATOR, self.text, start.end())
        key = ""
        if kind != "string" and not FIELD.match(self.text, position):
            match = KEY.match(self.text, position)
            key = (match["whole"] or match["word"] or "") if match else ""
            position = match.end() if match else position
        fields, position = self._fields(position, "}" if start["open"] == "{" else ")", line)
        if fields is not None and kind == "string":
            self.blocks.strings.extend(fields)
        elif fields is not None:
            self.blocks.entries.append(RawEntry(kind, written(key), tuple(fields), line))
        return position

    def _fields(self, position: int, closing: str, first_line: int) -> tuple[list[RawField] | None, int]:
        """All fields up to the closing sign, and the place behind that; None where a value has no end, so that nobody
        knows what is in it."""
        fields: list[RawField] = []
        is_apart = True
        while True:
            position = after(BLANK, self.text, position)
            is_apart = is_apart or self.text[position : position + 1] == ","
            position = after(SEPARATOR, self.text, position)
            if position >= len(self.text) or BLOCK.match(self.text, position):
                message = "the closing brace of this entry is missing; it was read all the same"
                self.blocks.faults.append(Remark(self.path, first_line, message))
                return fields, position
            if self.text[position] == closing:
                return fields, position + 1
            match = FIELD.match(self.text, position)
            if not match:
                position = self._pass_over(position)
                is_apart = True
                continue
            line = self._line_at(position)
            if not is_apart:
                self._say(position, f"a comma is missing before {match['name']!r}; it was read all the same")
            pieces, end = read_value(self.text, match.end())
            if pieces is None:
                sign = "{" if self.text[end] == "{" else "a quote"
                reason = f"the text of {match['name']!r} begins with {sign} and never ends"
                self.blocks.faults.append(Rejected(self.path, line, reason, written(self.text)[:200]))
                return None, len(self.text)
            fields.append(RawField(match["name"].lower(), pieces, line))
            position, is_apart = end, False

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
