"""Pages of the wiki: the collection in, a view of every page out, and pages of views.

To add a page kind, write `pages/<kind>.py` with a view that names its template, and `views`; write the template, and
add the module to `KINDS`.
"""

from collections.abc import Iterable
from typing import Protocol

from litwiki.facts.site import Site
from litwiki.pages import (
    about,
    code,
    compare,
    digests,
    edit,
    home,
    left_out,
    listings,
    new,
    paper,
    paper_map,
    papers,
    people,
    reading_paths,
    repeats,
    search,
    todo,
    topic,
    topic_graph,
    topics,
    venues,
    years,
)
from litwiki.pages.printing import Printer
from litwiki.pages.view import View


class Kind(Protocol):
    """What a module of this package provides."""

    __name__: str

    def views(self, site: Site) -> Iterable[View]:
        """The view of every page of this kind, in a fixed order."""
        ...


KINDS: tuple[Kind, ...] = (
    home,
    paper,
    papers,
    topic,
    topics,
    paper_map,
    topic_graph,
    reading_paths,
    listings,
    left_out,
    repeats,
    code,
    new,
    digests,
    people,
    years,
    venues,
    search,
    compare,
    edit,
    todo,
    about,
)


__all__ = ["KINDS", "Kind", "Printer", "View"]
