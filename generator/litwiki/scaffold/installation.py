"""Which litwiki this is: what installs the same one elsewhere, and how a person called it.

A new wiki pins a commit, because a commit is what nobody can change or take afterwards: not who owns the repository,
not who registers a name on a package index. It is looked for where installers write it down (PEP 610,
direct_url.json), in the package, where our build writes it, and in the checkout that the package lies in.
"""

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from litwiki.scaffold.first_commit import run_git

HOME = "https://github.com/litwiki/litwiki"
"""Where litwiki is developed."""
PACKAGE = Path(__file__).parents[1]
COMMIT = re.compile(r"[0-9a-f]{40}")
OF_A_MOMENT = {"archive-v0", "environments-v2", "builds-v0"}
"""Folders of uv's cache; an environment in one of them was made for this call (`uvx`)."""


def requirement() -> str:
    """The line of a requirements file that installs this litwiki (PEP 508), from where anybody can read it; '' where
    nothing says of which commit it is."""
    direct = _direct_url()
    vcs = direct.get("vcs_info")
    if isinstance(vcs, Mapping) and COMMIT.fullmatch(str(vcs.get("commit_id"))):
        return _pinned(str(direct.get("url")), str(vcs["commit_id"]))
    written = PACKAGE / "commit.txt"
    if written.is_file():
        commit = written.read_text(encoding="ascii", errors="replace").strip()
        return _pinned(HOME, commit) if COMMIT.fullmatch(commit) else ""
    checkout = PACKAGE.parents[1]
    if (checkout / ".git").exists():
        with suppress(OSError):  # git is not installed
            if commit := run_git(checkout, "rev-parse", "HEAD", check=False):
                return _pinned(run_git(checkout, "remote", "get-url", "origin", check=False), commit)
    return ""


def _pinned(url: str, commit: str) -> str:
    return f"litwiki @ git+{public_address(url) or HOME}@{commit}"


def public_address(url: str) -> str:
    """The address under which anybody can clone what `url` names, without the name or token of who did; '' for none.

    >>> public_address("https://me:secret@github.com/me/litwiki.git")
    'https://github.com/me/litwiki.git'
    >>> public_address("git@github.com:me/litwiki.git")
    'https://github.com/me/litwiki.git'
    """
    ssh = re.fullmatch(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./-]+)", url.strip())
    try:
        parts = urlsplit(f"https://{ssh[1]}/{ssh[2]}" if ssh else url.strip())
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    is_plain = parts.scheme == "https" and re.fullmatch(r"[\w.-]+", host) and re.fullmatch(r"/[\w./~-]+", parts.path)
    return urlunsplit(("https", host + port, parts.path, "", "")) if is_plain else ""


def invocation(folder: Path | None = None) -> str:
    """How litwiki is called again, in a shell that stands in `folder`: the command as it was called now."""
    parts = set(Path(sys.prefix).parts)
    if parts & OF_A_MOMENT:
        return _uvx()
    if "pipx" in parts and "venvs" not in parts:
        return "pipx run litwiki"
    called, program = Path(sys.argv[0]), shutil.which("litwiki")
    if program and called.exists() and Path(program).resolve() == called.resolve():
        return "litwiki"
    if not called.exists():  # as a library, or by a runner of its own
        return "litwiki"
    if not called.is_absolute() and folder is not None:
        return shlex.quote(os.path.relpath(called, folder))
    return shlex.quote(str(called))


def _uvx() -> str:
    direct = _direct_url()
    url, vcs = str(direct.get("url", "")), direct.get("vcs_info")
    if isinstance(vcs, Mapping):
        revision = vcs.get("requested_revision")
        return f"uvx --from {shlex.quote(f'git+{url}' + (f'@{revision}' if revision else ''))} litwiki"
    return f"uvx --from {shlex.quote(url)} litwiki" if url else "uvx litwiki"


def _direct_url() -> Mapping[str, Any]:
    from importlib.metadata import PackageNotFoundError, distribution  # takes long to import, and few ask

    try:
        source = json.loads(distribution("litwiki").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return {}
    return source if isinstance(source, dict) else {}
