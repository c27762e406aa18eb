"""Papers by the journal, conference or book that they appeared in: an overview and pages for each. Nothing where no
paper names one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from litwiki.facts.addresses import followed
from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link
from litwiki.markup.html import escape
from litwiki.model.ids import DocPath, url_of, venue_path
from litwiki.pages.metadata import Head
from litwiki.pages.view import Frame, Step, View, numbered, pager, paginate

name = "venues"
INDEX = DocPath("venues/index.md")
PER_PAGE = 200
"""Venues on one page of the overview."""


class VenueCount(NamedTuple):
    """A venue and how many papers appeared there."""

    venue: Link
    papers: int


class VenuesView(View, frozen=True, kw_only=True):
    """One page of the overview; of `elsewhere` papers no venue is known."""

    number: int
    venues: tuple[VenueCount, ...]
    elsewhere: int
    steps: tuple[Step, ...]

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        return Frame(numbered("Venues", self.number))


class VenueView(View, frozen=True, kw_only=True):
    """One page of a venue."""

    name: str
    number: int
    feed: str
    cards: Cards
    count: int
    steps: tuple[Step, ...]

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        return Frame(
            numbered(self.name, self.number),
            f"Papers of {self.name} in {self.settings.site_name}",
            escape(self.name),
            (Link(url_of(INDEX), "Venues"),),
            head=Head(feed=self.feed),
        )


def views(site: Site) -> Iterable[tuple[str, View]]:
    """The overview and, for each venue, as many pages as it needs; by name."""
    venues = site.wiki.papers_by_venue
    if not venues:
        return
    counts = [VenueCount(Link(url_of(venue_path(v.slug)), v.name), len(v.papers)) for v in venues.values()]
    elsewhere = len(site.wiki.papers) - sum(count.papers for count in counts)
    for path, number, chunk in paginate(counts, INDEX, PER_PAGE):
        yield (
            "venues.html.j2",
            VenuesView(
                path=path,
                settings=site.settings,
                number=number,
                venues=tuple(chunk),
                elsewhere=elsewhere,
                steps=pager(INDEX, len(counts), number, PER_PAGE),
            ),
        )
    for venue in venues.values():
        for path, number, slugs in paginate(venue.papers, venue_path(venue.slug)):
            yield (
                "venue.html.j2",
                VenueView(
                    path=path,
                    settings=site.settings,
                    name=venue.name,
                    number=number,
                    feed=followed(venue_path(venue.slug), venue.papers),
                    cards=site.cards(slugs),
                    count=len(venue.papers),
                    steps=pager(venue_path(venue.slug), len(venue.papers), number),
                ),
            )
