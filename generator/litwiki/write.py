"""Generated files on disk: contents in, only what changed written, only our own removed.

A manifest beside the folder remembers what was written last time; a file that is neither in it nor to be
written belongs to somebody else and is left alone.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path


def write(folder: Path, manifest: Path, files: Mapping[str, bytes]) -> int:
    """Makes `folder` hold `files` (POSIX paths to contents); returns how many were written."""
    with holding(folder, manifest, files.keys()):
        return sum(put(folder, name, content) for name, content in files.items())


@contextmanager
def holding(folder: Path, manifest: Path, names: Iterable[str]) -> Iterator[Set[str]]:
    """While this lasts, whoever asked `put`s the files `names` that `folder` is to hold, or leaves those that are
    there; afterwards files of the last time that are not among them are removed. Gives the names of the last time.
    """
    now, before = set(names), _read_manifest(manifest)
    if before - now or now - before:
        # Until all is done the manifest names everything that may exist, so that a killed run leaves no orphans.
        _write_manifest(manifest, sorted(before | now))
    yield before
    for name in before - now:
        _remove(folder, name)
    if before != now:
        _write_manifest(manifest, sorted(now))


def put(folder: Path, name: str, content: bytes) -> bool:
    """Makes a file hold `content`; returns whether it did not. It is replaced in one step, so that nobody reads half
    of one, and never written into: it may share its bytes with a file of the site."""
    path = folder / name
    if _holds(path, content):
        return False
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
    aside.replace(path)
    return True


def _holds(path: Path, content: bytes) -> bool:
    try:
        return os.stat(path).st_size == len(content) and path.read_bytes() == content  # noqa: PTH116 - hot
    except OSError:
        return False


def _read_manifest(manifest: Path) -> set[str]:
    try:
        names = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def _write_manifest(manifest: Path, names: list[str]) -> None:
    manifest.parent.mkdir(parents=True, exist_ok=True)
    aside = manifest.with_suffix(".new")
    aside.write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")
    aside.replace(manifest)


def _remove(folder: Path, name: str) -> None:
    path = folder / name
    if ".." in Path(name).parts or Path(name).is_absolute():
        return
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
