"""A file of the index as it is planned: where it is, the digest of what it is made from, and what makes it."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from litwiki.memo import key_of
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import DocPath
from litwiki.search.shards import FOLDER, part


class IndexFile(Struct, frozen=True):
    """Two files of one path and one key have the same content."""

    path: DocPath
    key: bytes
    make: Callable[[], bytes]


def file_of(name: str, inputs: Iterable[bytes], values: "Callable[[], Iterable[JsonValue | bytes]]") -> IndexFile:
    """The part called `name` with some values, which follow from the inputs."""
    key = key_of("part", name.encode(), *inputs)
    return IndexFile(DocPath(f"{FOLDER}/{name}.js"), key, lambda: part(name, *values()))


def small(name: str, value: JsonValue) -> IndexFile:
    """A part that takes no longer to make than to plan."""
    return file_of(name, (part(name, value),), lambda: (value,))
