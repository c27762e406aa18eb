"""Kinds of value that are dates: a year, a day, and what is as exact as somebody knew."""

import datetime
import re
from contextlib import suppress

from litwiki.content.fields import NO_MEND, Kind, Report, instead, wrong
from litwiki.content.strict_yaml import Node, Scalar
from litwiki.model.problems import Problem
from litwiki.text.dates import is_plain_date, parse_date


def _year(node: Node, report: Report) -> int | None:
    if isinstance(node, Scalar) and node.plain and re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", node.text):
        return int(node.text)
    fix, mend = "write four digits without quotes, or null", NO_MEND
    if isinstance(node, Scalar) and (date := parse_date(node.text)):
        fix = f"write {date[:4]}" + (f", and the whole date as date: '{date}'" if len(date) > 4 else "")
        mend = instead(node, date) if node.text.strip() == date and len(date) == 4 else ()
    report(wrong(node, "expected a year", fix, mend=mend))
    return None


YEAR_KIND = Kind(_year, None, {"type": "integer", "minimum": 1000, "maximum": 2099})
"""A year of the common era, four digits."""


def _date(node: Node, report: Report) -> str | None:
    if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
        with suppress(ValueError):
            return datetime.date.fromisoformat(node.text).isoformat()
    report(_no_date(node, "write YYYY-MM-DD, or null", {10}))
    return None


DATE_KIND = Kind(_date, None, {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
"""A day as ISO 8601 writes it, with hyphens, or nothing."""
DAY_KIND = Kind(lambda node, report: _date(node, report) or "", "", DATE_KIND.schema)
"""The same, where no day is an empty text."""


def _no_date(node: Node, fix: str, lengths: set[int]) -> Problem:
    """What is no date in ISO 8601; where it is one as people print them, that is the remedy."""
    found = parse_date(node.text) if isinstance(node, Scalar) else ""
    if isinstance(node, Scalar) and len(found) in lengths and is_plain_date(node.text):
        return wrong(node, "expected a date", f"write '{found}'", "F004", instead(node, f"'{found}'"))
    return wrong(node, "expected a date", fix, "F004")


def _partial_date(node: Node, report: Report) -> str:
    if isinstance(node, Scalar) and is_partial_date(node.text):
        return node.text
    report(_no_date(node, "write 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY', or remove the key", {4, 7, 10}))
    return ""


PARTIAL_DATE_KIND = Kind(_partial_date, "", {"type": "string", "pattern": "^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"})
"""A day, a month or a year as ISO 8601 writes it: `2024-05-17`, `2024-05` or `2024`."""


def is_partial_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar in ISO 8601.

    >>> [is_partial_date(text) for text in ("2024", "2024-02", "2024-02-30", "24-02")]
    [True, True, False, False]
    """
    if not re.fullmatch(r"[12][0-9]{3}(-[0-9]{2}){0,2}", text):
        return False
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return False
    return True
