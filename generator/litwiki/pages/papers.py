"""All papers: the latest on one page, from which readers filter all of them, and pages for each letter of titles.

Older papers have no numbered pages in the order of their coming: each new paper would change all of these.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from string import ascii_lowercase
from typing import TypeVar

from msgspec import Struct

from litwiki.facts.site import Site
from litwiki.facts.values import Cards
from litwiki.model.ids import DocPath, Slug, url_of
from litwiki.model.wiki import Wiki
from litwiki.pages.lists import List, lists_of
from litwiki.pages.view import LIST_SCRIPTS, Frame, ListView, View, paginate
from litwiki.text.messages import counted

T = TypeVar("T")

INDEX = DocPath("papers/index.md")
LATEST = 30
"""Papers on the page of all papers, as it stands there without scripts."""


class Letter(Struct, frozen=True):
    """A letter of an alphabetical list: its page, how it is shown, and how many stand under it."""

    url: str
    shown: str
    size: int


class PapersView(View, frozen=True, kw_only=True):
    """The page of all papers: its `cards` are the latest."""

    template = "papers.html.j2"
    cards: Cards
    letters: tuple[Letter, ...]
    lists: tuple[List, ...]
    count: int
    changed: str = ""

    @property
    def frame(self) -> Frame:
        text = f"{counted(self.count, 'paper')} the latest first, to filter by topic, year, listing and code."
        return Frame("Papers", text, scripts=LIST_SCRIPTS)


class LetterView(ListView, frozen=True, kw_only=True):
    """One page of a letter."""

    template = "letter.html.j2"
    letters: tuple[Letter, ...]
    letter: str
    cards: Cards

    @property
    def frame(self) -> Frame:
        return Frame(f"Papers: {shown_letter(self.letter)}", number=self.number)

    @property
    def url(self) -> str:
        """The first page of this letter."""
        return url_of(letter_page(self.letter))


def views(site: Site) -> Iterable[View]:
    """The overview and, for each letter, as many pages as it needs."""
    wiki = site.wiki
    letters = papers_by_letter(wiki)
    counted_letters = letters_of({letter: len(slugs) for letter, slugs in letters.items()}, letter_page)
    # Pages of letters print no counts, which move with every paper.
    shown = letters_of(dict.fromkeys(letters, 0), letter_page)
    yield PapersView(
        path=INDEX,
        settings=site.settings,
        cards=site.cards(site.newest_first[:LATEST]),
        letters=counted_letters,
        lists=lists_of(wiki),
        count=len(wiki.papers),
        changed=site.last_change,
    )
    for letter, slugs in letters.items():
        for page, chunk in paginate(site, slugs, letter_page(letter)):
            yield LetterView(**page, letters=shown, letter=letter, cards=site.cards(chunk))


def letters_of(counts: Mapping[str, int], page: Callable[[str], DocPath]) -> tuple[Letter, ...]:
    """Letters by how many stand under them; `page` is the first page of each."""
    return tuple(Letter(url_of(page(letter)), shown_letter(letter), count) for letter, count in counts.items())


def shown_letter(letter: str) -> str:
    """A letter as readers see it."""
    return letter.upper() if letter != "other" else "Other"


def papers_by_letter(wiki: Wiki) -> dict[str, list[Slug]]:
    """Papers by the first letter of their title."""
    return by_letter(wiki.in_title_order, partial(letter_of, wiki))


def by_letter(things: Iterable[T], letter_of: Callable[[T], str]) -> dict[str, list[T]]:
    """Whatever is in an alphabetical list by its letter: digits together, then all other scripts and signs."""
    groups: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        groups[letter_of(thing)].append(thing)
    return {letter: groups[letter] for letter in ["0-9", *ascii_lowercase, "other"] if letter in groups}


def letter_of(wiki: Wiki, paper: Slug) -> str:
    """`a` to `z`, `0-9` or `other`: what a paper's title begins with."""
    first = wiki.rows[paper].order[:1]
    return first if "a" <= first <= "z" else "0-9" if first.isdigit() else "other"


def letter_page(letter: str) -> DocPath:
    """The first page of a letter."""
    return DocPath(f"papers/a-z/{letter}.md")
