"""A new wiki becomes a git repository with one commit, whatever git is told elsewhere.

No question is asked: hooks and signing of the person's own settings stay out, and where git does not know who the
person is, the commit is litwiki's. Nothing but the wiki's own files goes in.
"""

import os
import subprocess
from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from litwiki.model.errors import LitwikiError

BRANCH = "main"
MESSAGE = "A new wiki, as litwiki {command} makes it"
INHERITED = frozenset(
    "GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM"
    " GIT_CONFIG_NOSYSTEM GIT_CEILING_DIRECTORIES GIT_EXEC_PATH".split()
)
"""Variables by which a person says who they are and which settings count."""


class Commit(Enum):
    """What became of the first commit; the text is for the person, '' where there is nothing to say."""

    DONE = ""
    BY_LITWIKI = (
        "git does not know your name, so that the first commit is litwiki's; before yours, run\n"
        '  git config --global user.name "Your Name"\n'
        "  git config --global user.email you@example.org"
    )
    WITHOUT_GIT = "git is not installed, so that there is no repository yet; install it, then run git init -b main"
    INSIDE = "The folder is part of another git repository; nothing was committed there."


def commit_first(folder: Path, files: Iterable[str], command: str = "init") -> Commit:
    """Makes `folder` a repository, where it is none, and commits `files` (paths in it), which `command` made.

    Raises `LitwikiError` with what git said where it fails.
    """
    try:
        top = run_git(folder, "rev-parse", "--show-toplevel", check=False)
    except FileNotFoundError:
        return Commit.WITHOUT_GIT
    if top and not Path(top).samefile(folder):
        return Commit.INSIDE
    if not top:
        run_git(folder, "init", "--quiet")
        run_git(folder, "symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")  # older gits have no --initial-branch
    named = ("--pathspec-from-file=-", "--pathspec-file-nul")
    paths = "\0".join(files)
    run_git(folder, "add", "--force", *named, text=paths)
    is_known = bool(run_git(folder, "var", "GIT_AUTHOR_IDENT", check=False, strict=True))
    name = () if is_known else ("-c", "user.name=litwiki", "-c", "user.email=litwiki@localhost")
    said = ("--message", MESSAGE.format(command=command))
    run_git(folder, *name, "commit", "--quiet", "--no-verify", "--no-gpg-sign", *said, *named, text=paths)
    return Commit.DONE if is_known else Commit.BY_LITWIKI


def run_git(folder: Path, *arguments: str, text: str = "", check: bool = True, strict: bool = False) -> str:
    """What git prints; '' where it fails and `check` is off. `strict`: no name is guessed from the machine's."""
    # What a hook or another program set for its own repository must not reach this one.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in INHERITED
    }
    settings = ["-c", f"core.hooksPath={os.devnull}", "-c", "core.autocrlf=false", "-c", "core.safecrlf=false"]
    settings += ["-c", "user.useConfigOnly=true"] if strict else []
    done = subprocess.run(
        ["git", *settings, *arguments],
        cwd=folder,
        env={**environment, "GIT_TERMINAL_PROMPT": "0"},
        input=text,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode and check:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise LitwikiError(f"the wiki is made, but git {arguments[0]} failed: {said}")
    return done.stdout.strip() if not done.returncode else ""
