"""The text model and what follows from it: with the memo of any earlier wiki it is the same as without."""

import math
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from litwiki import links
from litwiki.links.printed import printed
from litwiki.links.terms import UNIT, TextModel
from litwiki.memo import MemoryMemo
from litwiki.memo.batches import batches_of
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.words import terms_of
from litwiki.workers import InProcess

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


def model_of(wiki: Wiki) -> TextModel:
    return TextModel(batches_of(wiki), MemoryMemo(), InProcess())


def edit(chance: random.Random, papers: dict[Slug, Paper]) -> None:
    """Changes, adds and removes some papers."""
    for _ in range(chance.choice((0, 1, 1, 1, 2, 5))):
        what, slug = chance.random(), Slug(f"p{chance.randrange(90):02}")
        if what < 0.25 and len(papers) > 1:
            del papers[chance.choice(sorted(papers))]
        elif what < 0.5 and slug in papers:
            papers[slug] = replace(papers[slug], summary=papers[slug].summary + f" {chance.choice(WORDS)}")
        else:
            papers[slug] = some_paper(chance, slug)


@pytest.mark.slow
@pytest.mark.parametrize("telling", [6, 512])
@pytest.mark.parametrize("seed", [0])
def test_a_memo_of_earlier_wikis_changes_nothing(seed: int, telling: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After any sequence of edits, additions and removals; with few candidates, so that lists overflow."""
    monkeypatch.setattr("litwiki.links.terms.TELLING", telling)
    for module in ("candidates", "related"):
        monkeypatch.setattr(f"litwiki.links.{module}.CANDIDATES", 8)
    monkeypatch.setattr("litwiki.links.candidates.POSTINGS", 100)
    monkeypatch.setattr("litwiki.links.candidates.MANY_CHANGED", 0)
    monkeypatch.setattr("litwiki.memo.batches.USUAL", 5)
    chance, memo = random.Random(seed), MemoryMemo()
    papers = {slug: some_paper(chance, slug) for slug in {Slug(f"p{chance.randrange(90):02}") for _ in range(80)}}
    for step in range(15):
        edit(chance, papers)
        if step == 12:
            papers.clear()
            papers[Slug("alone")] = some_paper(chance, "alone")
        wiki = wiki_of(papers, aliases=step % 7 == 3)
        found, anew = links.make(wiki, memo), links.make(wiki)
        assert np.asarray(found.graph.nearest).tolist() == np.asarray(anew.graph.nearest).tolist()
        assert replace(found.graph, nearest=None) == replace(anew.graph, nearest=None)
        assert found.forms == anew.forms
        models = [TextModel(found.batches, some, InProcess()) for some in (memo, MemoryMemo())]
        assert models[0].slugs == models[1].slugs
        assert models[0].forms == models[1].forms
        for name in ("terms", "starts"):
            assert np.array_equal(*(getattr(model.table, name) for model in models)), name


def test_weights_are_those_of_the_plain_definition() -> None:
    """(1 + log tf) · log(1 + N / df), N and df on a scale, rows of unit length."""
    chance = random.Random(3)
    papers = {slug: some_paper(chance, slug) for slug in (Slug(f"p{n:02}") for n in range(25))}
    model = model_of(wiki_of(papers))
    bags = []
    for paper in papers.values():
        bag: Counter[str] = Counter()
        for word, count in printed(paper).items():
            for term in terms_of(word):
                bag[term] += count
        bags.append(+bag)
    df = Counter(term for bag in bags for term in bag)
    assert [t for t, n in zip(model.table.terms, model.table.counts, strict=True) if n] == sorted(df)

    def scaled(count: int) -> float:
        return float(1.25 ** round(math.log(count) / math.log(1.25)))

    for row, bag in enumerate(bags):
        raw = {t: (1 + math.log(n)) * math.log1p(scaled(25) / scaled(df[t])) for t, n in bag.items() if df[t] > 1}
        length = math.sqrt(sum(w * w for w in raw.values())) or 1
        cells = range(model.table.starts[row], model.table.starts[row + 1])
        found = {model.table.terms[model.table.keys[c]]: int(model.weights[c]) for c in cells}
        assert found.keys() == bag.keys()
        for term, weight in found.items():
            assert weight == pytest.approx(raw.get(term, 0) / length * UNIT, rel=2e-3, abs=2)


def test_a_changed_paper_changes_few_rows() -> None:
    """Steps of the scale, not counts: a hundred papers with a word, or a hundred and one, are the same."""

    def model(others: int) -> TextModel:
        papers = [Paper(Slug(f"p{n:03}"), f"kettle steam{n % 30} water{n % 7}") for n in range(others)]
        return model_of(wiki_of({paper.slug: paper for paper in papers}))

    one, other = model(100), model(101)
    ends = one.table.starts[101 - 1]
    assert np.count_nonzero(one.weights[:ends] != other.weights[:ends]) < 30
