from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from litwiki.config import Config
from litwiki.ids import Slug, TopicId
from litwiki.model import Paper, Topic
from litwiki.search.postings import make_postings, make_slots
from litwiki.search.texts import texts_of
from litwiki.wiki import Wiki

KETTLE = Paper(
    Slug("kettle"), "Kettle: Boiling Water", names=("Kettle",), summary="A pot that boils.", topics=(TopicId("heat"),)
)
TEAPOT = Paper(
    Slug("teapot"), "Teapot: Less Is More", authors=("Zoë O’Brien",), abstract="It hears the kettle.", notes="On tea."
)
HEAT = Topic(TopicId("heat"), "Heating", "Kitchen", "How things get warm", keywords=("stove", "heating"))


def postings(*papers: Paper) -> dict[str, list[tuple[str, int]]]:
    wiki = Wiki(Config(Path(), "Test"), {paper.slug: paper for paper in papers}, {HEAT.id: HEAT}, {})
    _, slots = make_slots([*(f"paper/{paper.slug}" for paper in papers), "topic/heat"])
    found = make_postings(wiki, texts_of(wiki), slots)
    names = {slot: key for key, slot in slots.items()}
    return {term: [(names[slot], step) for slot, step in some] for term, some in found.items()}


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
