"""By what results can be narrowed: the collection in, parts with the papers of every value out.

`facets` has what the search page offers beside its results, `fields` what is asked for less often, by typing it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from litwiki.model.as_json import JsonValue
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.search.files import IndexFile, small
from litwiki.search.shards import rising, text_of

MOST_LISTINGS = 400
"""Listings that can be chosen, the newest; older ones are found by their titles."""

MOST_VENUES = 400
"""Venues that can be chosen, those with most papers."""


def facet_file(wiki: Wiki, slots: Mapping[Slug, int], by_topic: Mapping[TopicId, Sequence[int]]) -> IndexFile:
    """Values of each facet with the slots of their papers; `by_topic` has those of topics.

    Topics are [id, name, group, slots], listings [id, title, slots], venues [id, name, slots], years [year, slots].
    """

    def packed(members: Iterable[int]) -> str:
        return text_of(rising(sorted(members)))

    years: dict[int, list[int]] = defaultdict(list)
    code: list[int] = []
    for slug, paper in wiki.papers.items():
        slot = slots[slug]
        if paper.year:
            years[paper.year].append(slot)
        if has_code(paper):
            code.append(slot)
    inside: dict[ListingId, list[int]] = defaultdict(list)
    for slug, places in wiki.appearances.items():
        if slug in wiki.papers:
            for place in places:
                inside[place.listing].append(slots[slug])
    order = [name for name, _ in wiki.groups]
    topics: list[JsonValue] = [
        [t.id, t.name, t.group, packed(by_topic[t.id])]
        for t in sorted(wiki.topics.values(), key=lambda t: (order.index(t.group), t.name))
        if by_topic[t.id]
    ]
    listings: list[JsonValue] = [
        [x.id, x.title, packed(inside[x.id])] for x in wiki.listings_in_order[:MOST_LISTINGS] if inside[x.id]
    ]
    venues: list[JsonValue] = [
        [venue.slug, venue.name, packed(slots[slug] for slug in venue.papers)]
        for venue in sorted(wiki.papers_by_venue.values(), key=lambda v: (-len(v.papers), v.slug))[:MOST_VENUES]
    ]
    return small(
        "facets",
        {
            "topics": topics,
            "years": [[str(year), packed(years[year])] for year in sorted(years, reverse=True)],
            "listings": listings,
            "venues": venues,
            "code": packed(code),
        },
    )


def field_file(wiki: Wiki, slots: Mapping[Slug, int]) -> IndexFile:
    """The slots of papers by the day that they came into the wiki, by type and by status: each [value, slots].

    Every paper has a type, which may be '', so that the types have all papers.
    """
    added: dict[str, list[int]] = defaultdict(list)
    types: dict[str, list[int]] = defaultdict(list)
    statuses: dict[str, list[int]] = defaultdict(list)
    for slug, paper in wiki.papers.items():
        types[paper.publication.type].append(slots[slug])
        if paper.added:
            added[paper.added].append(slots[slug])
        if paper.status:
            statuses[paper.status.kind].append(slots[slug])

    def packed(slots_by_value: Mapping[str, list[int]]) -> list[JsonValue]:
        return [[value, text_of(rising(sorted(slots_by_value[value])))] for value in sorted(slots_by_value)]

    return small("fields", {"added": packed(added), "types": packed(types), "statuses": packed(statuses)})


def has_code(paper: Paper) -> bool:
    """Whether a paper links to its code."""
    return any(link.kind == "code" for link in paper.links)
