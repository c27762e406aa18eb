"""A build by the workers of a Dask scheduler: the same bytes, whoever works, and whoever is killed at it."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from litwiki.build import build
from litwiki.cluster import cluster
from litwiki.model.errors import UsageError
from tests.bench.synthetic import write_wiki

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="pip install 'litwiki[cluster]'")
    with ExitStack() as stack:
        yield stack.enter_context(
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True)
        )


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def kill_some(workers: Any, stop: threading.Event, killed: list[int]) -> None:
    """Kills one of two workers now and then; its nanny starts another, while the other worker goes on."""
    dice = random.Random(3)
    nanny = workers.workers[0]
    while not stop.wait(0.4 + dice.random()):
        if nanny.process and nanny.process.pid and len(killed) < 3:
            os.kill(nanny.process.pid, signal.SIGKILL)
            killed.append(nanny.process.pid)


def test_a_worker_that_does_not_see_the_wiki_is_refused(tmp_path: Path, two_workers: Any) -> None:
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / "wiki.yml").write_text("abstracts: keep\n", encoding="utf-8")
    with cluster(two_workers.scheduler_address, tmp_path) as executor:
        assert list(executor.map(len, ["kettle", "lid"])) == [6, 3]
    seen = {"tcp://x": ("0.0.1 (other)", "")}
    from litwiki.cluster import _refuse_strangers, _seen

    with pytest.raises(UsageError, match="install the same"):
        _refuse_strangers(seen, tmp_path)
    with pytest.raises(UsageError, match="share the folder"):
        _refuse_strangers({"tcp://x": (_seen(str(tmp_path))[0], "")}, tmp_path)


def test_a_site_is_the_same_from_a_cluster_whose_workers_die(
    tmp_path: Path, two_workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "wiki"
    write_wiki(root, 140)
    monkeypatch.setenv("LITWIKI_WORKERS", "1")
    build(root)
    alone = files_of(root / "site")
    monkeypatch.setattr("litwiki.build.story.FOR_A_CLUSTER", 20)
    address = two_workers.scheduler_address
    stop, killed = threading.Event(), list[int]()
    killer = threading.Thread(target=kill_some, args=(two_workers, stop, killed))
    killer.start()
    try:
        until = time.monotonic() + 60
        while not killed and time.monotonic() < until:
            build(root, clean=True, scheduler=address)
    finally:
        stop.set()
        killer.join()
    assert killed
    assert files_of(root / "site") == alone
