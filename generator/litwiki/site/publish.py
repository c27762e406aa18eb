"""A finished folder takes the place of another: the next one is laid out beside the present one, then the two swap.

Files that did not change are hard links, so that a site of 50,000 files costs their names. The folder that was put
aside is what the next one is laid out in: there only the differences are linked again. A file is never written into,
and told apart by its inode; so it does not matter what became of the folder aside in the meantime.
"""

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from litwiki.model.errors import UsageError
from litwiki.site.exchange import recover

MARKER = ".nojekyll"
"""In every site we write: GitHub Pages then serves it as it is. Other generators write it, too."""
OURS = "api/index.json"
"""In every site we write: with the marker, we know it for our own."""


def claim(site: Path) -> None:
    """Undoes a swap that was cut off. Raises `UsageError` where `site` holds something that is no site of ours."""
    if not site.name:  # `.` and `/`: nothing could be laid out beside it
        raise UsageError(f"{site} is no folder of its own; choose another --site-dir")
    site.parent.mkdir(parents=True, exist_ok=True)
    recover(site)
    is_ours = (site / MARKER).exists() and (site / OURS).exists()
    if site.exists() and (not site.is_dir() or (any(site.iterdir()) and not is_ours)):
        raise UsageError(f"{site} holds files that are no litwiki site; choose another --site-dir")


class Source(NamedTuple):
    """A file that stands elsewhere: where, and its inode."""

    path: str
    inode: int


def lay_out(folder: Path, links: Mapping[str, Source], fresh: Collection[str]) -> None:
    """Makes `folder` hold `links` to files and the files `made`, which stand in it already, and nothing else."""
    folders = {""}
    for path in (*links, *fresh):
        place = path.rpartition("/")[0]
        while place not in folders:
            folders.add(place)
            place = place.rpartition("/")[0]
    present = _present(folder, folders, links, fresh)
    for place in sorted(folders):
        if place not in present:
            os.makedirs(f"{folder}/{place}", exist_ok=True)  # noqa: PTH103 - hot, like all of this
    for path, source in links.items():
        target = f"{folder}/{path}"
        place, _, name = path.rpartition("/")
        inode = present[place].get(name) if place in present else None
        if inode is None:
            _link(source.path, target)
        elif inode != source.inode:
            os.unlink(target)  # noqa: PTH108
            _link(source.path, target)


def _present(
    folder: Path, folders: Collection[str], links: Mapping[str, Source], fresh: Collection[str]
) -> dict[str, dict[str, int]]:
    """Inodes of the wanted files that are there, by folder and name; everything else that is there is removed."""
    inodes_of: dict[str, dict[str, int]] = {}
    waiting = [""] if folder.is_dir() else []
    while waiting:
        place = waiting.pop()
        inodes = inodes_of[place] = {}
        with os.scandir(f"{folder}/{place}") as entries:
            for entry in entries:
                path = f"{place}/{entry.name}" if place else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if path in folders:
                        waiting.append(path)
                    else:
                        shutil.rmtree(entry.path)
                elif path in links:
                    inodes[entry.name] = entry.inode()
                elif path not in fresh:
                    os.unlink(entry.path)  # noqa: PTH108
    return inodes_of


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links, or another one
        shutil.copy2(source, target)


def aside_of(site: Path, build: Path) -> Path:
    """Where the next site is laid out: in the build folder, where that is on the same file system."""
    build.mkdir(parents=True, exist_ok=True)
    is_near = site.parent.stat().st_dev == build.stat().st_dev
    return build / "next" / site.name if is_near else site.with_name(f".{site.name}.next")
