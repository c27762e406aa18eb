"""Git as these stories ask it: arguments in, what it says out, and None where it is not there or refuses.

Days are those of UTC. Nothing is changed by it, and no build asks it.
"""

import os
import subprocess
from pathlib import Path

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
