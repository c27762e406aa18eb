"""Nearest papers, against the plain definition."""

import random

import numpy as np

from litwiki.related import LEAST_SIMILAR, MOST_RELATED, nearest
from litwiki.textmodel import UNIT, make_text_model
from tests.test_textmodel import some_paper, wiki_of


def test_in_a_small_wiki_the_nearest_are_those_of_all_pairs() -> None:
    chance = random.Random(5)
    papers = {paper.slug: paper for paper in (some_paper(chance, f"p{n:02}") for n in range(30))}
    model = make_text_model(wiki_of(papers))
    dense = np.zeros((len(papers), len(model.terms)))
    dense[model.bags.numbers, model.bags.keys] = model.weights
    scores = np.rint(dense @ dense.T * (10_000 / UNIT**2)).astype(int)
    found = nearest(model)
    for row in range(len(papers)):
        others = sorted((-int(scores[row, o]), o) for o in range(len(papers)) if o != row)[:MOST_RELATED]
        expected = [o for score, o in others if -score >= LEAST_SIMILAR]
        assert [o for o in found.others[row].tolist() if o >= 0] == expected
        for place, other in enumerate(expected):
            assert found.scores[row, place] == scores[row, other]
            first = found.reasons[row, place, 0]
            assert dense[row, first] * dense[other, first] == (dense[row] * dense[other]).max()


def test_rows_have_unit_length() -> None:
    chance = random.Random(6)
    model = make_text_model(wiki_of({p.slug: p for p in (some_paper(chance, f"p{n:02}") for n in range(20))}))
    lengths = np.sqrt(np.bincount(model.bags.numbers, model.weights.astype(float) ** 2))
    assert np.allclose(lengths, UNIT, rtol=1e-3)
