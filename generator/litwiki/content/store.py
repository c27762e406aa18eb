"""Writing into `content/`: all changes of a run or none, and never over a person's.

`content/` is a person's folder: a shell may stand in it, it may be a symbolic link, have modes and owners of its own,
be open in an editor. So it is never exchanged; files are replaced one by one behind a journal (`content.journal`).
Files of `site_config/` may change in the same commit.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from litwiki.content import journal
from litwiki.content.files import Changes
from litwiki.content.journal import Change
from litwiki.model.config import Config
from litwiki.model.errors import BusyError, StorageError
from litwiki.model.file_states import files_below, state_of
from litwiki.workers import broadcast

Stats = Mapping[str, tuple[int, int, int]]
"""Of every file its inode, size and time, by its path below the root: another one means that somebody saved it."""

NOTHING: Mapping[str, str] = {}
LAST = "last-change.jsonl"
"""In the build folder: the journal of the last command that wrote."""


def last_change(config: Config) -> tuple[Change, ...]:
    """What the last command wrote; empty where none did, or `build/` was removed since."""
    return journal.read(config.build / LAST)


@contextmanager
def lock(config: Config) -> Iterator[None]:
    """Keeps other runs from writing in this wiki; raises `BusyError` at once where one is.

    The lock is the operating system's: it ends with the process that holds it, whatever kills it. What an earlier
    run had begun is finished first. Raises `StorageError` where that, or the lock's own file, cannot be written.
    """
    try:
        config.build.mkdir(parents=True, exist_ok=True)
        with FileLock(config.build / "litwiki.lock", timeout=0):
            _finish(config)
            broadcast.clear(config.build)
            yield
    except Timeout:
        message = f"another litwiki command is writing in {config.root}; wait until it has finished"
        raise BusyError(message) from None


class Writing(Struct, frozen=True):
    """The right to write, and what `content/` was like when it was given: load the wiki after that."""

    config: Config
    stats: Stats

    def commit(self, changes: Changes, settings: Mapping[str, str] = NOTHING) -> None:
        """Writes `changes`, and the texts of files of `site_config/` that `settings` has by their paths below the root:
        all or none.

        Raises `BusyError` where a person saved one of these files since the right was given, and `StorageError` where
        one cannot be written; nothing is changed then.
        """
        self._commit(
            {f"content/{path}": None if text is None else text.encode() for path, text in changes.items()}
            | {path: text.encode() for path, text in settings.items()}
        )

    def take_back(self, changes: Iterable[Change]) -> None:
        """Makes files what they were before `changes`, all or none. Raises what `commit` does."""
        self._commit({change.path: change.before for change in changes})

    def _commit(self, files: Mapping[str, bytes | None]) -> None:
        planned = [self._change(path, data) for path, data in files.items()]
        planned = [change for change in planned if change.before != change.after]
        if not planned:
            return
        journal.write(self.config.root, planned)
        try:
            journal.carry_out(self.config.root, planned)
        except (BusyError, StorageError):
            journal.remove(self.config.root)
            raise
        journal.keep(self.config.root, self.config.build / LAST)

    def _change(self, path: str, data: bytes | None) -> Change:
        file = self.config.root / path
        if _stat_of(file) != self.stats.get(path):
            raise BusyError(f"{path} was saved while litwiki wrote; nothing was written, run it again")
        before = file.read_bytes() if path in self.stats else None
        # To replace a file takes no permission to write it; a person who took that away meant it.
        if before is not None and not os.access(file, os.W_OK):
            raise StorageError(f"{file} may not be written: its permissions do not allow it")
        return Change(path, before, data)


@contextmanager
def writing(config: Config) -> Iterator[Writing]:
    """The lock of `lock`, with the right to write. Raises what `lock` does."""
    with lock(config):
        yield Writing(config, _stats(config.root))


def recover(config: Config) -> None:
    """Finishes what an earlier run had begun, where there is such a thing. Call it outside `lock`; raises what
    that does."""
    if journal.place(config.root).exists():
        with lock(config):
            pass


def _finish(config: Config) -> None:
    if changes := journal.read(journal.place(config.root)):
        try:
            journal.carry_out(config.root, changes)
        except BusyError:
            journal.remove(config.root)
            message = (
                "an earlier command was cut off while it wrote, and a file was saved since: what that "
                "command had written was taken back, your file is as you saved it; run both again"
            )
            raise BusyError(message) from None
        journal.keep(config.root, config.build / LAST)


def _stats(root: Path) -> Stats:
    stats = {}
    try:
        for path, entry in files_below(str(root), [f"{folder}/" for folder in journal.FOLDERS]):
            stat = state_of(entry)
            stats[path] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise StorageError.from_os(error, root) from None
    return stats


def _stat_of(file: Path) -> tuple[int, int, int] | None:
    try:
        stat = file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
