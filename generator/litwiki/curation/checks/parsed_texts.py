"""What curators' texts hold that checks judge: Markdown in, references, addresses and faults out.

To parse a page of notes takes a millisecond, and most are what they were. So what was found in a text is remembered
under its digest; whether a reference leads anywhere is asked anew each time (`checks.texts`).
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from typing import NamedTuple

from msgspec.msgpack import Decoder, encode

from litwiki.markup.references import (
    disallowed_html,
    find_addresses,
    find_math,
    find_merge_marker,
    find_open_references,
    find_references,
)
from litwiki.memo import Memo, decoded, key_of
from litwiki.model.digests import digest_of_bytes
from litwiki.text.formulas import math_fault
from litwiki.workers import shards

At = tuple[int, str]
"""A line from 0, and a piece of the text there or what is wrong with it."""


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

KNOWN = key_of("texts as checked")
"""Of all texts of the last build what is in each, by its digest."""
_decode = Decoder(dict[str, ParsedText]).decode
AT_A_TIME = 128
"""Texts that are parsed in one task."""


def parse_texts(texts: Mapping[str, str], memo: Memo, executor: Executor) -> dict[str, ParsedText]:
    """What is in each text that is not empty, by its path."""
    digests = {
        path: digest_of_bytes(text.encode("utf-8", "surrogatepass")) for path, text in texts.items() if text.strip()
    }
    known = decoded(memo, KNOWN, _decode) or {}
    missing = {digest: texts[path] for path, digest in digests.items() if digest not in known}
    parsed = chain.from_iterable(executor.map(_parse_some, shards([*missing.values()], AT_A_TIME, executor)))
    every = known | dict(zip(missing, parsed, strict=True))
    by_path = {path: every[digest] for path, digest in digests.items()}
    if missing or len(known) > len({*digests.values()}):
        memo.put(KNOWN, encode(dict(zip(digests.values(), by_path.values(), strict=True))))
    return by_path


def _parse_some(texts: Sequence[str]) -> list[ParsedText]:
    return [
        ParsedText(
            tuple(find_references(markdown)),
            tuple(find_open_references(markdown)),
            tuple(find_addresses(markdown)),
            disallowed_html(markdown),
            tuple((line, fault) for line, tex in find_math(markdown) if (fault := math_fault(tex))),
            find_merge_marker(markdown),
        )
        for markdown in texts
    ]
