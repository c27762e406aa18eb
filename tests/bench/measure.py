"""`make bench`: how long builds and ingest take, side by side with MkDocs and Hugo, as Markdown tables on standard output.

A synthetic wiki is written to a temporary folder; then every system does its tasks in turn, round after round,
until the time is up, each at least once after a warm-up at the smallest size. MkDocs renders the same `build/docs`
with the same `mkdocs.yml`; Hugo renders the same pages with a layout made from a finished page, so that its pages
have the size of ours. Ingest brings as many entries as the wiki has papers into a copy of its content. Then a page is
watched in Chromium while its paper is edited, and the site is built by one, two and seven workers, whose sites must be
the same. Times are of the wall; "CPU" is user and system time of a process and all it started; memory is that of all
these together, shared parts counted once (Linux, sampled; elsewhere that of the largest process).
"""

import argparse
import importlib.metadata
import itertools
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from litwiki.markup.yaml import yaml_block
from tests.bench.aims import aims
from tests.bench.folders import files_of, weigh
from tests.bench.processes import Run, run
from tests.bench.reloading import seconds_to_reload
from tests.bench.synthetic import write_listings, write_wiki

LITWIKI = [sys.executable, "-c", "from litwiki.cli import run; run()"]
WORKERS = (1, 2, 7)
RELOADS = 5
FEW, MANY = 1_000, 10_000
"""Papers up to which builds by several numbers of workers are not compared, and above which the slowest measurements
are left out."""
PACKAGES = ("litwiki", "mkdocs", "mkdocs-material", "markdown", "jinja2", "hugo")


class Task(Struct, frozen=True):
    """What is measured: a name, what is done before the clock starts, and the command."""

    name: str
    before: Callable[[int], None]
    command: Sequence[str]
    folder: Path


def tasks(root: Path) -> list[Task]:
    """Everything that is measured in the wiki at `root`, in the order of one round."""
    python = sys.executable
    ours = [*LITWIKI, "build", "--json"]
    papers = sorted((root / "content" / "papers").glob("*.md"))

    def remove(*names: str) -> Callable[[int], None]:
        def do(_: int) -> None:
            for name in names:
                put_aside(root / name)

        return do

    def change(number: int) -> None:
        edit(papers[(number * 7919 + 13) % len(papers)])

    def add(number: int) -> None:
        """A paper like another one, with the day on which it came, as `ingest` writes it."""
        path = papers[(number * 104_729 + 7) % len(papers)]
        text = re.sub(r"\n(?:added|ids|links): .*", "", path.read_text(encoding="utf-8"))
        title = f"\ntitle: 'Round {number}: {path.stem.replace('-', ' ').capitalize()} Once More'\nadded: 2026-11-28\n"
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
        Task("litwiki, one paper changed", change, ours, root),
        Task("litwiki, one paper added", add, ours, root),
        Task("litwiki, nothing changed", lambda _: None, ours, root),
        Task("litwiki, as many entries ingested", copy, [*LITWIKI, "ingest", "--quiet", *listings], root / "ingest"),
        Task("MkDocs, full", remove("plain"), [python, "-m", "mkdocs", "build", "-q", "-d", "plain"], root),
        Task("Hugo, full", remove("hugo/public"), hugo, root),
    ]


def put_aside(folder: Path) -> None:
    """Moves a folder to where no command looks, and deletes nothing before everything was measured: for some minutes
    after many files were deleted, ext4 takes 5 to 20 times as long to create others, because it passes over inodes that
    were freed a moment ago (`recently_deleted` in its ialloc.c). What one system's round began with would be measured in the
    next one's."""
    if folder.exists():
        aside = folder.parent / "aside"
        aside.mkdir(exist_ok=True)
        folder.rename(aside / f"{sum(1 for _ in aside.iterdir())}-{folder.name}")


def edit(path: Path) -> str:
    """Changes one sentence of a paper's summary, as a curator would mend it, and returns that sentence."""
    front, summary, rest = re.split(r"(\nsummary: >-\n(?:  .*\n)+)", path.read_text(encoding="utf-8"), maxsplit=1)
    sentences = " ".join(summary.split()[2:]).split(". ")
    first, *others = sentences[-1].rstrip(".").split(" ")
    sentences[-1] = " ".join([*others, first]).capitalize() + "."
    path.write_text(f"{front}\nsummary: {yaml_block('. '.join(sentences))}\n{rest}", "utf-8")
    return sentences[-1]


def by_workers(root: Path) -> dict[int, Run]:
    """A full build by each number of workers. Raises `RuntimeError` where their sites differ."""
    found: dict[int, Run] = {}
    sites: list[dict[str, bytes]] = []
    for count in WORKERS:
        for name in ("build", "site"):
            put_aside(root / name)
        print(f"full, {count} workers", file=sys.stderr, flush=True)
        found[count] = run([*LITWIKI, "build", "--json"], root, LITWIKI_WORKERS=str(count))
        print(f"  {found[count].wall:.2f} s, CPU {found[count].cpu:.2f} s", file=sys.stderr, flush=True)
        sites.append(files_of(root / "site"))
    if any(site != sites[0] for site in sites):
        raise RuntimeError("the sites of 1, 2 and 7 workers differ")
    return found


def prepare_hugo(root: Path) -> None:
    """A Hugo site of the Markdown that litwiki wrote, with a layout that has a finished page's size."""
    folder = root / "hugo"
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


class Measured(Struct, frozen=True):
    """What was measured at one size: runs by task, files and bytes of the site, seconds from saving a file to the
    reloaded page, full builds by the number of workers."""

    runs: Mapping[str, list[Run]]
    files: int
    size: int
    reloads: Sequence[float]
    workers: Mapping[int, Run]


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
            took = run(task.command, task.folder)
            print(f"  {took.wall:.2f} s, CPU {took.cpu:.2f} s, {took.peak} MiB", file=sys.stderr, flush=True)
            found.setdefault(task.name, []).append(took)
            longest[task.name] = max(longest.get(task.name, 0), time.monotonic() - began)
            if task.name == "litwiki, full" and not (root / "hugo").exists():
                files, size = weigh(root / "site")
                prepare_hugo(root)
        if time.monotonic() + sum(longest.values()) > end:
            break
    paper = min((root / "content" / "papers").glob("*.md"))
    reloads = seconds_to_reload(root, f"papers/{paper.stem}/", lambda _: edit(paper), RELOADS if papers <= MANY else 0)
    workers = by_workers(root) if FEW < papers <= MANY else {}
    return Measured(found, files, size, reloads, workers)


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
        if measured.reloads:
            slowest = f"the slowest {max(measured.reloads):.2f}"
            lines.append(f"- serve, save to reloaded page: {statistics.median(measured.reloads):.2f}, {slowest}")
        for count, run_by in measured.workers.items():
            lines.append(f"- full by {count} workers: {run_by.wall:.2f}, CPU {run_by.cpu:.2f}, {run_by.peak} MiB")
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
    parser.add_argument("papers", type=int, nargs="*", default=[384, 2_500, 10_000], help="sizes, the smallest first")
    parser.add_argument(
        "--minutes", type=float, default=9.0, help="for all sizes together; each task runs once at least"
    )
    told = parser.parse_args()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    with tempfile.TemporaryDirectory() as folder:
        measure(50, 0, Path(folder))  # the warm-up
        total = sum(n**0.5 for n in told.papers)
        sizes = {n: measure(n, told.minutes * n**0.5 / total, Path(folder)) for n in told.papers}
    print(f"{table(sizes)}\n\n{aims(sizes)}\n\n{stages(sizes)}", end="")
    if len(sizes) > 1:
        print(f"\n{growth(sizes)}")
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, {versions}.")


if __name__ == "__main__":
    main()
