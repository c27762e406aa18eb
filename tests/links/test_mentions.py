"""Which names a paper is read for: all that can stand in it, and few others."""

import random

import numpy as np
import pytest

from litwiki.links.mentions import _candidates, _Longest, _surfaces, mentions_of
from litwiki.links.printed import printed_words
from litwiki.links.terms import TextModel
from litwiki.memo import MemoryMemo
from litwiki.memo.batches import batches_of
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.workers import BoundedExecutor, InProcess
from tests.links.test_terms import NAMES, edit, some_paper, wiki_of

ODD = (*NAMES, "low-rank KIVI", "sock basket drum", "~Adam", "Rye: Steam", "boiling water", "(Re)heat", "Kettle A/B")


def test_no_name_that_stands_in_a_text_is_left_out() -> None:
    chance = random.Random(21)
    papers = {Slug(f"p{n:02}"): some_paper(chance, f"p{n:02}") for n in range(60)}
    notes = "(KIVIs) 'Adam' GPT-3's sock  basket drum-based low-rank KIVIs ~Adam (Re)heat Kettle A/Bs"
    papers[Slug("p00")] = replace(papers[Slug("p00")], notes=notes)
    owners = {name: (Slug(f"owner-{n}"), frozenset[str]()) for n, name in enumerate(ODD)}
    rows, numbers = _candidates(ODD, printed_words(batches_of(wiki_of(papers)), MemoryMemo(), InProcess())())
    pairs = set(zip(rows.tolist(), numbers.tolist(), strict=True))
    stand = set()
    for row, paper in enumerate(papers.values()):
        stand |= {(row, ODD.index(name)) for name in _surfaces(paper, owners, _Longest(owners))}  # type: ignore[arg-type]
    assert {ODD[n] for row, n in stand if row == 0} >= {"KIVI", "Adam", "GPT-3", "sock basket drum", "~Adam", "A/B"}
    assert stand <= pairs
    assert len(pairs) < len(papers) * len(ODD) / 2


def test_names_of_common_words_are_looked_up_by_the_rare_one() -> None:
    papers = {Slug(f"p{n}"): Paper(Slug(f"p{n}"), f"The Kettle {'whistles' if n == 7 else 'boils'}") for n in range(9)}
    model = printed_words(batches_of(wiki_of(papers)), MemoryMemo(), InProcess())()
    rows, numbers = _candidates(["Kettle whistles", "The Unseen"], model)
    assert (rows.tolist(), numbers.tolist()) == ([7], [0])


@pytest.mark.parametrize("papers_of_a_task", [1, 16])
def test_mentions_do_not_depend_on_tasks_or_on_what_was_known(papers_of_a_task: int) -> None:
    chance, memo = random.Random(22), MemoryMemo()
    executor = BoundedExecutor(InProcess(), lambda: 2, papers_of_a_task)
    papers = {Slug(f"p{n:02}"): some_paper(chance, f"p{n:02}") for n in range(60)}
    seen = 0
    for _ in range(5):
        texts = {slug: replace(paper, names=(), title=paper.title.replace(":", "")) for slug, paper in papers.items()}
        named = {Slug(f"q{n}"): Paper(Slug(f"q{n}"), "Of Tea", names=(name,)) for n, name in enumerate(NAMES)}
        wiki = wiki_of(texts | named)
        some, every = batches_of(wiki, 5), batches_of(wiki)
        found = mentions_of(wiki, some, TextModel(some, memo, executor), memo, executor, repr(wiki.papers).encode())
        new = MemoryMemo()
        assert found == mentions_of(wiki, every, TextModel(every, new, InProcess()), new, InProcess(), b"")
        seen += len(found)
        edit(chance, papers)
    assert seen
    assert np.all([mention.slug != slug for slug, own in found.items() for mention in own])
