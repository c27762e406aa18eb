"""A listing's pages: its entries in printed order, what is new in it, what it shares with others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from litwiki.facts.addresses import listing_link
from litwiki.facts.site import Site
from litwiki.facts.values import Card, Link, Parts
from litwiki.markup.html import escape
from litwiki.model.ids import ListingId, Slug, listing_path
from litwiki.model.records import Listing
from litwiki.model.wiki import Wiki
from litwiki.pages.metadata import Head, collection
from litwiki.pages.view import CITED_SCRIPTS, Frame, Step, View, numbered, pager, paginate
from litwiki.text.messages import counted

name = "listing"
PER_PAGE = 100
OVERLAPS = 20


_Entry = tuple[int, Slug, list[ListingId]]
"""An entry's place in its listing, its paper, and the other listings that this appeared in."""


class EntryRow(NamedTuple):
    """An entry: its place in the listing, its paper, the other listings that have it."""

    position: int
    card: Card
    others: tuple[Link, ...]


class Excluded(NamedTuple):
    """Why entries are not wanted here, and how many."""

    reason: str
    entries: int


class Overlap(NamedTuple):
    """Another listing and how many papers both have."""

    listing: Link
    papers: int


class ListingView(View, frozen=True, kw_only=True):
    """One page of a listing. `count` entries have `papers` papers, `only_here` of them in no other listing."""

    id: ListingId
    title: str
    date: str
    day: str
    """The date where it is known whole; `date` may be what is printed."""
    number: int
    entries: Parts[EntryRow]
    count: int
    papers: int
    only_here: int
    overlaps: tuple[Overlap, ...]
    excluded: tuple[Excluded, ...]
    steps: tuple[Step, ...]

    @property
    def changed(self) -> str:
        """The listing's own day, where it is known."""
        return self.day

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        return Frame(
            numbered(self.title, self.number),
            f"{counted(self.papers, 'paper')} of {self.title}, in the order it gives them.",
            heading=escape(self.title),
            scripts=CITED_SCRIPTS,
            head=Head(
                thing=collection(self.settings, self.path, self.title, "", self.count),
                feed=f"feeds/listings/{self.id}",
            ),
        )


def views(site: Site) -> Iterable[tuple[str, View]]:
    """As many pages a listing as its entries need."""
    wiki = site.wiki
    links = {listing: listing_link(listing, record.title) for listing, record in wiki.listings.items()}
    for listing, record in wiki.listings.items():
        entries = _entries(wiki, record)
        papers = len({slug for _, slug, _ in entries})
        only_here = len({slug for _, slug, others in entries if not others})
        overlaps = tuple(Overlap(links[other], shared) for other, shared in overlap(wiki, record)[:OVERLAPS])
        for path, number, chunk in paginate(entries, listing_path(listing), PER_PAGE):
            yield (
                "listing.html.j2",
                ListingView(
                    path=path,
                    settings=site.settings,
                    id=listing,
                    title=record.title,
                    date=record.date or record.printed or "",
                    day=record.date or "",
                    number=number,
                    entries=_rows(site, links, chunk),
                    count=len(entries),
                    papers=papers,
                    only_here=only_here,
                    overlaps=overlaps if number == 1 else (),
                    excluded=excluded_of(wiki.excluded_by_listing.get(listing, {})) if number == 1 else (),
                    steps=pager(listing_path(listing), len(entries), number, PER_PAGE),
                ),
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
