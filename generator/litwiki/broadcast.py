"""A broadcast variable (Zaharia et al. 2010, "Spark: Cluster Computing with Working Sets"): a value that all tasks of a
stage read, which comes to each process once, by a file, and not with each task.
"""

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

from litwiki.model.errors import UsageError
from litwiki.workers import InProcess

PREFIX = "broadcast-"
T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)


class Broadcast(Protocol[R_co]):
    """What a task is given in place of a value."""

    @property
    def value(self) -> R_co:
        """The value, which nobody changes."""
        ...


@dataclass(frozen=True, slots=True)
class _Here(Generic[T]):
    """For tasks that run in this process."""

    value: T


@dataclass(frozen=True, slots=True)
class _InFile(Generic[T]):
    """For processes that see `file`. Only what has the digest is unpickled: nobody else's bytes."""

    file: Path
    digest: bytes

    @property
    def value(self) -> T:
        """Raises `UsageError` where the file is not the one that was written."""
        return cast("T", _loaded(self.file, self.digest))


@contextmanager
def broadcast(value: T, folder: Path, executor: Executor) -> Iterator[Broadcast[T]]:
    """A value for tasks of an executor; the file in `folder` is there while the context is."""
    if isinstance(executor, InProcess):
        yield _Here(value)
        return
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    digest = blake2b(content, digest_size=16)
    file = folder.absolute() / f"{PREFIX}{digest.hexdigest()}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file.write_bytes(content)
        yield _InFile(file, digest.digest())
    finally:
        file.unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Removes what a run left in `folder` that was killed. Call it where no other run can be."""
    for file in folder.glob(f"{PREFIX}*"):
        file.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _loaded(file: Path, digest: bytes) -> Any:
    """A worker of a cluster holds the last value until it is given another one."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"a worker cannot read {file}: {error.strerror}; share the folder under that path") from None
    if blake2b(content, digest_size=16).digest() != digest:
        raise UsageError(f"a worker sees another {file}; share the folder under that path")
    return pickle.loads(content)  # noqa: S301 - its digest came with the task
