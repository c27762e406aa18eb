"""By what results can be narrowed: the collection in, one part with the papers of every value out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from litwiki.ids import Slug
from litwiki.model import Artifact, JsonValue
from litwiki.search.parts import part, rising, text_of
from litwiki.search.records import has_code
from litwiki.wiki import Wiki

MOST_LISTINGS = 400
"""Listings that can be chosen, the newest; older ones are found by their titles."""


def facet_part(wiki: Wiki, slots: Mapping[str, int]) -> Artifact:
    """Values of each facet with the slots of their papers.

    Topics are [id, name, group, slots], listings [id, title, slots], years [year, slots].
    """

    def packed(slugs: Iterable[Slug]) -> str:
        return text_of(rising(sorted(slots[f"paper/{slug}"] for slug in slugs)))

    years: dict[int, list[Slug]] = defaultdict(list)
    for slug, paper in wiki.papers.items():
        if paper.year:
            years[paper.year].append(slug)
    inside: dict[str, list[Slug]] = defaultdict(list)
    for slug, places in wiki.appearances.items():
        for place in places:
            if slug in wiki.papers:
                inside[place.listing].append(slug)
    order = [name for name, _ in wiki.groups]
    topics: list[JsonValue] = [
        [t.id, t.name, t.group, packed(wiki.papers_by_topic[t.id])]
        for t in sorted(wiki.topics.values(), key=lambda t: (order.index(t.group), t.name))
        if wiki.papers_by_topic[t.id]
    ]
    listings: list[JsonValue] = [
        [x.id, x.title, packed(inside[x.id])] for x in wiki.listings_in_order[:MOST_LISTINGS] if inside[x.id]
    ]
    return part(
        "facets",
        {
            "topics": topics,
            "years": [[str(year), packed(years[year])] for year in sorted(years, reverse=True)],
            "listings": listings,
            "code": packed(slug for slug, paper in wiki.papers.items() if has_code(paper)),
        },
    )
