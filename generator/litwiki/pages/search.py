"""The search page: a form for the theme's search, and the ways to look without scripts."""

from collections.abc import Iterable, Sequence

from litwiki.model.ids import DocPath
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk
from litwiki.pages.papers import by_letter
from litwiki.traces import Job

name = "search"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One page."""
    del graph
    yield Job(DocPath("search/index.md"), _page, (tuple(by_letter(wiki)),))


def _page(desk: Desk, path: DocPath, letters: Sequence[str]) -> Page:
    return desk.page(
        path,
        "search.md.j2",
        "Search",
        description=f"Search {len(desk.wiki.papers)} papers by words, names or a question.",
        letters=letters,
    )
