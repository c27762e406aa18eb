"""A Dask cluster as an executor, for wikis that one machine is too small for (docs/scale.md).

The scheduler, its retries and its dashboard are Dask's. Ours is the question whether the workers can do the work at
all: they write pages into the wiki's folder, and make them with the litwiki that they have.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from litwiki.model.errors import UsageError
from litwiki.workers import BoundedExecutor, Releasing

PACKAGE = Path(__file__).parent
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
            executor = Releasing(client.get_executor(pure=False, retries=RETRIES))
            try:
                yield BoundedExecutor(executor, lambda: _in_flight(client.nthreads()), PAPERS)
            except KilledWorker as error:
                raise UsageError(
                    f"workers of {address} died again and again at one task, {error.task}; give them more memory"
                ) from None


def _in_flight(threads: Mapping[str, int]) -> int:
    """Of so many threads of each worker, twice as many: one task of each runs, and the next one is there."""
    return max(2, 2 * sum(threads.values()))


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
    own = _seen(str(root.resolve()))
    for worker, (theirs, settings) in sorted(seen.items()):
        if theirs != own[0]:
            raise UsageError(f"the worker at {worker} has litwiki {theirs}, and this is {own[0]}; install the same")
        if settings != own[1]:
            raise UsageError(f"the worker at {worker} does not see {root.resolve()}; share the folder under that path")
