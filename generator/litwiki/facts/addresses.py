"""Links to pages of topics, listings and people, names of feeds, and the way to the site's root."""

from collections.abc import Sequence
from functools import lru_cache

from litwiki.facts.values import Link
from litwiki.model.ids import (
    DocPath,
    ListingId,
    Slug,
    TopicId,
    listing_path,
    paper_path,
    person_path,
    topic_path,
    url_of,
)
from litwiki.model.people import Person
from litwiki.model.records import Topic

DIGESTS_FEED = "feeds/digests"
"""The name of the feed of published digests."""

FOLLOWED = 10
"""Papers that a person or a venue needs to have a feed. Most people have one or two papers here and will not have more,
and a paper stands whole in the feed of each of its authors: with three papers these feeds were 4.9 of the 48 kB that a
paper took in a wiki of 2,500 (docs/performance.md)."""


def topic_link(topic: Topic) -> Link:
    """A link to a topic that shows its name."""
    return _topic_link(topic.id, topic.name)


@lru_cache(maxsize=10_000)
def _topic_link(topic: TopicId, name: str) -> Link:
    """One value for all papers of a topic, which is written once where many go to another process."""
    return Link(url_of(topic_path(topic)), name)


def listing_link(listing: ListingId, title: str) -> Link:
    """A link to a listing that shows its title."""
    return Link(url_of(listing_path(listing)), title)


def person_link(person: Person) -> Link:
    """A link that shows a person's name, with a paper of theirs where others print the same one, and leads to their
    page, or to their one paper."""
    label = f"{person.name} (of {person.hint})" if person.hint else person.name
    return Link(url_of(person_path(person.slug) if person.has_page else paper_path(person.papers[0])), label)


def followed(page: DocPath, papers: Sequence[Slug]) -> str:
    """The name of the feed of a person or a venue with this page, empty where there is none.

    >>> followed(DocPath("people/ada-boyle.md"), [Slug("kettle")] * 10)
    'feeds/people/ada-boyle'
    """
    return f"feeds/{page.removesuffix('.md')}" if len(papers) >= FOLLOWED else ""


def root_of(path: DocPath) -> str:
    """What leads from the finished page of `path` to the site's root.

    >>> root_of(DocPath("papers/kivi.md")), root_of(DocPath("index.md"))
    ('../../', './')
    """
    return "../" * url_of(path).count("/") or "./"
