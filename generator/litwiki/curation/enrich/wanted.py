"""What is wanted, and how: papers and waiting ids in, for each record of a source those that it may be about.

A record is looked up by its ids, by its title's key, and by the rarest words of wanted titles, since a title that is
nearly the same has most of its words: so a million records cost some microseconds each. What a record is compared with
is bounded.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct
from rapidfuzz import fuzz

from litwiki.model.ids import Slug
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import Paper, Pending
from litwiki.text.words import title_key

ALIKE = 95
"""How alike the keys of two titles are, from 0 to 100 (`fuzz.ratio`), where they may be printings of one."""
RAREST = 3
MOST_WITH_WORD = 40
"""Titles with a word of which a record with that word is compared; the others are found by another word, or not."""
WORD = re.compile(r"[^\W_]{3,40}")


class Manner(Struct, frozen=True):
    """What a person said on the command line. Without `slugs` all papers are meant; `only` is `pending`, one of
    `fill.GROUPS`, or empty for everything."""

    vouched: bool = False
    """Whether a person stands for the dumps: an equal title that says enough is proof then."""
    slugs: tuple[str, ...] = ()
    limit: int | None = None
    """Papers and waiting ids that are asked about at most."""
    only: str = ""
    update: bool = False
    is_dry: bool = False
    status: bool = False
    """Whether to ask about all papers, for what became of them."""


class Wanted:
    """The papers and ids that somebody asks about, and the indexes by which records are looked up."""

    def __init__(self, papers: Mapping[Slug, Paper], pending: tuple[Pending, ...] = ()) -> None:
        self.papers, self.pending = papers, pending
        self._by_id: dict[tuple[str, str], list[Slug]] = defaultdict(list)
        self._by_key: dict[str, list[Slug]] = defaultdict(list)
        self._by_word: dict[str, list[tuple[str, Slug]]] = defaultdict(list)
        titles = [(title, slug) for slug, paper in self.papers.items() for title in (paper.title, *paper.also_titled)]
        counts = Counter(word for title, _ in titles for word in _words(title))
        for title, slug in titles:
            key = title_key(title)
            if slug not in self._by_key[key]:
                self._by_key[key].append(slug)
            for word in sorted(_words(title), key=lambda word: (counts[word], word))[:RAREST]:
                if len(self._by_word[word]) < MOST_WITH_WORD:
                    self._by_word[word].append((key, slug))
        for slug, paper in self.papers.items():
            for one in strong_ids(paper.ids.items()):
                self._by_id[one].append(slug)
        self._waiting = {key: one.id for one in self.pending for key in strong_ids([one.kind_and_value])}
        self._kinds = {kind for kind, _ in (*self._by_id, *self._waiting)}
        # arXiv's own DOIs are its numbers.
        if "arxiv" in self._kinds:
            self._kinds.add("doi")

    def papers_of(self, ids: Iterable[tuple[str, str]], title: str) -> tuple[Slug, ...]:
        """The papers that a record with these ids, by kind in any spelling, and a title as printed may be about."""
        slugs = [slug for one in self._strong(ids) for slug in self._by_id.get(one, ())]
        if title:
            key = title_key(title)
            slugs += self._by_key.get(key, ())
            slugs += self._near(title, key)
        return tuple(dict.fromkeys(slugs))

    def pending_of(self, ids: Iterable[tuple[str, str]]) -> str:
        """The waiting id among those of a record; empty where none waits."""
        return next((self._waiting[one] for one in self._strong(ids) if one in self._waiting), "")

    def _strong(self, ids: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        some = [(kind, value) for kind, value in ids if kind in self._kinds]
        return strong_ids(some) if some else ()

    def _near(self, title: str, key: str) -> Iterable[Slug]:
        for word in _words(title) if self._by_word else ():
            for other, slug in self._by_word.get(word, ()):
                if fuzz.ratio(key, other, score_cutoff=ALIKE):
                    yield slug


def _words(title: str) -> list[str]:
    return list(dict.fromkeys(WORD.findall(title.lower())))
