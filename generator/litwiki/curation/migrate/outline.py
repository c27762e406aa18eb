"""The outline of a source: its entries, its headings, and which entry is filed under which heading.

Every kind of source is read into one. It has a place for everything that a source says; `counting` counts later what
became of each, and knows neither the readers nor the writer.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NewType

from msgspec import Struct, field

from litwiki.model.entries import Entry, ListingReading, Rejected, Remark
from litwiki.model.replace import replace

Path_ = tuple[str, ...]
HeadingPath = NewType("HeadingPath", Path_)
"""The names of a heading and of those above it, from the top, as printed."""

Form = Literal["latex", "markdown", "plain"]
"""How the text of a heading is written."""


class EntryRef(Struct, frozen=True):
    """An entry: the file of its reading, and which of the entries there, from 0."""

    file: str
    position: int


class Cited(Struct, frozen=True):
    """A citation key, looked up among the entries of all bibliographies of the source."""

    key: str


Target = EntryRef | Cited


class Heading(Struct, frozen=True):
    """A heading, and the text below it as its file has it, with the citations and links in it."""

    names: HeadingPath
    path: str
    line: int
    text: str = ""
    form: Form = "plain"
    anchor: str = ""
    """What led to it on the page of the list, without the sign `#`."""


class Filing(Struct, frozen=True):
    """An entry under a heading; `note` is what stood behind it, as plain text."""

    heading: HeadingPath
    target: Target
    path: str
    line: int
    note: str = ""


class Tagged(Struct, frozen=True):
    """An entry and its tags as printed, each with the tags above it from the top."""

    target: EntryRef
    tags: tuple[HeadingPath, ...]
    path: str
    line: int


class Outline(Struct, frozen=True):
    """Everything that a source says."""

    readings: tuple[ListingReading, ...] = ()
    headings: tuple[Heading, ...] = ()
    filings: tuple[Filing, ...] = ()
    addresses: Mapping[str, EntryRef] = field(default_factory=dict)
    """Where entries stood on the site that the source was for: paths that begin with a slash."""
    summaries: Mapping[EntryRef, str] = field(default_factory=dict)
    """What people wrote about a paper in place of its abstract."""
    introduction: str = ""
    """The text before the first heading, in the form of the headings."""
    form: Form = "plain"
    remarks: tuple[Remark, ...] = ()
    links: tuple[str, ...] = ()
    """Addresses of all links of lists, in printed order."""
    badges: tuple[str, ...] = ()
    """Addresses that only pictures lead to."""
    page: str = ""
    """The address at which the list was one page, for its anchors; empty where nobody knows."""
    tagged: tuple[Tagged, ...] = ()
    """Entries whose tags are no headings yet."""
    kinds: tuple[str, ...] = ()
    """What the files were read as."""
    notes: Mapping[EntryRef, str] = field(default_factory=dict)
    """Bodies of pages, Markdown."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What keys of pages were taken for, which a person may correct."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """The name that was taken for each spelling of a tag, which a person may correct."""
    used_once: tuple[str, ...] = ()
    """Tags that stand at one entry."""
    skipped: tuple[str, ...] = ()
    """Files that hold nothing of this."""
    title: str = ""
    """What the source calls itself."""

    @property
    def entries(self) -> Iterator[tuple[EntryRef, Entry]]:
        """All entries in the order of the readings, each with its place."""
        for reading in self.readings:
            for position, entry in enumerate(reading.entries):
                yield EntryRef(reading.raw.path, position), entry

    @property
    def rejected(self) -> Iterator[Rejected]:
        """Everything that no reading could use."""
        return (one for reading in self.readings for one in reading.rejected)


def joined(outlines: Iterable[Outline]) -> Outline:
    """All outlines as one, in their order. A heading stands in it once, with the texts of all that have its path, and a
    filing once; of what only one can say (title, introduction, page) the first counts."""
    outlines = [*outlines]
    values: dict[str, Any] = {}
    for name in Outline.__struct_fields__:
        said = [value for outline in outlines if (value := getattr(outline, name))]
        if said and isinstance(said[0], tuple):
            values[name] = tuple(item for some in said for item in some)
        elif said and isinstance(said[0], dict):
            values[name] = {key: value for some in said for key, value in some.items()}
        elif said:
            values[name] = said[0]
    values["form"] = next((one.form for one in outlines if one.introduction), "plain")
    whole = Outline(**values)
    headings: dict[HeadingPath, Heading] = {}
    for heading in whole.headings:
        known = headings.setdefault(heading.names, heading)
        if known is not heading and heading.text and known.form == heading.form:
            text = f"{known.text}\n\n{heading.text}" if known.text else heading.text
            headings[heading.names] = replace(known, text=text)
    filings: dict[tuple[HeadingPath, Target], Filing] = {}
    for filing in whole.filings:
        before = filings.get((filing.heading, filing.target))
        if before is None or (filing.note and not before.note):
            filings[filing.heading, filing.target] = filing
    kinds = tuple(dict.fromkeys(whole.kinds))
    return replace(whole, headings=(*headings.values(),), filings=(*filings.values(),), kinds=kinds)
