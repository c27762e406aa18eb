"""Generated files on disk: contents in, only what changed written, only our own removed.

A manifest beside the folder remembers what was written last time; a file that is neither in it nor to be
written belongs to somebody else and is left alone.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path


def write(folder: Path, manifest: Path, files: Mapping[str, bytes]) -> int:
    """Makes `folder` hold `files` (POSIX paths to contents); returns how many were written.

    Each file is replaced in one step, so that a reader never sees half of one.
    """
    before = _read_manifest(manifest)
    # Until all is done the manifest names everything that may exist, so that a killed run leaves no orphans.
    _write_manifest(manifest, sorted({*before, *files}))
    written = 0
    for name, content in files.items():
        path = folder / name
        if not _holds(path, content):
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.new")
            aside.write_bytes(content)
            aside.replace(path)
            written += 1
    for name in before - set(files):
        _remove(folder, name)
    _write_manifest(manifest, sorted(files))
    return written


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
