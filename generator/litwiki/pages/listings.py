"""Listings: of each its entries in printed order, what is new in it and what it shares with others; and an overview."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from litwiki.facts.addresses import listing_link
from litwiki.facts.site import Site
from litwiki.facts.values import Card, Link, Parts
from litwiki.model.ids import DocPath, ListingId, Slug, listing_path
from litwiki.model.records import Listing
from litwiki.model.wiki import Wiki
from litwiki.pages.drawing import part
from litwiki.pages.metadata import Head, collection
from litwiki.pages.view import CITED_SCRIPTS, TEXT_FACE, Count, Frame, ListView, View, paginate
from litwiki.text.messages import counted

PER_PAGE = 100
OVERLAPS = 20
FIRST = DocPath("listings/index.md")

_Entry = tuple[int, Slug, list[ListingId]]
"""An entry's place in its listing, its paper, and the other listings that this appeared in."""


class EntryRow(Struct, frozen=True):
    """An entry: its place in the listing, its paper, the other listings that have it."""

    position: int
    card: Card
    others: tuple[Link, ...]


class Excluded(Struct, frozen=True):
    """Why entries are not wanted here, and how many."""

    reason: str
    entries: int


class ListingView(ListView, frozen=True, kw_only=True):
    """One page of a listing. `count` entries have `papers` papers, `only_here` of them in no other listing."""

    template = "listing.html.j2"
    id: ListingId
    title: str
    date: str
    """As it is printed, where it is not known whole."""
    entries: Parts[EntryRow]
    count: int
    papers: int
    only_here: int
    overlaps: tuple[Count, ...]
    excluded: tuple[Excluded, ...]
    changed: str = ""

    @property
    def frame(self) -> Frame:
        return Frame(
            self.title,
            f"{counted(self.papers, 'paper')} of {self.title}, in the order it gives them.",
            styles=(TEXT_FACE,),
            scripts=CITED_SCRIPTS,
            head=Head(
                thing=collection(self.settings, self.path, self.title, "", self.count),
                feed=f"feeds/listings/{self.id}",
            ),
            number=self.number,
        )


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
    """As many pages a listing as its entries need, and the overview."""
    wiki = site.wiki
    links = {listing: listing_link(listing, record.title) for listing, record in wiki.listings.items()}
    for listing, record in wiki.listings.items():
        entries = _entries(wiki, record)
        papers = len({slug for _, slug, _ in entries})
        only_here = len({slug for _, slug, others in entries if not others})
        overlaps = tuple(Count(links[other], shared) for other, shared in overlap(wiki, record)[:OVERLAPS])
        for page, chunk in paginate(site, entries, listing_path(listing), PER_PAGE):
            yield ListingView(
                **page,
                id=listing,
                title=record.title,
                date=record.date or record.printed or "",
                changed=record.date or "",
                entries=_rows(site, links, chunk),
                count=len(entries),
                papers=papers,
                only_here=only_here,
                overlaps=overlaps if page["number"] == 1 else (),
                excluded=excluded_of(wiki.excluded_by_listing.get(listing, {})) if page["number"] == 1 else (),
            )
    yield from _overview(site)


def _overview(site: Site) -> Iterable[View]:
    """As many pages as there are hundreds of listings."""
    wiki = site.wiki
    papers = wiki.papers_by_listing
    most = max(map(len, papers.values()), default=0)
    excluded = excluded_of(sum(map(Counter, wiki.excluded_by_listing.values()), Counter()))
    for page, chunk in paginate(site, wiki.listings_in_order, FIRST, PER_PAGE):
        yield ListingsView(
            **page,
            count=len(papers),
            rows=tuple(_overview_row(wiki, listing, papers[listing.id], most) for listing in chunk),
            excluded=excluded if page["number"] == 1 else (),
        )


def _rows(site: Site, links: Mapping[ListingId, Link], entries: Sequence[_Entry]) -> Parts[EntryRow]:
    digests = site.card_digests
    shown = [(position, slug, tuple(links[other] for other in others)) for position, slug, others in entries]
    return Parts(
        (EntryRow(position, site.card(slug), others) for position, slug, others in shown),
        [f"{position} {digests[slug]} {others!r}" for position, slug, others in shown],
    )


def excluded_of(counts: Mapping[str, int]) -> tuple[Excluded, ...]:
    """Reasons with their entries, most first."""
    return tuple(Excluded(*item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _entries(wiki: Wiki, listing: Listing) -> list[_Entry]:
    """In printed order."""
    rows = []
    for position, slug in enumerate(wiki.papers_of_entries[listing.id], 1):
        if slug:
            others = [a.listing for a in wiki.appearances[slug] if a.listing != listing.id]
            rows.append((position, slug, others))
    return rows


def overlap(wiki: Wiki, listing: Listing) -> list[tuple[ListingId, int]]:
    """Other listings with the number of papers they share with this one, most first."""
    shared = Counter(
        appearance.listing
        for slug in wiki.papers_by_listing[listing.id]
        for appearance in wiki.appearances[slug]
        if appearance.listing != listing.id
    )
    return sorted(shared.items(), key=lambda item: (-item[1], item[0]))


def _overview_row(wiki: Wiki, listing: Listing, papers: Sequence[Slug], most: int) -> ListingRow:
    shared = sum(len(wiki.appearances[slug]) > 1 for slug in papers)
    date = listing.date or listing.printed or ""
    bars = part(len(papers), most, 100), part(shared, most, 100)
    return ListingRow(listing_link(listing.id, listing.title), date, len(papers), shared, *bars)
