"""What there is to be: every page and every export with its key, a digest of what it is made from.

Lists see the outline of the wiki (`model.outline`): their keys are remembered while its digest is what it was. An
export also says whose records it holds, and a paper's own page sees its record and its links: digests of these are
added. The view is made where its key is not known, or where a file has to be made (docs/decisions/100, 166, 167).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, cached_property, partial
from itertools import chain
from typing import Any, NamedTuple, TypeVar, cast

from msgspec import json

from litwiki import exports, pages
from litwiki.exports import Export, api
from litwiki.facts.site import Site, references_key
from litwiki.links import Links
from litwiki.memo import Memo, key_of
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.ids import DocPath, Slug, paper_path
from litwiki.model.link_graph import LinkGraph
from litwiki.model.outline import digest_of_outline, outline_of, share
from litwiki.model.outputs import Output
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


class PlannedFile(NamedTuple):
    """A file that is no page: `inputs` is a digest of what it follows from."""

    path: DocPath
    inputs: str
    make: Callable[[], bytes]
    portable: Callable[[], Callable[[], bytes]] | None = None
    """Gives what makes it in another process, where that is worth the way."""


class ListPlan:
    """The pages and exports of a wiki that see no links but of topics, and so can be planned and made before papers are
    linked."""

    def __init__(self, wiki: Wiki, memo: Memo) -> None:
        self.wiki, self.memo = wiki, memo
        self._outline = digest_of_outline(wiki)
        known: Mapping[str, Any] = json.decode(memo.get(KEY) or b"{}")
        self._known = known if known.get("outline") == self._outline else {}
        self._new: dict[str, Any] = {"outline": self._outline}
        memo.keep(map(bytes.fromhex, self.same("references", self._references)))

    def _references(self) -> list[str]:
        """Keys of the memo that views ask for, and most views are not made."""
        wiki = self.wiki
        notes = [*(one.notes for one in wiki.papers.values()), *(one.introduction for one in wiki.topics.values())]
        return [references_key(text).hex() for text in notes if text]

    @cached_property
    def pages(self) -> Mapping[str, Sequence[PlannedPage]]:
        """All pages but those of papers and the map, by kind."""
        return {kind.__name__: self.planned(kind, lambda: self.site) for kind in pages.KINDS if kind not in LINKED}

    @cached_property
    def paths(self) -> Sequence[DocPath]:
        """All pages, also those that see links."""
        by_kind = {name: [page.path for page in some] for name, some in self.pages.items()}
        by_kind |= {
            paper.__name__: [*map(paper_path, self.wiki.papers)],
            paper_map.__name__: [*map(DocPath, self._maps)],
        }
        return [*chain.from_iterable(by_kind[kind.__name__] for kind in pages.KINDS)]

    def in_sitemap(self) -> list[DocPath]:
        """Those of which search engines are told."""
        hidden = {page.path for page in chain.from_iterable(self.pages.values()) if not page.in_sitemap}
        return [path for path in self.paths if path not in hidden]

    def titles(self, paths: Set[str]) -> Mapping[str, str]:
        """The titles of some pages, plain."""
        titles = {str(page.path): page.title for page in chain.from_iterable(self.pages.values())} | self._maps
        papers = (one for one in self.wiki.papers.values() if paper_path(one.slug) in paths)
        titles |= {paper_path(one.slug): rich(one.title).plain for one in papers}
        return {path: title for path, title in titles.items() if path in paths}

    @cached_property
    def _maps(self) -> dict[str, str]:
        """The titles of maps."""
        return self.same("maps", lambda: {str(view.path): view.frame.title for view in paper_map.views(self.site)})

    @cached_property
    def site(self) -> Site:
        """The wiki as lists see it."""
        return Site(self._outlined, LinkGraph(), self.memo)

    @cached_property
    def _outlined(self) -> Wiki:
        outline = self.memo.memory.latest("outline", self._outline, lambda: outline_of(self.wiki))
        share(self.wiki, outline)
        return outline

    @cached_property
    def _numbers(self) -> Mapping[Slug, int]:
        return {slug: number for number, slug in enumerate(self.wiki.papers)}

    @cached_property
    def _records(self) -> Sequence[str]:
        """Digests of papers' records, by their numbers."""
        return [row.digest for row in self.wiki.rows.values()]

    @cached_property
    def _site_of_exports(self) -> Site:
        return self.with_records(LinkGraph())

    def with_records(self, graph: LinkGraph) -> Site:
        """The outline with some links, and papers whole."""
        return Site(self._outlined, graph, self.memo, self.wiki.papers, self.site)

    def files(self) -> list[PlannedFile]:
        """The exports, but for records of the API."""
        files: list[PlannedFile] = []
        for export in exports.EXPORTS:
            files += self._export(export)
        return files

    def _export(self, export: Export) -> Iterator[PlannedFile]:
        """The files of a form: keys of what each sees of the outline are those of the last build, where this is as it
        was, and digests of papers' records are added to them."""
        outputs = _Outputs(export.files, lambda: self._site_of_exports)
        for path, inputs, papers in self.same(f"exports/{export.name}", lambda: outputs.rows(self._numbers)):
            key = digest_of_bytes("".join([inputs, *(self._records[number] for number in papers)]).encode())
            yield PlannedFile(DocPath(path), key, partial(outputs.make, path))

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
        self.memo.put(KEY, json.encode(self._new))

    def planned(self, kind: Kind, site: Callable[[], Site], more: str = "") -> Sequence[PlannedPage]:
        """Pages that see the outline, and what `more` is the digest of. Their views are made when the first is asked
        for, and each is let go with the asking: those of all pages are much to hold."""
        views = cache(lambda: {str(view.path): view for view in kind.views(site())})

        def rows() -> list[tuple[str, str, str, bool, str]]:
            pages = views().values()
            return [(v.path, v.template, digest_of(v.inputs), v.in_sitemap, v.frame.title) for v in pages]

        def view(path: str) -> View:
            return views().pop(path)

        return [
            PlannedPage(DocPath(path), template, inputs, in_sitemap, title, partial(view, path))
            for path, template, inputs, in_sitemap, title in self.same(kind.__name__, rows, more)
        ]


class Plan:
    """The pages and exports of a wiki with its links."""

    def __init__(self, of_lists: ListPlan, links: Links) -> None:
        self._lists = of_lists
        # Not the text model, which is large and done with.
        self._graph = links.graph
        linked = of_lists.same("linked", lambda: dict(of_lists.site.digests_where_linked()))
        self._seen, self._scores = links.digests(linked), links.related.scores()

    def pages(self) -> list[PlannedPage]:
        """The pages that see links."""
        near = self._graph.nearest
        of_near = digest_of_bytes(b"" if near is None else near.tobytes())
        maps = self._lists.planned(paper_map, lambda: self._site_of_papers, of_near)
        return [*self._papers(), *maps]

    def files(self) -> list[PlannedFile]:
        """The records of the API."""
        keys = zip(self._keys.items(), self._scores, strict=True)
        seen = {slug: (seen, around, scores) for (slug, (seen, around, _)), scores in keys}
        records = api.records(self._site_of_papers, seen)
        return [
            PlannedFile(path, digest_of(inputs), partial(_content_of, maker), maker) for path, inputs, maker in records
        ]

    # --- what pages and exports see ---------------------------------------------------------------------

    @cached_property
    def _site_of_papers(self) -> Site:
        return self._lists.with_records(self._graph)

    # --- papers -----------------------------------------------------------------------------------------

    @cached_property
    def _keys(self) -> Mapping[Slug, Sequence[str]]:
        """Of each paper digests: of its record and its links, of all else that its page sees and its record tells, and
        of all."""
        before = self._lists.same(paper.__name__, dict[Slug, Sequence[str]])
        digests: dict[Slug, Sequence[str]] = {}
        for slug, seen in self._seen.items():
            known = before.get(slug)
            if not known or known[0] != seen:
                site = self._site_of_papers
                around, notes = known[1] if known else site.digest_unlinked(slug), paper.notes_of(site, slug)
                key = digest_of_bytes(f"{seen}{around}{digest_of(notes) if notes else ''}".encode())
                known = (seen, around, key)
            digests[slug] = known
        before.clear()
        before.update(digests)
        return digests

    def _papers(self) -> Iterator[PlannedPage]:
        for slug, (_, _, key) in self._keys.items():
            view = partial(paper.view_of, self._site_of_papers, slug)
            yield PlannedPage(paper_path(slug), paper.PaperView.template, key, paper.PaperView.in_sitemap, "", view)


def _content_of(maker: Callable[[], Callable[[], bytes]]) -> bytes:
    return maker()()


class _Outputs:
    """The files of an export, planned when the first is asked for."""

    def __init__(self, plan: Callable[[Site], Iterable[Output]], site: Callable[[], Site]) -> None:
        self._plan, self._site = plan, site
        self._planned: dict[str, Callable[[], bytes]] = {}

    def rows(self, numbers: Mapping[Slug, int]) -> list[tuple[str, str, list[int]]]:
        """Path of every file, digest of what it sees of the outline, numbers of the papers whose records it sees."""
        files: dict[str, tuple[str, str, list[int]]] = {}
        for output in self._coming:  # what each sees is not kept: of all files it is much
            papers = [numbers[slug] for slug in output.papers]
            files[output.path] = (output.path, digest_of(output.inputs), papers)
            self._planned[output.path] = output.make
        return [*files.values()]

    @cached_property
    def _coming(self) -> Iterator[Output]:
        return iter(self._plan(self._site()))

    def make(self, path: str) -> bytes:
        """What a file holds, once. Files that come before it in their order are planned, those behind it are not
        yet."""
        while path not in self._planned:
            output = next(self._coming)
            self._planned[output.path] = output.make
        return self._planned.pop(path)()
