"""A paper by hand: what a person said of it, or what services say of its id alone, as a listing with one entry.

Services are asked by the same client and cache of answers as by `litwiki enrich`.
"""

from collections.abc import Mapping
from pathlib import Path

from litwiki import content
from litwiki.curation.enrich.ask import SERVICES as ALL
from litwiki.curation.enrich.ask import ask, known_hosts
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.curation.online.answers import open_answers
from litwiki.curation.online.client import Client, user_agent
from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing
from litwiki.model.errors import UsageError
from litwiki.model.records import Pending
from litwiki.model.replace import replace
from litwiki.text.identifiers import parse_as, parse_identifier
from litwiki.text.words import clean

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "arxiv": ("arXiv id", "2410.23168 or cs.CL/0601001"),
    "doi": ("DOI", "10.1000/182"),
}
"""What people call ids that they give by hand, and what one looks like."""
SERVICES: Mapping[str, tuple[str, ...]] = {
    "arxiv": ("arxiv",),
    "doi": ("crossref", "datacite", "doi"),
    "acl": ("acl",),
    "openreview": ("openreview",),
    "dblp": ("dblp",),
}
"""Who is asked for ids of a kind, by their names; the later are asked for what the earlier do not know."""


def read_one(title: str, authors: tuple[str, ...], year: int | None, ids: Mapping[str, str]) -> ListingReading:
    """A paper as a person described it; `ids` are those of `id_by_hand`. Raises `UsageError` for what is no title."""
    title = clean(title)
    if not title:
        raise UsageError("the title has no letters")
    if identifier := parse_identifier(title):
        raise UsageError(f"{title} is an id ({identifier.kind}) and no title; give the paper's title, too")
    names = tuple(name for author in authors if (name := clean(author)))
    entry = Entry(title, None, 1, ids=ids, authors=names, year=year)
    return ListingReading(RawListing("the command", "", ""), ListingHead("command"), (entry,), ())


def id_by_hand(kind: str, text: str) -> str:
    """An id of a kind as its field has it, out of any spelling or address. Raises `UsageError`."""
    value = parse_as(kind, text)
    # arXiv's own DOI is a DOI, too.
    if not value and kind == "doi" and (other := parse_identifier(text)) and other.kind == "arxiv" and "48550" in text:
        value = f"10.48550/arXiv.{other.value}"
    if not value:
        name, example = EXAMPLES.get(kind, (f"{kind} id", "that of its page"))
        raise UsageError(f"{text!r} is no {name}; one looks like {example}")
    return value


def look_up(root: Path, kind: str, value: str, client: Client | None = None) -> ListingReading:
    """What is known of the paper with an id of `SERVICES`. Raises `UsageError` where nobody answers or knows it."""
    config = content.load_config(root)
    name = f"{kind}:{value}"
    asking = client or Client(user_agent(config.site_url), known_hosts())
    with open_answers(config) as answers:
        asked = [one for one in ALL if one.name in SERVICES[kind]]
        gathered = ask(Wanted({}, (Pending(name),)), Manner(), asking, answers, services=asked)
    answer = next(iter(gathered.born.get(name, ())), None)
    reasons = (*gathered.put_off.values(), *(one.reason for one in gathered.rejected))
    if answer is None and (reason := next(filter(None, reasons), "")):
        raise UsageError(f"{value} could not be looked up ({reason}); give the paper's --title")
    if answer is None:
        raise UsageError(f"nobody knows {value}; is it right? Otherwise give the paper's --title")
    # What a registry keeps for programs is nothing that this person brought.
    entry = replace(answer.entry, line=1, ids={**answer.entry.ids, kind: value}, key="", extra={}, status=None)
    return ListingReading(RawListing("the network", "", ""), ListingHead("lookup"), (entry,), ())
