"""Index files: terms with what belongs to them in, parts that a page can load one by one out.

A part is a script of one call, `litwikiPart("<name>", …)`, because a page that was opened from a disk may load
scripts and nothing else. Sorted keys are cut where their first letters differ, as deep as a part's size asks for, so
that a change of one term moves no border elsewhere. Numbers are written as varints (seven bits a byte, lowest first),
bytes as Base64.
"""

import base64
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.markup.json import script_call
from litwiki.model.as_json import JsonValue

FOLDER = "search/index"
DEEPEST = 24
"""Letters of a key that name a file: words may be as long as a text, and names of files may not."""
Integers = npt.NDArray[np.integer[Any]]


def part(name: str, *values: "JsonValue | bytes") -> bytes:
    """The part called `name`.

    >>> part("t/_x", "tea", b"\\0")
    b'litwikiPart("t/_x","tea","AA==");\\n'
    """
    texts = (text_of(value) if isinstance(value, bytes) else value for value in values)
    return script_call("litwikiPart", name, *texts)


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
    values = np.fromiter(numbers, dtype=np.int64)
    return packed(np.diff(values, prepend=0), np.full(len(values), -1))[0]


def packed(numbers: Integers, tails: Integers) -> tuple[bytes, Integers]:
    """Numbers from 0 as varints, each with its tail, a byte, where that is not -1; and how many bytes each takes."""
    places = max(1, -(-int(numbers.max(initial=0)).bit_length() // 7))
    out = np.empty((len(numbers), places + 1), dtype=np.uint8)
    is_there = np.empty(out.shape, dtype=bool)
    lengths = np.zeros(len(numbers), dtype=np.int64)
    for place in range(places):
        rest = numbers >> 7 * place
        out[:, place] = rest & 127 | (rest > 127) << 7
        is_there[:, place] = (rest > 0) | (place == 0)
    out[:, places], is_there[:, places] = tails, tails >= 0
    for column in is_there.T:
        lengths += column
    return out[is_there].tobytes(), lengths


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
    more, or keys that begin with the same `DEEPEST` letters."""
    totals = [0, *accumulate(sizes)]
    keys = list(map(key_of, terms))
    parts: list[Cut] = []
    groups = [(0, len(terms), "")]  # a stack
    while groups:
        first, end, start = groups.pop()
        depth, opening, begin = len(start), start, first
        while first < end:
            letter = keys[first][depth : depth + 1]
            behind = bisect_left(keys, True, first, end, key=lambda key: key[depth : depth + 1] != letter)
            wanted = totals[behind] - totals[first]
            if begin < first and totals[behind] - totals[begin] > most:
                parts.append(Cut(opening, begin, first))
                begin = first
            if wanted > most and letter and depth < DEEPEST:
                groups += (behind, end, start), (first, behind, start + letter)
                break
            if begin == first:
                opening = start + letter
            first = behind
        else:
            if begin < end:
                parts.append(Cut(opening, begin, end))
    return parts


PLAIN = re.compile(r"[a-z0-9]+\Z")


def file_name(start: str) -> str:
    """A name for the file of a bin that every file system takes (`con` is none on Windows, `Ä` twice on a Mac).

    >>> file_name("quan"), file_name(""), file_name("é")
    ('_quan', '_', '-c3a9')
    """
    return "_" + start if not start or PLAIN.match(start) else "-" + start.encode().hex()
