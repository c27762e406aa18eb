"""Work shared among processes by an executor: one that does everything at once in this process, or a pool of others.

A task is a function of a module and a batch that can be pickled; nothing is inherited from this process. So any
executor will do, one that reaches other machines too, and how many workers it has makes no difference to the results.
"""

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

HAS_FORK = hasattr(os, "fork")
WORTH = 2_000
"""Papers to be read below which processes cost more than they bring."""
PRELOADED = ["litwiki.search", "litwiki.build.making"]
"""What every worker imports, once for all of them."""


class InProcess(Executor):
    """Runs each task when it is submitted."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def cores() -> int:
    """How many processes may run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wanted(items: int = WORTH) -> int:
    """How many processes work on so many papers or files, by default on many of them: as many as LITWIKI_WORKERS says,
    or else as there are cores."""
    asked = os.environ.get("LITWIKI_WORKERS", "")
    return int(asked) if asked.isdecimal() and asked != "0" else cores() if items >= WORTH else 1


@contextmanager
def workers(items: int, count: int | None = None, method: str | None = None) -> Iterator[Executor]:
    """An executor for work on so many papers or files; `count` processes, by default as many as are `wanted`.

    `method` is how processes start. By default a server forks them that has no threads or files of this process.
    """
    count = count or wanted(items)
    if count == 1:
        yield InProcess()
        return
    with ProcessPoolExecutor(count, mp_context=_context(method or ("forkserver" if HAS_FORK else "spawn"))) as pool:
        yield pool


def get_ready(items: int) -> None:
    """Starts the server that forks workers for so many papers, and does not wait for it: it imports what they need
    while this process does something else."""
    if HAS_FORK and wanted(items) > 1:
        from multiprocessing import forkserver

        _context("forkserver")
        forkserver.ensure_running()


def in_turn(executor: Executor, function: Callable[[T], R], tasks: Iterable[T], ahead: int) -> Iterator[R]:
    """The results of tasks in their order. The executor has at most `ahead` of them at a time, so
    that what somebody else asks of it meanwhile need not wait until all are done; those that are left when it shuts
    down are not done. In this process each is done when its result is asked for.
    """
    if isinstance(executor, InProcess):
        return map(function, tasks)
    waiting = deque((task, Future[R]()) for task in tasks)
    futures = [future for _, future in waiting]

    def start_next() -> None:
        with suppress(IndexError):
            while True:
                task, future = waiting.popleft()
                try:
                    started = executor.submit(function, task)
                except RuntimeError as error:  # it is broken, or shut down
                    future.set_exception(error)
                else:
                    started.add_done_callback(partial(finish, future))
                    return

    def finish(future: Future[R], done: Future[R]) -> None:
        start_next()
        if error := done.exception():
            future.set_exception(error)
        else:
            future.set_result(done.result())

    for _ in range(ahead):
        start_next()
    return (future.result() for future in futures)


def _context(method: str) -> Any:
    """How processes are started, without the script that was started first being run in each of them.

    Python runs it again there, to find what it defines. None of our tasks is defined in it, and a script that builds a
    wiki without `if __name__ == "__main__":` would build it in every worker.
    """
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


class _Spawned(SpawnProcess):
    """A process that starts from nothing."""

    def start(self) -> None:
        with _main_hidden():
            super().start()


PROCESSES: dict[str, Any] = {"spawn": _Spawned}
if HAS_FORK:
    from multiprocessing.context import ForkServerProcess

    class _Forked(ForkServerProcess):
        """A process that a server forks."""

        def start(self) -> None:
            with _main_hidden():
                super().start()

    PROCESSES["forkserver"] = _Forked


def contiguous(items: Sequence[T], parts: int) -> list[Sequence[T]]:
    """At most `parts` slices of about one length, none empty."""
    size = -(-len(items) // max(1, parts)) or 1
    return [items[start : start + size] for start in range(0, len(items), size)]
