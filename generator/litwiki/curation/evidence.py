"""Whether two records with one title are one paper: what each says of its authors, year, ids and venue, compared.

Observed: "Editorial" and "Introduction" are the titles of many papers; "Deep Learning" is an article and a book; a
preprint and its published version share title and authors and little else; a bibliography exported twice differs in
nothing but spelling. Rule: an equal title joins where nothing contradicts; a title that says little joins only with
agreeing authors and year, or where nothing at all differs. Where it is wrong, two records of one paper stay apart and
a person is asked: that annoys, while a false join loses a paper.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

from anyascii import anyascii
from msgspec import Struct

from litwiki.model.entries import Entry, Publication
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import Paper
from litwiki.text.name_parts import parse_name
from litwiki.text.words import terms, title_key

FAR_APART = 2
"""Years; what came out further apart is hardly one paper, a preprint and its published version aside."""
MOST_NAMES = 100
"""Authors of a paper that are compared."""
SAME_TEXT = 0.5
"""The share of terms (Jaccard's index) that two printings of one abstract have in common."""
LITTLE_WORDS = 2
LITTLE = frozenset(
    title_key(title)
    for title in """
    a note; about this issue; abstracts; acknowledgements; announcements; author index; author's reply; back matter;
    book review; book reviews; call for papers; comment on this issue; conference report; editor's note;
    editorial board; editorial introduction; front matter; from the editor; from the editors; guest editor's
    introduction; guest editors' introduction; in memoriam; in this issue; introduction to the special issue;
    introduction to this special issue; invited talk; keynote address; letter from the editor; letter to the editor;
    letters to the editor; list of contributors; list of reviewers; message from the chairs; message from the editor;
    message from the program chairs; notes on contributors; notes and references; program committee; reply to comments;
    reply to the comments; reply to the letter; response to reviewers; special issue introduction; summary and
    conclusions; conclusions and future work; discussion and conclusions; table of contents; the authors reply;
    thesis abstract; title page; welcome message from the chairs
    """.replace("\n", " ").split(";")
)
"""Longer titles that say nothing of their paper either."""

NO_VENUE = re.compile(r"(?:arxiv|corr|biorxiv|medrxiv|ssrn|preprint|research ?square|openreview)\b.*", re.IGNORECASE)
PREPRINT_DOI = re.compile(
    r"10\.(?:48550|1101|2139|21203|20944|36227|26434|31234|31219|31235|22541|5281|31223|32388|55277)/", re.IGNORECASE
)
"""DOIs of preprint servers and of Zenodo: a paper has another one where it is published."""
CORR = re.compile("journals/corr/")
"""DBLP's records of arXiv."""
People = Mapping[str, str]
"""Family names in plain letters, each with the initials that it occurs with, sorted."""
NONE: frozenset[Any] = frozenset()
"""One for all records: most have no ids and keys, and Python makes an empty set of 200 bytes for each."""


class Verdict(IntEnum):
    """What two records with one title are."""

    DIFFERENT = 0
    UNSURE = 1
    SAME = 2


class Record(Struct, frozen=True):
    """What an entry or a paper says of itself, in the form in which two of them are compared."""

    key: str
    """The key of its title."""
    ids: frozenset[tuple[str, str]]
    people: People
    year: int | None
    publication: Publication
    citation_keys: frozenset[str]
    text: str
    """Its abstract, or the words of it."""
    is_long: bool

    @property
    def says_little(self) -> bool:
        """Whether the title could be anybody's."""
        return self.key in LITTLE or not self.is_long

    @property
    def has_venue(self) -> bool:
        """Whether it names a journal, conference or book."""
        venue = self.publication.venue
        return bool(venue) and not NO_VENUE.fullmatch(venue)

    @property
    def is_preprint(self) -> bool:
        """Whether it is a preprint and nothing more."""
        says = self.publication.type == "preprint" or any(
            kind == "arxiv" or (kind == "doi" and PREPRINT_DOI.match(value)) for kind, value in self.ids
        )
        return says and not self.has_venue and not self._publisher_dois

    @property
    def is_published(self) -> bool:
        """Whether it is a published version and nothing of a preprint."""
        has_preprint = self.publication.type == "preprint" or any(kind == "arxiv" for kind, _ in self.ids)
        return not has_preprint and (self.has_venue or bool(self._publisher_dois))

    @property
    def _publisher_dois(self) -> frozenset[str]:
        return frozenset(v for kind, v in self.ids if kind == "doi" and not PREPRINT_DOI.match(v))


def of_entry(entry: Entry) -> Record:
    """What an entry says."""
    return _record(entry, entry.title, [entry.key] if entry.key else [], entry.abstract or "")


def of_paper(paper: Paper, title: str | None = None) -> Record:
    """What a paper of the wiki says; `title` is another title of it."""
    text = paper.abstract or " ".join(paper.terms)
    return _record(paper, paper.title if title is None else title, paper.keys, text)


def _record(one: Entry | Paper, title: str, citation_keys: Iterable[str], text: str) -> Record:
    return Record(
        key=title_key(title),
        ids=frozenset(strong_ids(one.ids.items())) or NONE,
        people=people(one.authors),
        year=one.year,
        publication=one.publication,
        citation_keys=frozenset(citation_keys) or NONE,
        text=text,
        is_long=_is_long(title),
    )


def _is_long(title: str) -> bool:
    """Whether a title has more than a few words; in a script that does not part words, more than a few letters."""
    words = len(re.findall(r"[^\W_]+", title))
    letters = 0 if title.isascii() else sum(unicodedata.east_asian_width(c) == "W" for c in title)
    return words > LITTLE_WORDS or letters > 4 * LITTLE_WORDS


def people(authors: Iterable[str]) -> People:
    """Family names in plain letters with their initials; groups, which may stand for anybody, are left out.

    >>> people(["Boyle, Ada"])
    {'boyle': 'a', 'ada': 'b'}
    """
    initials_of: dict[str, set[str]] = {}
    for printed in [*authors][:MOST_NAMES]:
        name = parse_name(printed)
        family = _plain(name.family)
        if not family or (not name.given and " " in name.family.strip()):
            continue
        initials_of.setdefault(family, set()).update(_plain(word)[:1] for word in name.given.split()[:1])
        # In some languages the family's name comes first, and no printing says so.
        if name.given and " " not in name.given.strip():
            initials_of.setdefault(_plain(name.given), set()).add(family[:1])
    return {family: "".join(sorted(initials)) for family, initials in initials_of.items()}


def share_a_person(some: People, others: People) -> bool:
    """Whether a name of some may be one of others: the family's, and the first initial where both have one."""
    both = ((some[family], others[family]) for family in some.keys() & others.keys())
    return any(not ours or not theirs or not set(ours).isdisjoint(theirs) for ours, theirs in both)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", anyascii(unicodedata.normalize("NFKC", text)).lower())


def share_an_author(one: Record, other: Record) -> bool | None:
    """Whether somebody wrote both; None where one of them does not say."""
    return share_a_person(one.people, other.people) if one.people and other.people else None


def compare(one: Record, other: Record) -> tuple[Verdict, str]:
    """What two records with one title are, and why."""
    authors = share_an_author(one, other)
    if authors is False:
        return Verdict.DIFFERENT, "nobody wrote both"
    if one.ids & other.ids:
        return Verdict.SAME, "the same id"
    if one.says_little or other.says_little:
        return _compare_little(one, other, authors)
    kind = other_id(one, other)
    if kind:
        return Verdict.UNSURE, f"two {kind} ids"
    if (one.is_preprint and other.is_published) or (other.is_preprint and one.is_published):
        return Verdict.UNSURE, "a preprint and its published version"
    if one.year and other.year and abs(one.year - other.year) > FAR_APART:
        return Verdict.UNSURE, f"{abs(one.year - other.year)} years apart"
    types = {one.publication.type, other.publication.type} - {"", "other"}
    if "book" in types and len(types) > 1 and types != {"book", "thesis"}:
        return Verdict.UNSURE, f"a book and a {(types - {'book'}).pop()}"
    if len(types) > 1 and one.has_venue and other.has_venue and one.year != other.year:
        return Verdict.UNSURE, f"{one.publication.venue} and {other.publication.venue}"
    return Verdict.SAME, "the same title" + (" and authors" if authors else "")


def _compare_little(one: Record, other: Record, authors: bool | None) -> tuple[Verdict, str]:
    """Two papers with a title such as "Editorial"."""
    places = ((r.publication.volume, r.publication.issue, r.publication.pages) for r in (one, other))
    if other_id(one, other) or any(a and b and a != b for a, b in zip(*places, strict=True)):
        return Verdict.DIFFERENT, "another place"
    if one.year and other.year and one.year != other.year:
        return Verdict.DIFFERENT, "another year"
    types = {one.publication.type, other.publication.type} - {"", "other"}
    venues = {title_key(r.publication.venue) for r in (one, other) if r.has_venue}
    if authors and one.year and one.year == other.year and len(types) < 2:
        if len(venues) > 1:
            return Verdict.UNSURE, "a title that many papers have, in two venues"
        return Verdict.SAME, "the same title, authors and year"
    if one.citation_keys & other.citation_keys and len(types) < 2:
        return Verdict.SAME, "the same title and citation key"
    if _share(one.text, other.text) >= SAME_TEXT:
        return Verdict.SAME, "the same title and abstract"
    if (one.people, one.year, one.publication, one.text) == (other.people, other.year, other.publication, other.text):
        return Verdict.SAME, "the same title, and nothing else said"
    if len(venues) > 1 or len(types) > 1:
        return Verdict.DIFFERENT, "another venue"
    return Verdict.UNSURE, "a title that many papers have"


def other_id(one: Record, other: Record) -> str:
    """A kind of id that both records have with different values; empty where there is no such kind.

    The DOI of a preprint and that of the published version are two, and so are DBLP's records of both.
    """
    for kind in sorted({kind for kind, _ in one.ids} & {kind for kind, _ in other.ids}):
        ours, theirs = ({value for k, value in r.ids if k == kind} for r in (one, other))
        preprints = {"doi": PREPRINT_DOI.match, "dblp": CORR.match}.get(kind)
        if not ours & theirs and not (preprints and any(map(preprints, ours ^ theirs))):
            return kind
    return ""


def strength(one: Record, other: Record) -> tuple[bool | int, ...]:
    """How much of what two records say agrees; the greater, the likelier they are one."""
    return (
        bool(one.ids & other.ids),
        bool(one.citation_keys & other.citation_keys),
        (one.people, one.year, one.publication) == (other.people, other.year, other.publication),
        bool(share_an_author(one, other)),
        bool(one.year) and one.year == other.year,
        one.has_venue and title_key(one.publication.venue) == title_key(other.publication.venue),
        _share(one.text, other.text) >= SAME_TEXT,
        one.publication.type == other.publication.type,
    )


def _share(one: str, other: str) -> float:
    """How many of the terms of two abstracts both have; 0 where one is missing."""
    ours, theirs = terms_of(one), terms_of(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


@functools.lru_cache(maxsize=2_000)
def terms_of(text: str) -> frozenset[str]:
    """The different terms of a text."""
    return frozenset(terms(text))
