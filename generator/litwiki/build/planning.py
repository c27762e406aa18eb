"""What there is to be: every page and every export with its key, a digest of what it is made from.

A page's key is the digest of its view, and a view costs a tenth of a millisecond or more. So keys are remembered, each
under a digest of all that its view can see: a list sees the outline of the wiki (`model.outline`), a paper's own page
sees this, its record and its links. The view is made where the key is not known, or where a file has to be made.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from functools import cached_property, partial
from typing import Any, NamedTuple

from litwiki import exports, pages
from litwiki.exports import api, lists
from litwiki.facts import Site, references_key
from litwiki.links import Links
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.ids import DocPath, Slug, paper_path
from litwiki.model.memo import Memo, key_of
from litwiki.model.outline import digest_of_outline, outline_of, share
from litwiki.model.record_files import layout_of
from litwiki.model.records import LinkGraph, Output
from litwiki.model.wiki import Wiki
from litwiki.pages import Kind, View, paper, paper_map

KEY = key_of("plan")


class PlannedPage(NamedTuple):
    """A page that is to be. `inputs` is the digest of what its view follows from; `title` is that of its frame, empty
    where only the view has it."""

    path: DocPath
    template: str
    inputs: str
    in_sitemap: bool
    title: str
    view: Callable[[], View]


class PlannedFile(NamedTuple):
    """A file that is no page: `inputs` is a digest of what it follows from."""

    path: DocPath
    inputs: str
    make: Callable[[], bytes]


class Plan:
    """The pages and exports of a wiki with its links."""

    def __init__(self, wiki: Wiki, links: Links, memo: Memo, executor: Executor) -> None:
        self._wiki, self._memo, self._executor = wiki, memo, executor
        # Not the text model, which is large and done with.
        self._graph, self._batches, self._seen = links.graph, links.batches, links.digests()
        self._outline = digest_of_outline(wiki)
        known: Mapping[str, Any] = {}
        with suppress(ValueError, TypeError):
            known = json.loads(self._memo.get(KEY) or b"{}")
        self._known = known if known.get("outline") == self._outline else {}
        self._new: dict[str, Any] = {"outline": self._outline}
        notes = [*(one.notes for one in wiki.papers.values()), *(one.introduction for one in wiki.topics.values())]
        self._memo.keep(references_key(text) for text in notes if text)  # asked for by views that are not made now

    def pages(self) -> list[PlannedPage]:
        """Every page."""
        found: list[PlannedPage] = []
        for kind in pages.KINDS:
            if kind is paper:
                found += self._papers()
            elif kind is paper_map:
                spots = repr(self._graph.spots).encode("utf-8", "surrogatepass")
                found += self._lists(kind, self._site_of_map, digest_of_bytes(spots))
            else:
                found += self._lists(kind, self._site_of_lists)
        return found

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

    def remember(self) -> None:
        """Puts all keys into the memo, for the next build."""
        self._memo.put(KEY, json.dumps(self._new, separators=(",", ":")).encode())

    # --- what pages see ---------------------------------------------------------------------------------

    @cached_property
    def _outlined(self) -> Wiki:
        found = self._memo.memory.latest("outline", self._outline, lambda: outline_of(self._wiki))
        share(self._wiki, found)
        return found

    def _sees(self, graph: LinkGraph, **more: Any) -> Site:
        return Site(self._outlined, graph, self._memo, executor=self._executor, **more)

    @cached_property
    def _whole(self) -> Site:
        """What exports see, which are planned in every build."""
        return Site(self._wiki, self._graph, self._memo, self._batches, self._executor, lists=self._site_of_lists)

    @property
    def site(self) -> Site:
        """The wiki as lists see it."""
        return self._site_of_lists

    @cached_property
    def _site_of_papers(self) -> Site:
        return self._sees(self._graph, batches=self._batches, records=self._wiki.papers)

    @cached_property
    def _site_of_lists(self) -> Site:
        return self._sees(LinkGraph({}, {}, {}, self._graph.co_topics))

    @cached_property
    def _site_of_map(self) -> Site:
        return self._sees(LinkGraph({}, {}, {}, self._graph.co_topics, self._graph.spots))

    # --- lists ------------------------------------------------------------------------------------------

    def _lists(self, kind: Kind, site: Site, more: str = "") -> Iterator[PlannedPage]:
        """Pages that see the outline, and what `more` is the digest of."""
        views = _Views(kind, site)
        known = self._known.get(kind.name)
        if not known or known["more"] != more:
            rows = [
                [view.path, template, digest_of(view.inputs), view.in_sitemap, view.frame.title]
                for template, view in views.by_path.values()
            ]
            known = {"more": more, "pages": rows}
        self._new[kind.name] = known
        for path, template, inputs, in_sitemap, title in known["pages"]:
            yield PlannedPage(DocPath(path), template, inputs, in_sitemap, title, partial(views.view, path))

    def _files_of_lists(self) -> Iterator[PlannedFile]:
        outputs = _Outputs(lambda: lists.files(self._site_of_lists))
        known = self._known.get(lists.name) or [[path, digest_of(one.inputs)] for path, one in outputs.by_path.items()]
        self._new[lists.name] = known
        for path, inputs in known:
            yield PlannedFile(DocPath(path), inputs, partial(outputs.make, path))

    # --- papers -----------------------------------------------------------------------------------------

    @cached_property
    def _keys(self) -> Mapping[Slug, list[str]]:
        """Of each paper the digest of all that its page and its record see, the key of the page, that of the record."""
        before = self._known.get(paper.name, {})
        found: dict[Slug, list[str]] = {}
        for slug, seen in self._seen.items():
            known = before.get(slug)
            if not known or known[0] != seen:
                (record,) = api.of_papers(self._site_of_papers, [slug])
                page = digest_of(paper.view_of(self._site_of_papers, slug).inputs)
                known = [seen, page, digest_of(record.inputs)]
            found[slug] = known
        self._new[paper.name] = found
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

    def __init__(self, kind: Kind, site: Site) -> None:
        self._kind, self._site = kind, site

    @cached_property
    def by_path(self) -> Mapping[str, tuple[str, View]]:
        """Template and view by path."""
        return {view.path: (template, view) for template, view in self._kind.views(self._site)}

    def view(self, path: str) -> View:
        """The view of a page."""
        return self.by_path[path][1]


class _Outputs:
    """The files of an export, planned when the first is asked for."""

    def __init__(self, plan: Callable[[], Iterable[Output]]) -> None:
        self._plan = plan

    @cached_property
    def by_path(self) -> Mapping[str, Output]:
        """Each by its path."""
        return {output.path: output for output in self._plan()}

    def make(self, path: str) -> bytes:
        """What a file holds."""
        return self.by_path[path].make()


def _file(output: Output) -> PlannedFile:
    return PlannedFile(output.path, digest_of(output.inputs), output.make)
