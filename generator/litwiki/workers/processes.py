"""How processes are started that work beside this one: forked by a server that imports what they need, or from nothing.

Python runs the script that was started first again in each of them, to find what it defines. None of our tasks is
defined in it, and a script that builds a wiki without `if __name__ == "__main__":` would build it in every worker. So
that script is hidden from them.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, TypeVar

from litwiki.workers.memory import collect_young, give_back

T = TypeVar("T")

HAS_FORK = hasattr(os, "fork")
PRELOADED = ["litwiki.search", "litwiki.build.making", "litwiki.curation.checks.papers", "litwiki.exports"]
"""What every worker imports, once for all of them."""


class Pool(ProcessPoolExecutor):
    """Processes that give free memory back behind each task: of 10,000 papers it was a third of what they had."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        return super().submit(_run, fn, args, kwargs)


def _run(fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    result = fn(*args, **kwargs)
    give_back()
    return result


def begin() -> None:
    """What a worker does first. It lets the driver go before: while the driver does something itself, every one of its
    steps is on the critical path, and on two cores it had two thirds of one beside two workers."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(5)
    collect_young()


def start_server() -> None:
    """Starts the server that forks workers, where there is one, and does not wait for it: it imports what they need
    while this process does something else."""
    if HAS_FORK:
        from multiprocessing import forkserver

        context_of()
        forkserver.ensure_running()


def context_of(method: str | None = None) -> Any:
    """How `multiprocessing` starts processes: by a server that forks them, where there are forks and no other method is
    asked for."""
    method = method or ("forkserver" if HAS_FORK else "spawn")
    context: Any = type(multiprocessing.get_context(method))()
    if method == "forkserver":
        context.set_forkserver_preload(PRELOADED)
    if method in PROCESSES:
        context.Process = PROCESSES[method]
    return context


@contextmanager
def _main_hidden() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _Hidden(BaseProcess):
    def start(self) -> None:
        with _main_hidden():
            super().start()


class _Spawned(_Hidden, SpawnProcess):
    """A process that starts from nothing."""


PROCESSES: dict[str, Any] = {"spawn": _Spawned}
if HAS_FORK:
    from multiprocessing.context import ForkServerProcess

    class _Forked(_Hidden, ForkServerProcess):
        """A process that a server forks."""

    PROCESSES["forkserver"] = _Forked
