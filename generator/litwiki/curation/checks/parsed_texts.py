"""What curators' texts hold that checks judge: Markdown in, references, addresses and faults out.

To parse a page of notes takes a millisecond, and most are what they were. So what was found in a text is remembered
under its digest; whether a reference leads anywhere is asked anew each time (`checks.texts`).
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from msgspec.json import Decoder, encode

from litwiki.markup.references import (
    disallowed_html,
    find_addresses,
    find_math,
    find_merge_marker,
    find_open_references,
    find_references,
)
from litwiki.memo import Memo, key_of, remembered_rows
from litwiki.memo.batches import runs
from litwiki.model.digests import digest_of_bytes
from litwiki.text.formulas import math_fault


class At(NamedTuple):
    """A piece of a text, or what is wrong there, with its line from 0."""

    line: int
    said: str


class ParsedText(NamedTuple):
    """Of a text: what its `[[…]]` name, those that are not finished, the addresses of its links, names of HTML elements
    that are not shown, faults of formulas, and the line, from 1, of a merge that was not finished; 0 for none."""

    references: tuple[At, ...]
    unfinished: tuple[At, ...]
    addresses: tuple[At, ...]
    html: tuple[str, ...]
    formulas: tuple[At, ...]
    merge: int


NOTHING = ParsedText((), (), (), (), (), 0)

_ROW = Decoder(ParsedText)


def parse_texts(texts: Mapping[str, str], memo: Memo, executor: Executor) -> dict[str, ParsedText]:
    """What is in each text that is not empty, by its path."""
    paths = [*runs(path for path, text in texts.items() if text.strip())]
    names = [key_of("texts as checked", run[0].encode()) for run in paths]
    digests = [[digest_of_bytes(texts[path].encode("utf-8", "surrogatepass")) for path in run] for run in paths]
    rows = remembered_rows(memo, names, digests, _parse_some, lambda n, row: texts[paths[n][row]], executor)
    return {
        path: _ROW.decode(row) if row else NOTHING
        for run, found in zip(paths, rows, strict=True)
        for path, row in zip(run, found, strict=True)
    }


def _parse_some(texts: Sequence[str]) -> list[str]:
    return ["" if (found := parse_text(text)) == NOTHING else encode(found).decode() for text in texts]


def parse_text(markdown: str) -> ParsedText:
    """What is in a text."""
    return ParsedText(
        tuple(At(*found) for found in find_references(markdown)),
        tuple(At(*found) for found in find_open_references(markdown)),
        tuple(At(*found) for found in find_addresses(markdown)),
        disallowed_html(markdown),
        tuple(At(line, fault) for line, tex in find_math(markdown) if (fault := math_fault(tex))),
        find_merge_marker(markdown),
    )
