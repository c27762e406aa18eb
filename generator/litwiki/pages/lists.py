"""The lists beside topics and papers, as far as a wiki has something in them: years, venues, people, listings, …

No tab leads to them: the page of all papers does, and the end of every page.
"""

from msgspec import Struct

from litwiki.facts.values import Link
from litwiki.model.wiki import Wiki


class List(Struct, frozen=True):
    """A list: its page, how many entries it has, and the noun for so many."""

    page: Link
    entries: int
    noun: str


def lists_of(wiki: Wiki) -> tuple[List, ...]:
    """The lists that are not empty, in the order in which readers ask for them."""
    lists = (
        ("years/", "Years", len(wiki.papers_by_year), "year", "years"),
        ("venues/", "Venues", len(wiki.papers_by_venue), "venue", "venues"),
        ("people/", "People", len(wiki.people.by_slug), "person", "people"),
        ("code/", "With code", len(wiki.with_code), "with code", "with code"),
        ("paths/", "Reading paths", len(wiki.reading_paths), "reading path", "reading paths"),
        ("listings/", "Listings", len(wiki.listings), "listing", "listings"),
        ("repeats/", "Repeats", len(wiki.repeats), "repeat", "repeats"),
    )
    return tuple(List(Link(url, name), n, one if n == 1 else more) for url, name, n, one, more in lists if n)
