"""A plain list of titles, one a line: papers of which nothing else is known.

Any text is one, so nobody claims it: a person says so. Bullets, numbers and quotes around a title are no part of it;
a line that begins with `# ` is a heading or comment, and is told about.
"""

import re

from litwiki.model.entries import Entry, RawListing, Rejected, Remark
from litwiki.sources.source import Reading
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import clean

name = "titles"
title = "titles, one a line"

BULLET = re.compile(r"(?:[-*+•·‣▪–—]|\(?[0-9]{1,5}[.)]|\[[0-9]{1,5}\]|\[[ xX]\])\s+")
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "«": "»", "»": "«", "「": "」", "『": "』", "`": "`"}
LONGEST = 500
"""Characters of a title that `litwiki check` accepts; a longer line is prose."""


def sniff(_: str) -> bool:
    """Never: every text has lines."""
    return False


def read(raw: RawListing) -> Reading:
    """An entry for each line with letters on it."""
    for number, printed in enumerate(raw.text.split("\n"), 1):
        line = printed.strip()
        if not line or re.match(r"#{1,6}\Z|-{3,}\Z|={3,}\Z", line):
            continue
        if re.match(r"#{1,6}\s", line):
            yield Remark(raw.path, number, f"taken for a heading, not for a title: {clean(line[:LONGEST])}")
            continue
        if len(line) > 4 * LONGEST:
            yield Rejected(raw.path, number, "longer than a title", f"{line[:LONGEST]}…")
            continue
        text = _without_dress(clean(line))
        if len(text) > LONGEST:
            yield Rejected(raw.path, number, "longer than a title", text)
        elif identifier := parse_identifier(text):
            yield Entry("", None, number, ids={identifier.kind: identifier.value})
        elif re.match(r"(?:https?://|www\.)\S+\Z", text, re.IGNORECASE):
            yield Rejected(raw.path, number, "an address is not a title", text)
        elif not any(character.isalnum() for character in text):
            yield Rejected(raw.path, number, "no letters", text)
        else:
            yield Entry(text, None, number)


def _without_dress(text: str) -> str:
    """Without bullets ("- [ ] 3. …"), and without quotes that stand around all of it."""
    while stripped := BULLET.match(text):
        text = text[stripped.end() :]
    quoted = text.rstrip(",;")
    closing = QUOTES.get(quoted[:1], "")
    inner = quoted[1:-1]
    if len(quoted) > 2 and quoted.endswith(closing or "\0") and quoted[0] not in inner and closing not in inner:
        return inner.strip()
    return text
