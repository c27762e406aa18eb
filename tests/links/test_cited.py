"""What texts cite by address, id or reference, and by author and year."""

from pathlib import Path

import pytest

from litwiki import links
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki

TEA, BREAD = TopicId("tea"), TopicId("bread")
KETTLE = Paper(
    Slug("kettle"),
    "Kettles",
    authors=("Zoë Škoda", "B. Pot", "C. Lid"),
    year=2020,
    topics=(TEA,),
    names=("WhistleNet",),
)
LADLE = Paper(
    Slug("ladle"), "Ladles", authors=("Ann van Soup", "Li Bowl"), year=2019, topics=(TEA,), ids={"arxiv": "1905.00001"}
)
CRUST = Paper(Slug("crust"), "Crusts", authors=("O. Oven",), year=2021, topics=(BREAD,), ids={"doi": "10.1000/crust"})


def cited(text: str, *others: Paper, notes: str = "") -> list[str]:
    reader = Paper(Slug("reader"), "A Reader", topics=(TEA,), abstract=text, notes=notes)
    papers = {paper.slug: paper for paper in (KETTLE, LADLE, CRUST, reader, *others)}
    topics = {topic: Topic(topic, topic.title(), "Kitchen", topic) for topic in (TEA, BREAD)}
    wiki = Wiki(Config(Path(), "Test"), dict(sorted(papers.items())), topics, {})
    return [mention.slug for mention in links.make(wiki).graph.mentions.get(reader.slug, ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Water boils [Skoda et al., 2021] here.", ["kettle"]),
        ("As {\\v S}koda et al. (2020a) saw.", ["kettle"]),
        ("Tea (van Soup & Bowl, 2019; Škoda et al., 2022) is hot.", ["kettle", "ladle"]),
        ("Tea (Soup and Bowl 2019) is hot.", ["ladle"]),
        ("Our WhistleNet (Škoda et al., 2020).", ["kettle"]),
        ("The HissNet (Škoda et al., 2020) differs.", []),
        ("Too late (Škoda et al., 2023), too early (Škoda et al., 2019).", []),
        ("Alone (Škoda, 2020), or with another (Soup and Spoon, 2019).", []),
        ("Of another field (Oven, 2021).", []),
        ("See https://arxiv.org/abs/1905.00001v3 and doi:10.1000/CRUST.", ["crust", "ladle"]),
        ("It costs 1905.00001 in 2020.", []),
    ],
)
def test_citations_in_a_text(text: str, found: list[str]) -> None:
    assert cited(text) == found


def test_two_papers_that_fit_are_none() -> None:
    twin = Paper(Slug("twin"), "Other kettles", authors=("Y. Škoda", "D. Cup"), year=2021, topics=(TEA,))
    assert cited("Water boils (Škoda et al., 2021).", twin) == []


def test_references_in_notes_are_mentions() -> None:
    assert cited("", notes="Better than [[crust|that one]], and [[no-such]] and [[reader]].") == ["crust"]
