"""A broadcast variable (Zaharia et al. 2010, "Spark: Cluster Computing with Working Sets"): a value that all tasks of a
stage read, which comes to each process once, by a file, and not with each task.

Its arrays are not read but mapped (PEP 574, out-of-band data): processes of one machine share their memory. What is
mapped counts as memory of each process that looked at it all the same, and Dask gives no task to a worker that has
much. So arrays are mapped for each task and let go with it; a value that has none is read once by each process.
"""

import mmap
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

from msgspec import Struct

from litwiki.model.errors import UsageError
from litwiki.workers import InProcess

PREFIX = "broadcast-"
ALIGNED = 64
"""Bytes: where arrays may begin."""
T = TypeVar("T")


class _Here(Struct, Generic[T], frozen=True):
    """For tasks that run in this process."""

    value: T


class _InFile(Struct, Generic[T], frozen=True):
    """For processes that see `file`, which has parts of these sizes: a pickle with this digest, so that nobody else's
    is read, and arrays."""

    file: Path
    digest: bytes
    sizes: tuple[int, ...]

    @property
    def value(self) -> T:
        """Raises `UsageError` where the file is not the one that was written."""
        load = _loaded if len(self.sizes) > 1 else _held
        return cast("T", load(self.file, self.digest, self.sizes))


Broadcast = _Here[T] | _InFile[T]
"""What a task is given in place of a value, which nobody changes."""


@contextmanager
def broadcast(value: T, folder: Path, executor: Executor) -> Iterator[Broadcast[T]]:
    """A value for tasks of an executor; the file in `folder` is there while the context is."""
    if isinstance(executor, InProcess):
        yield _Here(value)
        return
    arrays: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, pickle.HIGHEST_PROTOCOL, buffer_callback=arrays.append)
    parts = [memoryview(head), *(array.raw() for array in arrays)]
    # A name that no file had before, of which another machine may remember something.
    file = folder.absolute() / f"{PREFIX}{uuid4().hex}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("wb") as out:
            for part in parts:
                out.write(part)
                out.write(bytes(-part.nbytes % ALIGNED))
        shared = _InFile[T](file, _digest_of(head), tuple(part.nbytes for part in parts))
        del value, head, arrays, parts  # as large as it may be, this process has no use for it any more
        yield shared
    finally:
        file.unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Removes what a run left in `folder` that was killed. Call it where no other run can be."""
    for file in folder.glob(f"{PREFIX}*"):
        file.unlink(missing_ok=True)


def _loaded(file: Path, digest: bytes, sizes: Sequence[int]) -> Any:
    try:
        with file.open("rb") as opened:
            content = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise UsageError(f"a worker cannot read {file}: {error}; share the folder under that path") from None
    parts, place = [], 0
    for size in sizes:
        parts.append(content[place : place + size])
        place += size + -size % ALIGNED
    if len(content) != place or _digest_of(parts[0]) != digest:
        raise UsageError(f"a worker sees another {file}; share the folder under that path")
    return pickle.loads(parts[0], buffers=parts[1:])  # noqa: S301 - its digest came with the task


_held = lru_cache(maxsize=1)(_loaded)
"""A worker of a cluster holds the last value until it is given another one."""


def _digest_of(head: bytes | memoryview) -> bytes:
    return blake2b(head, digest_size=16).digest()
