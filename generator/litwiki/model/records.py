"""Every type that crosses a stage: frozen values without behavior beyond `to_` conversions.

The words are the house's: a *listing* is an input document, an *entry* one item as a listing gave it, a
*paper* our canonical record, an *appearance* a paper's place in a listing, a *repeat* a paper with two or
more appearances.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from litwiki.model.ids import DigestId, DocPath, ListingId, ReadingPathId, Slug, TopicId
from litwiki.model.results import Column, Result
from litwiki.text.words import printable

JsonValue: TypeAlias = "str | int | float | bool | None | list[JsonValue] | dict[str, JsonValue]"

# --- what is wrong -------------------------------------------------------------------------------------


class Severity(Enum):
    """An error stops a build; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: POSIX path relative to the wiki's root, 1-based line and column."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Exchange(NamedTuple):
    """A piece of a file's line and what is to stand there instead: line and column from 1. Where `before` stands in
    quotes it goes with them. Without `after` the whole line goes."""

    line: int
    column: int
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file that a person keeps: where, what, and what to do about it."""

    place: Place
    code: str
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    mend: tuple[Exchange, ...] = ()
    """The remedy, where it needs no judgment: all of these changes together."""

    def __str__(self) -> str:
        remedy = f"; {self.fix}" if self.fix else ""
        kind = "warning: " if self.severity is Severity.WARNING else ""
        return printable(f"{self.place} {self.code} {kind}{self.message}{remedy}")

    def to_json(self) -> dict[str, JsonValue]:
        """The problem as `litwiki check --format json` prints it."""
        return {
            "path": printable(self.place.path),
            "line": self.place.line,
            "column": self.place.column,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "fix": self.fix,
        }


# --- what a listing says -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawListing:
    """The text of one input document and where it came from; `sha256` is that of its bytes."""

    path: str
    text: str
    sha256: str


LINK_KINDS = ("code", "data", "model", "project", "paper", "doi", "demo", "video", "slides", "poster", "blog")
"""What may be found at a link's address."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its kind, one of `LINK_KINDS`."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A link that died: its address, the day on which that was found out, the web archive's copy if there is one."""

    url: str
    since: str = ""
    copy: str = ""


PAPER_TYPES = (
    "preprint",
    "article",
    "inproceedings",
    "book",
    "chapter",
    "thesis",
    "report",
    "dataset",
    "software",
    "other",
)
"""What a paper may be; the sources' own types are mapped to these by the modules that read them."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Where and how a paper appeared, texts as printed; what nobody said is empty.

    `type` is one of `PAPER_TYPES` or empty. `venue` is the journal, the conference's proceedings or the book that it
    is in; `publisher` also a school or institution. `date` is ISO 8601 as far as known: YYYY, YYYY-MM or YYYY-MM-DD.
    """

    type: str = ""
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    editors: tuple[str, ...] = ()
    date: str = ""

    @property
    def values(self) -> tuple[str | tuple[str, ...], ...]:
        """All of it, in the order above: `dataclasses.astuple` copies deeply, and takes thirty times as long."""
        return PUBLICATION_VALUES(self)


PUBLICATION_VALUES: Callable[[Publication], tuple[str | tuple[str, ...], ...]] = attrgetter(
    *(one.name for one in fields(Publication))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a listing gave it, unjudged. `line` is where it begins, its title where that is known better.

    Texts are in our one markup (`text.latex`): what a source says in another one, its reader has converted. An empty
    `title` with `ids` is a paper of which only the id is known.
    """

    title: str
    abstract: str | None
    line: int
    links: tuple[Link, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    """As the source orders and parts them: `Family, Given` where it says so. Nobody called "others" or "et al."."""
    year: int | None = None
    authors_complete: bool = True
    """False where the source says that there are more authors than it names."""
    publication: Publication = Publication()
    key: str = ""
    """The citation key in the bibliography that this entry is from."""
    keywords: tuple[str, ...] = ()
    """Keywords, groups, headings, tags: what may become topics, as printed."""
    note: str = ""
    """What a person wrote beside the entry, such as the text behind a link in a list."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Everything else that the source said, by its own names for it; the ledger keeps it."""
    orcids: Mapping[str, str] = field(default_factory=dict)
    """ORCIDs of authors, by their names as in `authors`."""
    status: "Status | None" = None
    """What became of the paper, where a service says so."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """What a listing contains and nobody could read: a value, kept beside the good entries."""

    path: str
    line: int
    reason: str
    raw: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {self.reason}")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a listing that a person should know although its entry was read: a field that stood twice, a
    text that was cut."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {self.message}")


@dataclass(frozen=True, slots=True)
class ListingHead:
    """What a listing says about itself. `source` is the name of the format that read it, `printed` its date as
    printed, `date` a full one (ISO 8601), `title` its own name for itself."""

    source: str
    printed: str | None = None
    date: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ListingReading:
    """Everything one input document said, in printed order."""

    raw: RawListing
    head: ListingHead
    entries: tuple[Entry, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...] = ()


# --- the collection ------------------------------------------------------------------------------------


STATUSES = ("retracted", "withdrawn", "corrected", "superseded")


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a paper after it appeared: `kind` is one of `STATUSES`, `notice` an address where that is said,
    `source` who said it, `date` when (ISO 8601)."""

    kind: str
    notice: str = ""
    source: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a value that no person wrote: the name of a service or of a list, and the beginning of the digest of the
    value, so that a value which a person changed since is a person's. Without digits nobody can tell, and it is one."""

    who: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Authorship:
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


@dataclass(frozen=True, slots=True)
class Paper:
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
    publication: Publication = Publication()
    authors_complete: bool = True
    keys: tuple[str, ...] = ()
    """Citation keys that it had in bibliographies; the first is the one that exports give back."""
    added: str | None = None
    """The day on which it came into the wiki (ISO 8601)."""
    status: "Status | None" = None
    gone: tuple[Gone, ...] = ()
    """Links that lead nowhere any more."""
    sources: Mapping[str, Attribution] = field(default_factory=dict)
    """Who said the values that came by themselves, by field: `year`, `ids.arxiv`, `links.code`."""
    notes: str = ""
    terms: Mapping[str, int] = field(default_factory=dict)
    summary_by: Authorship | None = None
    results: Mapping[str, Result] = field(default_factory=dict)
    """What it reports in the columns of topics, by the topics' names as its file has them."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a topic's reading list: the paper and why it is there."""

    paper: Slug
    note: str


@dataclass(frozen=True, slots=True)
class Topic:
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


@dataclass(frozen=True, slots=True)
class ReadingPath:
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


@dataclass(frozen=True, slots=True)
class PublishedDigest:
    """What was new from one day to another (ISO 8601), both included, as it was published: `content/digests/<id>.md`.
    `text` is Markdown."""

    id: DigestId
    title: str
    since: str
    until: str
    topic: TopicId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
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


@dataclass(frozen=True, slots=True)
class Listing:
    """The ledger of one input document: `content/listings/<id>.yml`, entries in printed order."""

    id: ListingId
    title: str
    source: str
    printed: str | None
    date: str | None
    sha256: str
    entries: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's answer about two papers, asked once. `verdict` is `same` or `different`."""

    verdict: Literal["same", "different"]
    papers: frozenset[Slug]


@dataclass(frozen=True, slots=True)
class Kept:
    """A person's answer about a conflict: the paper keeps its value; `given` is the digest of the other."""

    paper: Slug
    field: str
    given: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A person's answer about a paper that is not wanted here: a listing that prints it does not bring it back."""

    paper: Slug
    """The slug that it has or had."""
    title: str
    ids: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Namesake:
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


@dataclass(frozen=True, slots=True)
class Orcid:
    """Whose ORCID it is: of the name on every paper, or only on `papers`. `source` is the service that said it, empty
    for a person."""

    name: str
    orcid: str
    papers: tuple[Slug, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class NameAnswers:
    """Who printed names stand for, where the names alone do not tell: `content/people.yml`. Each of `same` is one
    person's names, the one to show first."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[Namesake, ...] = ()
    orcids: tuple[Orcid, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """An id of which nothing else is known yet (`arxiv:2410.23168`), and the day and listing that brought it."""

    id: str
    since: str | None = None
    listing: ListingId | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address of the site that was here before, a path that begins with a slash and perhaps an anchor, and what is
    there now: a paper's slug, or `topic:name`."""

    address: str
    target: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A paper's place in a listing; `position` counts from 1 in printed order."""

    listing: ListingId
    position: int


# --- what an ingest found ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the paper it is about; `is_new` where no file of that slug exists yet."""

    reading: int
    """Which of the readings the entry is from, counted from 0."""
    entry: Entry
    slug: Slug
    is_new: bool
    reason: str = ""
    """Why the entry is taken to be about this paper, where it was not the first that is."""
    excluded: str = ""
    """Why the paper is not wanted; it is not written then."""
    position: int = 0
    """Which of the reading's entries it is, counted from 0."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an issue form asks for: the form's name and its fields' texts by their ids, '' where left empty."""

    form: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did to `content/`, in words, and the files it changed, relative to the wiki's root."""

    said: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Two papers that may be one; they stay apart until a person decides. Similarities are in [0, 1]."""

    slug: Slug
    other: Slug
    title_similarity: float
    text_similarity: float | None
    """None where one of them has no text to compare."""
    reason: str = ""
    """Why they may be one and why that is not certain, where it is not their texts that say so."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A listing gives another value than a paper file has; the file keeps its own."""

    slug: Slug
    field: str
    stored: str
    given: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of a source that may be about a paper; a person decides. `who` said it, `path` and `line` are where."""

    slug: Slug
    entry: Entry
    who: str
    path: str
    reason: str


# --- links between papers ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """Another paper named in a text, and the words that named it."""

    slug: Slug
    surface: str


@dataclass(frozen=True, slots=True)
class Related:
    """A paper near by content: cosine in (0, 1], topics in common, the terms that weigh most as printed."""

    slug: Slug
    score: float
    topics: tuple[TopicId, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoTopic:
    """A neighboring topic and the number of papers that two topics share."""

    topic: TopicId
    papers: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paper stands; x to the right, y down, neither with a bound."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class LinkGraph:
    """What connects the collection, keyed by slug or topic; a key without links may be absent.

    `mentions` and `backlinks` are each other's inverse. `backlinks` are sorted by slug, `related` and
    `co_topics` best first.
    """

    mentions: Mapping[Slug, tuple[Mention, ...]]
    backlinks: Mapping[Slug, tuple[Slug, ...]]
    related: Mapping[Slug, tuple[Related, ...]]
    co_topics: Mapping[TopicId, tuple[CoTopic, ...]]
    spots: Mapping[Slug, Spot] = field(default_factory=dict)
    """Where papers stand on the map; empty where nobody has laid it out."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that a paper may belong to: score in (0, 1), the reason in words, and whether it is as good as sure."""

    topic: TopicId
    score: float
    reason: str
    is_sure: bool = False

    def to_json(self) -> dict[str, JsonValue]:
        """The suggestion as `litwiki suggest --json` prints it."""
        return {"topic": self.topic, "score": self.score, "sure": self.is_sure, "reason": self.reason}


# --- what is written -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `meta` are the strings of its front matter, finished HTML all of them; `heading` is Markdown on one
    line, `html` the content below it."""

    path: DocPath
    meta: Mapping[str, str]
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file that is to be: `make` gives its content. This follows, beside our code, from `inputs`, values that
    `digests.digest_of` takes and that the outline of a wiki has (`model.outline`), and from the records of `papers`."""

    path: DocPath
    inputs: object
    make: Callable[[], bytes]
    papers: Sequence[Slug] = ()


@dataclass(frozen=True, slots=True)
class Artifact:
    """A generated file that is no page."""

    path: DocPath
    content: bytes
