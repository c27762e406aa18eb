from pathlib import Path

from litwiki.model.comparisons import compare
from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.results import Column, Result
from litwiki.model.wiki import Wiki

TEA = TopicId("tea")
COLUMNS = (
    Column("minutes", "Time to boil", "min", "lower"),
    Column("liters", "Volume", "l", "higher"),
    Column("lid", "Lid"),
    Column("watts", "Power", "W"),
)


def wiki_of(**papers: dict[str, str]) -> Wiki:
    found = {
        Slug(slug): Paper(Slug(slug), slug.title(), topics=(TEA,), results={"tea": Result(values, "Abstract")})
        for slug, values in papers.items()
    }
    topic = Topic(TEA, "Tea", "Drinks", "Leaves.", aliases=(TopicId("cha"),), columns=COLUMNS)
    return Wiki(Config(Path(), "Wiki"), found, {TEA: topic}, {})


def test_columns_and_papers_without_values_are_left_out_and_the_best_is_marked() -> None:
    wiki = wiki_of(
        kettle={"minutes": "4", "liters": "1–2", "lid": "yes"},
        pot={"minutes": "3.5", "liters": "about 2"},
        cup={"minutes": "3.5", "lid": "no"},
        spoon={"scale": "7"},
    )
    table = compare(wiki, TEA)
    assert table
    assert [column.key for column in table.columns] == ["minutes", "liters", "lid"]
    assert {row.paper: [value.text for value in row.values] for row in table.rows} == {
        "cup": ["3.5", "", "no"],
        "kettle": ["4", "1–2", "yes"],
        "pot": ["3.5", "about 2", ""],
    }
    assert [row.paper for row in table.rows if row.values[0].is_best] == ["cup", "pot"]
    assert [row.paper for row in table.rows if row.values[1].is_best] == ["pot"]
    assert not any(row.values[2].is_best for row in table.rows)


def test_nothing_is_best_among_equals() -> None:
    table = compare(wiki_of(kettle={"minutes": "4"}, pot={"minutes": "4"}), TEA)
    assert table
    assert not any(value.is_best for row in table.rows for value in row.values)


def test_a_former_name_of_the_topic_counts_and_a_paper_of_another_topic_does_not() -> None:
    wiki = wiki_of(kettle={"minutes": "4"}, pot={"minutes": "5"})
    kettle, pot = wiki.papers.values()
    papers = {
        kettle.slug: replace(kettle, results={"cha": kettle.results["tea"]}),
        pot.slug: replace(pot, topics=()),
    }
    table = compare(replace(wiki, papers=papers), TEA)
    assert table
    assert [row.paper for row in table.rows] == ["kettle"]
    assert compare(wiki_of(kettle={"scale": "4"}), TEA) is None
