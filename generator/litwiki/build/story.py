"""A build where something changed: each stage in order."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from litwiki import content, links, search
from litwiki.build.explanation import Explanation
from litwiki.build.frames import Frames
from litwiki.build.inputs import Inputs
from litwiki.build.planning import ListPlan, Plan, PlannedFile, PlannedPage
from litwiki.build.rendering import Rendering
from litwiki.build.report import Report
from litwiki.build.store import Store
from litwiki.build.strangers import set_aside
from litwiki.build.tree import Tree
from litwiki.curation.checks import check_content
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.markup.html import escape_html
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.errors import LitwikiError, RenderError
from litwiki.model.ids import DocPath, url_of
from litwiki.model.problems import Problem, Severity
from litwiki.model.record_files import layout_of, why_shared
from litwiki.model.wiki import Wiki
from litwiki.pages import about, new
from litwiki.pages.compare import link as compare_link
from litwiki.pages.lists import lists_of
from litwiki.site import sitemap, theme_parts
from litwiki.site.mkdocs import MkDocs
from litwiki.site.publish import claim
from litwiki.templates import outdated, theme_files
from litwiki.workers import background_of
from litwiki.workers.memory import give_back

if TYPE_CHECKING:
    from litwiki.build import Stages

NOW_AND_THEN, SELDOM = 64, 2_048
"""Exports, after which workers get more pages to make, and after which free memory goes back."""
SHOWN = 200
"""Pages up to this number are shown while their site is still being built."""
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
        pool: AbstractContextManager[Executor],
        *,
        strict: bool,
    ) -> None:
        self._root, self._store, self._inputs, self._trees = root, store, inputs, trees
        self._clock, self._say, self._tick, self._pool, self._strict = clock, say, tick, pool, strict
        self._why = Explanation()
        self.show: Callable[[Mapping[str, bytes]], None] | None = None
        """Hears of pages that were made, by the names of their files, while their site is still being built."""
        self.said_once: list[str] = []
        """Warnings of what this build did, which the next one need not repeat."""

    def run(self, explain: str = "") -> Report:
        """Loads, checks, links, plans, makes, renders and publishes."""
        config = content.load_config(self._root)
        with content.lock(config), self._pool as executor:
            self._say("checking content")
            with self._clock("load"):
                wiki, problems = self._load(executor)
            if any(self._strict or problem.severity is Severity.ERROR for problem in problems):
                return Report(None, problems)
            claim(self._trees["site"].folder)
            for tree in (self._trees["docs"], self._trees["theme"]):
                self.said_once += set_aside(tree, self._root, tree.foreign)
            return self._make(wiki, problems, executor, explain)

    def _make(self, wiki: Wiki, problems: tuple[Problem, ...], executor: Executor, explain: str) -> Report:
        """Everything behind the checks. Workers are given pages as soon as there are some: those of lists while this
        process links papers, those of papers while it makes exports and the index."""
        with self._clock("search"):
            texts = links.Texts.of(wiki, executor)
            model = links.TextModel(texts.batches, self._store, executor)
            # A page that somebody waits for does not wait for the index.
            read = None if self.show else search.read_papers(wiki, texts, self._store, background_of(executor))
        with self._clock("plan"):
            of_lists = ListPlan(wiki, self._store)
            lists = [page for some in of_lists.pages.values() for page in some]
        with self._clock("theme"):
            _refuse_double(of_lists.paths)
            theme, files = self._theme(of_lists)
            frames = self._frames(of_lists, theme, [file.path for file in files if file.path.startswith(ASSETS)])
        rendering = Rendering(self._root, self._store, self._trees, frames, self._why, executor, self._tick)
        self._begin(rendering, lists)
        self._say("linking papers")
        with self._clock("link"):
            graph = links.make(wiki, self._store, executor, texts, model)
            del model  # which is large
            give_back()
        with self._clock("plan"):
            plan = Plan(of_lists, graph)
            linked = plan.pages()
            planned = [*lists, *linked]
        self._say("making pages and the index of the search")
        self._begin(rendering, linked)
        if self.show and len(rendering.stale) <= SHOWN:
            with self._clock("make"):
                rendering.finish()
                self.show(rendering.finished())
        with self._clock("search"):
            index = search.plan(wiki, graph, self._store, executor, read)
            outputs = [PlannedFile(file.path, file.key.hex(), file.make) for file in index]
            del graph, index
            give_back()
        with self._clock("plan"):
            outputs += [*plan.files(), *of_lists.files(), *files]
            of_lists.remember()
        paths = [output.path for output in outputs]
        _refuse_double([*(page.path for page in planned), *paths])
        self._announce(paths)
        with self._clock("export"):
            written = self._export(outputs, rendering)
        with self._clock("make"):
            rendering.finish()
        warnings = self._publish(rendering, planned, paths)
        return Report(
            site=self._trees["site"].folder,
            problems=problems,
            warnings=warnings,
            papers=len(wiki.papers),
            pages=len(planned),
            written=written + sum(page.docs_key is not None for page in rendering.stale),
            host=wiki.config.host,
            layout=why_shared(len(wiki.papers), wiki.config.records),
            reasons=self._why.of(explain) if explain else (),
        )

    def _publish(
        self, rendering: Rendering, planned: Sequence[PlannedPage], outputs: Sequence[DocPath]
    ) -> tuple[str, ...]:
        """Puts the site in place; returns warnings."""
        with self._clock("publish"):
            docs, paths = self._trees["docs"], {*(page.path for page in planned), *outputs}
            docs.remove([path for path in docs.states if path not in paths])
            warnings = rendering.publish(planned, outputs)
            docs.save(paths)
            self._store.drop_unasked()
        self.said_once += rendering.said_once
        if self._strict and warnings:
            raise RenderError("MkDocs warns:\n" + "\n".join(warnings))
        said = (f"MkDocs: {warning}" for warning in warnings)
        return (*said, *map(_outdated, outdated(self._root)), *self.said_once)

    def _begin(self, rendering: Rendering, planned: Sequence[PlannedPage]) -> None:
        """Lets workers make those of some pages that are not so yet."""
        with self._clock("keys"):
            todo = rendering.todo(planned)
        self._announce(page.path for page in planned)
        with self._clock("make"):
            rendering.start(todo)

    def _announce(self, paths: Iterable[DocPath]) -> None:
        """Writes down, for good, which files this build may leave in `build/docs`."""
        self._trees["docs"].announce(paths)
        self._store.commit()

    def _load(self, executor: Executor) -> tuple[Wiki, tuple[Problem, ...]]:
        start = "/content/"
        digests = {name[len(start) :]: d for name, d in self._inputs.digests.items() if name.startswith(start)}
        known = content.Known(digests, self._store)
        return check_content(self._root, alike=self._strict, known=known, executor=executor)[:2]

    def _theme(self, plan: ListPlan) -> tuple[dict[str, bytes], list[PlannedFile]]:
        """Files of `build/theme`, and those of `build/docs` that the theme or the sitemap have."""
        files = theme_files(self._root)
        outputs = [_planned(DocPath(path), data) for path, data in files.items() if path.startswith(ASSETS)]
        theme = {path: data for path, data in files.items() if not path.startswith(ASSETS)}
        config = plan.wiki.config
        if not config.editing:
            theme.pop(LINK_TO_FORMS, None)
        ends = [
            Link(*link) for link in plan.same("ends", lambda: [(link.url, link.label) for link in _ends(plan.site)])
        ]
        if part := theme_parts.pages_part(ends, config.license):
            theme.setdefault(theme_parts.PAGES, part)
        if part := theme_parts.records_part(layout_of(len(plan.wiki.papers), config.records)):
            theme[theme_parts.RECORDS] = part
        maps = sitemap.make(config.settings, plan.in_sitemap())
        # The engine renders its own sitemap, whatever else is there: ours takes that template's place.
        theme[sitemap.NAME] = maps.pop(sitemap.NAME)
        return theme, [*outputs, *(_planned(path, data) for path, data in maps.items())]

    def _frames(self, plan: ListPlan, theme: Mapping[str, bytes], assets: Sequence[str]) -> Frames:
        """Writes `build/theme`, and says what is made around pages with it."""
        self._trees["docs"].folder.mkdir(parents=True, exist_ok=True)  # MkDocs asks for it
        self._trees["theme"].hold(theme)
        settings = (self._root / "mkdocs.yml").read_bytes()
        named = {name.decode() for name in NAMED_PAGE.findall(settings)}
        titles = {path: str(escape_html(title)) for path, title in plan.titles(named).items()}
        templates = {path: digest_of_bytes(data) for path, data in theme.items() if path != "sitemap.xml"}
        tops = sorted({path.split("/")[0] for path in plan.paths})
        key = digest_of(digest_of_bytes(settings), templates, assets, titles, tops)
        if self._inputs.depend_on_more():
            key = digest_of(key, self._inputs.moment)  # of no build but this one
        load = partial(MkDocs, self._root, self._trees["site"].folder, [*plan.paths, *assets], titles)
        return Frames(key, self._store, load)

    def _export(self, outputs: list[PlannedFile], rendering: Rendering) -> int:
        """Makes files that are no pages, and forgets each, so that what only it was made of goes; those that others can
        make are left to workers. Returns how many are made."""
        docs = self._trees["docs"]
        stale = [one for one in reversed(outputs) if not self._why.holds(docs, one.path, one.inputs)]
        portable = [one for one in reversed(stale) if one.portable]
        rendering.start_files(portable)
        written = len(portable)
        outputs[:] = [one for one in stale if not one.portable]
        del stale, portable
        while outputs:
            output = outputs.pop()
            written += docs.put(output.path, output.inputs, output.make())
            if len(outputs) % NOW_AND_THEN == 0:
                rendering.submit_more()
            if len(outputs) % SELDOM == 0:
                give_back()
        return written


def _ends(site: Site) -> list[Link]:
    """What the end of every page leads to."""
    newest = [Link(url_of(new.INDEX), "New")] if site.wiki.papers else []
    about_page = Link(url_of(about.PATH), "About")
    return [*newest, *(one.page for one in lists_of(site.wiki)), *compare_link(site), about_page]


def _planned(path: DocPath, data: bytes) -> PlannedFile:
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
