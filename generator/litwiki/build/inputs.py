"""What a build reads: folders in, every file with its digest out, of which only changed files are read.

As git's index does: a file counts as unchanged where its size and times are those written down; and a file that
changed while, or just before, it was looked at is read again, since some file systems keep times to no better than two
seconds.
"""

import hashlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from litwiki import __version__
from litwiki.build.store import FileRow, Store
from litwiki.model.digests import digest_of_bytes
from litwiki.model.file_states import files_below

SAME_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may have one time."""
ELUSIVE = -1
"""The size of what counts as changed each time."""
ELSEWHERE = re.compile(rb"^\s*(?:INHERIT|hooks)\s*:|![A-Za-z]", re.MULTILINE)
"""What in mkdocs.yml makes a site depend on files and variables that are not looked at here."""
PACKAGE = Path(__file__).parents[1]
DEFAULT_TEMPLATES = PACKAGE / "default_templates"


class Inputs:
    """The files that a build of the wiki at `root` reads, by names that say nothing of where the wiki is: what
    stands below `root` begins with a slash, code of ours with `litwiki/`, templates of ours with `templates/`."""

    def __init__(self, root: Path) -> None:
        templates = DEFAULT_TEMPLATES if DEFAULT_TEMPLATES.is_dir() else PACKAGE.parents[1] / "templates"
        self._places = {
            "/content": root / "content",
            "/site_config": root / "site_config",
            "/mkdocs.yml": root / "mkdocs.yml",
            "/templates": root / "templates",
            "litwiki": PACKAGE,
            **({"templates": templates} if templates != root / "templates" else {}),
        }
        self.digests: dict[str, str] = {}
        """Digests by name, once `look` was called."""
        self.changed = 0
        """How many files were new or changed then."""
        self._states: dict[str, FileRow] = {}
        self.moment = time.time_ns()
        """Tells this build from all others."""

    def look(self, store: Store) -> None:
        """Takes the digests of all files; those that did not change are not read."""
        at = time.time_ns()  # only to distrust times of files, never in what is built
        states = self._scanned()
        known = store.files()
        looked_at = int(str(store.fact("looked at") or 0))
        changed: dict[str, FileRow] = {}
        for name, state in states.items():
            before = known.get(name)
            if before and before[:3] == state[:3] and max(state.modified, state.changed) < looked_at - SAME_TICK:
                states[name] = before
            else:
                states[name] = changed[name] = state._replace(digest=digest_of_file(self._path(name)))
        self.changed = len(changed)
        store.set_files(states, changed, known.keys() - states.keys())
        store.set_fact("looked at", at)
        self._states = states
        self.digests = {name: row.digest for name, row in states.items()}

    def _scanned(self) -> dict[str, FileRow]:
        """Every file as it is now, without its digest."""
        states: dict[str, FileRow] = {}
        for name, place in self._places.items():
            _scan(name, str(place), states)
        return states

    def _path(self, name: str) -> str:
        start = next(start for start in self._places if name.startswith(start))
        return f"{self._places[start]}{name[len(start) :]}"

    def are_as_seen(self, counts: Callable[[str, FileRow], bool] = lambda *_: True) -> bool:
        """Whether no file changed since `look`, of those that count."""
        states = self._scanned()
        now, then = (
            {name: row[:3] for name, row in rows.items() if counts(name, row)} for rows in (states, self._states)
        )
        return now == then

    def digest(self, *starts: str) -> str:
        """One digest of all files whose names begin so; of all files."""
        chosen = sorted(item for item in self.digests.items() if not starts or item[0].startswith(starts))
        return hashlib.sha256(json.dumps(chosen).encode()).hexdigest()

    @property
    def salt(self) -> str:
        """What tells our code and all versions from others."""
        return hashlib.sha256((self.digest("litwiki/") + environment()).encode()).hexdigest()

    def depend_on_more(self) -> bool:
        """Whether a site depends on files or variables that are not looked at here."""
        try:
            return bool(ELSEWHERE.search(self._places["/mkdocs.yml"].read_bytes()))
        except OSError:
            return True


def environment() -> str:
    """What else a build depends on: versions of Python and of all installed distributions, variables of ours."""
    names: list[str] = []
    for folder in sys.path:
        try:
            names += [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]  # noqa: PTH208
        except OSError:
            continue
    parts = [__version__, sys.version, platform.platform(), os.environ.get("SOURCE_DATE_EPOCH"), sorted(names)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def digest_of_file(path: str) -> str:
    """The digest of a file's bytes; '' where it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - hot
            return digest_of_bytes(file.read())
    except OSError:
        return ""


def _scan(name: str, place: str, states: dict[str, FileRow]) -> None:
    """Adds the state of every file below a folder, or of the file itself, without its digest."""
    if not os.path.isdir(place):  # noqa: PTH112 - hot, like all of this
        if os.path.lexists(place):
            states[name] = _state(os.stat(place))  # noqa: PTH116
        return
    for path, entry in files_below(place, [""], but="__pycache__"):
        if entry.is_symlink() and not entry.is_file():
            # A link to a folder may lead anywhere, in a circle too: it counts as changed each time.
            states[f"{name}/{path}"] = FileRow(ELUSIVE, time.time_ns(), 0, "")
        else:
            with suppress(FileNotFoundError):  # an editor's file, gone in between
                states[f"{name}/{path}"] = _state(entry.stat())


def _state(stat: os.stat_result) -> FileRow:
    return FileRow(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, "")
