"""How a wiki's papers were selected, in numbers: ledgers and decisions in, a flow from what was found to what is here.

The steps are those of the PRISMA 2020 flow diagram (prisma-statement.org): records identified, duplicates removed,
records screened, records excluded with reasons, works included. Here a record is an entry of a listing, or a paper that
came without one; entries of one paper are joined. Every number is counted, none is a difference that hides an error:
what comes into a step is what leaves it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import LedgerEntry
from litwiki.model.wiki import Wiki


class OfListing(NamedTuple):
    """A listing's part: its entries, those about a work that an entry before them has, and those left out by reason."""

    entries: int
    joined: int
    excluded: Mapping[str, int]


class Selection(Struct, frozen=True):
    """The flow. `waiting` are ids of which nothing else is known yet; `unexplained` are works whose files somebody took
    away without a reason; `excluded` has works by reason, most first."""

    entries: int
    elsewhere: int
    """Works that came without a listing, those left out among them."""
    joined: int
    waiting: int
    excluded: Mapping[str, int]
    unexplained: int
    included: int
    by_listing: Mapping[ListingId, OfListing]

    @property
    def identified(self) -> int:
        """All records."""
        return self.entries + self.elsewhere

    @property
    def works(self) -> int:
        """What is left when the entries of one work are joined."""
        return self.identified - self.joined

    @property
    def screened(self) -> int:
        """Works of which enough is known to judge them."""
        return self.works - self.waiting


def select(wiki: Wiki) -> Selection:
    """Counts the flow; listings in the order in which they are shown."""
    here, waiting, unexplained = (set[str]() for _ in range(3))
    out: dict[str, str] = {}
    seen: set[str] = set()
    by_listing: dict[ListingId, OfListing] = {}
    for listing in wiki.listings_in_order:
        joined, excluded = 0, Counter[str]()
        for entry, slug in zip(listing.entries, wiki.papers_of_entries[listing.id], strict=True):
            key, reason = _work_of(wiki, entry, slug)
            if key in seen:
                joined += 1
            elif reason:
                out[key] = reason
            elif slug:
                here.add(key)
            else:
                (unexplained if entry.paper else waiting).add(key)
            seen.add(key)
            excluded.update([reason] if reason else [])
        by_listing[listing.id] = OfListing(len(listing.entries), joined, excluded)
    elsewhere = [one for one in wiki.excluded if one.paper not in seen and not wiki.resolve(one.paper)]
    counts = Counter([*out.values(), *(one.reason for one in elsewhere)])
    entries = sum(part.entries for part in by_listing.values())
    return Selection(
        entries=entries,
        elsewhere=len(wiki.papers) - len(here) + len(elsewhere),
        joined=sum(part.joined for part in by_listing.values()),
        waiting=len(waiting),
        excluded=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        unexplained=len(unexplained),
        included=len(wiki.papers),
        by_listing=by_listing,
    )


def _work_of(wiki: Wiki, entry: LedgerEntry, slug: Slug | None) -> tuple[str, str]:
    """What an entry is about, as a key, and why that is left out; '' where it is not."""
    if slug:
        return slug, ""  # it is here, whatever one listing's line says
    known = wiki.exclusions.get(entry.paper or "")
    key = entry.paper or entry.pending or f"title:{entry.title}"
    return key, entry.excluded or (known.reason if known else "")
