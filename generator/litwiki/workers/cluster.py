"""A Dask cluster as an executor, for wikis that one machine is too small for (docs/scale.md).

The scheduler, its retries and its dashboard are Dask's. Ours is the question whether the workers can do the work at
all: they write pages into the wiki's folder, and make them with the litwiki that they have.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import cache, partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from litwiki.model.errors import UsageError
from litwiki.workers import BoundedExecutor, pass_on

T = TypeVar("T")

PACKAGE = Path(__file__).parents[1]
RETRIES = 3
"""How often a task that failed is run again. One whose worker was lost is run again by Dask anyway."""
PAPERS = 1_024
"""Papers of a task: Dask's scheduler spends about a millisecond on each."""
PATIENCE = 30
"""Seconds until a scheduler has to answer, and to have a worker."""


@contextmanager
def cluster(address: str, root: Path) -> Iterator[Executor]:
    """The workers of a scheduler such as `tcp://10.0.0.1:8786`, for the wiki at `root`. Raises `UsageError` where the
    extra is not installed, nobody answers, or a worker does not see the wiki's folder."""
    try:
        import dask
        from distributed import Client, KilledWorker
    except ImportError:
        raise UsageError("--scheduler needs Dask: pip install 'litwiki[cluster]'") from None
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client: Any = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError(f"no scheduler answers at {address}: {error or type(error).__name__}") from None
        with client:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError:
                raise UsageError(
                    f"the scheduler at {address} has no worker; start one: dask worker {address}"
                ) from None
            _refuse_strangers(client.run(_seen, str(root.resolve())), root)
            try:
                # Twice as many as there are threads: one task of each runs, and the next one is there.
                yield BoundedExecutor(_Tasks(client), lambda: max(2, 2 * sum(client.nthreads().values())), PAPERS)
            except KilledWorker as error:
                raise UsageError(
                    f"workers of {address} died again and again at one task, {error.task}; give them more memory"
                ) from None


class _Tasks(Executor):
    """Tasks of a client, whose futures hold results alone: Dask keeps a task, with all of its inputs, in a worker and
    in the scheduler as long as somebody has its own future.

    The client's own executor has another fault: where a worker dies between the end of a task and the way of its
    result, it takes the result for an error (distributed 2026.8, `cfexecutor._cascade_future`).
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        task = self._client.submit(partial(fn, **kwargs), *args, pure=False, retries=RETRIES)
        task.add_done_callback(partial(pass_on, future=future))
        return future


def _seen(root: str) -> tuple[str, str]:
    """Which litwiki a worker has, and the wiki's settings as it sees them."""
    file = Path(root) / "site_config" / "wiki.yml"
    return _version(), file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


@cache
def _version() -> str:
    """The version of this litwiki, with a digest of its modules: a checkout changes without another version. A worker
    remembers what it began with, for it goes on with that."""
    state = blake2b(digest_size=6)
    for file in sorted(PACKAGE.rglob("*.py")):
        state.update(file.read_bytes())
    return f"{version('litwiki')} ({state.hexdigest()})"


def _refuse_strangers(seen: dict[str, tuple[str, str]], root: Path) -> None:
    here = _seen(str(root.resolve()))
    for worker, (theirs, settings) in sorted(seen.items()):
        if theirs != here[0]:
            raise UsageError(f"the worker at {worker} has litwiki {theirs}, and this is {here[0]}; install the same")
        if settings != here[1]:
            raise UsageError(f"the worker at {worker} does not see {root.resolve()}; share the folder under that path")
