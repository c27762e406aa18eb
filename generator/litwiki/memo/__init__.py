"""A memo of what was computed before: the digest of a computation's inputs in, the bytes of its result out.

Whoever computes something dear asks the memo first. A key says everything that the result follows from, so a value is
never out of date, only no longer asked for; a build gives the same with an empty memo, more slowly.

A memo's `memory` holds values and not bytes: those of the last build of a process that makes more than one, such as
`litwiki serve`. It only saves to compute them again, and a memory that holds nothing will do.
"""

from collections.abc import Callable, Iterable, Set
from hashlib import blake2b
from typing import Any, Protocol, TypeVar, cast

T = TypeVar("T")


class Memory:
    """Values of the last build, which nobody may change; this one holds none, and computes them each time."""

    def value(self, _key: bytes, read: Callable[[], T | None], /) -> T | None:
        """What `read` made of the bytes under a key of a memo."""
        return read()

    def latest(self, _name: str, _inputs: object, make: Callable[[], T], /) -> T:
        """What `make` makes of some inputs: the value from before, where those under this name are equal to them."""
        return make()

    def forget(self, key: bytes) -> None:
        """There are other bytes under a key."""


NO_MEMORY = Memory()


class ProcessMemory(Memory):
    """Values of the last build for the next one in this process: of each name and key one, so that it does not grow."""

    def __init__(self) -> None:
        self._values: dict[bytes, object] = {}
        self._latest: dict[str, tuple[object, object]] = {}

    def clear(self) -> None:
        """Forgets everything."""
        for held in (self._values, self._latest):
            held.clear()

    def value(self, key: bytes, read: Callable[[], T | None], /) -> T | None:
        held: Any = self._values.get(key)
        if held is None and (held := read()) is not None:
            self._values[key] = held
        return cast("T | None", held)

    def latest(self, name: str, inputs: object, make: Callable[[], T], /) -> T:
        held: Any = self._latest.get(name)
        if held is None or held[0] != inputs:
            held = self._latest[name] = (inputs, make())
        return cast("T", held[1])

    def forget(self, key: bytes) -> None:
        self._values.pop(key, None)

    def hold_only(self, keys: Set[bytes]) -> None:
        """Forgets the values under all other keys."""
        for key in self._values.keys() - keys:
            del self._values[key]


class Memo(Protocol):
    """Values by keys. Keys have 32 bytes; how long values stay is the memo's own affair."""

    @property
    def memory(self) -> Memory:
        """What this process holds of the values."""

    def get(self, key: bytes) -> bytes | None:
        """The value that was put under a key."""

    def put(self, key: bytes, value: bytes) -> None:
        """Puts a value under a key."""

    def keep(self, keys: Iterable[bytes]) -> None:
        """Says of keys that their values may be asked for later, though nobody needs them now."""


class MemoryMemo(dict[bytes, bytes]):
    """A memo that lasts as long as its process."""

    memory = NO_MEMORY

    def put(self, key: bytes, value: bytes) -> None:
        """Puts a value under a key."""
        self[key] = value

    def keep(self, keys: Iterable[bytes]) -> None:
        """Does nothing: everything stays."""


def key_of(kind: str, *parts: bytes) -> bytes:
    """The key of what a computation of this kind makes of some inputs."""
    state = blake2b(digest_size=32)
    for part in (kind.encode(), *parts):
        # With their lengths: no two lists of inputs are the same bytes.
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def remembered(memo: Memo, key: bytes, make: Callable[[], bytes]) -> bytes:
    """The value of a key, made and put into the memo where it is not there."""
    value = memo.get(key)
    if value is None:
        value = make()
        memo.put(key, value)
    return value


def decoded(memo: Memo, key: bytes, decode: Callable[[bytes], T]) -> T | None:
    """The value of a key, if there is one, as `decode` reads it; nobody may change what it gives back."""

    def read() -> T | None:
        value = memo.get(key)
        return None if value is None else decode(value)

    memo.keep((key,))
    return memo.memory.value(key, read)
