"""A cluster of two workers on this machine beside one process: the same site byte by byte, what it takes, and what goes
over the wire.

`python -m tests.bench.cluster FOLDER 10000` writes a synthetic wiki into the new folder, builds it by one process, by
a `LocalCluster`, once more while workers are killed, and from 1, 2, 7 and 32 shards in threads; prints JSON, a line for each of these. The first pass of the cluster is measured, the
second counts bytes and kills: to pickle everything twice would be measured, too. `--kills 0` leaves the second and threads out, as
for 100,000 papers, which take minutes and gigabytes each time.
"""

import argparse
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import distributed

from litwiki.build import build
from litwiki.workers import BoundedExecutor
from litwiki.workers.cluster import PAPERS, cluster
from tests.bench.processes import Memory, environment, run
from tests.bench.synthetic import write_wiki

SHARDS = (1, 2, 7, 32)
"""How many tasks of papers each stage has, in threads of this process."""
MEMORY = "1.5GB"
"""Of each worker; Dask restarts one that has more."""


class Counted(Executor):
    """Another executor, and the bytes of inputs and results by the names of the tasks' functions."""

    def __init__(self, executor: Executor) -> None:
        self.executor, self.bytes, self.tasks = executor, Counter[str](), 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        name = f"{getattr(fn, 'func', fn).__module__}.{getattr(fn, 'func', fn).__name__}"
        self.tasks += 1
        self.bytes[f"{name} in"] += len(pickle.dumps((fn, args)))
        future: Future[Any] = self.executor.submit(fn, *args, **kwargs)
        future.add_done_callback(lambda done: self._count(name, done))
        return future

    def _count(self, name: str, done: Future[Any]) -> None:
        if not done.cancelled() and not done.exception():
            self.bytes[f"{name} out"] += len(pickle.dumps(done.result()))


class Killer(threading.Thread):
    """Kills one of the workers now and then, until so many were; a nanny starts the next one."""

    def __init__(self, nannies: list[Any], most: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.nannies, self.most, self.pause = nannies, most, pause
        self.stop, self.killed = threading.Event(), 0

    def run(self) -> None:
        dice = random.Random(5)
        while self.killed < self.most and not self.stop.wait(self.pause * (0.5 + dice.random())):
            nanny = dice.choice(self.nannies)
            # A nanny gives up on a worker that dies while it starts.
            if nanny.process and nanny.process.status == distributed.Status.running:
                with suppress(ProcessLookupError):
                    os.kill(nanny.process.pid, signal.SIGKILL)
                    self.killed += 1


def digests(site: Path) -> dict[str, str]:
    """A digest of every file."""
    return {
        path.relative_to(site).as_posix(): blake2b(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def processor_seconds(process: int) -> float:
    """Of a process so far; 0 where it is over. Fields 14 and 15 of proc(5), "stat"."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def measured(root: Path, two: Any) -> dict[str, Any]:
    """What a clean build by the workers takes, in the driver, in the scheduler, which is this process, and in each of them."""
    workers = [nanny.process.pid for nanny in two.workers.values()]
    address, litwiki = str(two.scheduler_address), str(Path(sys.executable).with_name("litwiki"))
    command = [litwiki, "build", "--json", "--clean", "--root", str(root), "--scheduler", address]
    start, before, used = time.perf_counter(), os.times(), [*map(processor_seconds, workers)]
    with ExitStack() as stack:
        memories = [stack.enter_context(Memory(one)) for one in workers]
        done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True)
    after, report = os.times(), json.loads(done.stdout)
    return {
        "wall": round(time.perf_counter() - start, 1),
        "driver_cpu": round(sum(after[2:4]) - sum(before[2:4]), 1),
        "scheduler_cpu": round(sum(after[:2]) - sum(before[:2]), 1),
        "driver_mebibytes": report["peak_mebibytes"],
        "workers_cpu": [round(processor_seconds(one) - was, 1) for one, was in zip(workers, used, strict=True)],
        "workers_mebibytes": [memory.peak // 1024 for memory in memories],
        "fit": report["fit"],
        "stages": {name: round(seconds, 1) for name, seconds in report["stages"].items()},
    }


def main(folder: Path, papers: int, kills: int, pause: float) -> None:
    """Prints what was found."""
    root = folder / "wiki"
    write_wiki(root, papers)
    litwiki = str(Path(sys.executable).with_name("litwiki"))
    alone = run([litwiki, "build", "--json", "--root", str(root)], folder, LITWIKI_WORKERS="1")
    tell(alone={"wall": round(alone.wall, 1), "cpu": round(alone.cpu, 1), "mebibytes": alone.peak})
    expected = digests(root / "site")
    two: Any = distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, memory_limit=MEMORY, dashboard_address=None
    )
    with two:
        tell(cluster=measured(root, two), equal=digests(root / "site") == expected)
        killer, builds = Killer(list(two.workers.values()), kills, pause), 0
        killer.start()
        try:
            while killer.killed < kills:
                builds += 1
                with cluster(str(two.scheduler_address), root) as executor:
                    counted = Counted(executor)
                    build(root, clean=True, executor=BoundedExecutor(counted, lambda: 6, PAPERS))
                equal = digests(root / "site") == expected
                tell(builds=builds, killed=killer.killed, equal=equal, tasks=counted.tasks, wire=counted.bytes)
        finally:
            killer.stop.set()
    for shards in SHARDS if kills else ():
        with ThreadPoolExecutor(2) as threads:
            build(root, clean=True, executor=BoundedExecutor(threads, lambda: 4, -(-papers // shards)))
        tell(shards=shards, equal=digests(root / "site") == expected)


def tell(**found: Any) -> None:
    """Prints a line of JSON now: the next part takes minutes."""
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("papers", type=int)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--pause", type=float, default=15.0, help="seconds between two kills, on average")
    options = parser.parse_args()
    main(options.folder, options.papers, options.kills, options.pause)
