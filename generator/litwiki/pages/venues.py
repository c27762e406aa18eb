"""Papers by the journal, conference or book that they appeared in: an overview and pages for each. Nothing where no
paper names one.
"""

from collections.abc import Iterable, Sequence

from litwiki.model.ids import DocPath, Slug, venue_path
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.traces import Job

name = "venues"
INDEX = DocPath("venues/index.md")
PER_PAGE = 200
"""Venues on one page of the overview."""


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """The overview and, for each venue, as many pages as it needs; by name."""
    del graph
    venues = wiki.papers_by_venue
    if not venues:
        return
    counts = [(venue.slug, venue.name, len(venue.papers)) for venue in venues.values()]
    elsewhere = len(wiki.papers) - sum(count for _, _, count in counts)
    for path, number, chunk in paginate(counts, INDEX, PER_PAGE):
        yield Job(path, _overview, (tuple(chunk), number, len(counts), elsewhere))
    for venue in venues.values():
        for path, number, slugs in paginate(venue.papers, venue_path(venue.slug)):
            yield Job(path, _page, (venue.slug, venue.name, number, slugs, len(venue.papers)))


def _overview(
    desk: Desk, path: DocPath, venues: Sequence[tuple[Slug, str, int]], number: int, count: int, elsewhere: int
) -> Page:
    title = "Venues" + (f", page {number}" if number > 1 else "")
    listed = [(venue_path(slug), name, papers) for slug, name, papers in venues]
    turn = pager(Here(desk, path), INDEX, count, number, PER_PAGE)
    return desk.page(path, "venues.md.j2", title, venues=listed, elsewhere=elsewhere, pager=turn)


def _page(desk: Desk, path: DocPath, slug: Slug, name: str, number: int, slugs: Sequence[Slug], count: int) -> Page:
    return desk.page(
        path,
        "venue.md.j2",
        name + (f", page {number}" if number > 1 else ""),
        description=f"Papers of {name} in {desk.wiki.config.site_name}",
        name=name,
        slugs=slugs,
        count=count,
        crumbs=[(INDEX, "Venues")],
        pager=pager(Here(desk, path), venue_path(slug), count, number),
    )
