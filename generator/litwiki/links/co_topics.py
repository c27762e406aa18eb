"""Neighbouring topics: the wiki in, for each topic those that share papers with it out, by how many."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import chain, permutations

from litwiki.model.ids import TopicId
from litwiki.model.link_graph import CoTopic
from litwiki.model.wiki import Wiki


def co_topics_of(wiki: Wiki) -> Mapping[TopicId, tuple[CoTopic, ...]]:
    """The neighbours of each topic that has some, most papers first."""
    filed = ([topic.id for topic in wiki.topics_of(slug)] for slug in wiki.whole.papers)
    found: dict[TopicId, list[CoTopic]] = defaultdict(list)
    for (topic, other), papers in Counter(chain.from_iterable(permutations(own, 2) for own in filed)).items():
        found[topic].append(CoTopic(other, papers))
    return {topic: tuple(sorted(found[topic], key=lambda near: (-near.papers, near.topic))) for topic in sorted(found)}
