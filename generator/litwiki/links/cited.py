"""Papers that texts cite by address, id or reference, or by author and year: batches in, for each paper those out.

`(Hu et al., 2021)` names a paper where exactly one here has such authors and such a year and shares a topic. Observed:
the year of a citation is that of the preprint or up to two later; `RetNet (Sun et al., 2023)` cites what the word in
front of it names, so a word with a capital there that does not just begin a sentence must be a name of the paper. Where
this is wrong a mention is missing, not false: a family name says little, and most papers that texts cite are not here.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from litwiki.markup.tokens import REFERENCE
from litwiki.model.ids import Slug
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.text.identifiers import find_identifiers
from litwiki.text.latex import to_plain
from litwiki.text.name_parts import parse_name

LATER = 2
"""Years by which a citation may be later than the preprint."""
FAMILY = r"[^\W\d_][\w'’-]{1,30}"
CITATION = re.compile(
    rf"(?:(?P<before>[^\s(\[]{{2,40}})\s*[(\[]\s*)?(?<!\w)(?P<first>{FAMILY})"
    rf"(?:(?P<others>\s+et\s+al\.?)|\s+(?:and|&)\s+(?P<second>{FAMILY}))?,?\s*[(\[]?(?P<year>(?:19|20)\d\d)[a-z]?(?![\w-])"
)
UNUSUAL = re.compile(r"[a-z].*[A-Z]|[A-Z]{2}|\d")
HINTS = ("://", "www.", "10.", "pmc", "arxiv", "doi", "pmid", "pubmed", "isbn", "openreview", "dblp", "corpus")
"""What a text in small letters has one of that has an identifier; to look for these is much faster."""
DIGITS = re.compile(r"(?:19|20)\d\d")


class Cited(NamedTuple):
    """How a text cites something: `kind` is that of an id, `slug`, or `author`; `value` the id, the slug or the family
    names, with `others` where these are not all; `printed` is what stands there, `before` the word before it.
    """

    kind: str
    value: tuple[str, ...]
    printed: str
    year: int = 0
    others: bool = False
    before: str = ""


def cited_of(wiki: Wiki, slugs: Sequence[Slug], read: Sequence[Sequence[Any]]) -> Mapping[Slug, Mapping[Slug, str]]:
    """The papers that each paper's texts cite so, each with what is printed; `read` has for each `citations` and
    `first_authors`."""
    targets: dict[Slug, dict[Slug, str]] = {}
    works = _Works(wiki, ((slug, authors) for slug, (_, authors) in zip(slugs, read, strict=True)))
    for slug, (cited, _) in zip(slugs, read, strict=True):
        for one in (Cited(*parts) for parts in cited):
            target = works.of(slug, one)
            if target and target != slug:
                targets.setdefault(slug, {}).setdefault(target, one.printed)
    return targets


def first_authors(paper: Paper) -> list[str]:
    """The family names by which a paper's first author may be cited, where it has a year."""
    return sorted(_keys(paper.authors[0])) if paper.authors and paper.year else []


def citations(paper: Paper) -> Iterator[Cited]:
    """What a paper's abstract and notes cite."""
    for match in REFERENCE.finditer(paper.notes) if "[[" in paper.notes else ():
        yield Cited("slug", (match["target"].strip().removeprefix("paper:"),), match["label"] or match["target"])
    for raw in filter(None, (paper.abstract, paper.notes)):
        lower = raw.lower()
        for one in find_identifiers(raw) if any(hint in lower for hint in HINTS) else ():
            yield Cited(one.kind, (one.value,), one.value)
        text = to_plain(raw) if DIGITS.search(raw) else ""
        for match in CITATION.finditer(text):
            before = match["before"] or ""
            families = tuple(_key(name) for name in (match["first"], match["second"]) if name)
            printed = match[0][len(before) :].strip("([ ")
            is_word = text[: match.start()].rstrip()[-1:] in {"", ".", "!", "?"} and not UNUSUAL.search(before)
            yield Cited(
                "author", families, printed, int(match["year"]), bool(match["others"]), "" if is_word else before
            )


class _Works:
    """The papers of a wiki by what they are cited by."""

    def __init__(self, wiki: Wiki, first_authors: Iterable[tuple[Slug, Sequence[str]]]) -> None:
        self.wiki = wiki
        self.by_first: dict[str, list[Slug]] = defaultdict(list)
        """Papers that have a year by the family name of their first author, and by its last word."""
        for slug, keys in first_authors:
            for key in keys:
                self.by_first[key].append(slug)

    def of(self, source: str, cited: Cited) -> Slug | None:
        """The paper that the text of another cites, if it is here."""
        if cited.kind == "slug":
            return self.wiki.resolve(cited.value[0])
        if cited.kind != "author":
            keys = strong_ids([(cited.kind, cited.value[0])])
            slugs = {slug for key in keys for slug in self.wiki.slugs_by_id.get(key, ())}
        else:
            slugs = {slug for slug in self.by_first.get(cited.value[0], ()) if self._fits(slug, cited)}
        if len(slugs) != 1:
            return None
        (slug,) = slugs
        return slug if cited.kind != "author" or self._is_near(Slug(source), slug, cited) else None

    def _fits(self, slug: Slug, cited: Cited) -> bool:
        """Whether a paper has such authors, beside the first, and such a year."""
        paper = self.wiki.papers[slug]
        if cited.others:
            has_authors = len(paper.authors) > 1
        else:
            rest = paper.authors[1:]
            has_authors = len(rest) == len(cited.value) - 1 and all(cited.value[1] in _keys(name) for name in rest)
        return has_authors and paper.year is not None and paper.year <= cited.year <= paper.year + LATER

    def _is_near(self, source: Slug, target: Slug, cited: Cited) -> bool:
        """Whether two papers share a topic, and what is cited is not named otherwise."""
        topics = {topic.id for topic in self.wiki.topics_of(source)} & {
            topic.id for topic in self.wiki.topics_of(target)
        }
        return bool(topics) and (not cited.before[:1].isupper() or cited.before in self.wiki.papers[target].names)


def _keys(author: str) -> set[str]:
    family = parse_name(author).family
    return {_key(family), _key(family.split()[-1])} if family else set()


def _key(name: str) -> str:
    """A family name without case, accents and signs.

    >>> _key("O’Brien-Škoda")
    'obrienskoda'
    """
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", name.casefold())))
