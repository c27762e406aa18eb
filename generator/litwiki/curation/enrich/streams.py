"""Dumps as streams: a piece of a file in, plain or gzip, bytes and lines out; no line and no file is taken whole.

What a form of dump makes of it are leads: all of a record is read only where somebody asks."""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from msgspec import Struct

from litwiki.model.entries import Entry, Rejected
from litwiki.model.errors import UsageError
from litwiki.model.replace import replace

GZIP = b"\x1f\x8b"
BLANK = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first record: the mark of UTF-8, and white space."""
HEAD = 65_536
"""Bytes by which a dump's form is recognised."""
LONGEST_LINE = 4 * 2**20
"""Bytes of a record; one paper with five thousand authors has 300 kB."""
LARGEST = 2**40
"""Bytes of a dump after unpacking; the largest known (OpenAlex, 2026) has a third of it."""
PARTS = (".csv", ".gz", ".json", ".jsonl", ".ndjson", ".parquet", ".tsv", ".xml")
"""How files end that are read in a folder; beside them lie licenses, and lists of the files."""
MOST_BROKEN = 1_000
"""Lines that are no record, after which a piece of a dump is taken for something else."""


class Piece(Struct, frozen=True):
    """A run of bytes of a dump, from `start` up to `end`, whole lines; without an end the whole file.

    `path` is the dump as somebody named it, `file` where it lies, for a process that stands in another folder;
    `dump` is the number of the file in a run.
    """

    path: Path
    file: Path
    dump: int = 0
    start: int = 0
    end: int | None = None


class Dump(Struct):
    """A dump that is open at the start of a piece of it, and what was counted of this piece so far."""

    stream: BinaryIO
    piece: Piece
    head: bytes = b""
    """The beginning of the file, wherever the piece begins."""
    lines: int = 0

    @property
    def path(self) -> Path:
        """The dump as somebody named it: what is said of it is said with this."""
        return self.piece.path

    def reject(self, line: int, reason: str, raw: str = "") -> Rejected:
        """Why a line of it is no record."""
        return Rejected(str(self.path), line, reason, raw)


def whole(path: Path, number: int = 0) -> Piece:
    """All of a dump, as one piece."""
    return Piece(path, path.absolute(), number)


def files_of(path: Path) -> list[Path]:
    """The files of a dump: itself, or of a folder all below it that are parts of one by their names, in the order of
    their paths. Links to folders are not followed. Raises `UsageError` for a folder without any."""
    if not path.is_dir():
        return [path]
    files, folders = [], [path]
    while folders:
        for one in folders.pop().iterdir():
            if one.name.startswith("."):
                continue
            if one.is_dir() and not one.is_symlink():
                folders.append(one)
            elif one.name.endswith(PARTS) and one.is_file():
                files.append(one)
    if not files:
        raise UsageError(f"{path} has no files of a dump; these end in {', '.join(PARTS)}")
    return sorted(files)


@contextmanager
def opened(piece: Piece) -> Iterator[Dump]:
    """A piece of a dump, unpacked where it is packed. Raises `UsageError` where it cannot be opened."""
    try:
        with piece.file.open("rb") as file:
            is_packed = file.read(len(GZIP)) == GZIP
            file.seek(0)
            stream = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if is_packed else file
            try:
                head = stream.read(HEAD)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise UsageError(f"{piece.path} is no whole gzip file") from None
            stream.seek(piece.start)
            yield Dump(stream, piece, head)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UsageError(f"{piece.path}: {error.strerror}") from None


def is_lines(head: bytes) -> bool:
    """Whether a dump that begins so has a record in JSON on each line: then runs of lines are read apart."""
    first, newline, _ = head.lstrip(BLANK).partition(b"\n")
    return first.startswith(b"{") and (not newline or first.rstrip().endswith(b"}"))


def pieces_of(path: Path, number: int, size: int) -> Iterator[Piece]:
    """A file of lines in pieces of `size` bytes or a line more, up to `LARGEST`. Each byte is read once at most,
    whatever the lines are like."""
    begin = whole(path, number)
    with begin.file.open("rb") as file:
        length, start = os.fstat(file.fileno()).st_size, 0
        while start < length and start <= LARGEST:
            file.seek(start + size)
            while (rest := file.readline(HEAD)) and not rest.endswith(b"\n"):
                pass
            end = min(file.tell(), length)
            yield replace(begin, start=start, end=end)
            start = end


def lines_of(dump: Dump) -> Iterator[tuple[int, bytes] | Rejected]:
    """Lines with their numbers in the piece, without their ends; one that is too long, and where a packed file breaks
    off, is a reject."""
    at, end, is_cut = dump.piece.start, dump.piece.end, False
    while end is None or at < end:
        try:
            line = dump.stream.readline(LONGEST_LINE)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield dump.reject(dump.lines + 1, "the gzip file is cut off or damaged here")
            return
        if not line:
            if end is not None:
                yield dump.reject(dump.lines + 1, "the file ends here, and was longer before")
            return
        at += len(line)
        is_rest, is_cut = is_cut, len(line) == LONGEST_LINE and not line.endswith(b"\n")
        dump.lines += not is_rest
        if at > LARGEST:
            yield dump.reject(dump.lines, f"more than {LARGEST:,} bytes; the rest was not read")
            return
        if is_rest:
            continue
        if is_cut:
            reason = f"a line of more than {LONGEST_LINE:,} bytes"
            yield dump.reject(dump.lines, reason, line[:80].decode("utf-8", "replace"))
        else:
            yield dump.lines, line.rstrip(b"\r\n")


def leads_of(
    dump: Dump,
    lead_of: "Callable[[Mapping[str, Any], int], Lead | Rejected | None]",
    number: Callable[[str], Any] | None = None,
) -> "Iterator[Lead | Rejected]":
    """What `lead_of` makes of the objects of JSON lines and their line numbers; `number` makes their numbers of what
    is printed."""
    broken = 0
    for line in lines_of(dump):
        if isinstance(line, Rejected):
            yield line
            continue
        at, content = line
        if not content.strip(b" \t,[]\xef\xbb\xbf"):
            continue
        try:
            value = json.loads(content.rstrip(b", \t"), parse_int=number, parse_float=number, parse_constant=number)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            if lead := lead_of(value, at):
                yield lead
            continue
        broken += 1
        if broken > MOST_BROKEN:
            yield dump.reject(at, "so much of the file is no record that the rest was not read")
            return
        yield dump.reject(at, "no record in JSON", content[:80].decode("utf-8", "replace"))


class Lead(Struct, frozen=True):
    """A record at first sight: `title` as printed, `ids` by kind in any spelling, `read` makes an entry of it.

    Of a million records some hundred are read, so a lead costs next to nothing.
    """

    line: int
    title: str
    ids: tuple[tuple[str, str], ...]
    read: Callable[[], Entry]


class DumpFormat(Protocol):
    """A form of a dump. It reads a stream in bounded memory, whatever the stream holds."""

    name: str
    """Who says what such a dump says, as `sources` of a paper names it; empty where the file's name does."""
    title: str
    """What people call it."""

    def sniff(self, head: bytes) -> bool:
        """Whether a dump that begins with `head` is of this form; `head` may end anywhere."""
        ...

    def leads(self, dump: Dump) -> Iterator[Lead | Rejected]:
        """Every record in order."""
        ...
