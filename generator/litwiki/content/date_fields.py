"""Kinds of value that are dates: a year, a day, and what is as exact as somebody knew."""

import datetime
import re
from collections.abc import Callable

from litwiki.content.fields import Kind, Report, Schema, instead, wrong
from litwiki.content.strict_yaml import Node
from litwiki.content.text_fields import optional_kind
from litwiki.markup.yaml import yaml_text
from litwiki.text.dates import is_plain_date, parse_date

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
PARTIAL = "[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?"


def _year(node: Node, report: Report) -> int | None:
    if node.plain and re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", node.text):
        return int(node.text)
    fix, date = "write four digits without quotes, or null", parse_date(node.text)
    if date:
        fix = f"write {date[:4]}" + (f", and the whole date as date: '{date}'" if len(date) > 4 else "")
    mend = instead(node, date) if node.text.strip() == date and len(date) == 4 else ()
    report(wrong(node, "expected a year", fix, mend=mend))
    return None


YEAR_KIND = Kind(_year, None, {"type": "integer", "minimum": 1000, "maximum": 2099}, lambda year: str(year or "null"))
"""A year of the common era, four digits."""


def _date_kind(form: str, fix: str, schema: Schema, write: Callable[[str], str]) -> Kind[str]:
    """A date in a form of ISO 8601; where one is as people print them, that is the remedy."""

    def read(node: Node, report: Report) -> str:
        if _is_date(form, node.text):
            return node.text
        date = parse_date(node.text)
        is_meant = re.fullmatch(form, date) and is_plain_date(node.text)
        mend = instead(node, f"'{date}'") if is_meant else ()
        report(wrong(node, "expected a date", f"write '{date}'" if is_meant else fix, "F004", mend))
        return ""

    return Kind(read, "", {"type": "string", **schema, "pattern": f"^{form}$"}, write)


def _is_date(form: str, text: str) -> bool:
    if not re.fullmatch(form, text):
        return False
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


DAY_KIND = _date_kind(DAY, "write YYYY-MM-DD, or null", {"format": "date"}, lambda day: day or "null")
"""A day as ISO 8601 writes it, with hyphens; where it is missing, an empty text."""
DATE_KIND = optional_kind(DAY_KIND)
"""The same, where no day is None."""
PARTIAL_DATE_KIND = _date_kind(PARTIAL, "write 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY', or remove the key", {}, yaml_text)
"""A day, a month or a year as ISO 8601 writes it: `2024-05-17`, `2024-05` or `2024`."""


def is_partial_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar in ISO 8601.

    >>> [is_partial_date(text) for text in ("2024", "2024-02", "2024-02-30", "24-02")]
    [True, True, False, False]
    """
    return _is_date(PARTIAL, text)
