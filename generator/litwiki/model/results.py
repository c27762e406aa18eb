"""What papers report, in columns that a topic declares: a comparison table's own words.

A *column* is one quantity; a *result* is what one paper says of a topic's columns, with a note where that was read.
Values are texts as written, so that `2–4` and `about 90` stay what the paper says; they sort by their first number.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Better = Literal["", "higher", "lower"]
DIRECTIONS: tuple[Better, ...] = ("higher", "lower")


FIXED = ("paper", "title", "year")
"""Headings before the columns of a table for a spreadsheet; `NOTE` stands behind them."""
NOTE = "note"


class Column(Struct, frozen=True):
    """One quantity of a topic's table. `better` is empty where neither way is."""

    key: str
    name: str
    unit: str = ""
    better: Better = ""

    @property
    def label(self) -> str:
        """The name with the unit, as headings print it."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


class Result(Struct, frozen=True):
    """What a paper says of a topic's columns: values by the columns' keys, in the file's order, and where they were
    read and under which conditions."""

    values: Mapping[str, str]
    note: str
