"""The overview of all listings, newest first, with bars of their papers."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from litwiki.facts.addresses import listing_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import Listing
from litwiki.model.wiki import Wiki
from litwiki.pages.drawing import part
from litwiki.pages.listing import Excluded, excluded_of
from litwiki.pages.view import Frame, ListView, View, paginate

PER_PAGE = 100
FIRST = DocPath("listings/index.md")


class ListingRow(Struct, frozen=True):
    """A listing, its papers, those that other listings have, too, and both as hundredths of the largest listing."""

    listing: Link
    date: str
    papers: int
    shared: int
    bar: int
    strong: int


class ListingsView(ListView, frozen=True, kw_only=True):
    """One page of the overview."""

    template = "listings.html.j2"
    count: int
    rows: tuple[ListingRow, ...]
    excluded: tuple[Excluded, ...]

    @property
    def frame(self) -> Frame:
        text = f"The {self.count} listings that this wiki was made from, newest first."
        return Frame("Listings", text, styles=("charts.css",), number=self.number)


def views(site: Site) -> Iterable[View]:
    """As many pages as there are hundreds of listings."""
    wiki = site.wiki
    papers = wiki.papers_by_listing
    most = max(map(len, papers.values()), default=0)
    excluded = excluded_of(sum(map(Counter, wiki.excluded_by_listing.values()), Counter()))
    for page, chunk in paginate(site, wiki.listings_in_order, FIRST, PER_PAGE):
        yield ListingsView(
            **page,
            count=len(papers),
            rows=tuple(_row(wiki, listing, papers[listing.id], most) for listing in chunk),
            excluded=excluded if page["number"] == 1 else (),
        )


def _row(wiki: Wiki, listing: Listing, papers: Sequence[Slug], most: int) -> ListingRow:
    shared = sum(len(wiki.appearances[slug]) > 1 for slug in papers)
    date = listing.date or listing.printed or ""
    bars = part(len(papers), most, 100), part(shared, most, 100)
    return ListingRow(listing_link(listing.id, listing.title), date, len(papers), shared, *bars)
