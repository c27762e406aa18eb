"""A folder of files that builds made: which of them are as they were made, and from what.

`build/docs` and `build/theme` are changed file by file, each in one step; a site is laid out beside the present one
(`site.publish`). Both are compared with what the store says of them.
"""

import os
import re
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from litwiki.build.inputs import digest_of_file
from litwiki.build.store import NOTHING, OutputRow, Store
from litwiki.model.digests import digest_of_bytes
from litwiki.model.errors import StorageError
from litwiki.model.file_states import files_below, state_of

HALF_WRITTEN = re.compile(r"(?:^|/)\.[^/]+\.new\Z")
"""A file that a run which was killed had begun to write."""
NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
State = tuple[int, int, int]
"""Of a file: size, time in nanoseconds, inode."""


class Tree:
    """The folder `folder`, of which the store knows as `name`."""

    def __init__(self, store: Store, name: str, folder: Path, other: "Tree | None" = None) -> None:
        """`other` may share files with this one, which need not be looked at again."""
        self.folder, self._store, self.name = folder, store, name
        self.rows = store.outputs(name)
        # Where both are on one file system, an inode is one file.
        is_near = other and other.states and folder.is_dir() and folder.stat().st_dev == other.folder.stat().st_dev
        shared = {state[2]: state for state in other.states.values()} if other and is_near else {}
        self.states: dict[str, State] = _states(str(folder), shared)
        self._changed: dict[str, OutputRow] = {}
        # Where nothing at all is known (another version, a store that was deleted), the files are ours of another time.
        unknown = self.states.keys() - self.rows.keys() if self.rows else ()
        self.foreign = sorted(path for path in unknown if not HALF_WRITTEN.search(path))
        """Files that no build made."""

    def is_unchanged(self) -> bool:
        """Whether the folder holds exactly what a build left."""
        return self.rows.keys() == self.states.keys() and all(
            row[2:] == self.states[path] for path, row in self.rows.items()
        )

    @property
    def is_new(self) -> bool:
        """Whether no file stands there that a build by this code made."""
        return not any(row.key and path in self.states for path, row in self.rows.items())

    def holds(self, path: str, key: str) -> bool:
        """Whether a file stands there that was made from what this key says."""
        row, state = self.rows.get(path), self.states.get(path)
        if not row or not state or row.key != key or row.size != state[0]:
            return False
        if row[2:] == state:
            return True
        # A copy of what was made, or a file whose times somebody touched.
        if digest_of_file(f"{self.folder}/{path}") != row.digest:
            return False
        self.note(path, OutputRow(key, row.digest, *state))
        return True

    def announce(self, paths: Iterable[str]) -> None:
        """Writes down that these files may come, so that a run that is killed leaves none that nobody knows."""
        new = {path: NOTHING for path in paths if path not in self.rows}
        if new:
            self.rows |= new
            self._store.set_outputs(self.name, new, ())

    def note(self, path: str, row: OutputRow) -> None:
        """Remembers what a file was made from."""
        self.rows[path] = self._changed[path] = row

    def note_file(self, path: str, row: OutputRow) -> None:
        """Remembers a file that was made by another process."""
        self.note(path, row)
        self.states[path] = row[2:]

    def put(self, path: str, key: str, content: bytes) -> bool:
        """Makes a file hold `content`, in one step; returns whether it did not."""
        digest, old = digest_of_bytes(content), self.rows.get(path)
        state = self.states.get(path)
        is_same = bool(old and state and old.digest == digest and old[2:] == state)
        if not is_same:
            state = self.states[path] = write_file(f"{self.folder}/{path}", content)
        self.note(path, OutputRow(key, digest, *(state or (0, 0, 0))))
        return not is_same

    def hold(self, files: Mapping[str, bytes]) -> None:
        """Makes the folder hold these files and nothing else."""
        self.announce(files)
        for path, content in files.items():
            key = digest_of_bytes(content)
            if not self.holds(path, key):
                self.put(path, key, content)
        self.remove([path for path in self.states if path not in files])
        self.save(files)

    def take(self, key: str) -> None:
        """Writes down the folder as it is now, made from what this key says as a whole."""
        self.states = _states(str(self.folder))
        known = {path: OutputRow(key, digest_of_file(f"{self.folder}/{path}"), *s) for path, s in self.states.items()}
        gone = self.rows.keys() - known.keys()
        self.rows = known
        self._changed = dict(known)
        self._store.set_outputs(self.name, {}, gone)

    def remove(self, paths: Iterable[str]) -> None:
        """Removes files, and folders that are empty then."""
        for path in paths:
            target = self.folder / path
            target.unlink(missing_ok=True)
            self.states.pop(path, None)
            for parent in list(target.parents)[: path.count("/")]:
                try:
                    parent.rmdir()
                except OSError:
                    break

    def save(self, wanted: Container[str] | None = None) -> None:
        """Writes down what is known; of files that are not `wanted` nothing."""
        gone = [path for path in self.rows if path not in wanted] if wanted is not None else []
        for path in gone:
            self.rows.pop(path), self._changed.pop(path, None)
        self._store.set_outputs(self.name, self._changed, gone)
        self._changed = {}


def write_file(path: str, content: bytes) -> tuple[int, int, int]:
    """Replaces a file in one step, so that nobody reads half of one, and never writes into it: it may share its bytes
    with a file of the site. Returns size, time and inode. Raises `StorageError`."""
    folder, _, name = path.rpartition("/")
    aside = f"{folder}/.{name}.new"
    try:
        try:
            file = os.open(aside, NEW, 0o666)  # `open` asks the system five things that are not needed here
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            file = os.open(aside, NEW, 0o666)
        try:
            rest = content
            while rest:
                rest = rest[os.write(file, rest) :]  # all at once, unless the disk is full
            stat = os.fstat(file)
        finally:
            os.close(file)
        os.replace(aside, path)  # noqa: PTH105
    except OSError as error:
        raise StorageError.from_os(error, Path(path)) from None
    return (stat.st_size, stat.st_mtime_ns, stat.st_ino)


def _states(folder: str, shared: Mapping[int, State] = MappingProxyType({})) -> dict[str, State]:
    """Size, time and inode of every file below a folder, by path in it; those of `shared` inodes are known."""
    states: dict[str, State] = {}
    for path, entry in files_below(folder, [""]):
        state = shared.get(entry.inode())
        if state is None:
            stat = state_of(entry)
            state = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
        states[path] = state
    return states
