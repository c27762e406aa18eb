"""What there is to be: every page and every export with its key, a digest of what it is made from.

A page's key is the digest of its view, and a view costs a tenth of a millisecond or more. So keys are remembered, each
under a digest of all that its view can see: a list sees the outline of the wiki (`model.outline`), a paper's own page
sees this, its record and its links. The view is made where the key is not known, or where a file has to be made.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar, cast

from litwiki import exports, pages
from litwiki.exports import api, lists
from litwiki.facts import Site, references_key
from litwiki.links import Links
from litwiki.links.co_topics import co_topics_of
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.ids import DocPath, Slug, paper_path
from litwiki.model.memo import Memo, key_of
from litwiki.model.outline import digest_of_outline, outline_of, share
from litwiki.model.record_files import layout_of
from litwiki.model.records import LinkGraph, Output
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.pages import Kind, View, paper, paper_map

T = TypeVar("T")

KEY = key_of("plan")
LINKED: tuple[Kind, ...] = (paper, paper_map)
"""Pages that see how papers are linked."""


class PlannedPage(NamedTuple):
    """A page that is to be. `inputs` is the digest of what its view follows from; `title` is that of its frame, empty
    where only the view has it."""

    path: DocPath
    template: str
    inputs: str
    in_sitemap: bool
    title: str
    view: Callable[[], View]


class PageName(NamedTuple):
    """What is known of a page, whatever it sees."""

    path: DocPath
    in_sitemap: bool
    title: Callable[[], str]


class PlannedFile(NamedTuple):
    """A file that is no page: `inputs` is a digest of what it follows from."""

    path: DocPath
    inputs: str
    make: Callable[[], bytes]


class ListPlan:
    """The pages of a wiki that see no links but of topics, and so can be planned and made before papers are linked."""

    def __init__(self, wiki: Wiki, memo: Memo, executor: Executor) -> None:
        self.wiki, self.memo, self.executor = wiki, memo, executor
        self._outline = digest_of_outline(wiki, memo.memory)
        known: Mapping[str, Any] = {}
        with suppress(ValueError, TypeError):
            known = json.loads(memo.get(KEY) or b"{}")
        self._known = known if known.get("outline") == self._outline else {}
        self._new: dict[str, Any] = {"outline": self._outline}
        notes = [*(one.notes for one in wiki.papers.values()), *(one.introduction for one in wiki.topics.values())]
        memo.keep(references_key(text) for text in notes if text)  # asked for by views that are not made now

    @cached_property
    def pages(self) -> Mapping[str, Sequence[PlannedPage]]:
        """All pages but those of papers and the map, by kind."""
        return {kind.name: self.planned(kind, lambda: self.site) for kind in pages.KINDS if kind not in LINKED}

    @cached_property
    def names(self) -> Sequence[PageName]:
        """All pages, also those that see links."""
        found: list[PageName] = []
        for kind in pages.KINDS:
            if kind is paper:
                for slug, one in self.wiki.papers.items():
                    title = partial(_plain, one.title)
                    found.append(PageName(paper_path(slug), paper.PaperView.in_sitemap, title))
            elif kind is paper_map:
                maps = self.same(
                    "maps", lambda: [(view.path, view.frame.title) for _, view in paper_map.views(self.site)]
                )
                found += (PageName(DocPath(path), True, partial(str, title)) for path, title in maps)
            else:
                found += (PageName(one.path, one.in_sitemap, partial(str, one.title)) for one in self.pages[kind.name])
        return found

    def _maps(self) -> list[tuple[str, str]]:
        return [(view.path, view.frame.title) for _, view in paper_map.views(self.site)]

    @cached_property
    def site(self) -> Site:
        """The wiki as lists see it."""
        return self.sees(LinkGraph({}, {}, {}, co_topics_of(self.wiki)))

    @cached_property
    def _outlined(self) -> Wiki:
        found = self.memo.memory.latest("outline", self._outline, lambda: outline_of(self.wiki, self.memo.memory))
        share(self.wiki, found)
        return found

    def sees(self, graph: LinkGraph, **more: Any) -> Site:
        """The outline with some links."""
        return Site(self._outlined, graph, self.memo, executor=self.executor, **more)

    def same(self, name: str, make: Callable[[], T], more: str = "") -> T:
        """What `make` makes of the outline and what `more` is the digest of, plain data: made by the last build where
        these are as they were."""
        known = self._known.get(name)
        if not known or known[0] != more:
            known = [more, make()]
        self._new[name] = known
        return cast("T", known[1])

    def remember(self) -> None:
        """Puts all that is to be the same into the memo, for the next build."""
        self.memo.put(KEY, json.dumps(self._new, separators=(",", ":")).encode())

    def planned(self, kind: Kind, site: Callable[[], Site], more: str = "") -> Sequence[PlannedPage]:
        """Pages that see the outline, and what `more` is the digest of."""
        views = _Views(kind, site)
        rows = self.same(kind.name, views.rows, more)
        return [
            PlannedPage(DocPath(path), template, inputs, in_sitemap, title, partial(views.view, path))
            for path, template, inputs, in_sitemap, title in rows
        ]


class Plan:
    """The pages and exports of a wiki with its links."""

    def __init__(self, of_lists: ListPlan, links: Links) -> None:
        self._lists, self._wiki, self._memo = of_lists, of_lists.wiki, of_lists.memo
        # Not the text model, which is large and done with.
        self._graph, self._batches, self._seen = links.graph, links.batches, links.digests()

    def pages(self) -> list[PlannedPage]:
        """The pages that see links."""
        spots = repr(self._graph.spots).encode("utf-8", "surrogatepass")
        return [*self._papers(), *self._lists.planned(paper_map, lambda: self._site_of_map, digest_of_bytes(spots))]

    def files(self) -> list[PlannedFile]:
        """Every export."""
        found: list[PlannedFile] = []
        for export in exports.EXPORTS:
            if export is lists:
                found += self._files_of_lists()
            elif export is api:
                found += self._records()
                found += map(_file, api.overview(self._whole))
            else:
                found += map(_file, export.files(self._whole))
        return found

    # --- what pages see ---------------------------------------------------------------------------------

    @cached_property
    def _whole(self) -> Site:
        """What exports see, which are planned in every build."""
        of_lists = self._lists
        return Site(self._wiki, self._graph, self._memo, self._batches, of_lists.executor, lists=of_lists.site)

    @cached_property
    def _site_of_papers(self) -> Site:
        return self._lists.sees(self._graph, batches=self._batches, records=self._wiki.papers)

    @cached_property
    def _site_of_map(self) -> Site:
        return self._lists.sees(LinkGraph({}, {}, {}, self._graph.co_topics, self._graph.spots))

    def _files_of_lists(self) -> Iterator[PlannedFile]:
        outputs = _Outputs(lambda: lists.files(self._lists.site))
        known = self._lists.same(lists.name, outputs.rows)
        for path, inputs in known:
            yield PlannedFile(DocPath(path), inputs, partial(outputs.make, path))

    # --- papers -----------------------------------------------------------------------------------------

    @cached_property
    def _keys(self) -> Mapping[Slug, list[str]]:
        """Of each paper the digest of all that its page and its record see, the key of the page, that of the record."""
        before = self._lists.same(paper.name, dict[Slug, list[str]])
        found: dict[Slug, list[str]] = {}
        for slug, seen in self._seen.items():
            known = before.get(slug)
            if not known or known[0] != seen:
                (record,) = api.of_papers(self._site_of_papers, [slug])
                page = digest_of(paper.view_of(self._site_of_papers, slug).inputs)
                known = [seen, page, digest_of(record.inputs)]
            found[slug] = known
        before.clear()
        before.update(found)
        return found

    def _papers(self) -> Iterator[PlannedPage]:
        for slug, (_, key, _) in self._keys.items():
            view = partial(self._view, slug)
            yield PlannedPage(paper_path(slug), paper.TEMPLATE, key, paper.PaperView.in_sitemap, "", view)

    def _view(self, slug: Slug) -> View:
        return paper.view_of(self._site_of_papers, slug)

    def _records(self) -> Iterator[PlannedFile]:
        layout = layout_of(len(self._wiki.papers), self._wiki.config.records)
        records = (
            (slug, Output(layout.path(slug), key, partial(self._record, slug)))
            for slug, (_, _, key) in self._keys.items()
        )
        yield from map(_file, api.record_files(layout, records))

    def _record(self, slug: Slug) -> bytes:
        (output,) = api.of_papers(self._site_of_papers, [slug])
        return output.make()


class _Views:
    """The views of a kind, made when the first is asked for."""

    def __init__(self, kind: Kind, site: Callable[[], Site]) -> None:
        self._kind, self._site = kind, site

    def rows(self) -> list[tuple[str, str, str, bool, str]]:
        """Path, template, key, whether the sitemap has it, and title of every page."""
        return [
            (view.path, template, digest_of(view.inputs), view.in_sitemap, view.frame.title)
            for template, view in self.by_path.values()
        ]

    @cached_property
    def by_path(self) -> Mapping[str, tuple[str, View]]:
        """Template and view by path."""
        return {view.path: (template, view) for template, view in self._kind.views(self._site())}

    def view(self, path: str) -> View:
        """The view of a page."""
        return self.by_path[path][1]


class _Outputs:
    """The files of an export, planned when the first is asked for."""

    def __init__(self, plan: Callable[[], Iterable[Output]]) -> None:
        self._plan = plan

    def rows(self) -> list[tuple[str, str]]:
        """Path and key of every file."""
        return [(path, digest_of(output.inputs)) for path, output in self.by_path.items()]

    @cached_property
    def by_path(self) -> Mapping[str, Output]:
        """Each by its path."""
        return {output.path: output for output in self._plan()}

    def make(self, path: str) -> bytes:
        """What a file holds."""
        return self.by_path[path].make()


def _plain(title: str) -> str:
    return rich(title).plain


def _file(output: Output) -> PlannedFile:
    return PlannedFile(output.path, digest_of(output.inputs), output.make)
