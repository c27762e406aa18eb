"""What two papers have in common beside their words: the wiki in, a number for each pair that is asked for out.

Papers share topics, the more the fewer papers have these (the cosine of their rows, a paper's first topic counting
most); and curators name them in one clause. Numbers of papers are rounded to the scale of `terms`, so that a paper that
comes changes few pairs. docs/decisions/128 has the measurements behind the weights.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import chain
from math import log, log1p

import numpy as np

from litwiki.links.passages import Passages
from litwiki.links.terms import STEP
from litwiki.model.ids import Slug
from litwiki.model.wiki import Wiki
from litwiki.text.term_table import Integers, ranges

TOPICS = 2_000
"""What equal topics add to a score, in parts of 10,000."""
TOGETHER = 1_000
"""What it adds that one clause names both."""
FURTHER = 0.7
"""How much a topic counts that is not a paper's first."""
MOST_TOPICS = 8
FINE = 1_000
AT_A_TIME = 4_096


class InCommon:
    """Looks up pairs of papers, which are numbered in the order of the wiki."""

    def __init__(self, wiki: Wiki, passages: Passages) -> None:
        self.papers = len(wiki.papers)
        filed = [[topic.id for topic in wiki.topics_of(slug)[:MOST_TOPICS]] for slug in wiki.papers]
        counts = np.array([*map(len, filed)], dtype=np.int64)
        often = Counter(chain.from_iterable(filed))
        number = {topic: n for n, topic in enumerate(often)}
        rarity = np.array([log1p(STEP ** (_step(self.papers) - _step(size))) for size in often.values()])
        rows, places = np.repeat(np.arange(self.papers), counts), ranges(np.zeros_like(counts), counts)
        named = np.fromiter(map(number.__getitem__, chain.from_iterable(filed)), np.int32, len(rows))
        shape = (self.papers, max(1, counts.max(initial=0)))
        self.topics, weights = np.full(shape, -1, dtype=np.int32), np.zeros(shape)
        if len(rows):
            self.topics[rows, places] = named
            weights[rows, places] = rarity[named] * np.where(places, FURTHER, 1.0)
        lengths = np.sqrt((weights * weights).sum(axis=1, keepdims=True))
        self.weights = np.rint(FINE * weights / np.maximum(lengths, 1e-9)).astype(np.int64)
        self.together = _pairs(wiki, passages.together)

    def of(self, others: Integers) -> Integers:
        """For each paper and each of the others in its row, what they have in common; -1 stands for no paper."""
        shares = np.zeros(others.shape, dtype=np.int64)
        for first in range(0, len(others), AT_A_TIME):
            some = slice(first, first + AT_A_TIME)
            shares[some] = self._of(np.arange(first, first + len(others[some]))[:, None], others[some])
        return shares

    def _of(self, rows: Integers, others: Integers) -> Integers:
        shared = np.zeros(others.shape, dtype=np.int64)
        for mine in range(self.topics.shape[1]):
            for theirs in range(self.topics.shape[1]):
                topics = self.topics[rows, mine]
                same = (topics == self.topics[others, theirs]) & (topics >= 0)
                shared += same * self.weights[rows, mine] * self.weights[others, theirs]
        pairs = rows * self.papers + others
        place = np.searchsorted(self.together, pairs)
        named = self.together[np.minimum(place, len(self.together) - 1)] == pairs if len(self.together) else False
        return np.where(others < 0, 0, np.rint(shared * (TOPICS / FINE**2)).astype(np.int64) + TOGETHER * named)


def _step(count: int) -> int:
    return round(log(count) / log(STEP))


def _pairs(wiki: Wiki, together: Mapping[Slug, Mapping[Slug, int]]) -> Integers:
    """The pairs of papers that a clause names together, each as one rising number."""
    row = {slug: number for number, slug in enumerate(wiki.papers)}
    pairs = [row[slug] * len(row) + row[other] for slug, others in together.items() for other in others]
    return np.array(sorted(pairs), dtype=np.int64)
