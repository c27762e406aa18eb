"""A build, an ingest and an enrichment by any executor, with tasks of any size: the same bytes, whoever works, whoever is killed at it."""

import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from litwiki.build import build
from litwiki.cli import cli
from litwiki.commands.options import Call
from litwiki.content import load, write_paper
from litwiki.curation import enrich
from litwiki.curation.ingest import Report, ingest
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.workers import BoundedExecutor, InProcess, workers
from litwiki.workers.cluster import PAPERS as PAPERS_OF_A_TASK
from litwiki.workers.cluster import _refuse_strangers, _seen, cluster
from tests.bench.synthetic import write_listings, write_wiki

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

PAPERS = 160
HOSTILE = (
    "<script>alert(1)</script> & <b>kettles</b>",
    "]]> <!-- --> <![CDATA[ kettle",
    "[kettle](javascript:alert(1)) `code` **bold** {{ kettle }} {% raw %}",
    "\\input{/etc/kettle} $\\frac{1}{2}$ \\href{javascript:x}{y} % & #",
    "\u202eelttek\u202c \u200bkettle\ufeff \U0001fad6 \u0e01\u0e33",
    "' onmouseover='x' \" & < > =cmd|' /C kettle'!A0",
)


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cluster") / "wiki"
    write_wiki(root, PAPERS - len(HOSTILE))
    for number, title in enumerate(HOSTILE):
        paper = Paper(Slug(f"hostile-{number}"), title, authors=(title[:20],), summary=title, abstract=title * 9)
        (root / "content" / "papers" / f"{paper.slug}.md").write_text(write_paper(paper, abstract=True), "utf-8")
    return root


@pytest.fixture(scope="module")
def alone(wiki: Path) -> dict[str, bytes]:
    """The site of one process."""
    build(wiki, clean=True, executor=InProcess())
    return files_of(wiki / "site")


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="pip install 'litwiki[cluster]'")
    with ExitStack() as stack:
        yield stack.enter_context(
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True)
        )


class Counted(Executor):
    """Another executor, and how many tasks it was given by the names of their functions."""

    def __init__(self, executor: Executor) -> None:
        self.executor, self.tasks = executor, dict[str, int]()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        name = getattr(getattr(fn, "func", fn), "__qualname__", "")  # a partial has it in `func`
        self.tasks[name] = self.tasks.get(name, 0) + 1
        return self.executor.submit(fn, *args, **kwargs)


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def built(wiki: Path, executor: Executor, papers: int) -> tuple[dict[str, bytes], dict[str, int]]:
    """The site by an executor whose tasks have so many papers, and how many tasks of each function there were."""
    counted = Counted(executor)
    build(wiki, clean=True, executor=BoundedExecutor(counted, lambda: 4, papers))
    return files_of(wiki / "site"), counted.tasks


def test_a_build_says_which_layout_it_chose(wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("litwiki.model.record_files.ENOUGH", 100)
    told = CliRunner().invoke(cli, ["build", "--root", str(wiki), "--clean"])
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[-1].startswith("compact layout: records are in 8 shared files, api/records/*.json")
    again = CliRunner().invoke(cli, ["build", "--root", str(wiki), "--json"])
    assert json.loads(again.stdout)["layout"] == told.stdout.splitlines()[-1]


@pytest.mark.parametrize("shards", [1, 2, 7, 32])
def test_a_site_is_the_same_from_any_number_of_shards(wiki: Path, alone: dict[str, bytes], shards: int) -> None:
    with ThreadPoolExecutor(2) as threads:
        found, tasks = built(wiki, threads, -(-PAPERS // shards))
    assert found == alone
    assert shards <= 2 or tasks["_read_some"] + 1 == shards  # the first is read while workers start
    assert shards == 1 or tasks["run"] >= shards


def test_a_site_is_the_same_from_processes(wiki: Path, alone: dict[str, bytes]) -> None:
    with workers(PAPERS, 2) as processes:
        found, _ = built(wiki, processes, 22)
    assert found == alone


def test_a_worker_that_does_not_see_the_wiki_is_refused(tmp_path: Path, two_workers: Any) -> None:
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / "wiki.yml").write_text("abstracts: keep\n", encoding="utf-8")
    with Call(tmp_path, scheduler=two_workers.scheduler_address).executor() as executor:
        assert executor
        assert list(executor.map(len, ["kettle", "lid"])) == [6, 3]
    with pytest.raises(UsageError, match="install the same"):
        _refuse_strangers({"tcp://x": ("0.0.1 (other)", "")}, tmp_path)
    with pytest.raises(UsageError, match="share the folder"):
        _refuse_strangers({"tcp://x": (_seen(str(tmp_path))[0], "")}, tmp_path)
    with pytest.raises(UsageError, match="more memory"), cluster(two_workers.scheduler_address, tmp_path):
        raise pytest.importorskip("distributed").KilledWorker("read", two_workers.scheduler.workers.values(), 3)


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("litwiki.workers.cluster.PATIENCE", 0.2)
    with pytest.raises(UsageError, match="no scheduler answers"), cluster("tcp://127.0.0.1:9", tmp_path):
        pass
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as idle,
        pytest.raises(UsageError, match="has no worker"),
        cluster(idle.scheduler_address, tmp_path),
    ):
        pass
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(UsageError, match="pip install"), cluster("tcp://127.0.0.1:9", tmp_path):
        pass


def test_a_task_that_is_done_is_held_by_nobody_but_for_its_result(tmp_path: Path, two_workers: Any) -> None:
    """A worker has pages that it made in its memory otherwise, until the driver asks what became of them."""
    (tmp_path / "site_config").mkdir()
    with cluster(two_workers.scheduler_address, tmp_path) as executor:
        futures = [executor.submit(str.upper, "kettle" * number) for number in range(9)]
        assert [len(future.result()) for future in futures] == [6 * number for number in range(9)]
        until = time.monotonic() + 20
        while two_workers.scheduler.tasks and time.monotonic() < until:
            time.sleep(0.02)
        assert not two_workers.scheduler.tasks
        with pytest.raises(ZeroDivisionError):
            executor.submit(divmod, 1, 0).result()


class Killer(threading.Thread):
    """Kills one of two workers now and then; its nanny starts another, while the other worker goes on."""

    def __init__(self, two_workers: Any, most: int) -> None:
        super().__init__()
        self.nannies, self.most = list(two_workers.workers.values()), most
        self.stop, self.killed = threading.Event(), list[int]()

    def run(self) -> None:
        dice = random.Random(3)
        while not self.stop.wait(0.3 + 0.7 * dice.random()) and len(self.killed) < self.most:
            nanny = dice.choice(self.nannies)
            # A nanny gives up on a worker that dies while it starts.
            if nanny.process and nanny.process.status.name == "running":
                with suppress(ProcessLookupError):
                    os.kill(nanny.process.pid, signal.SIGKILL)
                    self.killed.append(nanny.process.pid)


def test_a_site_is_the_same_from_a_cluster_whose_workers_die(
    wiki: Path, alone: dict[str, bytes], two_workers: Any
) -> None:
    killer = Killer(two_workers, most=2)
    killer.start()
    try:
        until = time.monotonic() + 60
        while len(killer.killed) < killer.most and time.monotonic() < until:
            with cluster(two_workers.scheduler_address, wiki) as executor:
                found, tasks = built(wiki, executor, 10)
            assert found == alone
    finally:
        killer.stop.set()
        killer.join()
    assert killer.killed
    assert tasks["run"] >= PAPERS // 10


# --- ingest --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listings(wiki: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three listings of papers of the wiki, of some under other titles, of new and of hostile ones."""
    folder = tmp_path_factory.mktemp("listings") / "some"
    known = [paper for slug, paper in load(wiki).wiki.papers.items() if not slug.startswith("hostile")]
    paths = write_listings(folder, known, 260)
    entries = "".join(f"@misc{{k{number}, title = {{{title}}}}}\n" for number, title in enumerate(HOSTILE))
    (folder / "hostile.bib").write_text(entries, encoding="utf-8")
    return [*paths, folder / "hostile.bib"]


def copy(wiki: Path, root: Path) -> None:
    for name in ("content", "site_config"):
        shutil.copytree(wiki / name, root / name)
    shutil.copyfile(wiki / "mkdocs.yml", root / "mkdocs.yml")


def ingested(wiki: Path, root: Path, listings: list[Path], executor: Executor) -> tuple[dict[str, bytes], list[object]]:
    """The content of a copy of the wiki that listings were brought into, and what was said of that."""
    copy(wiki, root)
    report = ingest(root, listings, executor=executor)
    assert isinstance(report, Report)
    return files_of(root / "content"), [report.joined, report.uncertain, report.suggested, report.rejected]


@pytest.fixture(scope="module")
def brought_in(wiki: Path, listings: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Any:
    found = ingested(wiki, tmp_path_factory.mktemp("ingested") / "alone", listings, InProcess())
    assert len(found[0]) > len(files_of(wiki / "content")) + 120
    return found


@pytest.mark.parametrize("shards", [1, 2, 7, 32])
def test_an_ingest_is_the_same_from_any_number_of_shards(
    wiki: Path, listings: list[Path], brought_in: Any, tmp_path: Path, shards: int
) -> None:
    with ThreadPoolExecutor(2) as threads:
        counted = Counted(threads)
        executor = BoundedExecutor(counted, lambda: 4, -(-PAPERS // shards))
        assert ingested(wiki, tmp_path / "wiki", listings, executor) == brought_in
    assert shards == 1 or counted.tasks["_alike"] >= shards
    assert shards == 1 or sum(counted.tasks.values()) > 3 * shards


def test_an_ingest_is_the_same_from_processes_and_a_cluster(
    wiki: Path, listings: list[Path], brought_in: Any, tmp_path: Path, two_workers: Any
) -> None:
    with workers(PAPERS, 2) as processes:
        executor = BoundedExecutor(processes, lambda: 4, 30)
        assert ingested(wiki, tmp_path / "processes", listings, executor) == brought_in
    root = tmp_path / "cluster"
    with cluster(two_workers.scheduler_address, wiki) as whole:
        executor = BoundedExecutor(whole, lambda: 4, 30)
        assert ingested(wiki, root, listings, executor) == brought_in
    shutil.rmtree(root / "content")
    shutil.copytree(wiki / "content", root / "content")
    arguments = ["ingest", "--root", str(root), "--scheduler", two_workers.scheduler_address, *map(str, listings)]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert files_of(root / "content") == brought_in[0]


# --- enrich --------------------------------------------------------------------------------------------


def test_an_enrichment_by_a_dump_is_the_same_from_processes_and_a_cluster(
    wiki: Path, tmp_path: Path, two_workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["litwiki.curation.enrich.gather"], "PIECE", PAPERS_OF_A_TASK)
    dump = tmp_path / "teas.jsonl"
    papers = [paper for _, paper in zip(range(40), load(wiki).wiki.papers.values(), strict=False)]
    lines = [
        json.dumps({"title": paper.title, "authors": paper.authors, "year": paper.year, "doi": f"10.1000/{number}"})
        for number, paper in enumerate(papers)
    ]
    dump.write_text("\n{\n".join(lines), encoding="utf-8")
    assert dump.stat().st_size > 3 * PAPERS_OF_A_TASK
    for name in ("alone", "processes", "cluster"):
        copy(wiki, tmp_path / name)
    said = [enrich.enrich(tmp_path / "alone", [dump], executor=InProcess())]
    with workers(PAPERS, 2) as processes:
        said.append(enrich.enrich(tmp_path / "processes", [dump], executor=BoundedExecutor(processes, lambda: 4)))
    assert said[0] == said[1]
    assert isinstance(said[0], enrich.Report)
    assert len(said[0].written) >= 20
    asked = ["enrich", "--root", str(tmp_path / "cluster"), "--json", "--scheduler", two_workers.scheduler_address]
    done = CliRunner().invoke(cli, [*asked, "--dump", str(dump)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == json.loads(json.dumps(said[0].to_json()))
    found = {name: files_of(tmp_path / name / "content") for name in ("alone", "processes", "cluster")}
    assert found["alone"] == found["processes"] == found["cluster"]
    told = CliRunner().invoke(cli, asked)
    assert told.exit_code == 2
    assert "--dump" in told.output
