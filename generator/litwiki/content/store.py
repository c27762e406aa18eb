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

from litwiki.config import Config
from litwiki.errors import BusyError
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


def _state(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in _files(folder):
        stat = os.lstat(path)
        found[os.path.relpath(path, folder)] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def _files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(place, name)  # noqa: PTH118 - a Path for each of 100,000 files costs a second


def _lay_out(current: Path, new: Path, changes: Mapping[PurePosixPath, str | None]) -> None:
    names = {str(path) for path in changes}
    for place, folders, files in os.walk(current):
        target = new / os.path.relpath(place, current)
        target.mkdir(parents=True, exist_ok=True)
        for name in [*files, *(x for x in folders if (Path(place) / x).is_symlink())]:
            source = Path(place) / name
            if source.relative_to(current).as_posix() not in names:
                _link(source, target / name)
    new.mkdir(parents=True, exist_ok=True)
    for path, text in changes.items():
        if text is not None:
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            with (new / path).open("w", encoding="utf-8", newline="") as file:
                file.write(text)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target, follow_symlinks=False)
