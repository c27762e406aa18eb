"""A wiki as it was: a revision of git in, a folder with that state out. Nothing is checked out, no network is asked."""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from litwiki.model.errors import UsageError

FOLDERS = ("content", "site_config", "mkdocs.yml", "templates")


@contextmanager
def at(root: Path, base: str) -> Iterator[Path]:
    """The wiki as it was at a revision, in a temporary folder. Raises `UsageError` where there was none."""
    verify = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"]
    found = subprocess.run(verify, capture_output=True, text=True, check=False)
    if found.returncode:
        raise UsageError(f"{base!r} is no revision of a git repository at {root}; name a commit or branch")
    prefix = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--show-prefix"], capture_output=True, text=True, check=True
    ).stdout.strip()
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-tree", "--name-only", found.stdout.strip(), *FOLDERS],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    names = [name for name in listed if name]
    if "mkdocs.yml" not in names or "site_config" not in names:
        raise UsageError(f"there was no wiki at {base}: it has no mkdocs.yml or no site_config")
    tree = f"{found.stdout.strip()}:{prefix.rstrip('/')}" if prefix else found.stdout.strip()
    packed = subprocess.run(
        ["git", "-C", str(root), "archive", "--format=tar", tree, *names], capture_output=True, check=True
    ).stdout
    with tempfile.TemporaryDirectory(prefix="litwiki-") as name:
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(name, filter="data")
        yield Path(name)
