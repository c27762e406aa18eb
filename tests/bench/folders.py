"""What a folder holds, in figures."""

import hashlib
from pathlib import Path


def weigh(folder: Path) -> tuple[int, int]:
    """How many files a folder has, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def files_of(folder: Path) -> dict[str, bytes]:
    """Digests of all files below a folder, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes()).digest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
