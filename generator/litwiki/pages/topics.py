"""The overview of all topics by their groups."""

from collections.abc import Iterable

from litwiki.ids import DocPath
from litwiki.model import Page
from litwiki.pages.desk import Desk

name = "topics"


def make(desk: Desk) -> Iterable[Page]:
    """One page."""
    yield desk.page(DocPath("topics/index.md"), "topics.md.j2", "Topics", groups=desk.wiki.groups)
