"""Papers that several listings brought, most often first, and how much the listings overlap."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from litwiki.ids import DocPath, ListingId, listing_path
from litwiki.model import Listing, Page
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.wiki import Wiki

name = "repeats"
IN_TABLE = 12
"""Listings in the overlap table: the newest; a table of a year's listings is readable by nobody."""
SHARES = (0, 10, 25, 50)
"""More than so many hundredths of the smaller of two listings give a cell its heat from 1 to 4."""


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
            description=f"{len(slugs)} papers that stand in more than one listing, most often first.",
            slugs=chunk,
            count=len(slugs),
            number=number,
            styles=("charts.css",) if number == 1 and len(table) > 1 else (),
            table=table,
            scripts=LIST_SCRIPTS,
            rows=_rows(Here(desk, path), table),
            pager=pager(Here(desk, path), first, len(slugs), number),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """Papers that two listings share; `heat` is `0` for none to `4`, `own` on the diagonal."""

    papers: int
    heat: str
    words: str


def _rows(here: Here, table: Sequence[Listing]) -> Sequence[tuple[Listing, str, Markup, Sequence[Cell]]]:
    """(listing, its letter, its address as an attribute, its cells)."""
    shared = _shared(here.wiki)
    rows = []
    for row, letter in zip(table, string.ascii_uppercase, strict=False):
        cells = []
        for column in table:
            papers = shared.get((row.id, column.id), 0)
            smaller = min(shared.get((each.id, each.id), 0) for each in (row, column))
            heat = "own" if row.id == column.id else str(sum(papers * 100 > smaller * share for share in SHARES))
            words = f"{row.title}: {papers}" if row.id == column.id else f"{row.title} and {column.title}: {papers}"
            cells.append(Cell(papers, heat, words))
        rows.append((row, letter, here.href(listing_path(row.id)), cells))
    return rows


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
