from pathlib import Path

import pytest

from litwiki import content
from litwiki.curation.topic_suggestions import MOST, SHOWN, WEIGHTS, Model, proposed, suggest
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.matches import Suggestion
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests.invented import ALL, BIRDS, KETTLE

ROOT = Path(__file__).parents[2]
HEATING = Topic(TopicId("heating"), "Heating", "Kitchen", "Boiling water with heaters", ("thermostat", "boiling point"))
BIOLOGY = Topic(TopicId("biology"), "Biology", "Nature", "Animals and plants", ("birds", "species"))


def wiki(*papers: Paper) -> Wiki:
    return Wiki(Config(Path(), "x"), {p.slug: p for p in papers}, {HEATING.id: HEATING, BIOLOGY.id: BIOLOGY}, {})


def test_a_topic_without_papers_is_suggested_by_its_own_words() -> None:
    kettle = Paper(Slug("kettle"), KETTLE.title, abstract=KETTLE.abstract)
    (best, *_) = suggest(wiki(), [kettle])[kettle.slug]
    assert best.topic == "heating"
    assert "thermostat" in best.reason


def test_curated_papers_teach_and_are_named_as_the_reason() -> None:
    taught = Paper(
        Slug("kettle"), KETTLE.title, topics=(HEATING.id,), topics_status="curated", abstract=KETTLE.abstract
    )
    new = Paper(Slug("new"), "A pot that waits", abstract="We lower the power of the heater until the pot is quiet.")
    (best, *_) = suggest(wiki(taught), [new])[new.slug]
    assert best.topic == "heating"
    assert KETTLE.title in best.reason


def test_suggested_topics_do_not_teach() -> None:
    wrong = Paper(Slug("birds"), BIRDS.title, topics=(HEATING.id,), topics_status="suggested", abstract=BIRDS.abstract)
    found = suggest(wiki(wrong), [replace(wrong, slug=Slug("again"))])
    assert found[Slug("again")][0].topic == "biology"


def test_unlikely_topics_are_not_proposed_and_never_more_than_four() -> None:
    papers = [Paper(Slug(f"p{n}"), p.title, abstract=p.abstract) for n, p in enumerate(ALL)]
    for suggestions in suggest(wiki(), papers).values():
        assert len(proposed(suggestions)) <= MOST
        assert len(suggestions) <= SHOWN
        assert [s.score for s in suggestions] == sorted((s.score for s in suggestions), reverse=True)
    made = [Suggestion(HEATING.id, score, "") for score in (0.9, 0.8, 0.7, 0.6, 0.5)]
    assert len(proposed(made)) == MOST
    assert proposed(made[:1]) == (HEATING.id,)
    assert proposed([Suggestion(HEATING.id, 0.2, "")]) == ()


def test_a_wiki_with_one_topic_does_not_find_it_everywhere() -> None:
    again, other = (
        Paper(Slug(name), p.title, abstract=p.abstract) for name, p in (("again", KETTLE), ("other", BIRDS))
    )
    taught = replace(again, slug=Slug("taught"), topics=(HEATING.id,), topics_status="curated")
    found = Wiki(Config(Path(), "x"), {taught.slug: taught}, {HEATING.id: HEATING}, {})
    suggested = suggest(found, [again, other])
    assert proposed(suggested[again.slug]) == (HEATING.id,)
    assert proposed(suggested[other.slug]) == ()


def test_nothing_is_suggested_without_topics() -> None:
    assert suggest(Wiki(Config(Path(), "x"), {}, {}, {}), [Paper(Slug("a"), "A")]) == {}


@pytest.mark.slow
def test_a_listing_that_was_not_seen_is_filed_well() -> None:
    """A floor under the measurement in docs/topic-suggestions.md, on the stored words of one listing."""
    known = content.load(ROOT).wiki
    inside = {slug for slug, places in known.appearances.items() if any(a.listing == "mar-13" for a in places)}
    seen = Wiki(known.config, {s: p for s, p in known.papers.items() if s not in inside}, known.topics, known.listings)
    new = [replace(known.papers[slug], summary="", names=()) for slug in sorted(inside)]
    model = Model(seen)
    found = model.suggest(new)
    right = sum(found[p.slug][0].topic in p.topics for p in new)
    assert right / len(new) > 0.8
    assert len(WEIGHTS) == model.signs(*model.read(new[:1])).shape[-1]
