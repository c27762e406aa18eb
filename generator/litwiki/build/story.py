"""A build where something changed: each stage in order."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from litwiki import content, links, search
from litwiki.build.explanation import Explanation
from litwiki.build.frames import Frames
from litwiki.build.inputs import Inputs
from litwiki.build.memory import give_back
from litwiki.build.planning import ListPlan, Plan, PlannedFile, PlannedPage
from litwiki.build.rendering import FEW, Rendering, Stale
from litwiki.build.report import Report
from litwiki.build.store import Store
from litwiki.build.strangers import set_aside
from litwiki.build.tree import Tree
from litwiki.curation.checks import check_content
from litwiki.facts import Link, Site
from litwiki.markup import escape_html
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.errors import LitwikiError, RenderError
from litwiki.model.ids import DocPath, url_of
from litwiki.model.record_files import layout_of, why_shared
from litwiki.model.records import Problem, Severity
from litwiki.model.wiki import Wiki
from litwiki.pages import about, new
from litwiki.pages.compare import link as compare_link
from litwiki.pages.lists import lists_of
from litwiki.site import footer, records_part, sitemap
from litwiki.site.publish import claim
from litwiki.templates import outdated, theme_files
from litwiki.workers import workers

if TYPE_CHECKING:
    from litwiki.build import Stages

NOW_AND_THEN = 64
"""Exports, after which workers get more pages to make."""
NAMED_PAGE = re.compile(rb"[\w./-]+\.md\b")
ASSETS = "assets/"
"""Files of the theme that stand in the site under their own names; the others are templates."""
LINK_TO_FORMS = "partials/litwiki-add.html"
"""What the page of what is not found includes where the wiki has the page /edit/."""


class Story:
    """One build of the wiki at `root`."""

    def __init__(
        self,
        root: Path,
        store: Store,
        inputs: Inputs,
        trees: Mapping[str, Tree],
        clock: "Stages",
        say: Callable[[str], None],
        tick: Callable[[int], None],
        *,
        strict: bool,
        executor: Executor | None = None,
    ) -> None:
        self._root, self._store, self._inputs, self._trees = root, store, inputs, trees
        self._clock, self._say, self._tick, self._strict = clock, say, tick, strict
        self._executor = executor
        self._why = Explanation()
        self.show: Callable[[Mapping[str, bytes]], None] | None = None
        """Hears of pages that were made, by the names of their files, while their site is still being built."""
        self.said_once: list[str] = []
        """Warnings of what this build did, which the next one need not repeat."""

    def run(self, explain: str = "") -> Report:
        """Loads, checks, links, plans, makes, renders and publishes."""
        config = content.load_config(self._root)
        papers = sum(path.startswith("/content/papers/") for path in self._inputs.digests)
        with content.lock(config), self._work(papers) as executor:
            self._say("checking content")
            with self._clock("load"):
                wiki, problems = self._load(executor)
            if any(self._strict or problem.severity is Severity.ERROR for problem in problems):
                return Report(None, problems)
            claim(self._trees["site"].folder)
            self._put_aside()
            self._say("linking papers")
            return self._make(wiki, problems, executor, explain)

    def _work(self, papers: int) -> AbstractContextManager[Executor]:
        """Who works for this build: by default processes of this machine, which start when there is work."""
        return nullcontext(self._executor) if self._executor else workers(papers)

    def _make(self, wiki: Wiki, problems: tuple[Problem, ...], executor: Executor, explain: str) -> Report:
        """Everything behind the checks."""
        with self._clock("plan"):
            of_lists = ListPlan(wiki, self._store, executor)
            _ = of_lists.pages
        with self._clock("link"):
            found = links.make(wiki, self._store, executor)
            give_back()
        with self._clock("search"):
            index = search.plan(wiki, found, self._store, executor)
        with self._clock("plan"):
            plan = Plan(of_lists, found)
            planned, outputs = plan.pages(), plan.files()
        with self._clock("theme"):
            theme, others = self._theme(of_lists, planned)
            of_lists.remember()
            outputs += others
            _refuse_double([*(page.path for page in planned), *(output.path for output in outputs)])
            frames = self._frames(planned, theme)
        rendering = Rendering(self._root, self._store, self._trees, frames, self._why, executor, self._tick)
        self._say("making pages and the index of the search")
        with self._clock("keys"):
            todo = rendering.todo(planned)
        self._announce([*(page.path for page in planned), *(output.path for output in outputs)])
        with self._clock("make"):
            rest = rendering.start(todo)
        self._show_ahead(rendering, todo, rest)
        # While workers make pages:
        with self._clock("search"):
            outputs[:0] = [PlannedFile(file.path, file.key.hex(), file.make) for file in index]
            del found, index  # the text model is large
            give_back()
        files = [output.path for output in outputs]
        paths = {*(page.path for page in planned), *files}
        _refuse_double([*(page.path for page in planned), *files])
        self._announce(files)
        with self._clock("export"):
            written = self._export(outputs, rendering.submit_more)
        with self._clock("make"):
            for _ in rest:
                pass
        with self._clock("publish"):
            docs = self._trees["docs"]
            docs.remove([path for path in docs.states if path not in paths])
            warnings = rendering.publish(planned, files, todo)
            self._trees["docs"].save(paths)
            self._store.drop_unasked()
        self.said_once += rendering.said_once
        if self._strict and warnings:
            raise RenderError("MkDocs warns:\n" + "\n".join(warnings))
        said = (f"MkDocs: {warning}" for warning in warnings)
        warnings = (*said, *map(_outdated, outdated(self._root)), *self.said_once)
        return Report(
            site=self._trees["site"].folder,
            problems=problems,
            warnings=warnings,
            papers=len(wiki.papers),
            pages=len(planned),
            written=written + sum(page.docs_key is not None for page in todo),
            host=wiki.config.host,
            layout=why_shared(len(wiki.papers), wiki.config.records),
            reasons=self._why.of(explain) if explain else (),
        )

    def _announce(self, paths: Iterable[DocPath]) -> None:
        """Writes down, for good, which files this build may leave in `build/docs`."""
        self._trees["docs"].announce(paths)
        self._store.commit()

    def _show_ahead(self, rendering: Rendering, todo: Sequence[Stale], rest: Iterable[None]) -> None:
        if self.show and len(todo) <= FEW:
            with self._clock("make"):
                for _ in rest:
                    pass
                self.show(rendering.made(todo))

    def _put_aside(self) -> None:
        """Takes files that are not ours out of the folders that are."""
        for name in ("docs", "theme"):
            self.said_once += set_aside(self._trees[name], self._root, name)

    def _load(self, executor: Executor) -> tuple[Wiki, tuple[Problem, ...]]:
        start = "/content/"
        digests = {name[len(start) :]: d for name, d in self._inputs.digests.items() if name.startswith(start)}
        known = content.Known(digests, self._store)
        return check_content(self._root, alike=self._strict, known=known, executor=executor)

    def _theme(self, plan: ListPlan, planned: Sequence[PlannedPage]) -> tuple[dict[str, bytes], list[PlannedFile]]:
        """Files of `build/theme`, and those of `build/docs` that the theme or the sitemap have."""
        files = theme_files(self._root)
        outputs = [_given(DocPath(path), data) for path, data in files.items() if path.startswith(ASSETS)]
        theme = {path: data for path, data in files.items() if not path.startswith(ASSETS)}
        config = plan.wiki.config
        if not config.editing:
            theme.pop(LINK_TO_FORMS, None)
        ends = [Link(*link) for link in plan.same("ends", lambda: _ends(plan.site))]
        if part := footer.pages_part(ends, config.license):
            theme.setdefault(footer.PART, part)
        if part := records_part.records_part(layout_of(len(plan.wiki.papers), config.records)):
            theme[records_part.PART] = part
        for file in sitemap.make(config.settings, (page.path for page in planned if page.in_sitemap)):
            # The engine renders its own sitemap, whatever else is there: ours takes that template's place.
            if file.path == "sitemap.xml":
                theme[file.path] = file.content
            else:
                outputs.append(_given(file.path, file.content))
        return theme, outputs

    def _frames(self, planned: Sequence[PlannedPage], theme: Mapping[str, bytes]) -> Frames:
        """Writes `build/theme`, and says what is made around pages with it."""
        self._trees["docs"].folder.mkdir(parents=True, exist_ok=True)  # MkDocs asks for it
        self._trees["theme"].hold(theme)
        settings = (self._root / "mkdocs.yml").read_bytes()
        named = {name.decode() for name in NAMED_PAGE.findall(settings)}
        titles = {
            str(page.path): str(escape_html(page.title or page.view().frame.title))
            for page in planned
            if page.path in named
        }
        assets = sorted(path for path in theme_files(self._root) if path.startswith(ASSETS))
        templates = {path: digest_of_bytes(data) for path, data in theme.items() if path != "sitemap.xml"}
        tops = sorted({page.path.split("/")[0] for page in planned})
        key = digest_of(digest_of_bytes(settings), templates, assets, titles, tops)
        if self._inputs.depend_on_more():
            key = digest_of(key, self._inputs.moment)  # of no build but this one
        paths = [page.path for page in planned]
        return Frames(self._root, self._trees["site"].folder, key, paths, assets, titles, self._store)

    def _export(self, outputs: list[PlannedFile], now_and_then: Callable[[], None]) -> int:
        """Makes files that are no pages, and forgets each, so that what only it was made of goes. Returns how many were
        made."""
        docs, written = self._trees["docs"], 0
        outputs.reverse()
        while outputs:
            output = outputs.pop()
            if not self._why.holds(docs, output.path, output.inputs):
                written += docs.put(output.path, output.inputs, output.make())
            if len(outputs) % NOW_AND_THEN == 0:
                now_and_then()
        return written


def _ends(site: Site) -> list[Link]:
    """What the end of every page leads to."""
    newest = [Link(url_of(new.INDEX), "New")] if site.wiki.papers else []
    about_page = Link(url_of(about.PATH), "About")
    return [*newest, *(one.page for one in lists_of(site.wiki)), *compare_link(site), about_page]


def _given(path: DocPath, data: bytes) -> PlannedFile:
    return PlannedFile(path, digest_of_bytes(data), lambda: data)


def _outdated(template: str) -> str:
    new = template.replace(".md.j2", ".html.j2")
    return f"templates/{template} is not used: pages are made from {new} now, see docs/change-the-look.md of litwiki"


def _refuse_double(paths: Iterable[DocPath]) -> None:
    seen: set[DocPath] = set()
    for path in paths:
        if path in seen:
            raise LitwikiError(f"two files want the path {path}; rename one of them")
        seen.add(path)
