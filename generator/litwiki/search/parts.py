"""Index files: terms with what belongs to them in, parts that a page can load one by one out.

A part is a script of one call, `litwikiPart("<name>", …)`, because a page that was opened from a disk may load
scripts and nothing else. Sorted keys are cut where their first letters differ, as deep as a part's size asks for, so
that a change of one term moves no border elsewhere. Numbers are written as varints (seven bits a byte, lowest first),
bytes as Base64.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from litwiki.ids import DocPath
from litwiki.markup import script_call
from litwiki.model import Artifact, JsonValue

FOLDER = "search/index"
Integers = npt.NDArray[np.int64]


def part(name: str, *values: JsonValue) -> Artifact:
    """The part called `name`."""
    return Artifact(DocPath(f"{FOLDER}/{name}.js"), script_call("litwikiPart", name, *values))


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


def packed(numbers: Integers, tails: Integers | None = None) -> tuple[bytes, Integers]:
    """Numbers from 0 below 2 ** 35 as varints, each with one byte more where there are `tails`; and their lengths."""
    shifted = numbers[:, None] >> 7 * np.arange(5)
    used = np.maximum((shifted > 0).sum(axis=1), 1)
    columns = np.arange(6)
    pieces = np.zeros((len(numbers), 6), dtype=np.uint8)
    pieces[:, :5] = shifted & 127 | (columns[:5] < used[:, None] - 1) * 128
    if tails is not None:
        pieces[np.arange(len(numbers)), used] = tails
        used = used + 1
    return pieces[columns < used[:, None]].tobytes(), used


def fronted(words: Iterable[str]) -> str:
    """Sorted words as one text, each without the letters it shares with the one before; a capital says how many.

    >>> fronted(["cache", "cached", "cast"])
    'AcacheFdCst'
    """
    out, last = [], ""
    for word in words:
        shared = 0
        while shared < min(25, len(word), len(last)) and word[shared] == last[shared]:
            shared += 1
        out.append(chr(65 + shared) + word[shared:])
        last = word
    return "".join(out)


def text_of(content: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(content).decode()


@dataclass(frozen=True, slots=True)
class Item:
    """A term, the key it is sorted by, and what the part says about it."""

    key: str
    term: str
    content: bytes

    @property
    def size(self) -> int:
        """About how many characters it takes in a part."""
        return len(self.term) + 1 + len(self.content) * 4 // 3


@dataclass(frozen=True, slots=True)
class Bin:
    """Items of one part; `start` is at or below all of their keys, and above those of the bin before."""

    start: str
    items: tuple[Item, ...]


def order(item: Item) -> tuple[bytes, str]:
    """Sorts as browsers compare strings, by UTF-16 units."""
    return item.key.encode("utf-16-be", "surrogatepass"), item.term


def bins(items: Sequence[Item], most: int, start: str = "") -> Iterator[Bin]:
    """Sorted items in bins of at most `most` characters, unless one key alone takes more."""
    depth = len(start)
    waiting: list[Item] = []
    size, first = 0, start
    for letter, same in groupby(items, key=lambda item: item.key[depth : depth + 1]):
        group = list(same)
        wanted = sum(item.size for item in group)
        if waiting and size + wanted > most:
            yield Bin(first, tuple(waiting))
            waiting, size = [], 0
        if wanted > most and letter:
            yield from bins(group, most, start + letter)
        else:
            first = first if waiting else start + letter
            waiting += group
            size += wanted
    if waiting:
        yield Bin(first, tuple(waiting))


PLAIN = re.compile(r"[a-z0-9]+\Z")


def file_name(start: str) -> str:
    """A name for the file of a bin that every file system takes (`con` is none on Windows, `Ä` twice on a Mac).

    >>> file_name("quan"), file_name(""), file_name("é")
    ('_quan', '_', '-c3a9')
    """
    return "_" + start if not start or PLAIN.match(start) else "-" + start.encode().hex()
