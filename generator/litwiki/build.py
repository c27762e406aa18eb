"""The story of `litwiki build`: content in, a site out.

Load, check, link, make, dump, write, render: nothing is written from a wiki with errors. Where nothing changed
since the last build there is nothing to do, and what costs time to import is not imported.
"""

import itertools
import os
import resource
import shutil
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from litwiki import freshness, seals
from litwiki.model.records import JsonValue, Place, Problem, Severity

if TYPE_CHECKING:
    from litwiki.content import Changes
    from litwiki.model.config import Config


@dataclass(frozen=True, slots=True)
class Report:
    """What one build did; `site` is None where problems kept it from being built."""

    site: Path | None
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...] = ()
    papers: int = 0
    pages: int = 0
    written: int = 0
    seconds: float = 0.0
    peak_mebibytes: int = 0
    archive: Path | None = None

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki build --json` prints."""
        return {
            "site": str(self.site) if self.site else None,
            "problems": [problem.to_json() for problem in self.problems],
            "warnings": list(self.warnings),
            "papers": self.papers,
            "pages": self.pages,
            "written": self.written,
            "seconds": round(self.seconds, 3),
            "peak_mebibytes": self.peak_mebibytes,
            "archive": str(self.archive) if self.archive else None,
        }

    @classmethod
    def from_json(cls, told: dict[str, JsonValue]) -> "Report":
        """The report that `to_json` wrote down."""
        problems, warnings, site = told["problems"], told["warnings"], told["site"]
        if not isinstance(problems, list) or not isinstance(warnings, list) or not isinstance(site, str):
            raise TypeError("no report")
        return cls(
            site=Path(site),
            problems=tuple(_problem(problem) for problem in problems if isinstance(problem, dict)),
            warnings=tuple(str(warning) for warning in warnings),
            papers=int(str(told["papers"])),
            pages=int(str(told["pages"])),
        )


def _problem(told: dict[str, JsonValue]) -> Problem:
    place = Place(str(told["path"]), int(str(told["line"])), int(str(told["column"])))
    return Problem(place, str(told["code"]), str(told["message"]), str(told["fix"]), Severity(told["severity"]))


def build(
    root: Path,
    *,
    site: Path | None = None,
    clean: bool = False,
    strict: bool = False,
    archive: bool = False,
    say: Callable[[str], None] = lambda _: None,
    tick: Callable[[int], None] = lambda _: None,
) -> Report:
    """Builds the site of the wiki at `root`; `strict` takes warnings for errors, `archive` also writes
    a zip beside the site that opens without a server. `say` hears what is being done,
    `tick` after every page how many steps of two a page are left.

    Raises `UsageError`, `BusyError` and `RenderError`.
    """
    start = time.perf_counter()
    goal = site or root / "site"
    inputs = freshness.input_folders(root, _template_folders(root))
    before = freshness.scan(inputs)
    memory = _memory(root)
    at, environment = freshness.now(), freshness.environment()
    last = None if clean else _last(root, environment, goal)
    if last and not archive and (report := _report_again(last, before, root, goal, strict=strict)):
        return replace(report, seconds=time.perf_counter() - start, peak_mebibytes=_peak())
    changes = _changes(root, freshness.changed_inputs(last, before)) if last else None
    made = _build(
        *(root, goal, environment, last, changes), clean=clean, strict=strict, archive=archive, say=say, tick=tick
    )
    if made.site and not freshness.depends_on_more(root / "mkdocs.yml"):
        told = {**made.to_json(), "site": _named(goal, root), "strict": strict}
        sealed = freshness.digest_of(str(_seal(root)))
        digested = freshness.digested(before, last)
        if freshness.scan(inputs) == before:
            freshness.remember(memory, root, freshness.Memory(environment, at, digested, sealed, _others(root), told))
    return replace(made, seconds=time.perf_counter() - start, peak_mebibytes=_peak())


def _peak() -> int:
    """The most memory that this process, or one that it started, has had."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def _memory(root: Path) -> Path:
    return root / "build" / "cache" / "last.json"


def _changes(root: Path, files: Collection[str]) -> "Changes | None":
    """What changed where only content did; None where something else did."""
    from litwiki.content import Changes
    from litwiki.model.ids import ListingId, Slug

    content = f"{root / 'content'}{os.sep}"
    if not all(file.startswith(content) for file in files):
        return None
    places = [Path(file.removeprefix(content)) for file in files]
    return Changes(
        frozenset(Slug(place.stem) for place in places if place.parts[0] in {"papers", "terms"}),
        frozenset(ListingId(place.stem) for place in places if place.parts[0] == "listings"),
    )


def _template_folders(root: Path) -> tuple[Path, ...]:
    # As `templates.folders`, whose import costs time; a folder more does no harm.
    package = Path(__file__).parent
    folders = (root / "templates", package / "default_templates", package.parents[1] / "templates")
    return tuple(folder for folder in folders if folder.is_dir())


def _seal(root: Path) -> Path:
    # Where `render` leaves the seal of the site, whose import costs time.
    return root / "build" / "cache" / "site.json"


def _others(root: Path) -> dict[str, seals.Seal]:
    """Seals of what was written beside the site."""
    folders = (root / "build" / "docs", root / "build" / "theme")
    return {folder.name: seals.take(folder) for folder in folders}


def _last(root: Path, environment: str, site: Path) -> freshness.Memory | None:
    """What the last build of this site left, in this environment, here or in another checkout."""
    last = freshness.recall(_memory(root), root)
    return last if last and last.environment == environment and last.said.get("site") == _named(site, root) else None


def _named(site: Path, root: Path) -> str:
    return site.relative_to(root).as_posix() if site.is_relative_to(root) else str(site)


def _report_again(
    last: freshness.Memory, states: freshness.States, root: Path, site: Path, *, strict: bool
) -> Report | None:
    """What the last build said, where this one would do the same again."""
    try:
        report = Report.from_json(last.said)
    except (KeyError, TypeError, ValueError):
        return None
    if strict and (not last.said.get("strict") or report.problems or report.warnings):
        return None
    if freshness.changed_inputs(last, states) or not _are_untouched(last, root, site):
        return None
    return replace(report, site=site, written=0)


def _are_untouched(last: freshness.Memory, root: Path, site: Path) -> bool:
    """Whether the site and what it was made of are as the last build left them."""
    others = all(seals.holds(seal, root / "build" / name) for name, seal in last.others.items())
    return others and seals.holds(seals.load(_seal(root), last.site), site)


def _build(
    root: Path,
    site: Path,
    environment: str,
    last: freshness.Memory | None,
    changes: "Changes | None",
    *,
    clean: bool,
    strict: bool,
    archive: bool,
    say: Callable[[str], None],
    tick: Callable[[int], None],
) -> Report:
    from litwiki import content, docs, offline
    from litwiki.curation.checks import check_content
    from litwiki.render import render

    config = content.load_config(root)
    with content.lock(config):
        say("checking content")
        cache = config.build / "cache"
        known = content.recall(cache / "content", changes) if changes else None
        wiki, problems = check_content(root, alike=strict, known=known)
        if any(strict or problem.severity is Severity.ERROR for problem in problems):
            return Report(None, problems)
        if clean:
            _forget(config)
        untouched = last and seals.holds(last.others.get("docs"), config.build / "docs")
        memory = docs.load(cache) if changes and untouched else None
        # From here on outputs are touched: whoever is killed has nothing to remember.
        _memory(config.root).unlink(missing_ok=True)
        made, memory = docs.update(wiki, changes, memory, say)
        memory.save(cache)
        faulty = {problem.place.path for problem in problems}
        content.remember(
            cache / "content",
            (paper for slug, paper in wiki.papers.items() if f"content/papers/{slug}.md" not in faulty),
            (listing for name, listing in wiki.listings.items() if f"content/listings/{name}.yml" not in faulty),
            changes if known and known.papers else None,
        )
        say("rendering the site")
        left = itertools.count(2 * made.pages - 1, -1)
        warnings = render(
            root,
            site,
            made.files,
            strict=strict,
            environment=environment,
            tick=lambda: tick(max(0, next(left))),
        )
        packed = site.with_name(f"{site.name}.zip")
        if archive:
            say("packing a copy for reading offline")
            offline.write_zip(site, packed)
    return Report(
        site=site,
        problems=problems,
        warnings=warnings,
        papers=len(wiki.papers),
        pages=made.pages,
        written=made.written,
        archive=packed if archive else None,
    )


def _forget(config: "Config") -> None:
    for name in ("docs", "theme", "cache", "spare"):
        shutil.rmtree(config.build / name, ignore_errors=True)
