"""Which documents an index does not have as they are now: a wiki, what changed and an earlier index in, keys out."""

from collections.abc import Mapping, Sequence, Set

from litwiki.model.ids import Slug
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki
from litwiki.search.postings import Slot

Facts = Mapping[str, Sequence[Sequence[str]]]
"""What topics and listings say to the index, by their keys: the former ids of a topic, what it lends to its papers,
and the rest. They are few, and no one tells which of them changed."""


def facts_of(wiki: Wiki) -> Facts:
    """The facts of all topics and listings."""
    topics = {f"topic/{topic.id}": _facts(topic) for topic in wiki.topics.values()}
    return topics | {f"listing/{listing.id}": [[], [listing.title], []] for listing in wiki.listings.values()}


def _facts(topic: Topic) -> list[list[str]]:
    return [[*topic.aliases], [topic.name, *topic.keywords], [topic.group, topic.definition]]


def documents_again(
    wiki: Wiki,
    changed: Set[Slug],
    now: tuple[Mapping[str, Slot], Facts],
    before: tuple[Mapping[str, Slot], Facts],
) -> set[str]:
    """The keys of documents that are new, gone, at another slot or not what they were, from slots and facts."""
    (slots, facts), (old_slots, old_facts) = now, before
    keys = slots.keys() | old_slots.keys()
    again = {f"paper/{slug}" for slug in changed} & keys
    again |= {key for key in keys if slots.get(key) != old_slots.get(key)}
    names: set[str] = set()
    for key in facts.keys() | old_facts.keys():
        new, old = facts.get(key, ()), old_facts.get(key, ())
        if new != old:
            again.add(key)
        if key.startswith("topic/") and new[:2] != old[:2]:
            names |= {key.removeprefix("topic/")}.union(*new[:1], *old[:1])
    if names:
        again |= {f"paper/{slug}" for slug, paper in wiki.papers.items() if not names.isdisjoint(paper.topics)}
    return again
