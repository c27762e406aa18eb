"""The overview of all listings, newest first, with bars of their papers."""

from collections import Counter
from collections.abc import Iterable, Sequence

from litwiki.drawing import part
from litwiki.model.ids import DocPath, ListingId, Slug
from litwiki.model.records import LinkGraph, Listing, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.traces import Job

name = "listings"
PER_PAGE = 100
FIRST = DocPath("listings/index.md")


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """As many pages as there are hundreds of listings."""
    del graph
    listings = [listing.id for listing in wiki.listings_in_order]
    most = max((len(_papers(wiki, listing)) for listing in wiki.listings.values()), default=0)
    for path, number, chunk in paginate(listings, FIRST, PER_PAGE):
        yield Job(path, _page, (number, tuple(chunk), len(listings), most))


def _page(desk: Desk, path: DocPath, number: int, listings: Sequence[ListingId], count: int, most: int) -> Page:
    return desk.page(
        path,
        "listings.md.j2",
        "Listings" + (f", page {number}" if number > 1 else ""),
        description=f"The {count} listings that this wiki was made from, newest first.",
        styles=("charts.css",),
        listings=[_row(desk.wiki, desk.wiki.listings[listing], most) for listing in listings],
        excluded=_excluded(desk.wiki) if number == 1 else [],
        pager=pager(Here(desk, path), FIRST, count, number, PER_PAGE),
    )


def _excluded(wiki: Wiki) -> list[tuple[str, int]]:
    """Why entries of all listings are not wanted here, and how many for each reason, most first."""
    counts: Counter[str] = Counter()
    for reasons in wiki.excluded_by_listing.values():
        counts.update(reasons)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _row(wiki: Wiki, listing: Listing, most: int) -> tuple[Listing, int, int, int, int]:
    """(listing, its papers, those that other listings have, too, and both as hundredths of `most` papers)."""
    papers = _papers(wiki, listing)
    shared = sum(len(wiki.appearances[slug]) > 1 for slug in papers)
    return listing, len(papers), shared, part(len(papers), most, 100), part(shared, most, 100)


def _papers(wiki: Wiki, listing: Listing) -> set[Slug]:
    return {slug for entry in listing.entries if (slug := wiki.paper_of(entry))}
