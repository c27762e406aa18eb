"""Writing into `content/`: all changes of a run at once or none, and never over a person's.

The next state is laid out beside the present one (unchanged files as hard links, so that 10,000 papers
cost 10,000 links), then the two folders change places in one step. A run that is killed leaves `content/`
as it was or as it was to be.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from litwiki.model.config import Config
from litwiki.model.errors import BusyError
from litwiki.exchange import exchange, recover


@contextmanager
def lock(config: Config) -> Iterator[None]:
    """Keeps other runs from writing in this wiki; raises `BusyError` at once where one is.

    The lock is the operating system's: it ends with the process that holds it, whatever kills it.
    """
    config.build.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(config.build / "litwiki.lock", timeout=0):
            recover(config.content)
            yield
    except Timeout:
        message = f"another litwiki command is writing in {config.root}; wait until it has finished"
        raise BusyError(message) from None


def commit(config: Config, changes: Mapping[PurePosixPath, str | None]) -> None:
    """Writes `changes` (paths under `content/` to texts; None removes) in one step.

    Call it within `lock`. Raises `BusyError`, with nothing written, where a person saved a file in
    `content/` meanwhile.
    """
    if not changes:
        return
    aside = config.build / "content.next"
    if aside.exists():
        shutil.rmtree(aside)
    before = _state(config.content)
    _lay_out(config.content, aside, changes)
    exchange(aside, config.content)
    # Whatever a person saved between the copy and the exchange is in the folder that was put aside.
    if _state(aside) != before:
        exchange(aside, config.content)
        shutil.rmtree(aside)
        message = "a file in content/ was saved while litwiki wrote; nothing was written, run it again"
        raise BusyError(message)
    shutil.rmtree(aside)


# Paths are texts here, and one thing is asked of the system for each file: a `Path` for each of 100,000 files costs
# more than linking it.


def _state(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for place, names in _walk(folder):
        for name in names:
            stat = os.lstat(f"{folder}/{place}{name}")
            found[place + name] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def _walk(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Every folder below `folder` and itself (its path from there, empty or with a slash at its end) with its files
    and links."""
    waiting = [""]
    while waiting:
        place = waiting.pop()
        names = []
        with os.scandir(f"{folder}/{place}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{place}{entry.name}/")
                else:
                    names.append(entry.name)
        yield place, names


def _lay_out(current: Path, new: Path, changes: Mapping[PurePosixPath, str | None]) -> None:
    texts = {str(path): text for path, text in changes.items()}
    new.mkdir(parents=True)
    for place, names in _walk(current) if current.exists() else ():
        (new / place).mkdir(exist_ok=True)
        for name in names:
            if place + name not in texts:
                _link(f"{current}/{place}{name}", f"{new}/{place}{name}")
    for place in {path.rpartition("/")[0] for path, text in texts.items() if text is not None}:
        (new / place).mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        if text is not None:
            # Through a buffer, which goes on after a write that wrote less than all, or raises.
            (new / name).write_bytes(text.encode())


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target, follow_symlinks=False)
