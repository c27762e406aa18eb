"""The overview of all listings, newest first, with bars of their papers."""

from collections.abc import Iterable

from litwiki.drawing import part
from litwiki.ids import DocPath, Slug
from litwiki.model import Listing, Page
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.wiki import Wiki

name = "listings"
PER_PAGE = 100


def make(desk: Desk) -> Iterable[Page]:
    """As many pages as there are hundreds of listings."""
    listings = desk.wiki.listings_in_order
    most = max((len(_papers(desk.wiki, listing)) for listing in listings), default=0)
    first = DocPath("listings/index.md")
    for path, number, chunk in paginate(listings, first, PER_PAGE):
        yield desk.page(
            path,
            "listings.md.j2",
            "Listings" + (f", page {number}" if number > 1 else ""),
            description=f"The {len(listings)} listings that this wiki was made from, newest first.",
            styles=("charts.css",),
            listings=[_row(desk.wiki, listing, most) for listing in chunk],
            pager=pager(Here(desk, path), first, len(listings), number, PER_PAGE),
        )


def _row(wiki: Wiki, listing: Listing, most: int) -> tuple[Listing, int, int, int, int]:
    """(listing, its papers, those that other listings have, too, and both as hundredths of `most` papers)."""
    papers = _papers(wiki, listing)
    shared = sum(len(wiki.appearances[slug]) > 1 for slug in papers)
    return listing, len(papers), shared, part(len(papers), most, 100), part(shared, most, 100)


def _papers(wiki: Wiki, listing: Listing) -> set[Slug]:
    return {slug for entry in listing.entries if (slug := wiki.resolve(entry.paper))}
