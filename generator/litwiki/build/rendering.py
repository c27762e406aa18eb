"""Pages made and published: what has another key than before is made, and the next site takes the place of the last.

Pages whose files stand as they should are not touched. The first page of every place and template is made here, after
which their shells are there; the others go to an executor in batches, as plain tasks.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

from litwiki.build.explanation import Explanation
from litwiki.build.frames import Frames
from litwiki.build.making import Result, Task, run, shell_key, write_files, write_page
from litwiki.build.planning import PlannedFile, PlannedPage
from litwiki.build.store import NOTHING, OutputRow, Store
from litwiki.build.strangers import set_aside
from litwiki.build.tree import Tree, write_file
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.errors import RenderError
from litwiki.model.ids import DocPath, url_of
from litwiki.model.outputs import Page
from litwiki.pages import View
from litwiki.pages.printing import meta_of
from litwiki.site.exchange import exchange
from litwiki.site.markdown import encoded, fragment_of
from litwiki.site.mkdocs import Prepared, Unsuited, environment_of_mkdocs, packed, render_plainly, warnings_of_mkdocs
from litwiki.site.publish import MARKER, Source, aside_of, lay_out
from litwiki.site.shell import Shell
from litwiki.templates import template_digests
from litwiki.workers import Results, background_of, shards

IN_A_BATCH = 64
"""Pages of a task, where the executor does not say how many."""
ODD = re.compile(r"&#|[^\x00-\x7f]")
COMPARED = 100_000
"""Bytes of pages that MkDocs renders too, in builds that asked it for shells: each takes it two milliseconds, and a
third of one for each thousand."""


class Stale(NamedTuple):
    """A page of which a file is not as it should be; the keys of its two files, None for one that stands there."""

    page: PlannedPage
    docs_key: str | None
    site_key: str | None


class Rendering:
    """The pages of the wiki at `root`, in `docs` and `site`."""

    def __init__(
        self,
        root: Path,
        store: Store,
        trees: Mapping[str, Tree],
        frames: Frames,
        why: Explanation,
        executor: Executor,
        tick: Callable[[int], None],
    ) -> None:
        self._root, self._store, self._frames, self._why, self._tick = root, store, frames, why, tick
        self._executor = background_of(executor)
        self._docs, self._site = trees["docs"], trees["site"]
        self._aside = aside_of(self._site.folder, root / "build")
        self._templates = ""
        self._under_way: list[tuple[Sequence[Sequence[Any]], Iterator[Sequence[Any]], Callable[[Any, Any], None]]] = []
        """What workers make, in parts; what becomes of each part; who writes it down."""
        self.stale: list[Stale] = []
        """All pages that were begun."""
        self.said_once: list[str] = []
        """Warnings of files of others that were in the site."""

    def todo(self, planned: Sequence[PlannedPage]) -> list[Stale]:
        """The pages of which a file is not as it should be."""
        templates, frames = template_digests(self._root), self._frames
        self._templates = digest_of(sorted(templates.items()))
        stale = []
        for page in planned:
            path, template = page.path, page.template
            key = f"{templates[template]}.{page.inputs}"
            site_key = f"{key}.{frames.key}"
            stands = self._why.holds(self._docs, path, key)
            shown = bool(frames.theme.reason) or self._why.holds(self._site, page_file(path), site_key)
            if not stands or not shown:
                stale.append(Stale(page, None if stands else key, None if shown else site_key))
        return stale

    def start(self, todo: Sequence[Stale]) -> None:
        """Lets the executor make the files of pages, until `finish` is called: their Markdown where it belongs, their
        HTML where the next site is laid out. The shells of the first of each place and template are made here."""
        self.stale += todo
        seen: set[tuple[str, str]] = set()
        views: dict[DocPath, View] = {}
        for page, _, site_key in todo:
            kind = (self._frames.places.of_page(page.path), page.template)
            if site_key and kind not in seen:
                seen.add(kind)
                view = views[page.path] = page.view()
                self._shell(page.path, meta_of(view))
        parts = shards(todo, IN_A_BATCH, self._executor)
        tasks = map(partial(self._task, views), parts)  # one by one, with the views: all of them would be a second wiki
        self._under_way.append((parts, self._executor.map(run, tasks), self._note))

    def start_files(self, files: Sequence[PlannedFile]) -> None:
        """Lets the executor make files of `docs` that another process can make."""
        parts = shards(files, IN_A_BATCH, self._executor)
        tasks = ([(one.path, one.inputs, one.portable()) for one in some if one.portable] for some in parts)
        results = self._executor.map(partial(write_files, str(self._docs.folder)), tasks)
        self._under_way.append((parts, results, lambda one, row: self._docs.note_file(one.path, row)))

    def submit_more(self) -> None:
        """Lets workers that made their pages go on with others."""
        for _, results, _ in self._under_way:
            if isinstance(results, Results):
                results.submit_more()

    def finish(self) -> None:
        """Waits for all that was begun."""
        left = sum(map(len, chain.from_iterable(parts for parts, _, _ in self._under_way)))
        for parts, results, note in self._under_way:
            for planned, batch in zip(parts, results, strict=True):
                for one, result in zip(planned, batch, strict=True):
                    note(one, result)
                left -= len(planned)
                self._tick(left)
        self._under_way.clear()

    def _task(self, views: dict[DocPath, View], pages: Sequence[Stale]) -> Task:
        frames = self._frames
        wanted = {frames.places.of_page(stale.page.path) for stale in pages}
        shells = {key: shell for key, shell in frames.theme.shells.items() if key[0] in wanted}
        to_make = [
            (views.pop(page.path) if page.path in views else page.view(), docs_key, site_key)
            for page, docs_key, site_key in pages
        ]
        folders = str(self._docs.folder), str(self._aside)
        return Task(self._root, *folders, to_make, shells, frames.places, self._templates)

    def _note(self, stale: Stale, result: Result) -> None:
        path = stale.page.path
        if result.docs:
            self._docs.note_file(path, result.docs)
        row = result.site or (self._filled(result.rest, stale.site_key or "") if result.rest else None)
        if row:
            self._site.note(page_file(path), row)

    def _filled(self, page: Page, key: str) -> OutputRow | None:
        """A page whose shell was not there yet; nothing where MkDocs has to render it."""
        shell = self._shell(page.path, page.meta)
        return write_page(str(self._aside), page, encoded(fragment_of(page)), shell, key) if shell else None

    def _shell(self, path: DocPath, meta: Iterable[str]) -> Shell | None:
        frames = self._frames
        try:
            return None if frames.theme.reason else frames.shell(path, shell_key(path, meta, frames.places))
        except Unsuited as reason:
            frames.theme.reason = str(reason)
            return None

    def finished(self) -> dict[str, bytes]:
        """The pages of the next site that were made, by the names of their files."""
        if self._frames.theme.reason:
            return {}
        names = [page_file(one.page.path) for one in self.stale if one.site_key]
        return {name: (self._aside / name).read_bytes() for name in names}

    # --- the site -----------------------------------------------------------------------------------

    def publish(self, planned: Sequence[PlannedPage], outputs: Sequence[DocPath]) -> tuple[str, ...]:
        """Puts the next site in place, where it is another one; returns warnings. Raises `RenderError`."""
        frames, theme = self._frames, self._frames.theme
        if frames.is_new:
            fresh = [stale.page.path for stale in self.stale if stale.site_key]
            if not theme.reason:
                frames.check(sampled(fresh, self._docs.folder), self._docs.folder, self._aside)
            frames.remember()
        if theme.reason or not theme.prepared:
            return self._render_plainly(planned)
        self._lay_out(planned, outputs, theme.prepared)
        return theme.prepared.warnings

    def _lay_out(self, planned: Sequence[PlannedPage], outputs: Sequence[DocPath], prepared: Prepared) -> None:
        """Says of each file of the next site where it is now, and lays it out where it is another one."""
        docs, site = self._docs, self._site
        for path in outputs:
            if site.rows.get(path, NOTHING)[1:] != docs.rows[path][1:]:
                site.note(path, docs.rows[path]._replace(key="link"))
        places = dict.fromkeys((page_file(page.path) for page in planned), str(site.folder))
        places |= dict.fromkeys(outputs, str(docs.folder))
        for name, (key, make) in self._others(prepared).items():
            if name not in places:
                places[name] = str(site.folder)
                if not site.holds(name, key):
                    data = make()
                    site.note(name, OutputRow(key, digest_of_bytes(data), *write_file(f"{self._aside}/{name}", data)))
        other = {name for name in places if site.states.get(name) != site.rows[name][2:]}
        if other or site.states.keys() != places.keys():
            self._swap(places, other.difference(outputs))
        site.save(places)

    def _swap(self, places: Mapping[str, str], fresh: Set[str]) -> None:
        """Puts the next site in place: files that were made for it, and links to all others."""
        site = self._site
        links = {name: Source(f"{place}/{name}", site.rows[name].inode) for name, place in places.items()}
        lay_out(self._aside, {name: link for name, link in links.items() if name not in fresh}, fresh)
        self._store.commit()
        self._set_aside(places.keys())
        exchange(self._aside, site.folder)
        if not self._aside.is_relative_to(self._root / "build"):
            shutil.rmtree(self._aside, ignore_errors=True)
        elif not self._aside.exists():
            # The site is new, and no last one was put aside. So that the first change is no dearer than others.
            links = {name: link._replace(path=f"{site.folder}/{name}") for name, link in links.items()}
            lay_out(self._aside, links, ())

    def _set_aside(self, wanted: Set[str]) -> None:
        """Takes what neither this build nor an earlier one wrote out of the site that goes."""
        strangers = sorted(self._site.states.keys() - self._site.rows.keys() - wanted)
        self.said_once += set_aside(self._site, self._root, strangers)

    def _others(self, prepared: Prepared) -> dict[str, tuple[str, Callable[[], bytes]]]:
        """Keys and contents of files that are none of ours, where none of ours stands in their place: the theme's own,
        which are copied, and what its other templates make; and of the sitemap and the mark of a site of ours."""
        sitemap = (self._root / "build" / "theme" / "sitemap.xml").read_bytes().removesuffix(b"\n")
        contents = {**prepared.templates, MARKER: b"", "sitemap.xml": sitemap}
        return {
            **{name: ("theme", Path(source).read_bytes) for name, source in prepared.files.items()},
            **{name: (digest_of_bytes(data), partial(bytes, data)) for name, data in contents.items()},
            "sitemap.xml.gz": (digest_of_bytes(sitemap), partial(packed, sitemap)),
        }

    def _render_plainly(self, planned: Sequence[PlannedPage]) -> tuple[str, ...]:
        """Lets MkDocs render the whole site."""
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.parent.mkdir(parents=True, exist_ok=True)
        with environment_of_mkdocs(self._root), warnings_of_mkdocs() as warnings:
            render_plainly(self._root, self._aside)
        missing = [page.path for page in planned if not (self._aside / page_file(page.path)).is_file()]
        if missing:
            raise RenderError(f"MkDocs left out {len(missing)} pages, the first is {missing[0]}")
        (self._aside / MARKER).touch()
        self._set_aside({path.relative_to(self._aside).as_posix() for path in self._aside.rglob("*")})
        exchange(self._aside, self._site.folder)
        shutil.rmtree(self._aside, ignore_errors=True)
        self._site.take(self._frames.key)
        return (*warnings, f"the site is rendered by MkDocs alone, which takes longer: {self._frames.theme.reason}")


def page_file(path: DocPath) -> str:
    """The file of a page in a site."""
    return f"{url_of(path)}index.html"


def sampled(paths: Iterable[DocPath], docs: Path) -> list[DocPath]:
    """A page of every folder at the top, the smallest first, until MkDocs has enough to read: of some twenty the one
    with the oddest beginning, which is what engines differ in, and of equal ones the smallest."""
    folders: dict[str, list[DocPath]] = {}
    for path in paths:
        folders.setdefault(f"{path.split('/')[0]}{path.count('/')}", []).append(path)
    chosen: list[tuple[int, DocPath]] = []
    for pages in folders.values():
        few = pages[:: max(1, len(pages) // 20)]
        _, size, path = min((-_oddness(docs / path), (docs / path).stat().st_size, path) for path in few)
        chosen.append((size, path))
    chosen.sort()
    before = accumulate((size for size, _ in chosen), initial=0)
    return [path for (_, path), read in zip(chosen, before, strict=False) if read < COMPARED]


def _oddness(path: Path) -> int:
    with path.open("rb") as source:
        return len(ODD.findall(source.read(400).decode("utf-8", "replace")))
