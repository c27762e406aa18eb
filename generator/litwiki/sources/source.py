"""The protocol of a source: what a module that reads one format provides, and what it answers."""

from collections.abc import Iterator
from typing import Protocol, TypeAlias

from litwiki.model.entries import Entry, ListingHead, RawListing, Rejected, Remark

Reading: TypeAlias = Iterator[ListingHead | Entry | Rejected | Remark]
"""All that one document says, in printed order, and among it, where it says something about itself, its head."""


def or_refused(entry: Entry, path: str, reason: str, raw: str) -> Entry | Rejected:
    """The entry; a reject where it has neither a title nor an id."""
    return entry if entry.title or entry.ids else Rejected(path, entry.line, reason, raw)


class Source(Protocol):
    """A format that we read. Its module is pure: text in, values out, in linear time, whatever the text."""

    name: str
    """What `--format` and ledgers call it, such as `csl-json`."""
    title: str
    """What people call it, such as "CSL-JSON"."""

    def sniff(self, head: str) -> bool:
        """Whether a text that begins with `head` is of this format; `head` may end anywhere."""
        ...

    def read(self, raw: RawListing) -> Reading:
        """Each line of the text is in an entry, in a rejected item, or known to say nothing about a paper."""
        ...
