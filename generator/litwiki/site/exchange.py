"""Two folders change places in one step, so that a reader sees either the old or the new one.

Linux has `renameat2(RENAME_EXCHANGE)` and macOS `renamex_np(RENAME_SWAP)`; both are one operation of the
file system. Elsewhere two renames follow each other, and `recover` completes them after a crash.
"""

import ctypes
import os
import shutil
import sys
import time
from pathlib import Path

EXCHANGE = 2
AT_FDCWD = -100
PATIENCE = 20
"""Tries at a tenth of a second each."""


def exchange(new: Path, current: Path) -> None:
    """Puts `new` where `current` is and the other way round; where `current` is missing, only moves.

    Both must be on one file system. Raises `OSError`.
    """
    recover(current)
    if not current.exists():
        current.parent.mkdir(parents=True, exist_ok=True)
        new.rename(current)
    elif not _in_one_step(new, current):
        aside = _aside(current)
        _rename(current, aside)
        _rename(new, current)
        _rename(aside, new)


def _rename(path: Path, target: Path) -> None:
    """Renames a folder. Windows refuses that while a program has one of its files open: a moment later it may not."""
    for _ in range(PATIENCE):
        try:
            path.rename(target)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.1)
        else:
            return
    path.rename(target)


def recover(current: Path) -> None:
    """Undoes an exchange in two renames that was killed between them."""
    aside = _aside(current)
    if aside.exists():
        if current.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(current)


def _aside(current: Path) -> Path:
    return current.with_name(f".{current.name}.aside")


def _in_one_step(a: Path, b: Path) -> bool:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(os.fsencode(a), os.fsencode(b), EXCHANGE) == 0)
        return bool(libc.renameat2(AT_FDCWD, os.fsencode(a), AT_FDCWD, os.fsencode(b), EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False
