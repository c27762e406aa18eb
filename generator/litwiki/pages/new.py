"""What came last: the page /new/ by week and in topics, and pages of every month with all papers that came in it.

Days are those on which papers came (`model.arrivals`), weeks those of ISO 8601, from Monday. A paper stands under its
first topic. However many papers come at once, /new/ shows `MOST` of them; the months have all, by the page.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link
from litwiki.model.arrivals import Week, week_of
from litwiki.model.ids import DocPath, Slug, TopicId, url_of
from litwiki.pages.metadata import Head
from litwiki.pages.view import Count, Frame, ListView, View, neighbors, numbered, paginate
from litwiki.text.dates import printed_day
from litwiki.text.messages import counted

INDEX = DocPath("new/index.md")
WEEKS = 8
"""Weeks with papers that /new/ shows."""
MOST = 120
"""Papers on /new/; a week shows what those after it leave, at least `LEAST`."""
LEAST = 6
MOST_OF_TOPIC = 6
"""Papers of a topic in a week that has more than can be shown."""


class Section(Struct, frozen=True):
    """A topic, None for papers without one, and the first of its `papers`."""

    topic: Link | None
    papers: int
    cards: Cards


class NewWeek(Struct, frozen=True):
    """A week that brought papers: some of its `papers` by topics, and the months that have all of them."""

    week: Week
    papers: int
    sections: tuple[Section, ...]
    months: tuple[Link, ...]

    @property
    def is_cut(self) -> bool:
        """Whether there are more papers than it shows."""
        return self.papers > sum(len(section.cards) for section in self.sections)


class NewView(View, frozen=True, kw_only=True):
    """The last weeks; of every year its months, newest first; of `undated` papers no day is known. `digests` is how
    many were published."""

    template = "new.html.j2"
    weeks: tuple[NewWeek, ...]
    years: tuple[tuple[str, tuple[Count, ...]], ...]
    undated: int
    digests: int

    @property
    def frame(self) -> Frame:
        text = f"What came into {self.settings.site_name} last, by week and by topic."
        return Frame("New papers", text, scripts=SCRIPTS, head=Head())


class MonthView(ListView, frozen=True, kw_only=True):
    """One page of a month: all its papers by topic; a topic that goes on is named again."""

    template = "month.html.j2"
    title: str
    count: int
    sections: tuple[Section, ...]
    later: Link | None
    earlier: Link | None

    @property
    def frame(self) -> Frame:
        text = f"{counted(self.count, 'paper')} that came into {self.settings.site_name} in {self.title}."
        above = (Link(url_of(INDEX), "New papers"),)
        return Frame(numbered(f"New in {self.title}", self.number), text, crumbs=above, scripts=SCRIPTS)


SCRIPTS = ("visits.js",)
"""What marks papers that came since the reader's last visit."""


def views(site: Site) -> Iterable[View]:
    """The page, and as many of each month as it needs."""
    wiki = site.wiki
    dated = [(day, slug) for slug in site.newest_first if (day := wiki.days[slug])]
    by_month = {month: [slug for _, slug in papers] for month, papers in groupby(dated, key=lambda one: one[0][:7])}
    counts = [Count(_month_link(month), len(slugs)) for month, slugs in by_month.items()]
    years = groupby(zip(by_month, counts, strict=True), key=lambda one: one[0][:4])
    yield NewView(
        path=INDEX,
        settings=site.settings,
        weeks=tuple(_weeks(site, dated)),
        years=tuple((year, tuple(count for _, count in of_year)) for year, of_year in years),
        undated=len(wiki.papers) - len(dated),
        digests=len(wiki.digests),
    )
    beside = neighbors(map(_month_link, by_month))
    for (month, slugs), (later, earlier) in zip(by_month.items(), beside, strict=True):
        first, filed = month_path(month), _filed(site, slugs)
        flat = [(topic, slug) for topic, of_topic in filed for slug in of_topic]
        totals = {topic: len(of_topic) for topic, of_topic in filed}
        for page, chunk in paginate(site, flat, first):
            yield MonthView(
                **page,
                title=printed_day(month),
                count=len(slugs),
                sections=tuple(
                    _section(site, topic, [slug for _, slug in of_topic], totals[topic])
                    for topic, of_topic in groupby(chunk, key=lambda one: one[0])
                ),
                later=later,
                earlier=earlier,
            )


def month_path(month: str) -> DocPath:
    """The first page of a month, given as YYYY-MM."""
    return DocPath(f"new/{month}.md")


def _month_link(month: str) -> Link:
    return Link(url_of(month_path(month)), printed_day(month))


def _weeks(site: Site, dated: Sequence[tuple[str, Slug]]) -> Iterator[NewWeek]:
    """The last weeks that brought papers, newest first."""
    left = MOST
    weeks = groupby(dated, key=lambda one: week_of(datetime.date.fromisoformat(one[0])))
    for (week, papers), _ in zip(weeks, range(WEEKS), strict=False):
        days = list(papers)
        filed = _filed(site, [slug for _, slug in days])
        left_over, sections = max(left, LEAST), []
        most = len(days) if len(days) <= left_over else MOST_OF_TOPIC
        for topic, slugs in filed:
            if shown := slugs[: min(most, left_over)]:
                sections.append(_section(site, topic, shown, len(slugs)))
                left_over -= len(shown)
        left -= sum(len(section.cards) for section in sections)
        months = tuple(_month_link(month) for month in dict.fromkeys(day[:7] for day, _ in days))
        yield NewWeek(week, len(days), tuple(sections), months)


def _section(site: Site, topic: TopicId | None, slugs: Sequence[Slug], count: int) -> Section:
    return Section(topic_link(site.wiki.topics[topic]) if topic else None, count, site.cards(slugs))


def _filed(site: Site, slugs: Sequence[Slug]) -> list[tuple[TopicId | None, list[Slug]]]:
    """Papers by their first topic in the order given: topics with most papers first, papers without one last."""
    by_topic: dict[TopicId | None, list[Slug]] = {}
    for slug in slugs:
        topics = site.topics(slug)
        by_topic.setdefault(topics[0].id if topics else None, []).append(slug)
    return sorted(by_topic.items(), key=lambda item: (item[0] is None, -len(item[1]), item[0] or ""))
