"""The overview of all listings, newest first."""

from collections.abc import Iterable

from litwiki.ids import DocPath
from litwiki.model import Page
from litwiki.pages.desk import Desk, Here, pager, paginate

name = "listings"
PER_PAGE = 100


def make(desk: Desk) -> Iterable[Page]:
    """As many pages as there are hundreds of listings."""
    listings = desk.wiki.listings_in_order
    first = DocPath("listings/index.md")
    for path, number, chunk in paginate(listings, first, PER_PAGE):
        yield desk.page(
            path,
            "listings.md.j2",
            "Listings" + (f", page {number}" if number > 1 else ""),
            listings=chunk,
            pager=pager(Here(desk, path), first, len(listings), number, PER_PAGE),
        )
