"""The page on which readers see papers side by side; scripts fill it from the records of the API.

Which papers stands in its address (`/compare/?p=kivi,gear`) or in the reader's browser, so that it is one page for all
comparisons.
"""

from collections.abc import Iterable

from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.ids import DocPath, url_of
from litwiki.pages.view import Frame, View

PATH = DocPath("compare/index.md")


class CompareView(View, frozen=True, kw_only=True):
    """The page, as it stands without scripts."""

    template = "compare.html.j2"

    @property
    def frame(self) -> Frame:
        text = "Papers side by side: what they are about, where they appeared, what they say."
        return Frame("Compare papers", text, styles=("compare.css",), scripts=("compare.js", "compare-page.js"))

    @property
    def action(self) -> Link | None:
        """Nothing: what stands here is edited elsewhere."""
        return None


def views(site: Site) -> Iterable[View]:
    """One page."""
    yield CompareView(path=PATH, settings=site.settings)


def link(site: Site) -> tuple[Link, ...]:
    """What leads to the page, where there is something to compare."""
    return (Link(url_of(PATH), "Compare"),) if len(site.wiki.papers) > 1 else ()
