"""What pages say of papers, gathered once: the names by which lists call them."""

import pickle

import pytest

from litwiki import links
from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Parts
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from tests.conftest import DATA


def test_a_paper_is_called_by_its_name_or_by_its_title_before_the_colon() -> None:
    papers = (
        Paper(Slug("kettle"), "Boiling: a Study of Lids", names=("K" * 200, "KETTLE", "Kettle 2")),
        Paper(Slug("ladle"), r"What \emph{is} a Ladle: Bowl or Handle: an Inquiry"),
        Paper(Slug("lid"), ": a Lid"),
        Paper(Slug("pot"), "Pots at 12:30 in the Afternoon"),
    )
    site = Site(Wiki(Config(DATA, "Kitchen"), {one.slug: one for one in papers}, {}, {}), LinkGraph())
    assert [site.short(one.slug).label for one in papers] == [
        "KETTLE",
        "What is a Ladle",
        papers[2].title,
        papers[3].title,
    ]


def test_a_group_and_its_topic_of_one_name_are_shown_once_above_a_page() -> None:
    def topic(name: str, group: str, parent: str | None = None) -> Topic:
        return Topic(TopicId(name.lower()), name, group, "Tea.", parent=TopicId(parent) if parent else None)

    topics = (topic("Cold", "cold"), topic("Ice", "cold", "cold"), topic("Warm", "cold"), topic("Snow", "cold", "warm"))
    wiki = Wiki(Config(DATA, "Kitchen"), {}, {one.id: one for one in topics}, {})
    site = Site(wiki, LinkGraph())
    assert [[link.label for link in site.crumbs(one)] for one in topics] == [
        ["Topics"],
        ["Topics", "Cold"],
        ["Topics", "cold"],
        ["Topics", "cold", "Warm"],
    ]


def test_facts_that_were_forgotten_are_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("litwiki.facts.site.REMEMBERED", 2)
    papers = [Paper(Slug(f"kettle-{n}"), f"Kettle {n}", summary="Kettles boil water for tea.") for n in range(7)]
    wiki = Wiki(Config(DATA, "Kitchen"), {one.slug: one for one in papers}, {}, {})
    site = Site(wiki, links.make(wiki).graph)
    first = {slug: (site.paper(slug), site.scores(slug), site.citation(slug)) for slug in wiki.papers}
    assert any(scores for _, scores, _ in first.values())
    for slug, facts in first.items():
        assert (site.paper(slug), site.scores(slug), site.citation(slug)) == facts


def test_parts_come_to_another_process_as_their_values_and_ask_for_no_digests() -> None:
    digests = map(pytest.fail, ["nobody asks for digests there"])
    assert pickle.loads(pickle.dumps(Parts(iter(["kettle", "ladle"]), digests))) == ("kettle", "ladle")


def test_papers_of_one_topic_have_one_link_to_it() -> None:
    topics = [Topic(TopicId("tea"), "Tea", "Leaves", definition) for definition in ("Dried.", "Rolled.")]
    assert topic_link(topics[0]) is topic_link(topics[1])
    assert topic_link(topics[0]) != topic_link(Topic(TopicId("tea"), "Teas", "Leaves", "Dried."))
