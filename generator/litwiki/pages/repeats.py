"""Papers that several listings brought, most often first, and how much the listings overlap."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from litwiki.model.ids import DocPath, ListingId, Slug, listing_path
from litwiki.model.records import LinkGraph, Listing, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.traces import Job

name = "repeats"
IN_TABLE = 12
"""Listings in the overlap table: the newest; a table of a year's listings is readable by nobody."""
FIRST = DocPath("repeats/index.md")
Shared = Mapping[tuple[ListingId, ListingId], int]
"""Papers in common by pair of listings; the pair of a listing with itself has its papers."""
SHARES = (0, 10, 25, 50)
"""More than so many hundredths of the smaller of two listings give a cell its heat from 1 to 4."""


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """As many pages as the repeats need; the first has the table."""
    del graph
    table = [listing.id for listing in wiki.listings_in_order[:IN_TABLE]]
    shared = _shared(wiki, table)
    for path, number, chunk in paginate(wiki.repeats, FIRST):
        yield Job(path, _page, (number, chunk, len(wiki.repeats), tuple(table), shared))


def _page(
    desk: Desk,
    path: DocPath,
    number: int,
    slugs: Sequence[Slug],
    count: int,
    listings: Sequence[ListingId],
    shared: Shared,
) -> Page:
    table = [desk.wiki.listings[listing] for listing in listings]
    return desk.page(
        path,
        "repeats.md.j2",
        "Repeats" + (f", page {number}" if number > 1 else ""),
        description=f"{count} papers that stand in more than one listing, most often first.",
        slugs=slugs,
        count=count,
        number=number,
        styles=("charts.css",) if number == 1 and len(table) > 1 else (),
        table=table,
        scripts=LIST_SCRIPTS,
        rows=_rows(Here(desk, path), table, shared),
        pager=pager(Here(desk, path), FIRST, count, number),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """Papers that two listings share; `heat` is `0` for none to `4`, `own` on the diagonal."""

    papers: int
    heat: str
    words: str


def _rows(
    here: Here, table: Sequence[Listing], shared: Shared
) -> Sequence[tuple[Listing, str, Markup, Sequence[Cell]]]:
    """(listing, its letter, its address as an attribute, its cells)."""
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


def _shared(wiki: Wiki, table: Sequence[ListingId]) -> Shared:
    counts: Counter[tuple[ListingId, ListingId]] = Counter()
    for appearances in wiki.appearances.values():
        listings = [appearance.listing for appearance in appearances if appearance.listing in table]
        counts.update((listing, listing) for listing in listings)
        for a, b in combinations(listings, 2):
            counts[a, b] += 1
            counts[b, a] += 1
    return dict(sorted(counts.items()))
