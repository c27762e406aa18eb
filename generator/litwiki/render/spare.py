"""A site changed in one step, at the cost of what changed: files to write and to remove in, another site out.

The site is changed in a copy of it, the *spare*, which then changes places with it. What the spare has not seen yet is
written down before anything is touched, so that a run may be killed at any point; caught up, the spare must hold the
seal of the site, to the times of its folders, or it is not used. So nobody need look at the site itself. The two
share the files that are equal (hard links), and a file is always replaced, never written into.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from litwiki import seals
from litwiki.exchange import exchange
from litwiki.processes import contiguous, share, worth
from litwiki.seals import Seal

Changes = Mapping[str, bytes | Path | None]
"""By paths in the site: contents, files to link to, or None for what is to go."""


def swap(changes: Changes, site: Path, spare: Path, seal: Seal) -> Seal | None:
    """Changes a site that holds the seal; returns the new site's, or None where it cannot be done."""
    note = spare.with_suffix(".json")
    behind = _behind(note) if spare.is_dir() else None
    if behind is None:
        _clone(seal, site, spare)
    _note(note, sorted({*(behind or ()), *changes}))
    try:
        _catch_up(behind or (), site, spare)
    except OSError:
        return None
    if not seals.holds(seal, spare):
        return None
    for name, content in changes.items():
        _put(content, spare, name)
    exchange(spare, site)
    _note(note, sorted(changes))
    return seals.renewed(seal, site, changes)


def forget(spare: Path) -> None:
    """The spare of a site that was rendered anew is of no use."""
    spare.with_suffix(".json").unlink(missing_ok=True)
    shutil.rmtree(spare, ignore_errors=True)


def put_link(source: str, target: str) -> None:
    """Lets the free path `target` be the same file as `source`, or else a copy of it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _put(content: bytes | Path | None, folder: Path, name: str) -> None:
    target = folder / name
    if content is None:
        target.unlink(missing_ok=True)
        for parent in list(target.parents)[: name.count("/")]:
            if not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.new")
    aside.unlink(missing_ok=True)
    if isinstance(content, Path):
        put_link(str(content), str(aside))
    else:
        aside.write_bytes(content)
    aside.replace(target)
    # Two links to one file: `rename` then does nothing and leaves the first (POSIX, rename).
    aside.unlink(missing_ok=True)


def _catch_up(behind: Iterable[str], site: Path, spare: Path) -> None:
    """Brings the last change into the spare, the times of folders too."""
    folders = {""}
    for name in behind:
        _put(site / name if (site / name).exists() else None, spare, name)
        while name := name.rpartition("/")[0]:
            folders.add(name)
    for name in sorted(folders, reverse=True):
        if (site / name).is_dir():
            _set_time(f"{site}/", f"{spare}/", name)


def _set_time(site: str, spare: str, name: str) -> None:
    state = os.stat(site + name)  # noqa: PTH116 - hot
    os.utime(spare + name, ns=(state.st_atime_ns, state.st_mtime_ns))


def _behind(note: Path) -> list[str] | None:
    """Files that may differ between site and spare; None where nobody knows."""
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return [str(name) for name in told] if isinstance(told, list) else None


def _note(note: Path, names: list[str]) -> None:
    aside = note.with_suffix(".new")
    aside.write_text(json.dumps(names), encoding="utf-8")
    aside.replace(note)


def _clone(seal: Seal, site: Path, spare: Path) -> None:
    """Makes the spare: folders of its own, files shared."""
    forget(spare)
    ours, theirs = f"{spare}/", f"{site}/"
    try:
        for name in seal.folders:
            os.makedirs(ours + name, exist_ok=True)  # noqa: PTH103 - hot
        share(
            lambda part, _: part(),
            [partial(_link_all, theirs, ours, part) for part in contiguous(seal.files, worth(len(seal.files), 5_000))],
        )
        for name in reversed(seal.folders):
            _set_time(theirs, ours, name)
    except (OSError, RuntimeError):
        forget(spare)


def _link_all(theirs: str, ours: str, names: Iterable[str]) -> None:
    for name in names:
        put_link(theirs + name, ours + name)
