"""`make bench`: how long builds and ingest take, side by side with MkDocs and Hugo, as Markdown tables on standard output.

A synthetic wiki is written to a temporary folder; then every system does its tasks in turn, round after round,
until the time is up, each at least once after a warm-up at the smallest size. MkDocs renders the same `build/docs`
with the same `mkdocs.yml`; Hugo renders the same pages with a layout made from a finished page, so that its pages
have the size of ours. Ingest brings as many entries as the wiki has papers into a copy of its content. Times are of
the wall; "CPU" is user and system time of a process and all it started; memory is that of all these together, shared
parts counted once (Linux, sampled; elsewhere that of the largest process).
"""

import argparse
import importlib.metadata
import itertools
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from litwiki.markup import yaml_block
from tests.bench.synthetic import write_listings, write_wiki

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SOURCE_DATE_EPOCH": "0"}
PACKAGES = ("litwiki", "mkdocs", "mkdocs-material", "markdown", "jinja2", "hugo")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds of the wall and of all processors, mebibytes at its peak, seconds by stage where
    it is a build of ours."""

    wall: float
    cpu: float
    peak: int
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """What is measured: a name, what is done before the clock starts, and the command."""

    name: str
    before: Callable[[int], None]
    command: Sequence[str]
    folder: Path


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
            self.peak = max(self.peak, sum(_kibibytes(process) for process in _family(self.process)))


def _family(process: int) -> Iterator[int]:
    """A process and all that it started, as far as they still run."""
    yield process
    try:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _family(int(child))
    except OSError:
        return


def _kibibytes(process: int) -> int:
    """What a process has of the memory; a page that several share counts to each in part (proc(5), "smaps_rollup")."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs a command to its end. Raises `RuntimeError` where it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **QUIET}, stdout=output, stderr=output)
        with Memory(process.pid) as memory:
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        output.seek(0)
        told = output.read().decode("utf-8", "replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {told[-2000:]}")
    stages = json.loads(told.splitlines()[-1])["stages"] if "--json" in command else {}
    return Run(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss, memory.peak) // 1024, stages)


def tasks(root: Path) -> list[Task]:
    """Everything that is measured in the wiki at `root`, in the order of one round."""
    python = sys.executable
    litwiki = [python, "-c", "from litwiki.cli import main; main()"]
    ours = [*litwiki, "build", "--json"]
    papers = sorted((root / "content" / "papers").glob("*.md"))

    def remove(*names: str) -> Callable[[int], None]:
        def do(_: int) -> None:
            for name in names:
                shutil.rmtree(root / name, ignore_errors=True)

        return do

    def edit(number: int) -> None:
        """One sentence of a summary, as a curator would mend it."""
        path = papers[(number * 7919 + 13) % len(papers)]
        front, summary, rest = re.split(r"(\nsummary: >-\n(?:  .*\n)+)", path.read_text(encoding="utf-8"), maxsplit=1)
        sentences = " ".join(summary.split()[2:]).split(". ")
        first, *others = sentences[-1].rstrip(".").split(" ")
        sentences[-1] = " ".join([*others, first]).capitalize() + "."
        path.write_text(f"{front}\nsummary: {yaml_block('. '.join(sentences))}\n{rest}", "utf-8")

    def add(number: int) -> None:
        """A paper like another one."""
        path = papers[(number * 104_729 + 7) % len(papers)]
        text = re.sub(r"\n(?:ids|links): .*", "", path.read_text(encoding="utf-8"))
        title = f"\ntitle: 'Round {number}: {path.stem.replace('-', ' ').capitalize()} Once More'\n"
        (root / "content" / "papers" / f"added-{number}.md").write_text(re.sub("\ntitle: .*\n", title, text), "utf-8")

    def copy(_: int) -> None:
        remove("ingest")(0)
        for name in ("content", "site_config"):
            shutil.copytree(root / name, root / "ingest" / name)
        shutil.copyfile(root / "mkdocs.yml", root / "ingest" / "mkdocs.yml")

    hugo = [str(Path(python).with_name("hugo")), "--quiet", "--source", str(root / "hugo"), "--cleanDestinationDir"]
    listings = sorted(map(str, (root / "incoming").glob("*.txt")))
    return [
        Task("litwiki, full", remove("build", "site"), ours, root),
        Task("litwiki, one paper changed", edit, ours, root),
        Task("litwiki, one paper added", add, ours, root),
        Task("litwiki, nothing changed", lambda _: None, ours, root),
        Task("litwiki, as many entries ingested", copy, [*litwiki, "ingest", "--quiet", *listings], root / "ingest"),
        Task("MkDocs, full", remove("plain"), [python, "-m", "mkdocs", "build", "-q", "-d", "plain"], root),
        Task("Hugo, full", remove("hugo/public"), hugo, root),
    ]


def prepare_hugo(root: Path) -> None:
    """A Hugo site of the Markdown that litwiki wrote, with a layout that has a finished page's size."""
    folder = root / "hugo"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "layouts" / "_default").mkdir(parents=True)
    shutil.copytree(root / "build" / "docs", folder / "content", ignore=shutil.ignore_patterns("*.json", "assets"))
    for page in (folder / "content").rglob("index.md"):
        page.rename(page.with_name("_index.md"))
    shutil.copytree(root / "build" / "docs" / "api", folder / "static" / "api")
    (folder / "hugo.yaml").write_text(
        "baseURL: https://example.org/\ntitle: Synthetic\ndisableKinds: [taxonomy, term, rss]\n"
        "markup: {goldmark: {renderer: {unsafe: true}, parser: {attribute: {block: true}}}}\n",
        encoding="utf-8",
    )
    page = next(path for path in sorted((root / "site" / "papers").iterdir()) if (path / "index.html").is_file())
    text = (page / "index.html").read_text(encoding="utf-8").replace("{{", "")
    text = re.sub(r"(<article[^>]*>).*?(</article>)", r"\1{{ .Content }}\2", text, flags=re.DOTALL)
    text = re.sub(r"<title>.*?</title>", "<title>{{ .Title }}</title>", text, flags=re.DOTALL)
    for name in ("single", "list", "home"):
        (folder / "layouts" / "_default" / f"{name}.html").write_text(text, encoding="utf-8")


def weigh(site: Path) -> tuple[int, int]:
    """How many files a site has, and their bytes."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured at one size: runs by task, files and bytes of the site."""

    runs: Mapping[str, list[Run]]
    files: int
    size: int


def measure(papers: int, minutes: float, folder: Path) -> Measured:
    """Runs of every task at one size."""
    root = folder / f"wiki-{papers}"
    write_listings(root / "incoming", write_wiki(root, papers), papers)
    end = time.monotonic() + 60 * minutes
    found: dict[str, list[Run]] = {}
    longest: dict[str, float] = {}
    files = size = 0
    for number in range(1_000):
        for task in tasks(root):
            if number and time.monotonic() + longest[task.name] > end:
                continue
            task.before(number)
            print(f"{papers} papers, round {number + 1}: {task.name}", file=sys.stderr, flush=True)
            began = time.monotonic()
            found.setdefault(task.name, []).append(run(task.command, task.folder))
            longest[task.name] = max(longest.get(task.name, 0), time.monotonic() - began)
            if task.name == "litwiki, full" and not (root / "hugo").exists():
                files, size = weigh(root / "site")
                prepare_hugo(root)
        if time.monotonic() + sum(longest.values()) > end:
            break
    shutil.rmtree(root)
    return Measured(found, files, size)


def table(sizes: Mapping[int, Measured]) -> str:
    """Medians as Markdown, with what they are to MkDocs' and Hugo's and a paper's share."""
    lines = [
        "| papers | | wall, s | CPU, s | ms a paper | × MkDocs | × Hugo | memory, MiB | rounds |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for papers, measured in sizes.items():
        found = measured.runs
        wall = {name: statistics.median(run.wall for run in runs) for name, runs in found.items()}
        for name, runs in found.items():
            cpu = statistics.median(run.cpu for run in runs)
            lines.append(
                f"| {papers:,} | {name} | {wall[name]:.2f} | {cpu:.2f} | {1000 * wall[name] / papers:.2f} "
                f"| {wall[name] / wall['MkDocs, full']:.3f} | {wall[name] / wall['Hugo, full']:.2f} "
                f"| {max(run.peak for run in runs)} | {len(runs)} |"
            )
    return "\n".join(lines)


def stages(sizes: Mapping[int, Measured]) -> str:
    """Medians of the seconds by stage of our builds, and what a paper takes of the site."""
    lines = []
    for papers, measured in sizes.items():
        lines.append(
            f"{papers:,} papers: {measured.files / papers:.2f} files and {measured.size / papers / 1000:.1f} kB a paper."
        )
        for name, runs in measured.runs.items():
            names = dict.fromkeys(stage for run in runs for stage in run.stages)
            shown = [f"{stage} {statistics.median(run.stages.get(stage, 0) for run in runs):.2f}" for stage in names]
            lines += [f"- {name}: {', '.join(shown)}"] if shown else []
        lines.append("")
    return "\n".join(lines)


def growth(sizes: Mapping[int, Measured]) -> str:
    """How many times more a task costs from each size to the next, beside how many times more papers there are."""
    lines = ["| from | to | papers | task | wall | CPU | memory |", "|---:|---:|---:|---|---:|---:|---:|"]
    runs = [(papers, measured.runs) for papers, measured in sizes.items()]
    for (few, before), (many, after) in itertools.pairwise(runs):
        for name in before:
            ratios = (
                statistics.median(getattr(run, kind) for run in after[name])
                / max(0.01, statistics.median(getattr(run, kind) for run in before[name]))
                for kind in ("wall", "cpu", "peak")
            )
            times = " | ".join(f"× {ratio:.1f}" for ratio in ratios)
            lines.append(f"| {few:,} | {many:,} | × {many / few:.1f} | {name} | {times} |")
    return "\n".join(lines)


def main() -> None:
    """Measures the sizes that are asked for and prints the table."""
    parser = argparse.ArgumentParser(description="Measure builds of synthetic wikis, and ingest.")
    parser.add_argument("papers", type=int, nargs="*", default=[384, 10_000], help="sizes, the smallest first")
    parser.add_argument(
        "--minutes", type=float, default=9.0, help="for all sizes together; each task runs once at least"
    )
    told = parser.parse_args()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    with tempfile.TemporaryDirectory() as folder:
        measure(50, 0, Path(folder))  # the warm-up
        total = sum(n**0.5 for n in told.papers)
        sizes = {n: measure(n, told.minutes * n**0.5 / total, Path(folder)) for n in told.papers}
    print(f"{table(sizes)}\n\n{stages(sizes)}", end="")
    if len(sizes) > 1:
        print(f"\n{growth(sizes)}")
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, {versions}.")


if __name__ == "__main__":
    main()
