"""Two folders change places in one step, so that a reader sees either the old or the new one.

Linux has `renameat2(RENAME_EXCHANGE)` and macOS `renamex_np(RENAME_SWAP)`; both are one operation of the
file system. Elsewhere two renames follow each other, and `recover` completes them after a crash.
"""

import ctypes
import os
import shutil
import sys
from pathlib import Path

EXCHANGE = 2
AT_FDCWD = -100


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
        current.rename(aside)
        new.rename(current)
        aside.rename(new)


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
