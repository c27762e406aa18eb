"""A wiki as it was at a revision of git, in a temporary folder. Nothing is checked out, and no network is asked."""

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from litwiki.curation.git import ask, ask_line
from litwiki.model.errors import UsageError

FOLDERS = ("content", "site_config", "mkdocs.yml", "templates")


@contextmanager
def at(root: Path, base: str) -> Iterator[Path]:
    """The wiki as it was at a revision, in a temporary folder. Raises `UsageError` where there was none."""
    commit = ask_line(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    if not commit:
        raise UsageError(f"{base!r} is no revision of a git repository at {root}; name a commit or branch")
    prefix = ask_line(root, "rev-parse", "--show-prefix").rstrip("/")
    names = ask_line(root, "ls-tree", "--name-only", commit, *FOLDERS).split()
    if "mkdocs.yml" not in names or "site_config" not in names:
        raise UsageError(f"there was no wiki at {base}: it has no mkdocs.yml or no site_config")
    packed = ask(root, "archive", "--format=tar", f"{commit}:{prefix}" if prefix else commit, *names) or b""
    with tempfile.TemporaryDirectory(prefix="litwiki-") as name:
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(name, filter="data")
        yield Path(name)
