"""Words as one run of bytes that is parted when somebody asks for one: most batches of papers are read for their
numbers alone.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


class PackedWords(Sequence[str]):
    """Words without line breaks.

    >>> list(PackedWords(bytes_of_words(["tea", "pot"]), 2))
    ['tea', 'pot']
    """

    def __init__(self, content: Bytes, count: int) -> None:
        self._content, self._count = content, count

    @cached_property
    def _words(self) -> Sequence[str]:
        # Batches of papers have most of their words in common, and so each of them once.
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
        return self._words[index]


def bytes_of_words(words: Iterable[str]) -> Bytes:
    """Words as `PackedWords` takes them."""
    return np.frombuffer("\n".join(words).encode("utf-8", "surrogatepass"), dtype=np.uint8)
