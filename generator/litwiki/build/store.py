"""The one store of a wiki, `build/state.db`: what files hold, values that were worked out, what outputs were made from.

An SQLite database. It may be deleted, copied to another machine or cut off at any point: then more is done than was
needed, and nothing else. What it says of a file is only believed where the file's size, time and inode are those
written down, or else its digest is. Values and keys are of no use to other code than that which made them: the store
empties them where the salt is another one.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from litwiki.memo import NO_MEMORY
from litwiki.model.errors import BusyError

if TYPE_CHECKING:
    from litwiki.build.warm import Warm

FORMAT = 1
TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, digest TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS outputs (
  tree TEXT, path TEXT, key TEXT, digest TEXT, size INTEGER, modified INTEGER, inode INTEGER,
  PRIMARY KEY (tree, path)) WITHOUT ROWID;
"""


class FileRow(NamedTuple):
    """What is known of a file that a build reads: size, times of change in nanoseconds, digest of its bytes."""

    size: int
    modified: int
    changed: int
    digest: str


class OutputRow(NamedTuple):
    """What is known of a file that a build made: what it was made from, the digest of its bytes, size, time, inode."""

    key: str
    digest: str
    size: int
    modified: int
    inode: int


NOTHING = OutputRow("", "", 0, 0, 0)
"""Of a file of which nothing is known."""


class Store:
    """The store in a file. Its memo is a `memo.Memo`. As a context it lets go of the file, which is then as it
    was before where it was not closed."""

    def __init__(self, path: Path, warm: "Warm | None" = None) -> None:
        """`warm` is what this process left of the store when it closed it last."""
        self._path, self._warm = path, warm
        self.memory = warm.memory if warm else NO_MEMORY
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                message = f"another litwiki command is building in {path.parents[1]}; wait until it has finished"
                raise BusyError(message) from None
            self.forget()
        self._asked: set[bytes] = set()
        if warm:
            if warm.seal is None or warm.seal != self.fact("seal"):
                warm.clear()  # another process wrote into the store, or the last build of this one was broken off
            warm.seal = None

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path, isolation_level=None)
        # What a crash of the machine leaves is found out and made again.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA cache_size = -16000")
        if self._db.execute("PRAGMA user_version").fetchone()[0] not in {0, FORMAT}:
            raise sqlite3.DatabaseError("another format")
        self._db.executescript(TABLES)
        self._db.execute(f"PRAGMA user_version = {FORMAT}")
        self._db.execute("BEGIN IMMEDIATE")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def forget(self) -> None:
        """Begins with an empty store."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        for name in (self._path.name, f"{self._path.name}-journal"):
            self._path.with_name(name).unlink(missing_ok=True)
        self._open()

    def salt(self, salt: str) -> None:
        """Forgets what other code or other versions left."""
        if self.fact("salt") != salt:
            if self._warm:
                self._warm.clear()
            self._db.execute("DELETE FROM memo")
            self._db.execute("DELETE FROM facts WHERE name = 'last'")
            self._db.execute("UPDATE outputs SET key = ''")
            self.set_fact("salt", salt)

    def restart(self) -> None:
        """Forgets everything but which files were made."""
        self._db.execute("DELETE FROM files")
        self._db.execute("DELETE FROM facts")  # and so the salt, with what depends on it
        self._db.execute("UPDATE outputs SET digest = ''")

    def commit(self) -> None:
        """Writes down what was put since the last time."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Writes down everything."""
        seal = time.time_ns()  # only tells states of the file apart
        self.set_fact("seal", seal)
        if self._warm:
            self._warm.seal = seal
        self._db.execute("COMMIT")
        self._db.close()

    # --- single facts -------------------------------------------------------------------------------

    def fact(self, name: str) -> object:
        """What `set_fact` wrote down under a name, or None."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def set_fact(self, name: str, value: object) -> None:
        """Writes down plain data under a name."""
        self._db.execute("REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))

    # --- files that are read ------------------------------------------------------------------------

    def files(self) -> dict[str, FileRow]:
        """What is known of files, by path."""
        if self._warm and self._warm.files:
            return self._warm.files
        return {row[0]: FileRow._make(row[1:]) for row in self._db.execute("SELECT * FROM files")}

    def set_files(self, known: dict[str, FileRow], changed: Mapping[str, FileRow], gone: Iterable[str]) -> None:
        """Writes down what is known of files now: what is new in `known`, and what is no longer."""
        if self._warm:
            self._warm.files = known
        self._db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
        self._db.executemany("REPLACE INTO files VALUES (?,?,?,?,?)", [(path, *row) for path, row in changed.items()])

    # --- the memo -----------------------------------------------------------------------------------

    def get(self, key: bytes) -> bytes | None:
        """The value that was put under a key."""
        self._asked.add(key)
        row = self._db.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def put(self, key: bytes, value: bytes) -> None:
        """Puts a value under a key."""
        self._asked.add(key)
        self.memory.forget(key)
        self._db.execute("REPLACE INTO memo VALUES (?, ?)", (key, value))

    def keep(self, keys: Iterable[bytes]) -> None:
        """Lets the values of keys stay, though nobody asks for them now."""
        self._asked.update(keys)

    def drop_unasked(self) -> None:
        """Forgets values that nobody asked for since the store was opened."""
        old = [row for row in self._db.execute("SELECT key FROM memo") if row[0] not in self._asked]
        self._db.executemany("DELETE FROM memo WHERE key = ?", old)
        if self._warm:
            self._warm.memory.hold_only(self._asked)

    # --- files that were made -----------------------------------------------------------------------

    def outputs(self, tree: str) -> dict[str, OutputRow]:
        """What is known of the files of a folder, by path in it: a table that the caller may change."""
        if self._warm and (held := self._warm.outputs.pop(tree, None)) is not None:
            return held
        rows = self._db.execute("SELECT path, key, digest, size, modified, inode FROM outputs WHERE tree = ?", (tree,))
        return {row[0]: OutputRow._make(row[1:]) for row in rows}

    def hold_outputs(self, tree: str, rows: dict[str, OutputRow]) -> None:
        """Keeps a table that is as it is in the file for the next build of this process."""
        if self._warm:
            self._warm.outputs[tree] = rows

    def set_outputs(self, tree: str, changed: Mapping[str, OutputRow], gone: Iterable[str]) -> None:
        """Writes down what is known of the files of a folder now."""
        self._db.executemany("DELETE FROM outputs WHERE tree = ? AND path = ?", [(tree, path) for path in gone])
        rows = [(tree, path, *row) for path, row in changed.items()]
        self._db.executemany("REPLACE INTO outputs VALUES (?,?,?,?,?,?,?)", rows)
