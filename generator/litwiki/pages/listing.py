"""A listing's pages: its entries in printed order, what is new in it, what it shares with others."""

from collections import Counter
from collections.abc import Iterable

from litwiki.metadata import Head, collection
from litwiki.model.ids import DocPath, ListingId, Slug, listing_path
from litwiki.model.records import LinkGraph, Listing, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.traces import Job

name = "listing"
PER_PAGE = 100
OVERLAPS = 20


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """As many pages a listing as its entries need."""
    del graph
    for listing, record in wiki.listings.items():
        entries = sum(wiki.paper_of(entry) is not None for entry in record.entries)
        for path, number, _ in paginate(range(entries), listing_path(listing), PER_PAGE):
            yield Job(path, _page, (listing, number))


def _page(desk: Desk, path: DocPath, listing: ListingId, number: int) -> Page:
    record = desk.wiki.listings[listing]
    entries = _entries(desk.wiki, record)
    return desk.page(
        path,
        "listing.md.j2",
        record.title + (f", page {number}" if number > 1 else ""),
        head=Head(
            thing=collection(desk.wiki.config, path, record.title, "", len(entries)),
            feed=f"feeds/listings/{listing}",
        ),
        description=f"{len(entries)} papers of {record.title}, in the order it gives them.",
        listing=record,
        number=number,
        entries=entries[(number - 1) * PER_PAGE : number * PER_PAGE],
        count=len(entries),
        papers=len({slug for _, slug, _ in entries}),
        only_here=len({slug for _, slug, others in entries if not others}),
        overlaps=overlap(desk.wiki, record)[:OVERLAPS],
        excluded=excluded_of(desk.wiki, listing),
        scripts=LIST_SCRIPTS,
        pager=pager(Here(desk, path), listing_path(listing), len(entries), number, PER_PAGE),
    )


def excluded_of(wiki: Wiki, listing: ListingId) -> list[tuple[str, int]]:
    """Why entries of a listing are not wanted here, and how many for each reason, most first."""
    counts = wiki.excluded_by_listing.get(listing, {})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _entries(wiki: Wiki, listing: Listing) -> list[tuple[int, Slug, list[ListingId]]]:
    """(position, paper, the other listings it appeared in) in printed order."""
    found = []
    for position, entry in enumerate(listing.entries, 1):
        slug = wiki.paper_of(entry)
        if slug:
            others = [a.listing for a in wiki.appearances[slug] if a.listing != listing.id]
            found.append((position, slug, others))
    return found


def overlap(wiki: Wiki, listing: Listing) -> list[tuple[ListingId, int]]:
    """Other listings with the number of papers they share with this one, most first."""
    slugs = {slug for entry in listing.entries if (slug := wiki.paper_of(entry))}
    shared = Counter(
        appearance.listing
        for slug in slugs
        for appearance in wiki.appearances[slug]
        if appearance.listing != listing.id
    )
    return sorted(shared.items(), key=lambda item: (-item[1], item[0]))
