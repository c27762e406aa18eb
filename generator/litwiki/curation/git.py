"""Git as these stories ask it: arguments in, what it says out, and None where it is not there or refuses.

Days are those of UTC. A wiki as it was at a revision lies in a temporary folder for a while. Nothing is changed by git
or checked out, no network is asked, and no build asks git.
"""

import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from litwiki.model.errors import UsageError

SLOW = 120
"""Seconds after which git is not waited for any longer."""


def ask(root: Path, *arguments: str) -> bytes | None:
    """What git prints about the repository that `root` is in."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=SLOW, env={**os.environ, "TZ": "UTC"})
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def ask_line(root: Path, *arguments: str) -> str:
    """What git prints, as text without white space around it; '' where it prints nothing."""
    return (ask(root, *arguments) or b"").decode("utf-8", "replace").strip()


def has_history(root: Path) -> bool:
    """Whether git has the whole history of the folder: of a shallow clone it would name wrong days."""
    return ask_line(root, "rev-parse", "--is-shallow-repository") == "false"


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
