"""Dumps as streams: a file in, plain or gzip, bytes and lines out; no line and no file is taken whole."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from litwiki.model.errors import UsageError
from litwiki.model.records import JsonValue, Rejected

GZIP = b"\x1f\x8b"
HEAD = 65_536
"""Bytes by which a dump's form is recognised."""
LONGEST_LINE = 4 * 2**20
"""Bytes of a record; one paper with five thousand authors has 300 kB."""
LARGEST = 2**40
"""Bytes of a dump after unpacking; the largest known (OpenAlex, 2026) has a third of it."""
MOST_BROKEN = 1_000
"""Lines that are no record, after which a dump is taken for something else."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A dump's bytes, unpacked where it is packed. Raises `UsageError` where it cannot be opened."""
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == GZIP
            file.seek(0)
            yield cast("BinaryIO", gzip.GzipFile(fileobj=file)) if is_packed else file
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def head_of(path: Path) -> bytes:
    """The beginning of a dump, unpacked. Raises `UsageError`."""
    with opened(path) as stream:
        try:
            return stream.read(HEAD)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UsageError(f"{path} is no whole gzip file") from None


def lines_of(stream: BinaryIO, path: Path) -> Iterator[tuple[int, bytes] | Rejected]:
    """Lines with their numbers, without their ends; one that is too long, and where a packed file breaks off, is a
    reject."""
    number = size = 0
    while True:
        try:
            line = stream.readline(LONGEST_LINE)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield Rejected(str(path), number + 1, "the gzip file is cut off or damaged here", "")
            return
        if not line:
            return
        number += 1
        size += len(line)
        if size > LARGEST:
            yield Rejected(str(path), number, f"more than {LARGEST:,} bytes; the rest was not read", "")
            return
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            start = line[:80].decode("utf-8", "replace")
            yield Rejected(str(path), number, f"a line of more than {LONGEST_LINE:,} bytes", start)
            size += _skip(stream)
        else:
            yield number, line.rstrip(b"\r\n")


def _skip(stream: BinaryIO) -> int:
    """Reads on to the end of the line; returns how many bytes that were."""
    size = 0
    try:
        while (line := stream.readline(LONGEST_LINE)) and not line.endswith(b"\n"):
            size += len(line)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        pass  # the next line says so
    return size


def objects_of(stream: BinaryIO, path: Path) -> Iterator[tuple[int, dict[str, JsonValue]] | Rejected]:
    """The objects of JSON lines with their line numbers."""
    broken = 0
    for line in lines_of(stream, path):
        if isinstance(line, Rejected):
            yield line
            continue
        number, content = line
        if not content.strip(b" \t,[]\xef\xbb\xbf"):
            continue
        try:
            value = json.loads(content.rstrip(b", \t"))
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield number, value
            continue
        broken += 1
        if broken > MOST_BROKEN:
            yield Rejected(str(path), number, "so much of the file is no record that the rest was not read", "")
            return
        yield Rejected(str(path), number, "no record in JSON", content[:80].decode("utf-8", "replace"))


def text_of(stream: BinaryIO) -> io.TextIOWrapper:
    """A stream as text in UTF-8; what is none is a replacement character."""
    return io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
