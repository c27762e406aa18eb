"""A write-ahead journal: several files change together or not at all, whatever cuts the run off.

Whole files go in, before and after. They are on the disk in `.litwiki/journal` before the first of these files
changes, and stay there until the last one has. Whoever finds a journal finishes what it says or, where a person has
saved one of its files since, takes it back. Files are compared by their bytes: nothing is overwritten that is neither
what it was nor what it was to be.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import DecodeError, Struct, json

from litwiki.model.errors import BusyError, StorageError

FOLDER = ".litwiki"
"""In the wiki's root; it exists only while a command writes, or where one was cut off."""
NAME = "journal"
ASIDE = ".litwiki-new"
"""Ends the names of files that are about to take another's place; their names begin with a point, which readers of
`content/` pass over."""


MANY = 32
"""Files from which on they are made durable together."""
FOLDERS = ("content", "site_config")
"""Where the files are that a journal changes."""


class Change(Struct, frozen=True, rename={"path": "file"}):
    """One file: its path below the wiki's root and its bytes before and after; None where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None


DECODER = json.Decoder(Change)


def write(root: Path, changes: Iterable[Change]) -> None:
    """Puts a journal on the disk, whole or not at all. Raises `StorageError`."""
    folder = root / FOLDER
    aside = folder / f"{NAME}.new"
    try:
        folder.mkdir(exist_ok=True)
        with aside.open("wb") as file:
            for change in changes:
                file.write(json.encode(change) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / NAME)
        _sync_folder(folder)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
            folder.rmdir()
        raise StorageError.from_os(error, aside) from None


def place(root: Path) -> Path:
    """Where the journal lies while a run writes, or where one was cut off."""
    return root / FOLDER / NAME


def read(path: Path) -> tuple[Change, ...]:
    """What a journal says; empty where there is none. Raises `StorageError` where it is no journal of ours: whoever
    sends a branch could put one there, so it names nothing but files of `content/` and `site_config/`."""
    try:
        changes = tuple(map(DECODER.decode, path.read_bytes().splitlines()))
        if all(_is_ours(change.path) for change in changes):
            return changes
    except FileNotFoundError:
        return ()
    except DecodeError:
        pass
    raise StorageError(f"{path} is no journal that this litwiki wrote; look at what `git diff` shows and delete it")


def _is_ours(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts and "\\" not in path


def remove(root: Path) -> None:
    """Ends a journal: what it says is done, or taken back."""
    folder = root / FOLDER
    with suppress(FileNotFoundError):
        (folder / NAME).unlink(missing_ok=True)
        _sync_folder(folder)
    with suppress(OSError):
        folder.rmdir()


def keep(root: Path, target: Path) -> None:
    """Ends a journal whose work is done, and keeps it at `target`, so that the work can be undone."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        place(root).replace(target)
    except OSError:  # another file system, or no room: what was written stands, and git has what was before
        with suppress(OSError):
            target.unlink(missing_ok=True)
    remove(root)


def carry_out(root: Path, changes: Sequence[Change]) -> None:
    """Makes every file what it is to be. Raises `BusyError` where a person saved one of them since, and
    `StorageError` where one cannot be written; in both cases all are as they were before.

    Everything is written beside the files first, so that a full disk is noticed before anything is replaced.
    """
    folders = sorted({(root / change.path).parent for change in changes})
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        asides = [
            _write_aside(root / change.path, change.after)
            for change in changes
            if change.after is not None and held(root, change) != change.after
        ]
        _sync_files(asides)
        for change in changes:
            _replace(root, change)
        for folder in folders:
            _sync_folder(folder)
    except (BusyError, OSError) as error:
        take_back(root, changes)
        if isinstance(error, OSError):
            raise StorageError.from_os(error, root) from None
        raise


def take_back(root: Path, changes: Iterable[Change]) -> None:
    """Undoes what was carried out of a journal; files that a person saved since stay as they are."""
    for change in changes:
        path = root / change.path
        _aside(path).unlink(missing_ok=True)
        if change.before != change.after and held(root, change) == change.after:
            if change.before is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                aside = _write_aside(path, change.before)
                _sync_files([aside])
                aside.replace(path)


def _replace(root: Path, change: Change) -> None:
    path, now = root / change.path, held(root, change)
    if now == change.after:
        _aside(path).unlink(missing_ok=True)
    elif now != change.before:
        raise BusyError(f"{change.path} was saved while litwiki wrote; nothing was written, run it again")
    elif change.after is None:
        path.unlink()
    else:
        _aside(path).replace(path)


def held(root: Path, change: Change) -> bytes | None:
    """What is in the file of a change now; None where it is not there."""
    try:
        # By a text: a `Path` for each of many files takes longer than to ask for them.
        with open(f"{root}/{change.path}", "rb") as file:  # noqa: PTH123
            return file.read()
    except FileNotFoundError:
        return None


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}{ASIDE}")


def _write_aside(path: Path, data: bytes) -> Path:
    """Writes the file that is to take the place of `path`, with the mode and owner of the one that is there."""
    aside = _aside(path)
    with aside.open("wb") as file:
        file.write(data)
    with suppress(FileNotFoundError):
        now = path.stat()
        aside.chmod(now.st_mode & 0o7777)
        if hasattr(os, "chown"):
            with suppress(PermissionError):  # only root may give a file to another owner
                os.chown(aside, now.st_uid, now.st_gid)
    return aside


def _sync_files(paths: Sequence[Path]) -> None:
    """Makes what was written into files durable. To wait for the disk once a file takes milliseconds each; Linux waits
    once for everything, where there is much (sync(2): other systems return before the disk has it)."""
    if len(paths) > MANY and sys.platform == "linux":
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system can (Windows cannot open a folder)."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
