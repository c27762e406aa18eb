"""Work shared among processes: a function and shards in, each shard's result out, in order.

Processes are forked when everything they share is ready. Where forking is not safe, one process does it all.
"""

import os
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

S = TypeVar("S")
R = TypeVar("R")

FORKS = hasattr(os, "fork") and sys.platform == "linux"
TICKS_AT_A_TIME = 50


def cores() -> int:
    """How many processes may run at a time."""
    return len(os.sched_getaffinity(0)) if FORKS else 1


def worth(items: int, each: int = 150) -> int:
    """How many processes to share so many items among; for fewer than `each` a process costs more than it brings."""
    return max(1, min(cores(), items // each))


def share(
    work: Callable[[S, Callable[[], None]], R], shards: Sequence[S], tick: Callable[[], None] = lambda: None
) -> list[R]:
    """`work(shard, tick)` of every shard, each in a process of its own.

    Raises `RuntimeError` with a worker's traceback where one fails.
    """
    if len(shards) < 2 or not FORKS:
        return [work(shard, tick) for shard in shards]
    # Imported where it is used: most builds change little and need one process.
    import multiprocessing

    context = multiprocessing.get_context("fork")
    running: dict[Connection, int] = {}
    processes = []
    for number, shard in enumerate(shards):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(work, shard, theirs), daemon=True)
        with warnings.catch_warnings():
            # A progress bar's thread holds no lock that a worker takes.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        theirs.close()
        running[ours] = number
        processes.append(process)
    results, failures = _collect(running, tick)
    for process in processes:
        process.join()
    if failures:
        raise RuntimeError(failures[0])
    return [results[number] for number in range(len(shards))]


def _collect(running: "dict[Connection, int]", tick: Callable[[], None]) -> tuple[dict[int, Any], list[str]]:
    """Results by their numbers, and what failed; `tick` is called here, in the one process that shows progress."""
    from multiprocessing.connection import Connection, wait

    results: dict[int, Any] = {}
    failures: list[str] = []
    while running:
        for ready in [pipe for pipe in wait(list(running)) if isinstance(pipe, Connection)]:
            try:
                kind, value = ready.recv()
            except EOFError:
                kind, value = "failed", "a worker ended without a result"
            if kind == "ticks":
                for _ in range(value):
                    tick()
            elif kind == "done":
                results[running.pop(ready)] = value
            else:
                running.pop(ready)
                failures.append(str(value))
    return results, failures


def _run(work: Callable[[S, Callable[[], None]], R], shard: S, pipe: "Connection") -> None:
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == TICKS_AT_A_TIME:
            pipe.send(("ticks", ticks))
            ticks = 0

    try:
        result = work(shard, tick)
        pipe.send(("ticks", ticks))
        pipe.send(("done", result))
    except BaseException:
        pipe.send(("failed", traceback.format_exc()))
    finally:
        pipe.close()
        sys.stdout.flush()
        os._exit(0)


def contiguous(items: Sequence[S], parts: int) -> list[Sequence[S]]:
    """At most `parts` slices of about one length, none empty."""
    size = -(-len(items) // max(1, parts)) or 1
    return [items[start : start + size] for start in range(0, len(items), size)]
