"""What a listing says, unjudged: an *entry* is one item as a listing gave it, with where it stands."""

from collections.abc import Mapping

from msgspec import Struct, field

from litwiki.text.messages import printable


class RawListing(Struct, frozen=True):
    """The text of one input document and where it came from; `sha256` is that of its bytes."""

    path: str
    text: str
    sha256: str


LINK_KINDS = ("code", "data", "model", "project", "paper", "doi", "demo", "video", "slides", "poster", "blog")
"""What may be found at a link's address."""


class Link(Struct, frozen=True):
    """An address with its kind, one of `LINK_KINDS`."""

    kind: str
    url: str


class Gone(Struct, frozen=True):
    """A link that died: its address, the day on which that was found out, the web archive's copy if there is one."""

    url: str
    since: str = ""
    copy: str = ""


STATUSES = ("retracted", "withdrawn", "corrected", "superseded")


class Status(Struct, frozen=True):
    """What became of a paper after it appeared: `kind` is one of `STATUSES`, `notice` an address where that is said,
    `source` who said it, `date` when (ISO 8601)."""

    kind: str
    notice: str = ""
    source: str = ""
    date: str = ""


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


class Publication(Struct, frozen=True):
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


NOT_PUBLISHED: Publication = Publication()
"""Nobody said where."""


class Entry(Struct, frozen=True):
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
    publication: Publication = NOT_PUBLISHED
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


class Rejected(Struct, frozen=True):
    """What a listing contains and nobody could read: a value, kept beside the good entries."""

    path: str
    line: int
    reason: str
    raw: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {self.reason}")


class Remark(Struct, frozen=True):
    """Something of a listing that a person should know although its entry was read: a field that stood twice, a
    text that was cut."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {self.message}")


class ListingHead(Struct, frozen=True):
    """What a listing says about itself. `source` is the name of the format that read it, `printed` its date as
    printed, `date` a full one (ISO 8601), `title` its own name for itself."""

    source: str
    printed: str | None = None
    date: str | None = None
    title: str | None = None


class ListingReading(Struct, frozen=True):
    """Everything one input document said, in printed order."""

    raw: RawListing
    head: ListingHead
    entries: tuple[Entry, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...] = ()
