"""Papers that look alike: no pair of the plain definition is lost, none is compared that need not be."""

import random
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from litwiki.curation.identity import duplicates as near
from litwiki.model.ids import Slug
from litwiki.model.matches import Uncertain
from litwiki.text.term_table import TermTable
from litwiki.text.words import terms_of, words
from litwiki.workers import InProcess
from tests.invented import BIRDS

COMMON = [f"word{n}" for n in range(30)]
Said = dict[Slug, tuple[str, str]]


def pairs(said: Said, asked: set[Slug]) -> list[Uncertain]:
    here = InProcess()
    return near.pairs(list(said), near.read(list(said), said.__getitem__, here), asked, Path(), here)


def plainly(said: Said, asked: set[Slug]) -> list[tuple[Slug, Slug]]:
    """What `pairs` promises, pair by pair: one of the rarest terms in common, and alike."""

    def terms_in(text: str) -> dict[str, int]:
        table = TermTable.of([dict.fromkeys(chain.from_iterable(map(terms_of, words(text))), 1)])
        return dict(zip(table.terms, table.ids.tolist(), strict=True))

    terms = [{slug: terms_in(texts[kind]) for slug, texts in said.items()} for kind in (0, 1)]
    counts = [Counter(term for own in kind.values() for term in own) for kind in terms]

    def rarest(slug: Slug, kind: int) -> set[str]:
        own = terms[kind][slug]
        useful = [term for term in own if 1 < counts[kind][term] <= near.MOST_COMMON]
        return set(sorted(useful, key=lambda term: (counts[kind][term], own[term]))[: near.RAREST])

    def ids(slug: Slug) -> NDArray[np.uint64]:
        return np.array([*terms[1][slug].values()], dtype=np.uint64)

    found = []
    for a in sorted(asked):
        for b in sorted(said):
            if a == b or (b in asked and b < a):
                continue
            is_near = any(rarest(a, kind) & terms[kind][b].keys() for kind in (0, 1))
            alike = near.looks_alike(near.likeness(said[a][0], said[b][0]), near.share_of(ids(a), ids(b)))
            if is_near and alike:
                found.append((a, b))
    return found


def some_papers(dice: random.Random, count: int) -> Said:
    """Papers of few words, many of them an earlier one that was gone over; some have no text."""
    said: Said = {}
    for number in range(count):
        words = dice.sample(COMMON, dice.randint(0, 25))
        title = " ".join(dice.sample(COMMON[:8], 4))
        if said and dice.random() < 0.6:
            earlier = said[dice.choice(sorted(said))]
            words = earlier[1].split()[dice.randint(0, 5) :] + dice.sample(COMMON, 3)
            title = earlier[0] + dice.choice(["", " again", " word1"])
        said[Slug(f"p{number}")] = (title, " ".join(words))
    return said


@pytest.mark.slow
@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(2, 14))
def test_every_pair_that_looks_alike_is_found(dice: random.Random, papers: int) -> None:
    said = some_papers(dice, papers)
    asked = set(dice.sample(sorted(said), dice.randint(1, papers)))
    assert [(pair.slug, pair.other) for pair in pairs(said, asked)] == plainly(said, asked)


def test_candidates_are_looked_up_and_not_compared_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the papers do not ask for ten times the comparisons of one new entry."""
    counts = []
    original = near.share_of
    for size in (30, 300):
        calls: list[int] = []
        monkeypatch.setattr(near, "share_of", lambda a, b, calls=calls: calls.append(1) or original(a, b))
        said: Said = {
            Slug(f"p{n}"): (f"Subject{n} of number{n}", f"word{n} thing{n} matter{n} small evidence")
            for n in range(size)
        }
        said[Slug("birds")] = (BIRDS.title, BIRDS.abstract)
        pairs(said, {Slug("birds")})
        counts.append(len(calls))
    assert counts[1] <= counts[0] + 5


def test_words_that_nobody_else_has_do_not_hide_a_near_repeat() -> None:
    """The rarest terms of a text that was gone over are often its new ones."""
    words = [f"plain{n}" for n in range(60)]
    said: Said = {
        Slug("first"): ("A Name of its Own", " ".join(words)),
        Slug("second"): ("Called Something Else", " ".join(["unheard", "unseen", "unsaid", "unwritten", *words])),
    }
    assert [(p.slug, p.other) for p in pairs(said, {Slug("second")})] == [("second", "first")]
