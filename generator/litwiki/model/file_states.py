"""What a file is like without reading it: the stat that tells whether it was changed, exchanged or saved by somebody.

Size, time and inode are asked of the folder where that is free. Windows' folders keep no inode, and the times of a file
with several names lag behind there, so that the file itself is asked.
"""

import os
from collections.abc import Iterator
from contextlib import suppress


def state_of(entry: "os.DirEntry[str]") -> os.stat_result:
    """The stat of a folder's entry; of a symbolic link, not of what it leads to."""
    if os.name == "nt":
        return os.lstat(entry.path)
    return entry.stat(follow_symlinks=False)


def files_below(folder: str, places: list[str], but: str = "") -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """What is no folder in some `places`, which end in a stroke, of a folder and in all below them, by its path in the
    folder, except for folders named `but`; a folder that is gone in between has nothing. Raises `OSError`.

    Paths are texts: a `Path` for each of 100,000 files costs more than asking the system.
    """
    while places:
        place = places.pop()
        with suppress(FileNotFoundError), os.scandir(f"{folder}/{place}") as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    yield place + entry.name, entry
                elif entry.name != but:
                    places.append(f"{place}{entry.name}/")
