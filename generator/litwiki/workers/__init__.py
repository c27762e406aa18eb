"""Work shared among processes by an executor: one that does everything at once in this process, or a pool of others.

A task is a function of a module and a batch that can be pickled; nothing is inherited from this process. So any
executor will do, one that reaches other machines too, and neither how many workers it has nor how large its tasks are
makes a difference to the results.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice, starmap
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

WORTH = 1_000
"""Papers to be read below which processes cost more than they bring. On two quiet cores a full build of 384 papers
takes 2.3 s by one process and by three, which need half of the processor's time more; one of 1,000 4.4 and 3.8 s."""
IN_FLIGHT = 16
"""Tasks of each process that wait, run, or have a result that nobody has asked for yet."""
BEHIND = 2
"""Tasks of the background that a process has or is about to have, so that it never is without one."""


class InProcess(Executor):
    """Runs each task when it is submitted, and those of `map` one by one, as their results are asked for."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def map(
        self, fn: Callable[..., T], /, *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[T]:
        del timeout, chunksize  # only others need them
        return map(fn, *iterables)


class BoundedExecutor(Executor):
    """A bounded executor (Goetz 2006, "Java Concurrency in Practice", 8.3.3): `map` has only so many tasks of another
    one under way at a time, so that neither inputs nor results pile up in this process. One task alone is done here:
    processes may have to be started for it, and it gains nothing from them.

    The first are submitted at once, others as results are asked for; inputs are made in the thread that asks.
    `in_flight` is asked each time: a cluster grows. `papers` is how many papers a task has; where it is 0, every stage
    goes by its own number. `background` is for tasks that nobody waits for yet.
    """

    def __init__(
        self, executor: Executor, in_flight: Callable[[], int], papers: int = 0, background: Executor | None = None
    ) -> None:
        self._executor, self._in_flight, self.papers = executor, in_flight, papers
        self.background = BoundedExecutor(background, in_flight, papers) if background else self

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        return self._executor.submit(fn, *args, **kwargs)

    def map(
        self, fn: Callable[..., T], /, *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[T]:
        del timeout, chunksize  # nobody gives them
        tasks = zip(*iterables, strict=False)
        first = [*islice(tasks, 2)]
        if len(first) < 2:
            return starmap(fn, first)
        return Results(partial(self.submit, fn), chain(first, tasks), self._in_flight)


class Background(Executor):
    """The lower class of a priority queue with two: of the tasks submitted here only so many at a time are with another
    executor, so that a task that this process waits for stands behind no more of them."""

    def __init__(self, executor: Executor, most: int) -> None:
        self._executor, self._free = executor, most
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._lock = Lock()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((future, partial(fn, *args, **kwargs)))
        self._hand_on()
        return future

    def _hand_on(self) -> None:
        while True:
            with self._lock:
                if not self._free or not self._waiting:
                    return
                future, task = self._waiting.popleft()
                if not future.set_running_or_notify_cancel():
                    continue
                self._free -= 1
            try:
                self._executor.submit(task).add_done_callback(partial(self._done, future))
            except RuntimeError as error:  # the executor is shut down, or its processes are dead
                future.set_exception(error)

    def _done(self, future: Future[Any], done: Future[Any]) -> None:
        with self._lock:
            self._free += 1
        pass_on(done, future)
        self._hand_on()


def pass_on(done: Future[T], future: Future[T]) -> None:
    """Gives a future the outcome of another one, which is done."""
    if done.cancelled():
        future.set_exception(CancelledError())
    elif error := done.exception():
        future.set_exception(error)
    else:
        future.set_result(done.result())


class Results(Iterator[R]):
    """The results of tasks in their order."""

    def __init__(
        self, submit: Callable[..., Future[R]], tasks: Iterator[tuple[Any, ...]], in_flight: Callable[[], int]
    ) -> None:
        self._submit, self._tasks, self._in_flight = submit, tasks, in_flight
        self._under_way: deque[Future[R]] = deque()
        self._fill(0)

    def __next__(self) -> R:
        if not self._under_way:
            raise StopIteration
        try:
            # Taken out first: a result that was handed on is not held here.
            result = self._under_way.popleft().result()
            self._fill(len(self._under_way))
        except BaseException:
            self.close()
            raise
        return result

    def close(self) -> None:
        """Takes back what no worker has begun."""
        while self._under_way:
            self._under_way.pop().cancel()

    def __del__(self) -> None:
        self.close()

    def submit_more(self) -> None:
        """Submits tasks in the place of those that are done. Who does something else before asking for results, which
        then are small, calls it now and then."""
        self._fill(sum(not future.done() for future in self._under_way))

    def _fill(self, used: int) -> None:
        for task in islice(self._tasks, max(0, self._in_flight() - used)):
            self._under_way.append(self._submit(*task))


def shards(items: Sequence[T], size: int, executor: Executor, weight: int = 1) -> list[Sequence[T]]:
    """Items in tasks: in runs of at most `size`, or, where the executor says how many papers a task has, of as many as
    that makes when each item stands for `weight` papers. All are about as long: a last one that is short would leave a
    worker idle."""
    papers = papers_of(executor)
    most = max(1, papers // weight) if papers else size
    size = -(-len(items) // -(-len(items) // most)) if items else most
    return [items[start : start + size] for start in range(0, len(items), size)]


def background_of(executor: Executor) -> Executor:
    """For tasks that nobody waits for yet: the workers of an executor, when they have nothing else."""
    return executor.background if isinstance(executor, BoundedExecutor) else executor


def papers_of(executor: Executor) -> int:
    """How many papers a task of an executor has; 0 where every stage goes by its own number."""
    return executor.papers if isinstance(executor, BoundedExecutor) else 0


def wanted(items: int) -> int:
    """How many processes work on so many papers or files: as many as LITWIKI_WORKERS says, or else as may run at a
    time."""
    asked = os.environ.get("LITWIKI_WORKERS", "")
    if asked.isdecimal() and asked != "0":
        return int(asked)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if items >= WORTH else 1


@contextmanager
def workers(items: int, count: int | None = None, method: str | None = None) -> Iterator[Executor]:
    """An executor for work on so many papers or files; `count` processes, by default as many as are `wanted`.

    `method` is how processes start. By default a server forks them that has no threads or files of this process.
    """
    count = count or wanted(items)
    if count == 1:
        yield InProcess()
        return
    from litwiki.workers.processes import Pool, begin, context_of

    context = context_of(method)
    with Pool(count, mp_context=context, initializer=begin) as pool:
        in_flight = IN_FLIGHT * count
        yield BoundedExecutor(pool, lambda: in_flight, background=Background(pool, BEHIND * count))
