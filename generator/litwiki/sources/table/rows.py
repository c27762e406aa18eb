"""Splits delimited text (CSV and the like) into rows of cells with their lines; broken rows are rejected.

Where rows come in pairs of quotes that do not match, one cannot know where the next one begins: reading goes on with
the next line that has as many cells as the header, and the lines between are named. A row with more cells than the
header is broken too, because a comma in a title moves everything behind it into other columns.
"""

import csv
from collections.abc import Iterator

from msgspec import Struct

from litwiki.model.entries import Rejected

DELIMITERS = (",", "\t", ";")
LONGEST_ROW = 5_000
"""Lines that the cells of a row may be broken into. After a quote that nothing closes it is `AFTER_BROKEN`: so the
time for a file in which every line opens one stays linear."""
AFTER_BROKEN = 50
MOST_COLUMNS = 1_000
"""Columns of a table; a header with more of them is a row of something else."""


class Row(Struct, frozen=True):
    """The cells of one row, and the line that it begins on."""

    line: int
    cells: list[str]


def read_rows(text: str, delimiter: str, path: str = "") -> Iterator[Row | Rejected]:
    """The header, then every row that is not empty; a row that is short has its last cells empty."""
    lines = text.split("\n")
    at, longest, width = 0, LONGEST_ROW, 0
    while at < len(lines):
        if not lines[at].strip(" \t;,") or (not width and lines[at].strip().lower().startswith("sep=")):
            at += 1
            continue
        cells, taken = _row(lines, at, delimiter, longest)
        if isinstance(cells, list) and len(cells) > width:
            while len(cells) > max(width, 1) and not cells[-1].strip():
                cells.pop()
            width = width or len(cells)
            if width > MOST_COLUMNS:
                yield Rejected(path, at + 1, f"a header of {width:,} columns", lines[at][:200])
                return
        if isinstance(cells, list) and len(cells) <= width:
            yield Row(at + 1, cells + [""] * (width - len(cells)))
            at += taken
            continue
        longest = AFTER_BROKEN if isinstance(cells, str) else longest
        more = f"a row of {len(cells)} cells where the header has {width}"
        reason = cells if isinstance(cells, str) else f"{more}; is there a text with commas that needs quotes?"
        skipped = taken if isinstance(cells, list) else _to_next(lines, at, delimiter, width)
        if skipped > 1:
            reason = f"{reason}; lines {at + 1} to {at + skipped} were not read"
        yield Rejected(path, at + 1, reason, lines[at][:200])
        at += skipped


def _to_next(lines: list[str], at: int, delimiter: str, width: int) -> int:
    """How many lines from a broken row on are no row."""
    for following in range(at + 1, len(lines)):
        cells, _ = _row(lines, following, delimiter, AFTER_BROKEN)
        if isinstance(cells, list) and len(cells) == width:
            return following - at
    return len(lines) - at


def _row(lines: list[str], at: int, delimiter: str, longest: int) -> tuple[list[str] | str, int]:
    """The cells of the row that begins at a line, or why there are none, and how many lines it takes."""
    if '"' not in lines[at]:
        return lines[at].split(delimiter), 1
    following = (f"{lines[number]}\n" for number in range(at, min(len(lines), at + longest)))
    rows = csv.reader(following, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
    try:
        return next(rows), rows.line_num
    except csv.Error as error:
        # A tab is seldom part of a text: such files have quotes that mean nothing.
        if delimiter == "\t":
            return lines[at].split(delimiter), 1
        return _reason(str(error)), 1


def _reason(error: str) -> str:
    if "end of data" in error:
        return "a quote is opened here that nothing closes"
    if "field limit" in error:
        return f"a cell of more than {csv.field_size_limit():,} characters"
    return "quotes that do not match; a quote inside of quotes is written twice"
