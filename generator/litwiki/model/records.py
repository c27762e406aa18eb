"""The collection: what files of `content/` say, as frozen values.

The words are the house's: a *listing* is an input document, a *paper* our canonical record, an *appearance* a paper's
place in a listing, a *repeat* a paper with two or more appearances.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct, field

from litwiki.model.entries import NOT_PUBLISHED, Gone, Link, Publication, Status
from litwiki.model.ids import DigestId, ListingId, ReadingPathId, Slug, TopicId
from litwiki.model.results import Column, Result


class Attribution(Struct, frozen=True):
    """Who said a value that no person wrote: the name of a service or of a list, and the beginning of the digest of the
    value, so that a value which a person changed since is a person's. Without digits nobody can tell, and it is one."""

    who: str
    digest: str = ""


class Authorship(Struct, frozen=True):
    """Who wrote a summary and who compared it with its source, as far as somebody said so: `checked` is the day
    (ISO 8601)."""

    written: Literal["model", "person", "both"]
    checked: str = ""
    checked_by: Literal["", "model", "person"] = ""

    @property
    def is_verified(self) -> bool:
        """Whether a person wrote or checked it; of a check that names nobody that is believed."""
        by_person = self.written != "model" or self.checked_by == "person"
        return by_person or bool(self.checked and not self.checked_by)


class Paper(Struct, frozen=True):
    """The canonical record of one paper: the front matter and body of `content/papers/<slug>.md`.

    `terms` maps words of the abstract to their counts where the wiki's policy is not to store abstracts
    (`content/terms/<slug>.txt`); it is empty where the abstract itself is stored.
    """

    slug: Slug
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[TopicId, ...] = ()
    topics_status: Literal["curated", "suggested"] = "suggested"
    summary: str = ""
    links: tuple[Link, ...] = ()
    names: tuple[str, ...] = ()
    also_titled: tuple[str, ...] = ()
    aliases: tuple[Slug, ...] = ()
    abstract: str | None = None
    publication: Publication = NOT_PUBLISHED
    authors_complete: bool = True
    keys: tuple[str, ...] = ()
    """Citation keys that it had in bibliographies; the first is the one that exports give back."""
    added: str | None = None
    """The day on which it came into the wiki (ISO 8601)."""
    status: Status | None = None
    gone: tuple[Gone, ...] = ()
    """Links that lead nowhere any more."""
    sources: Mapping[str, Attribution] = field(default_factory=dict)
    """Who said the values that came by themselves, by field: `year`, `ids.arxiv`, `links.code`."""
    notes: str = ""
    terms: Mapping[str, int] = field(default_factory=dict)
    summary_by: Authorship | None = None
    results: Mapping[str, Result] = field(default_factory=dict)
    """What it reports in the columns of topics, by the topics' names as its file has them."""


class Pin(Struct, frozen=True):
    """One line of a topic's reading list: the paper and why it is there."""

    paper: Slug
    note: str


class Topic(Struct, frozen=True):
    """A term of the wiki's closed vocabulary: `content/topics/<id>.md`."""

    id: TopicId
    name: str
    group: str
    definition: str
    keywords: tuple[str, ...] = ()
    parent: TopicId | None = None
    aliases: tuple[TopicId, ...] = ()
    pinned: tuple[Pin, ...] = ()
    introduction: str = ""
    columns: tuple[Column, ...] = ()
    """Of the table that compares its papers."""
    updated: str | None = None
    """The day on which its introduction was last brought up to date (ISO 8601)."""


class PathStep(NamedTuple):
    """One step of a reading path: what its `[[…]]` names, and the lines of the text, from 0, that it stands on."""

    target: str
    first_line: int
    end_line: int


class ReadingPath(Struct, frozen=True):
    """Papers in the order in which to read them, with text between them: `content/paths/<id>.md`."""

    id: ReadingPathId
    title: str
    description: str
    audience: str = ""
    """Who it is for."""
    order: int | None = None
    """Where it stands among the paths; those without a number follow by title."""
    text: str = ""
    steps: tuple[PathStep, ...] = ()


class PublishedDigest(Struct, frozen=True):
    """What was new from one day to another (ISO 8601), both included, as it was published: `content/digests/<id>.md`.
    `text` is Markdown."""

    id: DigestId
    title: str
    since: str
    until: str
    topic: TopicId | None = None
    text: str = ""


class LedgerEntry(Struct, frozen=True):
    """One line of a listing's ledger: the paper, its title as printed, digests of what ingest was given.

    `digests` has the keys `abstract` and `links`, each with 16 hexadecimal digits, and those of other fields with eight
    for each value; a key is absent where the entry said nothing. `paper` is None where only an id is known, which
    `pending` then holds (`arxiv:2410.23168`).
    """

    paper: Slug | None
    title: str
    digests: Mapping[str, str]
    pending: str = ""
    excluded: str = ""
    """Why a person does not want this paper here; empty where it is wanted."""
    key: str = ""
    """The entry's citation key in the bibliography."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the entry said and no field of a paper holds, by the source's own names."""


class Listing(Struct, frozen=True):
    """The ledger of one input document: `content/listings/<id>.yml`, entries in printed order."""

    id: ListingId
    title: str
    source: str
    printed: str | None
    date: str | None
    sha256: str
    entries: tuple[LedgerEntry, ...]


class Decision(Struct, frozen=True):
    """A person's answer about two papers, asked once. `verdict` is `same` or `different`."""

    verdict: Literal["same", "different"]
    papers: frozenset[Slug]


class Kept(Struct, frozen=True):
    """A person's answer about a conflict: the paper keeps its value; `given` is the digest of the other."""

    paper: Slug
    field: str
    given: str


class Excluded(Struct, frozen=True):
    """A person's answer about a paper that is not wanted here: a listing that prints it does not bring it back."""

    paper: Slug
    """The slug that it has or had."""
    title: str
    ids: Mapping[str, str]
    reason: str


class Namesake(Struct, frozen=True):
    """One of several people who print one name: the one who wrote `papers`; further papers of the name are not theirs
    until somebody says so.

    `page` is the name of their page, made of the name and the first of the papers unless given. `unlike` is a name
    that looks like this one and is somebody else's, as a person answered.
    """

    name: str
    papers: tuple[Slug, ...] = ()
    page: Slug | None = None
    orcid: str = ""
    unlike: str = ""


class Orcid(Struct, frozen=True):
    """Whose ORCID it is: of the name on every paper, or only on `papers`. `source` is the service that said it, empty
    for a person."""

    name: str
    orcid: str
    papers: tuple[Slug, ...] = ()
    source: str = ""


class NameAnswers(Struct, frozen=True):
    """Who printed names stand for, where the names alone do not tell: `content/people.yml`. Each of `same` is one
    person's names, the one to show first."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[Namesake, ...] = ()
    orcids: tuple[Orcid, ...] = ()


class Pending(Struct, frozen=True):
    """An id of which nothing else is known yet (`arxiv:2410.23168`), and the day and listing that brought it."""

    id: str
    since: str | None = None
    listing: ListingId | None = None

    @property
    def kind_and_value(self) -> tuple[str, str]:
        """The parts of the id."""
        kind, _, value = self.id.partition(":")
        return kind, value


class Redirect(Struct, frozen=True):
    """An address of the site that was here before, a path that begins with a slash and perhaps an anchor, and what is
    there now: a paper's slug, or `topic:name`."""

    address: str
    target: str


class CoTopic(Struct, frozen=True):
    """A neighboring topic and the number of papers that two topics share."""

    topic: TopicId
    papers: int


class Appearance(Struct, frozen=True):
    """A paper's place in a listing; `position` counts from 1 in printed order."""

    listing: ListingId
    position: int
