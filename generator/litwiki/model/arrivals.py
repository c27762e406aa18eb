"""When papers came: a wiki in, the day of each paper and the order of arrival out.

Feeds, the page /new/ and digests are by this order. A paper's own file has the day (`added`). Where it does not say it,
the earliest date of a listing with the paper stands in; a paper of which neither is known has no day, and comes after
those that have one. Nothing here asks a clock.
"""

from litwiki.model.ids import Slug
from litwiki.model.wiki import Wiki


def day_of(wiki: Wiki, slug: Slug) -> str:
    """The day on which a paper came (ISO 8601), empty where nobody says it."""
    if added := wiki.papers[slug].added:
        return added
    dates = (wiki.listings[place.listing].date for place in wiki.appearances.get(slug, ()))
    return min((date for date in dates if date), default="")


def newest_first(wiki: Wiki) -> tuple[Slug, ...]:
    """All papers by the day on which they came. Those of one day, or of none that is known, in the order of their
    listings, newest listing first; then those of no listing, by year."""
    listed = (wiki.paper_of(entry) for listing in wiki.listings_in_order for entry in listing.entries)
    by_year = sorted(wiki.in_title_order, key=lambda slug: -(wiki.papers[slug].year or 0))
    order = list(dict.fromkeys([*(slug for slug in listed if slug), *by_year]))
    return tuple(sorted(order, key=lambda slug: day_of(wiki, slug), reverse=True))
