"""The table of printed words: with that of any earlier wiki in the memo it is the same as without, from any tasks."""

import itertools
import random

import numpy as np
import pytest

from litwiki.links.printed import Printed, printed, printed_words
from litwiki.memo import MemoryMemo
from litwiki.memo.batches import batches_of
from litwiki.model.ids import Slug
from litwiki.text.words import terms_of
from litwiki.workers import BoundedExecutor, InProcess
from tests.links.test_terms import edit, some_paper, wiki_of


def as_bags(found: Printed) -> list[dict[str, int]]:
    cells = [(found.words[key], count) for key, count in zip(found.keys.tolist(), found.counts.tolist(), strict=True)]
    return [dict(cells[first:end]) for first, end in itertools.pairwise(found.starts.tolist())]


@pytest.mark.parametrize("papers_of_a_task", [0, 1, 7])
def test_a_table_has_the_words_of_each_paper(papers_of_a_task: int) -> None:
    chance, memo = random.Random(11), MemoryMemo()
    executor = BoundedExecutor(InProcess(), lambda: 2, papers_of_a_task)
    papers = {Slug(f"p{n:02}"): some_paper(chance, f"p{n:02}") for n in range(40)}
    for _ in range(4):
        wiki = wiki_of(papers)
        found = printed_words(batches_of(wiki, 5), memo, executor)()
        assert as_bags(found) == [dict(printed(paper)) for paper in wiki.papers.values()]
        assert list(found.words) == sorted({word for paper in papers.values() for word in printed(paper)})
        for row, word in enumerate(found.words):
            cells = slice(*found.terms.starts[row : row + 2].tolist())
            own = np.repeat(found.terms.keys[cells], found.terms.values[cells])
            assert sorted(found.terms.terms[n] for n in own.tolist()) == sorted(terms_of(word))
        edit(chance, papers)


def test_nothing_is_read_where_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, memo = random.Random(12), MemoryMemo()
    batches = batches_of(wiki_of({Slug(s): some_paper(chance, s) for s in "abc"}))
    before = as_bags(printed_words(batches, memo, InProcess())())
    monkeypatch.setattr("litwiki.links.printed.printed", None)
    assert as_bags(printed_words(batches, memo, InProcess())()) == before


def test_a_wiki_without_papers_has_no_words() -> None:
    assert as_bags(printed_words((), MemoryMemo(), InProcess())()) == []
