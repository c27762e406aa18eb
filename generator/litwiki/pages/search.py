"""The search page: a form for the theme's search, and the ways to look without scripts."""

from collections.abc import Iterable

from litwiki.ids import DocPath
from litwiki.model import Page
from litwiki.pages.desk import Desk
from litwiki.pages.papers import by_letter

name = "search"


def make(desk: Desk) -> Iterable[Page]:
    """One page."""
    yield desk.page(
        DocPath("search/index.md"),
        "search.md.j2",
        "Search",
        description=f"Search {len(desk.wiki.papers)} papers by words, names or a question.",
        letters=list(by_letter(desk.wiki)),
    )
