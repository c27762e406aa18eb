"""Weeks at both ends of the calendar, and at the turn of a year."""

import datetime

import pytest

from litwiki.model.arrivals import week_of


@pytest.mark.parametrize(
    ("day", "name", "days"),
    [
        ("0001-01-01", "0001-W01", "1–7 January 0001"),
        ("2027-01-03", "2026-W53", "28 December 2026 – 3 January 2027"),
        ("9999-12-31", "9999-W52", "27–31 December 9999"),
    ],
)
def test_every_day_is_in_a_week(day: str, name: str, days: str) -> None:
    week = week_of(datetime.date.fromisoformat(day))
    assert (week.name, week.days) == (name, days)
