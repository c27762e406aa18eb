"""A command run to its end, with what it and all that it started took: seconds of the wall and of all processors,
mebibytes at the peak.

Workers are started by a server of their own, which outlives the command for a moment and is no child that the command
waits for. So this process adopts whatever is left of a command (Linux, prctl(2) `PR_SET_CHILD_SUBREAPER`), waits for
it, and adds its time. Elsewhere the time of such workers is missing, and memory is that of the largest process.
"""

import ctypes
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from msgspec import Struct, field

PR_SET_CHILD_SUBREAPER = 36
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SOURCE_DATE_EPOCH": "0"}
UNUSUAL = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
"""Variables that nobody has who uses a wiki: without compiled modules each command compiles 400 of them anew."""


class Run(Struct, frozen=True):
    """One run of a command: seconds of the wall and of all processors, mebibytes at its peak, seconds by stage where
    it is a build of ours."""

    wall: float
    cpu: float
    peak: int
    stages: Mapping[str, float] = field(default_factory=dict)


def environment(**more: str) -> dict[str, str]:
    """The variables that commands are measured with."""
    return {name: value for name, value in os.environ.items() if name not in UNUSUAL} | QUIET | more


class Memory:
    """Looks every tenth of a second how much memory a process and all that it started have; `peak` is in kibibytes."""

    def __init__(self, process: int) -> None:
        self.process, self.peak, self.is_over = process, 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.is_over.wait(0.1):
            self.peak = max(self.peak, sum(_kibibytes(process) for process in family(self.process)))


def family(process: int) -> Iterator[int]:
    """A process and all that it started, as far as they still run."""
    yield process
    try:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from family(int(child))
    except OSError:
        return


def _kibibytes(process: int) -> int:
    """What a process has of the memory; a page that several share counts to each in part (proc(5), "smaps_rollup")."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def adopt() -> None:
    """Makes this process the parent of what commands leave behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str], folder: Path, **variables: str) -> Run:
    """Runs a command to its end. Raises `RuntimeError` where it fails."""
    adopt()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(**variables), stdout=output, stderr=subprocess.STDOUT
        )
        with Memory(process.pid) as memory:
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        output.seek(0)
        told = output.read().decode("utf-8", "replace")
    cpu = usage.ru_utime + usage.ru_stime + _left_behind()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {told[-2000:]}")
    stages = json.loads(told.splitlines()[-1])["stages"] if "--json" in command else {}
    return Run(wall, cpu, max(usage.ru_maxrss, memory.peak) // 1024, stages)


def _left_behind() -> float:
    """The seconds of processes that a command left to this one, once they are over."""
    seconds = 0.0
    with suppress(ChildProcessError):
        while True:
            _, _, usage = os.wait4(-1, 0)
            seconds += usage.ru_utime + usage.ru_stime
    return seconds
