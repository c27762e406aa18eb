"""Looks up a paper by its id alone, for `litwiki add`: what services say of it, as a listing.

It goes through the same client, services and cache of answers as `litwiki enrich`.
"""

from collections.abc import Mapping
from pathlib import Path

from litwiki import content
from litwiki.curation.enrich.ask import SERVICES as ALL
from litwiki.curation.enrich.ask import ask, known_hosts
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.curation.online.answers import kept_answers
from litwiki.curation.online.client import Client, user_agent
from litwiki.model.entries import ListingHead, ListingReading, RawListing
from litwiki.model.errors import UsageError
from litwiki.model.records import Pending
from litwiki.model.replace import replace

SERVICES: Mapping[str, tuple[str, ...]] = {
    "arxiv": ("arxiv",),
    "doi": ("crossref", "datacite", "doi"),
    "acl": ("acl",),
    "openreview": ("openreview",),
    "dblp": ("dblp",),
}
"""Who is asked for ids of a kind, by their names; the later are asked for what the earlier do not know."""


def look_up(root: Path, kind: str, value: str, client: Client | None = None) -> ListingReading:
    """What is known of the paper with an id of `SERVICES`. Raises `UsageError` where nobody answers or knows it."""
    config = content.load_config(root)
    name = f"{kind}:{value}"
    asking = client or Client(user_agent(config.site_url), known_hosts())
    with kept_answers(config) as answers:
        asked = [one for one in ALL if one.name in SERVICES[kind]]
        found = ask(Wanted({}, (Pending(name),)), Manner(), asking, answers, services=asked)
    answer = next(iter(found.born.get(name, ())), None)
    reasons = (*found.put_off.values(), *(one.reason for one in found.rejected))
    if answer is None and (reason := next(filter(None, reasons), "")):
        raise UsageError(f"{value} could not be looked up ({reason}); give the paper's --title")
    if answer is None:
        raise UsageError(f"nobody knows {value}; is it right? Otherwise give the paper's --title")
    # What a registry keeps for programs is nothing that this person brought.
    entry = replace(answer.entry, line=1, ids={**answer.entry.ids, kind: value}, key="", extra={}, status=None)
    return ListingReading(RawListing("the network", "", ""), ListingHead("lookup"), (entry,), ())
