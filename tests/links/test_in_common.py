"""What papers have in common beside their words, and that it decides between texts that are as near."""

from pathlib import Path

import numpy as np

from litwiki import links
from litwiki.links.in_common import TOGETHER, TOPICS, InCommon
from litwiki.links.passages import passages_of
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki

FILED = {"a": "tea rare", "b": "tea rare", "c": "tea", "d": "bread", "e": "", "f": "tea"}


def wiki(introduction: str = "") -> Wiki:
    text = "Boiling water in a pot takes a flame and a lid, and patience."
    papers = {
        Slug(slug): Paper(Slug(slug), "On Water", topics=tuple(map(TopicId, topics.split())), abstract=text)
        for slug, topics in FILED.items()
    }
    names = ("bread", "rare", "tea")
    topics = {TopicId(n): Topic(TopicId(n), n, "Kitchen", n, introduction=introduction) for n in names}
    return Wiki(Config(Path(), "Test"), papers, topics, {})


def common(made: Wiki) -> list[list[int]]:
    rows = np.tile(np.arange(6), (6, 1))
    found: list[list[int]] = InCommon(made, passages_of(made)).of(rows).tolist()
    return found


def test_rare_topics_count_more_and_no_topic_nothing() -> None:
    found = common(wiki())
    a, b, c, d, e, f = range(6)
    assert found[a][b] == found[b][a] == TOPICS
    assert 0 < found[a][c] < found[c][f] == TOPICS
    assert found[a][d] == found[e][f] == found[e][e] == 0


def test_a_clause_joins_the_papers_that_it_names() -> None:
    found = common(wiki("Both [[d]] and [[e]] boil. Not so [[f]]."))
    assert found[3][4] == found[4][3] == TOGETHER
    assert found[3][5] == found[4][5] == 0


def test_no_paper_has_nothing_in_common() -> None:
    made = wiki()
    assert InCommon(made, passages_of(made)).of(np.full((6, 2), -1)).tolist() == [[0, 0]] * 6


def test_of_equal_texts_those_on_the_same_topics_are_nearer() -> None:
    related = links.make(wiki()).graph.related
    assert [one.slug for one in related[Slug("a")]][:1] == ["b"]
    assert related[Slug("a")][0].topics == ("tea", "rare")
