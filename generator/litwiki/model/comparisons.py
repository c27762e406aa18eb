"""Comparison tables: a wiki and a topic in; columns that have values, papers that give some, and the best values out.

A paper counts under the topics that its file names. Columns that no paper fills, and papers without a value, are left
out. The best value of a column is judged by its first number: papers measure under different conditions, which their
notes say, so it is a mark for the eye and no verdict.
"""

from collections.abc import Mapping
from typing import NamedTuple

from litwiki.model.ids import Slug, TopicId
from litwiki.model.results import Column, Result
from litwiki.model.wiki import Wiki
from litwiki.text.quantities import first_number


class Value(NamedTuple):
    """A cell: its text, '' where the paper says nothing, the number it sorts by, and whether no other is better."""

    text: str
    number: float | None
    is_best: bool = False


class Row(NamedTuple):
    """A paper with one value for each column of the table."""

    paper: Slug
    values: tuple[Value, ...]
    note: str


class Comparison(NamedTuple):
    """A topic's table, papers by title."""

    topic: TopicId
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def compare(wiki: Wiki, topic: TopicId) -> Comparison | None:
    """The table of a topic; None where it declares no columns or no paper fills one."""
    declared = wiki.topics[topic].columns
    if not declared:
        return None
    results = {
        slug: result for slug in wiki.papers_by_topic[topic] if (result := results_by_topic(wiki, slug).get(topic))
    }
    columns = tuple(c for c in declared if any(c.key in result.values for result in results.values()))
    best = {column.key: _best(column, results) for column in columns}
    candidates = (
        Row(slug, tuple(_value(result, column, best[column.key]) for column in columns), result.note)
        for slug, result in results.items()
    )
    rows = tuple(row for row in candidates if any(value.text for value in row.values))
    return Comparison(topic, columns, rows) if rows else None


def results_by_topic(wiki: Wiki, slug: Slug) -> Mapping[TopicId, Result]:
    """A paper's results by the topics' present names."""
    results = wiki.whole.papers[slug].results
    return {topic: result for name, result in results.items() if (topic := wiki.resolve_topic(name))}


def _best(column: Column, results: Mapping[Slug, Result]) -> float | None:
    """The best number of a column; None where no way is better, or nothing is better than anything."""
    numbers = [first_number(result.values.get(column.key, "")) for result in results.values()]
    known = {number for number in numbers if number is not None}
    if not column.better or len(known) < 2:
        return None
    return max(known) if column.better == "higher" else min(known)


def _value(result: Result, column: Column, best: float | None) -> Value:
    text = result.values.get(column.key, "")
    number = first_number(text)
    return Value(text, number, number is not None and number == best)
