"""The order in which papers came (`Wiki.days` says when): a wiki in, papers out; and weeks, in which they are told.

Feeds, the page /new/ and digests are by this order. A paper of which no day is known comes after those that have one.
Nothing here asks a clock.
"""

import datetime
from itertools import chain
from typing import NamedTuple

from litwiki.model.ids import Slug
from litwiki.model.wiki import Wiki
from litwiki.text.dates import MONTH_NAMES, printed_day


def newest_first(wiki: Wiki) -> tuple[Slug, ...]:
    """All papers by the day on which they came. Those of one day, or of none that is known, in the order of their
    listings, newest listing first; then those of no listing, by year."""
    listed = chain.from_iterable(wiki.papers_by_listing[listing.id] for listing in wiki.listings_in_order)
    by_year = [*chain.from_iterable(wiki.papers_by_year.values()), *wiki.in_title_order]
    order = dict.fromkeys([*listed, *by_year])
    return tuple(sorted(order, key=wiki.days.__getitem__, reverse=True))


def last_change(wiki: Wiki) -> str:
    """The last day that content names: of a paper that came, a listing, a check of a summary; '' for none."""
    listings = (listing.date for listing in wiki.listings.values())
    return max(
        [
            *wiki.changed.values(),
            *(date for date in listings if date and len(date) == len("2026-03-17")),
        ],
        default="",
    )


class Week(NamedTuple):
    """A week of ISO 8601: its year, which need not be that of all its days, and its number."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """As ISO 8601 writes it.

        >>> Week(2026, 48).name
        '2026-W48'
        """
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> datetime.date:
        """Its first day."""
        return datetime.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> datetime.date:
        """Its last day; that of the year 9999 where the week would go beyond it, as Python's dates end there."""
        return datetime.date.fromordinal(min(self.monday.toordinal() + 6, datetime.date.max.toordinal()))

    @property
    def days(self) -> str:
        """Its first and last day in words.

        >>> Week(2026, 48).days, Week(2026, 49).days, Week(2026, 53).days
        ('23–29 November 2026', '30 November – 6 December 2026', '28 December 2026 – 3 January 2027')
        """
        return span(self.monday.isoformat(), self.sunday.isoformat())


def week_of(day: datetime.date) -> Week:
    """The week that a day is in."""
    return Week(*day.isocalendar()[:2])


def span(since: str, until: str) -> str:
    """Days from one to another (ISO 8601) in words.

    >>> span("2026-11-28", "2026-11-28"), span("2025-12-31", "2026-01-02")
    ('28 November 2026', '31 December 2025 – 2 January 2026')
    """
    first, last = datetime.date.fromisoformat(since), datetime.date.fromisoformat(until)
    if first == last:
        return printed_day(until)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{printed_day(until)}"
    begin = printed_day(since) if first.year != last.year else f"{first.day} {MONTH_NAMES[first.month - 1]}"
    return f"{begin} – {printed_day(until)}"
