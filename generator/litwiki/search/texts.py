"""What the index is made from: papers in, their texts as readers see them out, each made plain once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litwiki.addresses import without_links
from litwiki.ids import Slug
from litwiki.latex import to_plain
from litwiki.model import Paper
from litwiki.search.words import folded, index_terms
from litwiki.text import words
from litwiki.wiki import Wiki


@dataclass(frozen=True, slots=True)
class Texts:
    """The plain texts of a paper; '' for what it lacks."""

    title: str
    summary: str
    abstract: str
    notes: str


def texts_of(wiki: Wiki) -> Mapping[Slug, Texts]:
    """The texts of every paper."""
    return {slug: _texts(paper) for slug, paper in wiki.papers.items()}


def _texts(paper: Paper) -> Texts:
    return Texts(
        to_plain(paper.title),
        to_plain(paper.summary),
        to_plain(without_links(paper.abstract)) if paper.abstract else "",
        without_links(paper.notes) if paper.notes.strip() else "",
    )


def printed_forms(texts: Iterable[Texts]) -> dict[str, str]:
    """For every term of titles, summaries and abstracts a word that it stands for, the shortest, in lower case."""
    found: set[str] = set()
    for text in texts:
        found.update(words(folded(f"{text.title} {text.summary} {text.abstract}").lower()))
    forms: dict[str, str] = {}
    for word in sorted(found, key=lambda word: (-len(word), word), reverse=True):
        for term in index_terms(word)[:1]:
            forms.setdefault(term, word)
    return forms
