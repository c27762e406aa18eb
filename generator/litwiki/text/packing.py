"""Arrays and words as one run of bytes, for values that a memo holds: a header of JSON, then the parts end to end."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Bytes = npt.NDArray[np.uint8]
Packable = Array | Sequence[str]


def narrow(numbers: Array) -> Array:
    """Whole numbers that are not negative, in as few bytes each as the largest of them needs."""
    return np.asarray(numbers, dtype=np.min_scalar_type(int(numbers.max(initial=0))))


def pack(*parts: Packable) -> bytes:
    """Arrays of numbers, and lists of words without line breaks."""
    header: list[list[object]] = []
    bodies: list[memoryview] = []
    for part in parts:
        numbers = np.ascontiguousarray(part) if isinstance(part, np.ndarray) else bytes_of_words(part)
        kind, shape = (numbers.dtype.str, numbers.shape) if isinstance(part, np.ndarray) else ("words", (len(part),))
        bodies.append(numbers.data)
        header.append([kind, shape, numbers.nbytes])
    return b"".join((json.dumps(header).encode(), b"\n", *bodies))


def unpack(packed: bytes) -> list[Any]:
    """What `pack` was given: arrays, which cannot be written to, and lists of words."""
    end = packed.index(b"\n")
    head, body = packed[:end], memoryview(packed)[end + 1 :]
    parts: list[Any] = []
    place = 0
    for kind, shape, size in json.loads(head):
        # A copy, where it is aligned, and so that one part does not hold all others.
        part = np.frombuffer(bytes(body[place : place + size]), dtype="u1" if kind == "words" else kind)
        parts.append(PackedWords(part, shape[0]).words if kind == "words" else part.reshape(shape))
        place += size
    return parts


def bytes_of_words(words: Iterable[str]) -> Bytes:
    """Words as `PackedWords` takes them."""
    return np.frombuffer("\n".join(words).encode("utf-8", "surrogatepass"), dtype=np.uint8)


class PackedWords(Sequence[str]):
    """Words without line breaks, parted when somebody asks for one: most batches of papers are read for their numbers
    alone.

    >>> list(PackedWords(bytes_of_words(["tea", "pot"]), 2))
    ['tea', 'pot']
    """

    def __init__(self, content: Bytes, count: int) -> None:
        self._content, self._count = content, count

    @cached_property
    def words(self) -> list[str]:
        """All of them. Batches of papers have most of their words in common, and so each of them once."""
        return [*map(sys.intern, self)]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        """The words in turn; who asks for some of them only is not left with all."""
        return iter(self._content.tobytes().decode("utf-8", "surrogatepass").split("\n") if self._count else ())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self.words[index]
