"""Leads: what a dump says of a paper at first sight, a title and ids; all of it is read only where somebody asks."""

from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct

from litwiki.curation.enrich.streams import Dump
from litwiki.model.entries import Entry, Rejected


class Lead(Struct, frozen=True):
    """A record of a dump: `title` as printed, `ids` by kind in any spelling, `read` makes an entry of it.

    Of a million records some hundred are read, so a lead costs next to nothing.
    """

    line: int
    title: str
    ids: tuple[tuple[str, str], ...]
    read: Callable[[], Entry]


class DumpFormat(Protocol):
    """A form of a dump. It reads a stream in bounded memory, whatever the stream holds."""

    name: str
    """Who says what such a dump says, as `sources` of a paper names it; empty where the file's name does."""
    title: str
    """What people call it."""

    def sniff(self, head: bytes) -> bool:
        """Whether a dump that begins with `head` is of this form; `head` may end anywhere."""
        ...

    def leads(self, dump: Dump) -> Iterator[Lead | Rejected]:
        """Every record in order."""
        ...
