"""Papers that several listings brought, most often first, and how much the listings overlap."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from litwiki.ids import DocPath, ListingId
from litwiki.model import Page
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.wiki import Wiki

name = "repeats"
IN_TABLE = 12
"""Listings in the overlap table: the newest; a table of a year's listings is readable by nobody."""


def make(desk: Desk) -> Iterable[Page]:
    """As many pages as the repeats need; the first has the table."""
    first = DocPath("repeats/index.md")
    slugs = desk.wiki.repeats
    table = desk.wiki.listings_in_order[:IN_TABLE]
    for path, number, chunk in paginate(slugs, first):
        yield desk.page(
            path,
            "repeats.md.j2",
            "Repeats" + (f", page {number}" if number > 1 else ""),
            slugs=chunk,
            count=len(slugs),
            number=number,
            table=table,
            shared=_shared(desk.wiki),
            scripts=LIST_SCRIPTS,
            pager=pager(Here(desk, path), first, len(slugs), number),
        )


def _shared(wiki: Wiki) -> Mapping[tuple[ListingId, ListingId], int]:
    """Papers in common by pair of listings; the pair of a listing with itself has its papers."""
    counts: Counter[tuple[ListingId, ListingId]] = Counter()
    for appearances in wiki.appearances.values():
        listings = [appearance.listing for appearance in appearances]
        counts.update((listing, listing) for listing in listings)
        for a, b in combinations(listings, 2):
            counts[a, b] += 1
            counts[b, a] += 1
    return counts
