"""Papers by the journal, conference or book that they appeared in: an overview and pages for each. Nothing where no
paper names one.
"""

from collections.abc import Iterable

from litwiki.facts.addresses import followed
from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link
from litwiki.model.ids import DocPath, url_of, venue_path
from litwiki.pages.metadata import Head
from litwiki.pages.view import Count, Frame, ListView, View, numbered, paginate

INDEX = DocPath("venues/index.md")
PER_PAGE = 200
"""Venues on one page of the overview."""


class VenuesView(ListView, frozen=True, kw_only=True):
    """One page of the overview; of `elsewhere` papers no venue is known."""

    template = "venues.html.j2"
    venues: tuple[Count, ...]
    elsewhere: int

    @property
    def frame(self) -> Frame:
        return Frame(numbered("Venues", self.number))


class VenueView(ListView, frozen=True, kw_only=True):
    """One page of a venue."""

    template = "venue.html.j2"
    name: str
    feed: str
    cards: Cards
    count: int

    @property
    def frame(self) -> Frame:
        return Frame(
            self.name,
            f"Papers of {self.name} in {self.settings.site_name}",
            crumbs=(Link(url_of(INDEX), "Venues"),),
            head=Head(feed=self.feed),
            number=self.number,
        )


def views(site: Site) -> Iterable[View]:
    """The overview and, for each venue, as many pages as it needs; by name."""
    venues = site.wiki.papers_by_venue
    if not venues:
        return
    counts = [Count(Link(url_of(venue_path(v.slug)), v.name), len(v.papers)) for v in venues.values()]
    elsewhere = len(site.wiki.papers) - sum(count.papers for count in counts)
    for page, chunk in paginate(site, counts, INDEX, PER_PAGE):
        yield VenuesView(**page, venues=tuple(chunk), elsewhere=elsewhere)
    for venue in venues.values():
        for page, slugs in paginate(site, venue.papers, venue_path(venue.slug)):
            yield VenueView(
                **page,
                name=venue.name,
                feed=followed(venue_path(venue.slug), venue.papers),
                cards=site.cards(slugs),
                count=len(venue.papers),
            )
