"""The text model and what follows from it: made anew or brought up to date, it is the same."""

import random
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from litwiki.links import Links, Memory, update
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.textmodel import TextModel, make_text_model

WORDS = (
    "kettle Kettle boiling water steam loaf sourdough rye oven feather bird beak song sock laundry basket drum "
    "low-rank Low-Rank KIVI KIVI's KIVIs GPT-3 DSL DSLs vLLM Adam adam Rye: Steam A/B A/Bs C++ Half Fine-Tuning "
    r"https://example.org/KIVI \emph{KIVI} ~Adam"
).split()
NAMES = ("KIVI", "Adam", "DSL", "A/B", "C++", "Half Fine-Tuning", "Steam", "vLLM", "∞ Song", "GPT-3")
TOPICS = {TopicId(name): Topic(TopicId(name), name.title(), "Group", name) for name in ("heat", "bread", "birds")}


def some_paper(chance: random.Random, slug: str) -> Paper:
    def text(most: int) -> str:
        # Some words are in nearly every text and others in few, so that every step of the scale is met.
        weights = [1 / (n + 1) for n in range(len(WORDS))]
        return " ".join(chance.choices(WORDS, weights, k=chance.randrange(most))) + f" own{chance.randrange(40)}"

    abstract = text(30) if chance.random() < 0.6 else None
    return Paper(
        Slug(slug),
        chance.choice(("", f"{chance.choice(NAMES)}: ")) + text(6),
        summary=text(12),
        abstract=abstract,
        notes=text(4) if chance.random() < 0.2 else "",
        terms={} if abstract else dict.fromkeys(text(20).split(), 2),
        names=tuple(chance.sample(NAMES, chance.choice((0, 0, 1, 2)))),
        topics=tuple(TopicId(t) for t in chance.sample(("heat", "bread", "birds", "lost", "old"), chance.randrange(3))),
    )


def wiki_of(papers: dict[Slug, Paper], aliases: bool = False) -> Wiki:
    topics = (
        TOPICS | {TopicId("heat"): replace(TOPICS[TopicId("heat")], aliases=(TopicId("old"),))} if aliases else TOPICS
    )
    return Wiki(Config(Path(), "Test"), dict(sorted(papers.items())), topics, {})


def edited(chance: random.Random, papers: dict[Slug, Paper]) -> set[Slug]:
    """Changes some papers; returns which, and one more that only may have changed."""
    changed = set()
    for _ in range(chance.choice((0, 1, 1, 1, 2, 5))):
        what, slug = chance.random(), Slug(f"p{chance.randrange(90):02}")
        if what < 0.25 and len(papers) > 1:
            slug = chance.choice(sorted(papers))
            del papers[slug]
        elif what < 0.5 and slug in papers:
            papers[slug] = replace(papers[slug], summary=papers[slug].summary + f" {chance.choice(WORDS)}")
        else:
            papers[slug] = some_paper(chance, slug)
        changed.add(slug)
    return changed | {chance.choice(sorted(papers))}


def assert_same(made: Links, anew: Links) -> None:
    assert made.graph == anew.graph
    assert made.model.shown == anew.model.shown
    for name in ("slugs", "terms"):
        assert getattr(made.model, name) == getattr(anew.model, name)
    for name in ("weights", "steps", "forms"):
        assert np.array_equal(getattr(made.model, name), getattr(anew.model, name)), name
    for name in ("starts", "keys", "values"):
        for table, other in ((made.model.bags, anew.model.bags), (made.model.words.rows, anew.model.words.rows)):
            assert np.array_equal(getattr(table, name), getattr(other, name)), name
    assert made.model.words.names == anew.model.words.names


@pytest.mark.parametrize("telling", [6, 512])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_brought_up_to_date_is_what_would_be_made_anew(
    seed: int, telling: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any sequence of edits, additions and removals; with few candidates, so that lists overflow."""
    monkeypatch.setattr("litwiki.textmodel.TELLING", telling)
    monkeypatch.setattr("litwiki.related.CANDIDATES", 8)
    monkeypatch.setattr("litwiki.related.MANY", seed % 2 or 0.25)
    chance = random.Random(seed)
    papers = {slug: some_paper(chance, slug) for slug in {Slug(f"p{chance.randrange(90):02}") for _ in range(80)}}
    before, memory = update(wiki_of(papers), None, None)
    for step in range(25):
        changed = edited(chance, papers)
        if step == 20:
            papers.clear()
            papers[Slug("alone")], changed = some_paper(chance, "alone"), {*changed, *before.model.slugs, Slug("alone")}
        wiki = wiki_of(papers, aliases=step % 7 == 3)
        memory.save(tmp_path)
        loaded = Memory.load(tmp_path)
        assert loaded
        made, memory = update(wiki, changed, loaded)
        assert_same(made, update(wiki, None, None)[0])
        for slug in papers.keys() - made.papers:
            for part in fields(made.graph):
                if part.name != "co_topics":
                    old, new = getattr(before.graph, part.name), getattr(made.graph, part.name)
                    assert old.get(slug) == new.get(slug), (part.name, slug)
        before = made


def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert Memory.load(tmp_path) is None
    _, memory = update(wiki_of({Slug("p"): some_paper(random.Random(1), "p")}), None, None)
    memory.save(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        content = path.read_bytes()
        path.write_bytes(content[:-1])
        assert Memory.load(tmp_path) is None, path.name
        path.write_bytes(b"\x80\x04]")
        assert Memory.load(tmp_path) is None, path.name
        path.write_bytes(content)
    assert Memory.load(tmp_path)


def test_a_changed_paper_changes_few_rows() -> None:
    """Steps of the scale, not counts: a hundred papers with a word, or a hundred and one, are the same."""

    def model(others: int) -> TextModel:
        papers = [Paper(Slug(f"p{n:03}"), f"kettle steam{n % 30} water{n % 7}") for n in range(others)]
        return make_text_model(wiki_of({paper.slug: paper for paper in papers}))

    one, other = model(100), model(101)
    ends = one.bags.starts[101 - 1]
    assert np.count_nonzero(one.weights[:ends] != other.weights[:ends]) < 30
