"""Whether a site is still what a build would make: the state of everything that goes in and comes out, remembered.

A build writes down the files it was made from (with digests), the environment, and the files it wrote. The next one
compares before it imports what costs time. A file counts as unchanged when its size and times are those written
down, and else by its digest; a file that changed while, or just before, it was looked at is not trusted by its times,
which some file systems keep to no better than two seconds. What was remembered may be deleted, copied or cut short
at any moment: what cannot be read or does not fit means a build.
"""

import hashlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from litwiki import __version__
from litwiki.model.records import JsonValue
from litwiki.seals import Seal

FORMAT = 2
SAME_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may have one time."""
ELSEWHERE = re.compile(rb"^\s*(?:INHERIT|hooks)\s*:|![A-Za-z]", re.MULTILINE)
"""What in mkdocs.yml makes a site depend on files and variables that are not looked at here."""


@dataclass(frozen=True, slots=True)
class State:
    """A file: size, times of change in nanoseconds, and its digest where somebody asked for it."""

    size: int
    modified: int
    changed: int
    digest: str = ""


States = Mapping[str, State]
UNKNOWN = State(-2, 0, 0)
"""Of what cannot be compared: it counts as changed each time."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a build left: inputs by their paths, what tells the site's seal from any other, seals of other folders
    by their paths, what it was told and what it had to say."""

    environment: str
    at: int
    inputs: States
    site: str
    others: Mapping[str, Seal]
    said: dict[str, JsonValue]


def scan(folders: Iterable[Path]) -> dict[str, State]:
    """The state of every file below some folders, or of the files themselves; without digests."""
    found: dict[str, State] = {}
    waiting = [str(folder) for folder in folders]
    for name in list(waiting):
        if not os.path.isdir(name):  # noqa: PTH112 - hot, like all of this
            waiting.remove(name)
            if os.path.lexists(name):
                found[name] = _state(os.stat(name))  # noqa: PTH116
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    found[entry.path] = _state_of(entry)
    return found


def _state_of(entry: "os.DirEntry[str]") -> State:
    if not entry.is_symlink() or entry.is_file():
        return _state(entry.stat())
    # A link to a folder may lead anywhere, in a circle too.
    return UNKNOWN if entry.is_dir() else _state(entry.stat(follow_symlinks=False))


def _state(stat: os.stat_result) -> State:
    return State(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def digest_of(path: str) -> str:
    """The SHA-256 of a file; '' where it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - hot
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def input_folders(root: Path, templates: Iterable[Path]) -> list[Path]:
    """Everything that a build of the wiki at `root` reads."""
    package = Path(__file__).parent
    return [root / "content", root / "site_config", root / "mkdocs.yml", *templates, package]


def environment() -> str:
    """What else a build depends on: versions of Python and of all installed distributions, variables of ours."""
    names: list[str] = []
    for folder in sys.path:
        try:
            names += [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]  # noqa: PTH208
        except OSError:
            continue
    told = [FORMAT, __version__, sys.version, platform.platform(), os.environ.get("SOURCE_DATE_EPOCH"), sorted(names)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def recall(path: Path, root: Path) -> Memory | None:
    """What the last build of the wiki at `root` left in the file `path`, or None."""
    try:
        told = json.loads(path.read_bytes())
        here = str(root)
        inputs = {here + n[1:] if n[0] == "." else n: State(*state) for n, state in told["inputs"].items()}
        others = {name: Seal.from_json(seal) for name, seal in told["others"].items()}
        return Memory(told["environment"], told["at"], inputs, told["site"], others, told["said"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def remember(path: Path, root: Path, memory: Memory) -> None:
    """Replaces what was left in the file `path`, in one step. Names below `root` begin with a point in its place, so
    that what one checkout left serves another.
    """
    here, start = f"{root}{os.sep}", len(str(root))

    def kept(states: States) -> Iterable[tuple[str, State]]:
        return ((f".{name[start:]}" if name.startswith(here) else name, state) for name, state in states.items())

    told = {
        "environment": memory.environment,
        "at": memory.at,
        "inputs": {name: (s.size, s.modified, s.changed, s.digest) for name, s in kept(memory.inputs)},
        "site": memory.site,
        "others": {name: seal.to_json() for name, seal in memory.others.items()},
        "said": memory.said,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
    aside.replace(path)


def now() -> int:
    """The clock in nanoseconds: only to distrust times of files, never in what is built."""
    return time.time_ns()


def digested(states: States, known: Memory | None = None) -> dict[str, State]:
    """States with the digests of their files; `known` ones need not be read again."""
    found = {}
    for name, state in states.items():
        before = known.inputs.get(name) if known else None
        is_known = before and known and _is_trusted(before, state, known.at)
        found[name] = before if is_known and before else replace(state, digest=digest_of(name))
    return found


def changed_inputs(memory: Memory, states: States) -> set[str]:
    """The files that are not what they were when `memory` was made: changed, new or gone."""
    changed = set(memory.inputs.keys() ^ states.keys())
    for name, state in states.items():
        before = memory.inputs.get(name)
        if before is None or (state != UNKNOWN and _is_trusted(before, state, memory.at)):
            continue
        if state == UNKNOWN or before.size != state.size or before.digest != digest_of(name):
            changed.add(name)
    return changed


def _is_trusted(before: State, state: State, at: int) -> bool:
    same = (before.size, before.modified, before.changed) == (state.size, state.modified, state.changed)
    return same and max(state.modified, state.changed) < at - SAME_TICK


def depends_on_more(mkdocs: Path) -> bool:
    """Whether a site depends on files or variables that are not looked at here."""
    try:
        return bool(ELSEWHERE.search(mkdocs.read_bytes()))
    except OSError:
        return True
