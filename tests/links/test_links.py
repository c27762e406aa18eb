import json
from pathlib import Path

import pytest

from litwiki import content, links
from litwiki.links.names import title_name
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from tests.conftest import DATA, ROOT
from tests.invented import ALL, KETTLE, TEAPOT


def paper(slug: str, title: str, text: str = "", *, names: tuple[str, ...] = (), topics: tuple[str, ...] = ()) -> Paper:
    return Paper(Slug(slug), title, abstract=text, names=names, topics=tuple(TopicId(t) for t in topics))


def wiki(*papers: Paper) -> Wiki:
    topics = {TopicId(t): Topic(TopicId(t), t.title(), "Group", t) for p in papers for t in p.topics}
    return Wiki(Config(Path(), "Test"), {p.slug: p for p in sorted(papers, key=lambda p: p.slug)}, topics, {})


def make_graph(made: Wiki) -> LinkGraph:
    return links.make(made).graph


def mentions(text: str, *named: Paper) -> list[tuple[str, str]]:
    graph = make_graph(wiki(paper("reader", "A Reader of Papers", text), *named))
    return [(m.slug, m.surface) for m in graph.mentions.get(Slug("reader"), ())]


KIVI = paper("kivi", "KIVI: Caches in Two Bits")
ADAM = paper("adam", "Adam: A Method")
FLAMES = paper("flames", "Flames: Benchmarking Values", "when flames rise")
LESS = paper("less", "Less: Selecting Data", "it takes less time")


@pytest.mark.parametrize(
    "text", ["We use KIVI.", "The (KIVI) cache", "KIVI-based systems", "KIVI's cache", "All KIVIs."]
)
def test_a_distinctive_name_is_a_mention(text: str) -> None:
    assert mentions(text, KIVI) == [("kivi", "KIVI")]


@pytest.mark.parametrize("text", ["kivi fruit", "KIVI2 is better", "AKIVI", "a kivi"])
def test_another_spelling_is_no_mention(text: str) -> None:
    assert mentions(text, KIVI) == []


def test_a_capital_is_enough_where_the_word_is_no_word() -> None:
    assert mentions("Optimizers such as Adam are common.", ADAM) == [("adam", "Adam")]


def test_common_words_never_link() -> None:
    assert mentions("Less is more. Flames of a candle. Less data.", FLAMES, LESS) == []


def test_a_name_of_two_papers_names_neither() -> None:
    assert mentions("We use KIVI.", KIVI, paper("other", "Another Thing", names=("KIVI",))) == []


def test_curated_names_of_several_words_are_found() -> None:
    assert mentions("after Half Fine-Tuning we", paper("hft", "A Title", names=("Half Fine-Tuning",))) == [
        ("hft", "Half Fine-Tuning")
    ]


def test_an_acronym_of_three_letters_needs_a_shared_topic() -> None:
    dsl = paper("dsl", "Dynamic Layers", names=("DSL",), topics=("pruning",))
    near, far = (
        paper("near", "Near", "with DSL", topics=("pruning",)),
        paper("far", "Far", "a DSL for code", topics=("code",)),
    )
    graph = make_graph(wiki(dsl, near, far))
    assert set(graph.mentions) == {"near"}
    assert graph.backlinks == {"dsl": ("near",)}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("KIVI: Caches", "KIVI"),
        ("How Far Are We? A Study: Part I", ""),
        ("One Two Three Four: Five", ""),
        ("Ratio 1:2 of Things", ""),
        ("No colon", ""),
    ],
)
def test_titles_name_their_paper_before_a_colon(title: str, name: str) -> None:
    assert title_name(title) == name


def test_related_papers_say_what_they_share() -> None:
    graph = make_graph(
        wiki(*(paper(f"p{n}", p.title, p.abstract, topics=("heat",) if n < 2 else ()) for n, p in enumerate(ALL)))
    )
    near = graph.related[Slug("p0")][0]
    assert (near.slug, near.topics) == ("p1", ("heat",))
    assert {"pot", "thermostat"} & set(near.terms)
    assert 0 < near.score <= 1
    assert all(r.slug != slug for slug, found in graph.related.items() for r in found)


def test_words_in_another_order_are_just_as_near() -> None:
    """What is stored of an omitted abstract finds the same papers as the abstract itself."""
    whole = make_graph(wiki(*(paper(f"p{n}", p.title, p.abstract) for n, p in enumerate(ALL))))
    from litwiki.content.papers import terms_of_abstract

    bags = [Paper(Slug(f"p{n}"), p.title, terms=terms_of_abstract(p.abstract)) for n, p in enumerate(ALL)]
    words = make_graph(wiki(*bags))
    assert [r[0].slug for r in words.related.values()] == [r[0].slug for r in whole.related.values()]


def test_topics_that_share_papers_are_neighbours() -> None:
    made = wiki(paper("a", KETTLE.title, topics=("x", "y")), paper("b", TEAPOT.title, topics=("y", "x", "z")))
    assert [(near.topic, near.papers) for near in made.co_topics[TopicId("x")]] == [("y", 2), ("z", 1)]


def test_an_empty_wiki_has_no_links() -> None:
    assert make_graph(wiki()).related == {}


@pytest.mark.parametrize("text", ["as GPT3 does", "as GPT 3 does", "the GPT-3-like model"])
def test_a_name_is_found_in_its_other_spellings(text: str) -> None:
    assert mentions(text, paper("gpt", "Learners", names=("GPT-3",)))[0][0] == "gpt"


@pytest.mark.parametrize("text", ["as GPT-3.5 does", "GPT 3.5", "gpt3", "GPT-35"])
def test_another_version_is_another_name(text: str) -> None:
    assert mentions(text, paper("gpt", "Learners", names=("GPT-3",))) == []


def test_mentions_of_this_wiki_are_those_that_were_read() -> None:
    graph = make_graph(content.load(ROOT).wiki)
    found = {(source, one.slug) for source, own in graph.mentions.items() for one in own}
    known = {tuple(pair) for pair in json.loads((DATA / "links" / "mentions.json").read_text(encoding="utf-8"))}
    assert not found - known
    assert len(found & known) >= 0.8 * len(known)
