import random
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from litwiki.links import Texts
from litwiki.memo import MemoryMemo
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.search import postings as module
from litwiki.search.documents import other_documents
from litwiki.search.postings import Postings, inverted, make_slots
from litwiki.search.reading import read_papers
from litwiki.search.shards import varint
from litwiki.search.weights import TIMES, weighed
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
    others = other_documents(wiki)
    _, slots = make_slots([*(f"paper/{paper.slug}" for paper in papers), *others])
    read = [*read_papers(wiki, Texts.of(wiki, InProcess()), MemoryMemo(), InProcess())]
    table, _ = TermTable.joined([*(some.table for some in read), weighed([*others.values()])[0]])
    found = inverted(table, [*(slots[f"paper/{paper.slug}"] for paper in papers), *(slots[key] for key in others)])
    names = {slot: key for key, slot in slots.items()}
    return {term: [(names[slot], step) for slot, step in rows] for term, rows in by_term(found).items()}


def by_term(found: Postings) -> dict[str, list[tuple[int, int]]]:
    """Slots and steps of every term."""
    rows = list(zip(found.slots.tolist(), found.steps.tolist(), strict=True))
    ranges = pairwise(found.starts.tolist())
    lists = {term: rows[a:b] for term, (a, b) in zip(found.terms, ranges, strict=True)}
    assert all([slot for slot, _ in own] == sorted({slot for slot, _ in own}) for own in lists.values())
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


STEPS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 255), max_size=3)


@given(st.lists(STEPS, max_size=40), st.integers(1, 9), st.integers(1, 50))
def test_the_best_of_a_term_are_written_and_come_back(documents: list[dict[str, int]], most: int, lot: int) -> None:
    found = inverted(TermTable.of(documents), [7 * slot + 3 for slot in range(len(documents))])
    kept = found.best(most)
    assert kept.terms == found.terms
    with patch.object(module, "AT_A_TIME", lot):
        content, lengths = kept.written(found.counts() + 300)
    for own, every, length in zip(by_term(kept).values(), by_term(found).values(), lengths.tolist(), strict=True):
        numbers = [len(every) + 300, len(own)]
        expected = b"".join(map(varint, numbers))
        for before, (slot, step) in zip([0, *(slot for slot, _ in own)], own, strict=False):
            expected += varint(slot - before) + bytes([step])
        assert content[:length] == expected
        content = content[length:]
        steps = [step for _, step in own]
        assert sorted(steps, reverse=True) == sorted((step for _, step in every), reverse=True)[:most]
    assert not content


@given(st.lists(STEPS, max_size=20), st.randoms(use_true_random=False))
def test_slots_rise_and_steps_stay_with_them(documents: list[dict[str, int]], dice: random.Random) -> None:
    slots = dice.sample(range(100), len(documents))
    about = [{term: step + TIMES * dice.randint(0, 9) for term, step in own.items()} for own in documents]
    found = by_term(inverted(TermTable.of(about), slots))
    for term, rows in found.items():
        assert rows == sorted((slot, own[term]) for slot, own in zip(slots, documents, strict=True) if term in own)
