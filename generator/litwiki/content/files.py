"""The files of `content/`: an overlay of changes that are not written yet on what is on the disk.

A command loads the wiki through it to see what its changes would make of it, before it writes any.
"""

import os
import re
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from litwiki.content.fields import Report
from litwiki.model.ids import is_slug
from litwiki.model.problems import Place, Problem

Changes = Mapping[PurePosixPath, str | None]
"""Paths below `content/` and the texts that files get; None takes a file away."""
LEFT_BESIDE = re.compile(r".*~|#.*#|.*\.(?:orig|rej|bak|swp|swo|tmp)|Thumbs\.db|desktop\.ini|4913", re.IGNORECASE)
"""Names of what editors, merges and file managers leave beside files; those that begin with a point are passed over."""


class Files(Struct, frozen=True, dict=True):
    """The folder `content/` at `place`, with changes that are not written yet."""

    place: Path
    changes: Changes = field(default_factory=dict)

    def each(
        self, folder: str, ending: str, report: Report, known: Container[str] = ()
    ) -> Iterator[tuple[str, str, bytes]]:
        """(path from the root, name without ending, bytes) of every file, by name; strangers are reported. Of files
        whose name is `known` there are no bytes.
        """
        place, changed = self.place / folder, self._changed.get(folder, {})
        there: dict[str, os.DirEntry[str]] = {}
        if is_folder(place, f"content/{folder}", report):
            with os.scandir(place) as entries:
                there = {entry.name: entry for entry in entries}
        names = {name for name in there if name not in changed}
        names.update(name for name, text in changed.items() if text is not None)
        # By names without their ending: `kivi` comes before `kivi-2`, as in every list of slugs.
        for name in sorted(names, key=lambda name: name.removesuffix(ending)):
            path, stem = f"content/{folder}/{name}", name.removesuffix(ending)
            text = changed.get(name)
            if text is not None:
                yield path, stem, text.encode()
            elif stem in known and stem != name:
                yield path, stem, b""
            elif name.startswith(".") or LEFT_BESIDE.fullmatch(name):
                continue
            elif stem == name or not there[name].is_file() or not is_slug(stem):
                fix = f"use a plain file named with a-z, 0-9 and hyphens, ending in {ending}"
                report(Problem(Place(path), "F006", "no file that litwiki reads", fix))
            elif (data := _bytes(there[name], path, report)) is not None:
                yield path, stem, data

    def single(self, name: str, report: Report) -> bytes | None:
        """What is in a file directly below `content/`; None where it is not there or cannot be read."""
        path = PurePosixPath(name)
        if path in self.changes:
            text = self.changes[path]
            return None if text is None else text.encode()
        return _bytes(self.place / name, f"content/{name}", report) if os.path.lexists(self.place / name) else None

    @cached_property
    def _changed(self) -> Mapping[str, Mapping[str, str | None]]:
        """Changes by folder and name."""
        by_folder: dict[str, dict[str, str | None]] = {}
        for path, text in self.changes.items():
            by_folder.setdefault(path.parent.as_posix(), {})[path.name] = text
        return by_folder


def _bytes(file: Path | os.DirEntry[str], path: str, report: Report) -> bytes | None:
    """What is in a plain file; None where it is a link or cannot be read, which is reported."""
    if not _is_plain(file, path, report):
        return None
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - an entry of a folder, which is faster than a path
            return stream.read()
    except OSError as error:
        fix = "give yourself permission to read it, or put it there again"
        report(Problem(Place(path), "F006", f"cannot be read: {error.strerror or error}", fix))
        return None


def _is_plain(file: Path | os.DirEntry[str], path: str, report: Report) -> bool:
    """Whether this is no symbolic link, which could lead out of the checkout and come with a pull request."""
    is_link = file.is_symlink()
    if is_link:
        report(Problem(Place(path), "F006", "a symbolic link", "put the file itself here"))
    return not is_link


def is_folder(place: Path, path: str, report: Report) -> bool:
    """Whether a folder is there; what stands in its place, a link or a file, is reported: it is no empty folder."""
    if not os.path.lexists(place) or not _is_plain(place, path, report):
        return False
    if not place.is_dir():
        report(Problem(Place(path), "F006", "no folder", "put the folder of that name here"))
    return place.is_dir()


def names_of_terms(place: Path) -> tuple[str, ...]:
    """The names of the files in the folder `terms` of `place`, each of which should be a paper's."""
    return tuple(sorted(path.stem for path in (place / "terms").glob("*.txt") if is_slug(path.stem)))
