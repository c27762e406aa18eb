"""Ids and addresses of papers, one a line or several with commas: papers of which only the id is known.

`#` begins a comment at the start of a line or behind a space. Bullets and numbers before an id, and quotes and brackets
around it, say nothing; what else stands beside an id in its line becomes the entry's note.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from litwiki.model.entries import Entry, RawListing, Rejected
from litwiki.sources.source import Reading
from litwiki.text.identifiers import Identifier, find_identifiers, parse_identifier
from litwiki.text.words import clean

name = "identifiers"
title = "ids and addresses, one a line"

MARK = re.compile(r"[-*+•·–—]|\(?[0-9]{1,5}[.)]|\[[0-9]{1,5}\]")
"""What stands before an item of a list, or parts ids of one line."""
BULLET = re.compile(rf"\A(?:{MARK.pattern})\s+")
PART = re.compile(r"[^,;|\s]+")
WRAPPING = " \t\"'“”‘’`<>,;|"
LONGEST_LINE = 20_000
"""Characters of a line that is looked at: some hundred addresses."""

HEADER = re.compile(r"\W*(?:arxiv|doi)(?:[ _-]?ids?)?\W*", re.IGNORECASE)
"""The name of a table's only column."""


def sniff(head: str) -> bool:
    """Most lines are an id or begin with one, and the first is no header of a table."""
    lines = [line for _, line in _lines(head)]
    is_header = lines and (re.search(r"[,;\t]", lines[0]) or HEADER.fullmatch(lines[0])) and not _ids_of(lines[0])[0]
    if not lines or is_header:
        return False
    others = (line for line in lines if _leading(line) is None)
    return next(islice(others, (len(lines) - 1) // 2, None), None) is None


def read(raw: RawListing) -> Reading:
    """An entry for each id in printed order; a line without one is rejected."""
    for number, line in _lines(raw.text):
        identifiers, note = _ids_of(line)
        for identifier in identifiers:
            yield Entry("", None, number, ids={identifier.kind: identifier.value}, note=note)
        if not identifiers:
            reason = "no id of a paper is known in this address" if "://" in line else "not an id or address of a paper"
            yield Rejected(raw.path, number, reason, line)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with something on them, without comments and bullets, and their numbers from 1."""
    for number, printed in enumerate(text.split("\n"), 1):
        line = clean(printed[:LONGEST_LINE])
        line = BULLET.sub("", "" if line.startswith("#") else line.split(" # ")[0], count=1).strip(WRAPPING)
        if line:
            yield number, line if len(printed) <= LONGEST_LINE else f"{line}…"


def _ids_of(line: str) -> tuple[Sequence[Identifier], str]:
    """The ids of a line, and the words beside them."""
    if leading := _leading(line):
        return leading
    identifiers = find_identifiers(line)
    return identifiers, line if identifiers else ""


def _leading(line: str) -> tuple[Sequence[Identifier], str] | None:
    """The ids that a line is, or the one that it begins with and the words behind that; None where it does neither."""
    if whole := parse_identifier(line):
        return (whole,), ""
    parts = (part for printed in PART.finditer(line) if (part := printed[0].strip(WRAPPING)))
    known: list[Identifier] = []
    for part in parts:
        if identifier := parse_identifier(part):
            known.append(identifier)
        elif not MARK.fullmatch(part):
            break
    else:
        if known:
            return known, ""
    first, _, rest = line.partition(" ")
    if (identifier := parse_identifier(first.strip(WRAPPING))) and not find_identifiers(rest):
        return (identifier,), rest.strip(f"{WRAPPING}-–—:")
    return None
