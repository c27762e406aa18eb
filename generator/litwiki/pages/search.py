"""The search page: a form for the theme's search, and the ways to look without scripts."""

from collections.abc import Iterable

from litwiki.facts.site import Site
from litwiki.model.ids import DocPath
from litwiki.pages.papers import Letter, letter_page, letters_of, papers_by_letter
from litwiki.pages.view import Frame, View
from litwiki.text.messages import counted


class SearchView(View, frozen=True, kw_only=True):
    """The page, with the letters that papers begin with."""

    template = "search.html.j2"
    letters: tuple[Letter, ...]

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return sum(letter.size for letter in self.letters)

    @property
    def frame(self) -> Frame:
        return Frame("Search", f"Search {counted(self.papers, 'paper')} by words, names or a question.")


def views(site: Site) -> Iterable[View]:
    """One page."""
    letters = letters_of({letter: len(slugs) for letter, slugs in papers_by_letter(site.wiki).items()}, letter_page)
    yield SearchView(path=DocPath("search/index.md"), settings=site.settings, letters=letters)
