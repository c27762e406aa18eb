"""Index files: terms with what belongs to them in, parts that a page can load one by one out.

A part is a script of one call, `litwikiPart("<name>", …)`, because a page that was opened from a disk may load
scripts and nothing else. Sorted keys are cut where their first letters differ, as deep as a part's size asks for, so
that a change of one term moves no border elsewhere. Numbers are written as varints (seven bits a byte, lowest first),
bytes as Base64.
"""

import base64
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.markup.json import script_call
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Artifact

FOLDER = "search/index"
Integers = npt.NDArray[np.integer[Any]]


def part(name: str, *values: JsonValue) -> Artifact:
    """The part called `name`."""
    return Artifact(path_of(name), script_call("litwikiPart", name, *values))


def path_of(name: str) -> DocPath:
    """Where the part called `name` is."""
    return DocPath(f"{FOLDER}/{name}.js")


def varint(number: int) -> bytes:
    """A number from 0.

    >>> varint(5), varint(300)
    (b'\\x05', b'\\xac\\x02')
    """
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def rising(numbers: Iterable[int]) -> bytes:
    """Rising numbers, each as its distance from the one before."""
    own = np.fromiter(numbers, dtype=np.int64)
    return packed(own - np.concatenate(([0], own[:-1])))[0] if len(own) else b""


def widths(numbers: Integers) -> Integers:
    """How many bytes each number takes as a varint."""
    used = np.ones(len(numbers), dtype=np.int64)
    for bits in range(7, 35, 7):
        used += numbers >> bits > 0
    return used


def packed(numbers: Integers, tails: Integers | None = None) -> tuple[bytes, Integers]:
    """Numbers from 0 below 2 ** 35 as varints, each with one byte more where there are `tails`; and their lengths."""
    used = widths(numbers)
    lengths = used if tails is None else used + 1
    ends = np.cumsum(lengths)
    firsts = ends - lengths
    out = np.zeros(ends[-1] if len(ends) else 0, dtype=np.uint8)
    for place in range(5):
        own = np.flatnonzero(used > place)
        out[firsts[own] + place] = numbers[own] >> 7 * place & 127 | (used[own] > place + 1) * 128
    if tails is not None:
        out[ends - 1] = tails
    return out.tobytes(), lengths


def fronted(words: Iterable[str]) -> str:
    """Sorted words as one text, each without the letters it shares with the one before; a capital says how many.

    >>> fronted(["cache", "cached", "cast"])
    'AcacheFdCst'
    """
    out, last = [], ""
    for word in words:
        shared, most = 0, min(25, len(word), len(last))
        while shared < most and word[shared] == last[shared]:
            shared += 1
        out.append(chr(65 + shared) + word[shared:])
        last = word
    return "".join(out)


def text_of(content: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(content).decode()


class Cut(Struct, frozen=True):
    """Terms of one part, from `first` to before `end`; `start` is at or below all of their keys, and above those of
    the cut before."""

    start: str
    first: int
    end: int


def key_of(term: str) -> str:
    """What a term is filed under: `=lora`, the name, stands with `lora`, the word."""
    return term.lstrip("=_")


def order(term: str) -> str:
    """Sorts terms by their keys as browsers compare strings, by UTF-16 units."""
    key = key_of(term)
    if not key.isascii() and max(key) > "\uffff":
        units = key.encode("utf-16-be")
        key = "".join(chr(units[i] << 8 | units[i + 1]) for i in range(0, len(units), 2))
    return key


def cuts(terms: Sequence[str], sizes: Iterable[int], most: int) -> list[Cut]:
    """Sorted terms, each with the characters it takes, cut into parts of at most `most`, unless one key alone takes
    more."""
    totals = [0, *accumulate(sizes)]
    keys = list(map(key_of, terms))

    def divide(first: int, end: int, start: str) -> Iterator[Cut]:
        depth, opening, begin = len(start), start, first
        while first < end:
            letter = keys[first][depth : depth + 1]
            behind = bisect_left(keys, True, first, end, key=lambda key: key[depth : depth + 1] != letter)
            wanted = totals[behind] - totals[first]
            if begin < first and totals[behind] - totals[begin] > most:
                yield Cut(opening, begin, first)
                begin = first
            if wanted > most and letter:
                yield from divide(first, behind, start + letter)
                begin = behind
            elif begin == first:
                opening = start + letter
            first = behind
        if begin < end:
            yield Cut(opening, begin, end)

    return list(divide(0, len(terms), ""))


PLAIN = re.compile(r"[a-z0-9]+\Z")


def file_name(start: str) -> str:
    """A name for the file of a bin that every file system takes (`con` is none on Windows, `Ä` twice on a Mac).

    >>> file_name("quan"), file_name(""), file_name("é")
    ('_quan', '_', '-c3a9')
    """
    return "_" + start if not start or PLAIN.match(start) else "-" + start.encode().hex()
