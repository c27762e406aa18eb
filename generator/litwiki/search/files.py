"""A file of the index as it is planned: where it is, the digest of what it is made from, and what makes it."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from litwiki.memo import key_of
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Artifact
from litwiki.search.shards import path_of


class IndexFile(Struct, frozen=True):
    """Two files of one path and one key have the same content."""

    path: DocPath
    key: bytes
    make: Callable[[], bytes]


def file_of(name: str, inputs: Iterable[bytes], make: Callable[[], bytes]) -> IndexFile:
    """The part called `name`, which is made from some inputs."""
    return IndexFile(path_of(name), key_of("part", name.encode(), *inputs), make)


def small(artifact: Artifact) -> IndexFile:
    """A part that takes no longer to make than to plan."""
    return IndexFile(artifact.path, key_of("part", artifact.path.encode(), artifact.content), lambda: artifact.content)
