"""Arrays and words as one run of bytes, for values that a memo holds: a header of JSON, then the parts end to end."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Packable = Array | Sequence[str]


def narrow(numbers: Array) -> Array:
    """Whole numbers that are not negative, in as few bytes each as the largest of them needs."""
    return np.asarray(numbers, dtype=np.min_scalar_type(int(numbers.max(initial=0))))


def pack(*parts: Packable) -> bytes:
    """Arrays of numbers, and lists of words without line breaks."""
    header: list[list[object]] = []
    bodies: list[bytes | memoryview] = []
    for part in parts:
        if isinstance(part, np.ndarray):
            bodies.append(np.ascontiguousarray(part).data)
            header.append([part.dtype.str, list(part.shape), part.nbytes])
        else:
            text = "\n".join(part).encode("utf-8", "surrogatepass")
            bodies.append(text)
            header.append(["words", [len(part)], len(text)])
    return b"".join((json.dumps(header).encode(), b"\n", *bodies))


def unpack(packed: bytes) -> list[Any]:
    """What `pack` was given: arrays, which cannot be written to, and lists of words."""
    end = packed.index(b"\n")
    head, body = packed[:end], memoryview(packed)[end + 1 :]
    found: list[Any] = []
    place = 0
    for kind, shape, size in json.loads(head):
        part = body[place : place + size]
        place += size
        if kind == "words":
            # Batches of papers have most of their words in common, and so each of them once.
            words = str(part, "utf-8", "surrogatepass").split("\n") if shape[0] else []
            found.append([*map(sys.intern, words)])
        else:
            # A copy, where it is aligned, and so that one part does not hold all others.
            found.append(np.frombuffer(bytes(part), dtype=kind).reshape(shape))
    return found
