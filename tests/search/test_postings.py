import math
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from litwiki.links.passages import passages_of
from litwiki.model.batches import batches_of
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.memo import MemoryMemo
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.search.documents import Document
from litwiki.search.postings import Postings, inverted, make_slots
from litwiki.search.reading import read_others, read_papers, table_of
from litwiki.text.term_table import TermTable
from litwiki.workers import InProcess

KETTLE = Paper(
    Slug("kettle"), "Kettle: Boiling Water", names=("Kettle",), summary="A pot that boils.", topics=(TopicId("heat"),)
)
TEAPOT = Paper(
    Slug("teapot"), "Teapot: Less Is More", authors=("Zoë O’Brien",), abstract="It hears the kettle.", notes="On tea."
)
HEAT = Topic(TopicId("heat"), "Heating", "Kitchen", "How things get warm", keywords=("stove", "heating"))


def postings(*papers: Paper) -> dict[str, list[tuple[str, int]]]:
    wiki = Wiki(Config(Path(), "Test"), {paper.slug: paper for paper in papers}, {HEAT.id: HEAT}, {})
    others = read_others(wiki)
    _, slots = make_slots([*(f"paper/{paper.slug}" for paper in papers), *others])
    read = read_papers(wiki, batches_of(wiki), passages_of(wiki), MemoryMemo(), InProcess())
    table, _ = TermTable.joined([*(some.table for some in read), table_of([*others.values()])])
    found = inverted(table, [*(slots[f"paper/{paper.slug}"] for paper in papers), *(slots[key] for key in others)])
    names = {slot: key for key, slot in slots.items()}
    return {term: [(names[slot], step) for slot, step, _ in rows] for term, rows in by_term(found).items()}


def by_term(found: Postings) -> dict[str, list[tuple[int, int, int]]]:
    """Slots, steps and times of every term."""
    rows = list(zip(found.slots.tolist(), found.steps.tolist(), found.times.tolist(), strict=True))
    ranges = pairwise(found.starts.tolist())
    lists = {term: rows[a:b] for term, (a, b) in zip(found.terms, ranges, strict=True)}
    assert all([slot for slot, _, _ in own] == sorted({slot for slot, _, _ in own}) for own in lists.values())
    return lists


def test_a_title_counts_more_than_an_abstract() -> None:
    steps = dict(postings(KETTLE, TEAPOT)["kettl"])
    assert steps["paper/kettle"] > steps["paper/teapot"]


def test_names_authors_topics_and_titles_of_stop_words_have_terms() -> None:
    found = postings(KETTLE, TEAPOT)
    assert [key for key, _ in found["=kettle"]] == ["paper/kettle"]
    assert [key for key, _ in found["author:zoe"]] == ["paper/teapot"]
    assert [key for key, _ in found["author:o'brien"]] == ["paper/teapot"]
    assert {key for key, _ in found["stove"]} == {"paper/kettle", "topic/heat"}
    assert [key for key, _ in found["_more"]] == ["paper/teapot"]
    assert "the" not in found


def test_stored_words_stand_for_an_abstract_that_is_not() -> None:
    stored = replace(TEAPOT, abstract=None, terms={"hears": 1, "kettle": 1})
    assert postings(stored)["kettl"] == postings(TEAPOT)["kettl"]


def test_a_new_paper_changes_no_weight_of_another() -> None:
    alone, together = postings(KETTLE), postings(KETTLE, TEAPOT)
    for term, found in alone.items():
        assert set(found) <= set(together[term])


@given(st.sets(st.text("abc", min_size=1, max_size=8), max_size=200))
def test_slots_differ_and_fit(keys: set[str]) -> None:
    bits, slots = make_slots(keys)
    assert len(set(slots.values())) == len(keys) <= 2 ** (bits - 1)
    assert all(0 <= slot < 2**bits for slot in slots.values())


def test_a_new_key_moves_few_others() -> None:
    keys = [f"paper/p{n}" for n in range(200)]
    _, before = make_slots(keys)
    _, after = make_slots([*keys, "paper/new"])
    assert sum(before[key] != after[key] for key in keys) <= 2


WEIGHTS = st.dictionaries(st.sampled_from("abc"), st.floats(0.1, 90), max_size=3)


@given(st.lists(WEIGHTS, max_size=40), st.integers(1, 9))
def test_the_best_of_a_term_are_written_and_come_back(documents: list[dict[str, float]], most: int) -> None:
    table = table_of([Document(weights) for weights in documents])
    found = inverted(table, [7 * slot + 3 for slot in range(len(documents))])
    kept = found.best(most)
    assert kept.terms == found.terms
    assert kept.lengths().tolist() == [len(content) for content in kept.written()]
    for own, every, content in zip(by_term(kept).values(), by_term(found).values(), kept.written(), strict=True):
        slots, steps, slot, at = [], [], 0, 0
        while at < len(content):
            shift = 0
            while True:
                slot += (content[at] & 127) << shift
                shift += 7
                at += 1
                if content[at - 1] < 128:
                    break
            slots.append(slot)
            steps.append(content[at])
            at += 1
        assert [(slot, step, 0) for slot, step in zip(slots, steps, strict=True)] == own
        assert sorted(steps, reverse=True) == sorted((step for _, step, _ in every), reverse=True)[:most]


TIMED = st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 300), max_size=3), max_size=20)


@given(TIMED, st.randoms(use_true_random=False))
def test_slots_rise_and_steps_and_times_stay_with_them(documents: list[dict[str, int]], dice: random.Random) -> None:
    slots = dice.sample(range(100), len(documents))
    table = table_of([Document({term: n / 10 for term, n in own.items()}, own) for own in documents])
    found = by_term(inverted(table, slots))
    for term, rows in found.items():
        expected = [
            (slot, min(255, max(1, round(32 * math.log2(1 + own[term] / 10)))), min(255, own[term]))
            for slot, own in sorted(zip(slots, documents, strict=True), key=lambda pair: pair[0])
            if term in own
        ]
        assert rows == expected
