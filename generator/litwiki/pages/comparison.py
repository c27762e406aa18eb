"""A topic's comparison table as its page shows it: who reports what, where that was read, which value is best.

Papers stand oldest first, so that the table reads as a history without scripts; with them any column sorts it.
"""

from markupsafe import Markup
from msgspec import Struct

from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.model.comparisons import Row, Value, compare
from litwiki.model.ids import TopicId
from litwiki.model.results import Column

MOST = 200
"""Rows on a page; the CSV file has all."""


class Compared(Struct, frozen=True):
    """A paper's row: its short name with its title, its year, one value a column, and a word where it was retracted."""

    paper: Link
    title: Markup
    year: int | None
    values: tuple[Value, ...]
    note: str
    status: str


class Table(Struct, frozen=True):
    """The table; `size` is the number of papers in all."""

    columns: tuple[Column, ...]
    rows: tuple[Compared, ...]
    size: int

    @property
    def has_best(self) -> bool:
        """Whether a value is marked as the best of its column."""
        return any(value.is_best for row in self.rows for value in row.values)


def make_table(site: Site, topic: TopicId) -> Table | None:
    """The table of a topic; None where it has none."""
    comparison = compare(site.wiki, topic)
    if not comparison:
        return None
    rows = [_row(site, row) for row in comparison.rows]
    rows.sort(key=lambda row: (row.year or 9999, row.paper.label.casefold(), row.paper.url))
    return Table(comparison.columns, tuple(rows[:MOST]), len(rows))


def _row(site: Site, row: Row) -> Compared:
    paper = site.wiki.papers[row.paper]
    became = paper.status.kind if paper.status else ""
    return Compared(site.short(row.paper), site.title(row.paper), paper.year, row.values, row.note, became)
