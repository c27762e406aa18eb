"""Nearest papers, against the plain definition."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from litwiki.links.candidates import Lookup
from litwiki.links.pairs import REASONS
from litwiki.links.related import LEAST_SIMILAR, MOST_RELATED, Lists, RelatedPapers, nearest
from litwiki.links.terms import UNIT, TextModel
from litwiki.memo import MemoryMemo
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.text.term_table import Integers, Matrix
from litwiki.workers import BoundedExecutor
from tests.links.test_terms import model_of, some_paper, wiki_of


def dense_of(model: TextModel) -> NDArray[np.float64]:
    dense = np.zeros((len(model.slugs), len(model.table.terms)))
    dense[model.table.rows, model.table.keys] = model.weights
    return dense


def test_in_a_small_wiki_the_nearest_are_those_of_all_pairs() -> None:
    chance = random.Random(5)
    papers = {paper.slug: paper for paper in (some_paper(chance, f"p{n:02}") for n in range(30))}
    wiki = wiki_of(papers)
    model = model_of(wiki)
    dense = dense_of(model)
    scores = np.rint(dense @ dense.T * (10_000 / UNIT**2)).astype(int)
    found = nearest(model, MemoryMemo())
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
    model = model_of(wiki_of({p.slug: p for p in (some_paper(chance, f"p{n:02}") for n in range(20))}))
    lengths = np.sqrt(np.bincount(model.table.rows, model.weights.astype(float) ** 2))
    assert np.allclose(lengths, UNIT, rtol=1e-3)


@pytest.mark.parametrize("buckets", [7, 64])
def test_buckets_lose_no_candidate(buckets: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket for several papers has at least as much in it as each of them."""
    chance = random.Random(7)
    wiki = wiki_of({p.slug: p for p in (some_paper(chance, f"p{n:02}") for n in range(80))})
    one = nearest(model_of(wiki), MemoryMemo())
    monkeypatch.setattr("litwiki.links.candidates.BUCKETS", buckets)
    other = nearest(model_of(wiki), MemoryMemo())
    assert np.array_equal(one.others, other.others)
    assert np.array_equal(one.scores, other.scores)


def test_a_budget_of_postings_finds_nearly_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers on one subject share words that weigh much; a part of them is enough to be a candidate."""
    chance = random.Random(8)
    subjects = [[f"subject{s}word{n}" for n in range(30)] for s in range(8)]
    papers = {}
    for n in range(160):
        slug = Slug(f"p{n:03}")
        words = chance.sample(subjects[n % 8], 12) + [f"common{chance.randrange(40)}" for _ in range(20)]
        papers[slug] = Paper(slug, " ".join(words[:5]), abstract=" ".join(words))
    wiki = wiki_of(papers)
    every = nearest(model_of(wiki), MemoryMemo())
    monkeypatch.setattr("litwiki.links.candidates.POSTINGS", 200)
    some = nearest(model_of(wiki), MemoryMemo())
    assert (every.others >= 0).sum() > 900
    assert (every.others == some.others).all(axis=1).mean() > 0.9


def test_lists_that_follow_from_the_same_are_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where other papers came before them, so that their rows have other numbers."""
    chance, memo = random.Random(9), MemoryMemo()
    papers = {p.slug: p for p in (some_paper(chance, f"p{n:02}") for n in range(30))}
    before = nearest(model_of(wiki_of(papers)), memo)
    alone = Paper(Slug("a-first"), "Zyzzyva", abstract="Qwyjibo.")  # shares no word with any
    after = wiki_of(papers | {alone.slug: alone})
    best, rows_of = Lookup.best, list[int]()

    def counted(self: Lookup, rows: Integers) -> tuple[Integers, Matrix]:
        rows_of.append(len(rows))
        found: tuple[Integers, Matrix] = best(self, rows)
        return found

    monkeypatch.setattr(Lookup, "best", counted)
    same = nearest(model_of(wiki_of(papers)), memo)
    assert np.array_equal(same.others, before.others)
    moved = nearest(model_of(after), memo)
    assert np.array_equal(moved.others[1:], np.where(before.others < 0, -1, before.others + 1))
    assert np.array_equal(moved.scores[1:], before.scores)
    assert rows_of == [1]


@pytest.mark.parametrize("papers_of_a_task", [1, 7])
def test_tasks_of_any_size_find_the_same(papers_of_a_task: int, tmp_path: Path) -> None:
    chance = random.Random(10)
    model = model_of(wiki_of({p.slug: p for p in (some_paper(chance, f"p{n:02}") for n in range(40))}))
    alone = nearest(model, MemoryMemo())
    with ThreadPoolExecutor(2) as threads:
        executor = BoundedExecutor(threads, lambda: 4, papers_of_a_task)
        found = nearest(model, MemoryMemo(), executor=executor, folder=tmp_path)
    assert (alone.others >= 0).any()
    for name in ("others", "scores", "reasons"):
        assert np.array_equal(getattr(found, name), getattr(alone, name)), name


def test_a_changed_paper_comes_into_lists_that_were_full(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("candidates", "related"):
        monkeypatch.setattr(f"litwiki.links.{module}.CANDIDATES", 3)
    tea, bread = "kettle steam leaf pot", "oven crust rye loaf"
    texts = {f"p{n:03}": f"{tea if n % 2 else bread} word{n // 2 % 20}" for n in range(1, 241)}
    memo = MemoryMemo()
    for own, lists in (("zyzzyva", 0), (f"{bread} word4", 6)):
        texts["p000"] = own
        model = model_of(wiki_of({Slug(slug): Paper(Slug(slug), text) for slug, text in texts.items()}))
        found, anew = nearest(model, memo), nearest(model, MemoryMemo())
        assert np.array_equal(found.others, anew.others)
        assert (found.others == 0).sum() == lists


def test_lists_stay_where_a_candidate_weighs_otherwise_and_shares_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("candidates", "related"):
        monkeypatch.setattr(f"litwiki.links.{module}.CANDIDATES", 4)
    best, looked_up = Lookup.best, list[int]()

    def counted(self: Lookup, rows: Integers) -> tuple[Integers, Matrix]:
        looked_up.append(len(rows))
        found: tuple[Integers, Matrix] = best(self, rows)
        return found

    monkeypatch.setattr(Lookup, "best", counted)
    chance, memo = random.Random(11), MemoryMemo()
    subjects = [[f"subject{s}word{n}" for n in range(25)] for s in range(12)]
    texts = {f"p{n:03}": chance.sample(subjects[n % 12], 8) for n in range(240)}
    nearest(model_of(_papers(texts)), memo)
    in_all, least_of_all = 0, 240
    for step in range(12):
        if step % 3:
            texts[f"p{chance.randrange(240):03}"][chance.randrange(8)] = chance.choice(subjects[chance.randrange(12)])
        else:
            texts[f"q{step:03}"] = chance.sample(subjects[step % 12], 9)
        model = model_of(_papers(texts))
        looked_up.clear()
        found = nearest(model, memo)
        in_all, least_of_all = in_all + sum(looked_up), min(least_of_all, sum(looked_up))
        anew = nearest(model, MemoryMemo())
        for name in ("others", "scores", "reasons"):
            assert np.array_equal(getattr(found, name), getattr(anew, name)), (step, name)
    assert in_all < 12 * 240 // 4
    assert 0 < least_of_all < 10


def _papers(texts: dict[str, list[str]]) -> Wiki:
    return wiki_of({Slug(slug): Paper(Slug(slug), " ".join(texts[slug])) for slug in sorted(texts)})


def test_a_wiki_may_have_had_no_paper_and_may_lose_all_of_them() -> None:
    memo = MemoryMemo()
    some = {f"p{n}": ["kettle", "steam", f"word{n // 2}"] for n in range(4)}
    for texts in ({}, some, {}, {"p3": some["p3"]}, some):
        found, anew = (nearest(model_of(_papers(texts)), one) for one in (memo, MemoryMemo()))
        for name in ("others", "scores", "reasons"):
            assert np.array_equal(getattr(found, name), getattr(anew, name)), (texts, name)
    assert found.others[0, 0] == 1


def test_terms_that_no_page_prints_are_no_part_of_what_is_told() -> None:
    forms = ["kettle", "ladle", "kettle", "", "tea", "pot", "lid"]

    def told(*reasons: int) -> bytes:
        others, terms = np.full((1, MOST_RELATED), -1), np.full((1, MOST_RELATED, REASONS), -1)
        others[0, 0], terms[0, 0, : len(reasons)] = 0, reasons
        lists = Lists(others, np.zeros((1, MOST_RELATED), int), terms, forms)
        return RelatedPapers(wiki_of({}), [Slug("kettle")], lists).described(["0" * 32])[0]

    assert told(0, 1, 4) == told(0, 2, 1, 3, 4) == told(2, 1, 4, 5, 6)
    assert len({told(), told(0), told(0, 1, 4), told(0, 1, 5), told(1, 0, 4)}) == 5
