"""The story of `litwiki build`: content in, a site out.

Load, check, link, make, dump, write, render: nothing is written from a wiki with errors.
"""

import itertools
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from litwiki import checks, content, deadlinks, exports, identity, links, offline, pages, search, sitemap, write
from litwiki.errors import UsageError
from litwiki.markup import page_text
from litwiki.model import JsonValue, Problem, Severity
from litwiki.render import render
from litwiki.templates import theme_files
from litwiki.textmodel import make_text_model
from litwiki.wiki import Wiki


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


def check(root: Path, site: Path | None = None, *, alike: bool = True) -> tuple[Wiki, tuple[Problem, ...]]:
    """The wiki as far as it can be read, and everything that is wrong with it, sorted.

    With `site`, a folder that `build` made, also its links that lead nowhere. Raises `UsageError` where there
    is no such site. Without `alike`, papers are not compared with each other: that is a warning which costs
    seconds where there are ten thousand.
    """
    if site and not (site / "index.html").is_file():
        raise UsageError(f"{site} holds no site; `litwiki build` makes one")
    loaded = content.load(root)
    problems = {*loaded.problems, *checks.check(loaded.wiki, identity.alike(loaded.wiki) if alike else ())}
    if site:
        problems |= {*deadlinks.check_site(site, loaded.wiki.config.site_url)}
    return loaded.wiki, tuple(sorted(problems, key=lambda p: (p.place, p.code, p.message)))


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
    config = content.load_config(root)
    with content.lock(config):
        say("checking content")
        wiki, problems = check(root, alike=strict)
        if any(strict or problem.severity is Severity.ERROR for problem in problems):
            return Report(None, problems)
        if clean:
            shutil.rmtree(config.build / "docs", ignore_errors=True)
            shutil.rmtree(config.build / "theme", ignore_errors=True)
        say("linking papers")
        model = make_text_model(wiki)
        graph = links.make_graph(wiki, model)
        say("making pages")
        made = pages.make(wiki, graph)
        files: dict[str, bytes] = {page.path: page_text(page.meta, page.body).encode() for page in made}
        files |= {artifact.path: artifact.content for artifact in exports.dump(wiki, graph)}
        say("indexing for the search")
        files |= {artifact.path: artifact.content for artifact in search.dump(wiki, model)}
        theme = theme_files(root)
        for file in sitemap.make(config, (page.path for page in made)):
            # The engine renders its own sitemap, whatever else is there: the index takes that template's place.
            (theme if file.path == "sitemap.xml" else files)[file.path] = file.content
        files |= {path: data for path, data in theme.items() if path.startswith("assets/")}
        overrides = {path: data for path, data in theme.items() if not path.startswith("assets/")}
        written = write.write(config.build / "docs", config.build / "docs.json", files)
        write.write(config.build / "theme", config.build / "theme.json", overrides)
        say("rendering the site")
        goal = site or root / "site"
        packed = goal.with_name(f"{goal.name}.zip")
        left = itertools.count(2 * len(made) - 1, -1)
        paths = [page.path for page in made]
        warnings = render(root, goal, paths, strict=strict, tick=lambda: tick(max(0, next(left))))
        if archive:
            say("packing a copy for reading offline")
            offline.write_zip(goal, packed)
    return Report(
        site=goal,
        problems=problems,
        warnings=warnings,
        papers=len(wiki.papers),
        pages=len(made),
        written=written,
        seconds=time.perf_counter() - start,
        archive=packed if archive else None,
        peak_mebibytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
