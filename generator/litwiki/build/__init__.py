"""The story of `litwiki build`: content in, a site out.

Look at what is there, load, check, link, plan every file with a key that says what it is made from, make those with
another key than before, publish. Nothing is written from a wiki with errors. What costs time to import is not imported
where nothing changed.
"""

import gc
import sqlite3
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import ValidationError, convert, to_builtins

from litwiki.build.fit import fit
from litwiki.build.inputs import Inputs
from litwiki.build.report import Report
from litwiki.build.store import Store
from litwiki.build.tree import Tree
from litwiki.build.warm import Warm
from litwiki.model.errors import StorageError
from litwiki.model.replace import replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

__all__ = ["Report", "Warm", "build"]

Say = Callable[[str], None]
MANY = 200
"""Files that are new or changed, from which on there will be work for other processes. One that changed starts none:
they would take longer to start than to make what it changes."""
A_PAPER = 4
"""Papers to be read that are as much work as all that a full build does for one."""
HUGE = 20_000
"""Papers of a wiki in which one that comes is work for them, too."""


def build(
    root: Path,
    *,
    site: Path | None = None,
    clean: bool = False,
    strict: bool = False,
    archive: bool = False,
    explain: str = "",
    host: str = "",
    executor: "Executor | None" = None,
    say: Say = lambda _: None,
    tick: Callable[[int], None] = lambda _: None,
    warm: Warm | None = None,
) -> Report:
    """Builds the site of the wiki at `root`; `strict` takes warnings for errors, `archive` also writes
    a zip beside the site that opens without a server, `explain` asks why the file with this path is made again;
    `host` is a name of `model.hosts.HOSTS`, by default that of the settings, and the report says how the site fits it;
    `executor` does the work, by default processes of this machine; others see the wiki's folder under the same path.
    `say` hears what is being done, `tick` after every batch of pages how many are left;
    `warm` is what an earlier build of this process left, and is left to a later one.

    Raises `UsageError`, `BusyError` and `RenderError`.
    """
    start, clock = time.perf_counter(), Stages()
    goal = site or root / "site"

    def once() -> Report:
        with Store(root / "build" / "state.db", warm) as store:
            with clock("look"):
                inputs, trees = _look(store, root, goal, warm, clean=clean)
                named = goal.relative_to(root).as_posix() if goal.is_relative_to(root) else str(goal)
                seen = Seen(inputs.digest("/", "templates/"), named, strict)
                report = None if archive or explain else _last(store, seen)
                if report and (inputs.depend_on_more() or not all(tree.is_unchanged() for tree in trees.values())):
                    report = None
            if not report:
                with clock("import"):
                    papers = sum(path.startswith("/content/papers/") for path in inputs.digests)
                    is_much = inputs.changed >= MANY or papers >= HUGE or trees["docs"].is_new or trees["site"].is_new
                    from litwiki.workers import wanted, workers

                    work = papers * A_PAPER if is_much else 0
                    if work and not executor and wanted(work) > 1:
                        from litwiki.workers.processes import start_server

                        start_server()
                    from litwiki.build.story import Story
                pool = nullcontext(executor) if executor else workers(work)
                story = Story(root, store, inputs, trees, clock, say, tick, pool, strict=strict)
                story.show = warm.show if warm else None
                report = story.run(explain)
                if report.site and inputs.are_as_seen() and not story.said_once:
                    store.set_fact("last", to_builtins((seen, replace(report, site=None, reasons=()))))
            else:
                report = replace(report, site=goal, written=0)
            for name, tree in trees.items():
                store.hold_outputs(name, tree.rows)
            store.close()
        sizes = {path: row.size for path, row in trees["site"].rows.items()}
        return replace(report, fit=fit(host or report.host, sizes, report.papers) if report.site else None)

    with _no_collector():
        try:
            report = once()
        except sqlite3.DatabaseError:
            forget(root / "build")
            try:
                report = once()
            except sqlite3.OperationalError as error:  # no room, or no permission to write
                raise StorageError(f"{root / 'build' / 'state.db'}: {error}; the site is as it was") from None
    packed = None
    if archive and report.site:
        from litwiki.site import offline

        say("packing a copy for reading offline")
        packed = goal.with_name(f"{goal.name}.zip")
        offline.write_zip(goal, packed)
    return replace(
        report,
        archive=packed,
        stages=clock.seconds,
        seconds=time.perf_counter() - start,
        peak_mebibytes=_peak(),
    )


@contextmanager
def _no_collector() -> "Iterator[None]":
    """Stops the search for cycles: a build has few of them and a great many values that stay, and to look through
    these again and again took a fifth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def forget(folder: Path) -> None:
    """Removes everything that builds left to later ones."""
    import shutil

    for name in ("docs", "theme", "next"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in folder.glob("state.db*"):
        path.unlink()


def _look(store: Store, root: Path, goal: Path, warm: Warm | None, *, clean: bool) -> tuple[Inputs, dict[str, Tree]]:
    """What a build reads, and the folders that it makes, as they are now."""
    if clean:
        store.restart()
    inputs = Inputs(root)
    inputs.look(store)
    if warm:
        warm.inputs = inputs
    store.salt(inputs.salt)
    site = Tree(store, "site", goal)
    docs = Tree(store, "docs", root / "build" / "docs", site)
    return inputs, {"docs": docs, "theme": Tree(store, "theme", root / "build" / "theme"), "site": site}


class Seen(NamedTuple):
    """What the site of a build follows from: a digest of all files, where it is, whether warnings were errors."""

    inputs: str
    goal: str
    strict: bool


def _last(store: Store, seen: Seen) -> Report | None:
    """What the last build of this site said, where it was made from the same."""
    try:
        last, report = convert(store.fact("last"), tuple[Seen, Report])
    except ValidationError:
        return None
    is_strict_enough = last.strict and not report.problems and not report.warnings
    return report if last[:2] == seen[:2] and (is_strict_enough or not seen.strict) else None


def _peak() -> int:
    """The most memory that this process, or one that it started, has had; 0 where the system does not say it."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


class Stages:
    """A stop watch: seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> "Iterator[None]":
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
