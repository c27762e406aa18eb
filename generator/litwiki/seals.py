"""Whether a folder is as it was left: its paths, sizes and times in, a seal out that is compared in one go.

A seal of a site of 70,000 files is two lists of paths and three arrays; to compare one costs a look at every file (3
microseconds) and makes no object a file. A file that was added or removed shows by its folder's time.
"""

import hashlib
import json
import os
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

BETWEEN = "//"
"""Stands between paths on disk; in a path, relative and in its normal form, it cannot."""
MANY = 10_000
"""Paths that are worth a process."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A folder's content: `folders` (the folder itself is '') and their times of change, `files`, their sizes in
    bytes and times of change in nanoseconds. Paths are relative, with slashes."""

    folders: Sequence[str]
    files: Sequence[str]
    states: "array[int]"

    def to_json(self) -> list[str]:
        """Three texts that `from_json` reads."""
        return [BETWEEN.join(self.folders), BETWEEN.join(self.files), self.states.tobytes().hex()]

    @classmethod
    def from_json(cls, told: Sequence[str]) -> "Seal":
        """The seal that `to_json` wrote down. Raises `TypeError`, `ValueError` and the like for anything else."""
        folders, files, states = told
        return cls(folders.split(BETWEEN), files.split(BETWEEN) if files else [], array("q", bytes.fromhex(states)))


def take(folder: Path, *, with_files: bool = True) -> Seal:
    """The seal of a folder that is there, or of nothing but the folders in it. Raises `OSError`."""
    folders, files, root = [""], [], f"{folder}/"
    for name in folders:  # grows while it is read
        with os.scandir(root + name) as entries:
            for entry in entries:
                path = f"{name}/{entry.name}" if name else entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif with_files:
                    files.append(path)
    return Seal(folders, files, _states(root, folders, files))


def holds(seal: Seal | None, folder: Path) -> bool:
    """Whether a folder is what it was when the seal was taken."""
    try:
        return seal is not None and _states(f"{folder}/", seal.folders, seal.files) == seal.states
    except OSError:
        return False


def renewed(seal: Seal, folder: Path, names: Iterable[str]) -> Seal:
    """The seal after nothing but the files `names` was written or removed in a folder that held it."""
    count = len(seal.folders)
    folders = dict(zip(seal.folders, seal.states[:count], strict=True))
    files = dict(zip(seal.files, zip(seal.states[count::2], seal.states[count + 1 :: 2], strict=True), strict=True))
    looked_at = {""}
    for name in names:
        files.pop(name, None)
        if os.path.lexists(folder / name):
            state = os.lstat(folder / name)
            files[name] = (state.st_size, state.st_mtime_ns)
        while name := name.rpartition("/")[0]:
            looked_at.add(name)
    for name in sorted(looked_at):
        folders.pop(name, None)
        if (folder / name).is_dir():
            folders[name] = os.lstat(folder / name).st_mtime_ns
    states = array("q", folders.values())
    states.extend(number for state in files.values() for number in state)
    return Seal([*folders], [*files], states)


def _states(root: str, folders: Sequence[str], files: Sequence[str]) -> "array[int]":
    parts = len(files) // MANY
    if parts < 2:
        return _times(root, folders) + _sizes_and_times(root, files)
    from litwiki.processes import contiguous, cores, share  # whose import costs time

    slices = contiguous(files, min(parts, cores()))
    found = share(lambda part, _: part(), [partial(_sizes_and_times, root, part) for part in slices])
    return sum(found, _times(root, folders))


def _times(root: str, folders: Sequence[str]) -> "array[int]":
    return array("q", [os.lstat(root + name).st_mtime_ns for name in folders])


def _sizes_and_times(root: str, files: Sequence[str]) -> "array[int]":
    found = array("q")
    add, look = found.append, os.lstat
    for name in files:
        state = look(root + name)
        add(state.st_size)
        add(state.st_mtime_ns)
    return found


def save(path: Path, seal: Seal) -> str:
    """Writes a seal down, in one step; returns what tells it from any other."""
    content = json.dumps(seal.to_json()).encode()
    aside = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside.write_bytes(content)
    aside.replace(path)
    return hashlib.sha256(content).hexdigest()


def load(path: Path, known_as: str | None = None) -> Seal | None:
    """The seal in a file, if it is the one that is known so; None where there is none that can be read."""
    try:
        content = path.read_bytes()
        if known_as not in {None, hashlib.sha256(content).hexdigest()}:
            return None
        return Seal.from_json(json.loads(content))
    except (OSError, ValueError, TypeError, AttributeError):
        return None
