"""A paper by hand: makes a reading with one entry, as a source gives it, of what a person said about a paper."""

from collections.abc import Mapping

from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing
from litwiki.model.errors import UsageError
from litwiki.text.identifiers import parse_as, parse_identifier
from litwiki.text.words import clean

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "arxiv": ("arXiv id", "2410.23168 or cs.CL/0601001"),
    "doi": ("DOI", "10.1000/182"),
}
"""What people call ids that they give by hand, and what one looks like."""


def read_one(
    title: str, *, authors: tuple[str, ...] = (), year: int | None = None, ids: Mapping[str, str] = {}
) -> ListingReading:
    """A paper as a person described it; `ids` are those of `id_by_hand`. Raises `UsageError` for what is no title."""
    title = clean(title)
    if not title:
        raise UsageError("the title has no letters")
    if found := parse_identifier(title):
        raise UsageError(f"{title} is an id ({found.kind}) and no title; give the paper's title, too")
    names = tuple(name for author in authors if (name := clean(author)))
    return ListingReading(
        RawListing("the command", "", ""), ListingHead("command"), (Entry(title, None, 1, (), ids, names, year),), ()
    )


def id_by_hand(kind: str, text: str) -> str:
    """An id of a kind as its field has it, out of any spelling or address. Raises `UsageError`."""
    found = parse_as(kind, text)
    # arXiv's own DOI is a DOI, too.
    if not found and kind == "doi" and (other := parse_identifier(text)) and other.kind == "arxiv" and "48550" in text:
        found = f"10.48550/arXiv.{other.value}"
    if not found:
        name, example = EXAMPLES.get(kind, (f"{kind} id", "that of its page"))
        raise UsageError(f"{text!r} is no {name}; one looks like {example}")
    return found
