"""The labelled pairs: nothing false is accepted, and most of what is true is."""

import pytest

from litwiki.curation.enrich.accept import differing, judge, weight
from litwiki.curation.evidence import Verdict
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from tests.measure_enrich import pairs

SAME = [pair for pair in pairs() if pair.is_same]


def test_there_are_many_pairs_of_many_kinds() -> None:
    found = [*pairs()]
    assert len(found) >= 200
    assert len({pair.kind for pair in found}) >= 20


def test_no_record_of_another_paper_is_accepted() -> None:
    wrong = [pair for pair in pairs() if not pair.is_same and pair.judgment().verdict is Verdict.SAME]
    assert [(pair.paper.title, pair.record.title) for pair in wrong] == []


def test_records_of_the_paper_are_mostly_accepted() -> None:
    accepted = [pair for pair in SAME if pair.judgment().verdict is Verdict.SAME]
    assert len(accepted) / len(SAME) > 0.85


def test_a_list_that_is_vouched_for_needs_only_a_title_that_says_enough() -> None:
    paper, record = (
        Paper(Slug("x"), "Ladle Dynamics in Viscous Soups"),
        Entry("Ladle dynamics in viscous soups", None, 1, authors=("Max Ober",)),
    )
    assert judge(paper, record).verdict is Verdict.UNSURE
    assert judge(paper, record, vouched=True).verdict is Verdict.SAME
    general = Paper(Slug("x"), "A Survey of Large Language Models")
    assert judge(general, Entry(general.title, None, 1), vouched=True).verdict is Verdict.UNSURE


def test_who_vouches_does_not_outweigh_what_contradicts() -> None:
    paper = Paper(Slug("x"), "Ladle Dynamics in Viscous Soups", ids={"arxiv": "2401.00001"})
    other = Entry(paper.title, None, 1, ids={"arxiv": "2401.00002"})
    assert judge(paper, other, vouched=True).verdict is Verdict.UNSURE
    nobody = Paper(Slug("x"), paper.title, authors=("Ada Boyle",))
    assert judge(nobody, Entry(paper.title, None, 1, authors=("Tom Spoon",)), vouched=True).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("Tea with Milk", "Tea without Milk", "with"),
        ("Kettles, Part I", "Kettles, Part II", "i"),
        ("SpoutLoRA for Tea", "SpoutDoRA for Tea", "spoutlora"),
        ("The Colour of Tea", "A Color of Teas", ""),
        ("Self-Supervised Tea", "Selfsupervised Tea", ""),
        ("C for Kettles", "C# for Kettles", "#"),
    ],
)
def test_a_word_that_means_something_tells_titles_apart(one: str, other: str, word: str) -> None:
    assert differing(one, other) == word


def test_words_of_any_paper_weigh_nothing() -> None:
    assert weight("Deep Learning: A Survey of Methods") == 0
    assert weight("TeaBench: Brewing Skill of Porcelain Robots") >= 5
