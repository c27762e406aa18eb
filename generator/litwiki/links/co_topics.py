"""Neighbouring topics: the wiki in, for each topic those that share papers with it out, by how many."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from litwiki.model.ids import TopicId
from litwiki.model.link_graph import CoTopic
from litwiki.model.wiki import Wiki


def co_topics_of(wiki: Wiki) -> Mapping[TopicId, tuple[CoTopic, ...]]:
    """The neighbours of each topic that has some, most papers first."""
    counts: dict[TopicId, Counter[TopicId]] = defaultdict(Counter)
    for names, papers in Counter(paper.topics for paper in wiki.whole.papers.values()).items():
        topics = {topic for name in names if (topic := wiki.resolve_topic(name))}
        for topic in topics:
            own = counts[topic]
            for other in topics - {topic}:
                own[other] += papers
    return {
        topic: tuple(CoTopic(other, n) for other, n in sorted(found.items(), key=lambda x: (-x[1], x[0])))
        for topic, found in sorted(counts.items())
    }
