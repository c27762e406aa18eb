"""Papers that several listings brought, most often first, and how much the listings overlap."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from litwiki.facts.addresses import listing_link
from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link
from litwiki.model.ids import DocPath, ListingId
from litwiki.model.records import Listing
from litwiki.model.wiki import Wiki
from litwiki.pages.view import LIST_SCRIPTS, Frame, ListView, View, paginate

IN_TABLE = 12
"""Listings in the overlap table: the newest; a table of a year's listings is readable by nobody."""
FIRST = DocPath("repeats/index.md")
Shared = Mapping[tuple[ListingId, ListingId], int]
"""Papers in common by pair of listings; the pair of a listing with itself has its papers."""
SHARES = (0, 10, 25, 50)
"""More than so many hundredths of the smaller of two listings give a cell its heat from 1 to 4."""


class Cell(Struct, frozen=True):
    """Papers that two listings share; `heat` is `0` for none to `4`, `own` on the diagonal."""

    papers: int
    heat: str
    words: str


class OverlapRow(Struct, frozen=True):
    """A listing, its letter in the table, and its cells."""

    listing: Link
    letter: str
    cells: tuple[Cell, ...]


class RepeatsView(ListView, frozen=True, kw_only=True):
    """One page; the table of overlaps stands on the first."""

    template = "repeats.html.j2"
    count: int
    cards: Cards
    rows: tuple[OverlapRow, ...]

    @property
    def frame(self) -> Frame:
        return Frame(
            "Repeats",
            f"Papers that stand in more than one listing, most often first: {self.count} in all.",
            styles=("charts.css",) if self.rows else (),
            scripts=LIST_SCRIPTS,
            number=self.number,
        )


def views(site: Site) -> Iterable[View]:
    """As many pages as the repeats need."""
    wiki = site.wiki
    table = wiki.listings_in_order[:IN_TABLE]
    rows = _rows(table, _shared(wiki, table)) if len(table) > 1 else ()
    for page, chunk in paginate(site, wiki.repeats, FIRST):
        yield RepeatsView(
            **page, count=len(wiki.repeats), cards=site.cards(chunk), rows=rows if page["number"] == 1 else ()
        )


def _rows(table: Sequence[Listing], shared: Shared) -> tuple[OverlapRow, ...]:
    rows = []
    for row, letter in zip(table, string.ascii_uppercase, strict=False):
        cells = []
        for column in table:
            papers = shared.get((row.id, column.id), 0)
            smaller = min(shared.get((each.id, each.id), 0) for each in (row, column))
            heat = "own" if row.id == column.id else str(sum(papers * 100 > smaller * share for share in SHARES))
            words = f"{row.title}: {papers}" if row.id == column.id else f"{row.title} and {column.title}: {papers}"
            cells.append(Cell(papers, heat, words))
        rows.append(OverlapRow(listing_link(row.id, row.title), letter, tuple(cells)))
    return tuple(rows)


def _shared(wiki: Wiki, table: Sequence[Listing]) -> Shared:
    shown = {listing.id for listing in table}
    counts: Counter[tuple[ListingId, ListingId]] = Counter()
    for appearances in wiki.appearances.values():
        listings = [appearance.listing for appearance in appearances if appearance.listing in shown]
        counts.update((listing, listing) for listing in listings)
        for a, b in combinations(listings, 2):
            counts[a, b] += 1
            counts[b, a] += 1
    return counts
