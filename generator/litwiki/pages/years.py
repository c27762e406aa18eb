"""Papers by the year they came out: an overview and pages for each year. Nothing where no paper has a year."""

from collections.abc import Iterable
from typing import NamedTuple

from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link
from litwiki.markup.html import escape
from litwiki.model.ids import DocPath, url_of, year_path
from litwiki.pages.view import Frame, Step, View, numbered, pager, paginate

name = "years"
INDEX = DocPath("years/index.md")


class YearCount(NamedTuple):
    """A year and how many papers came out in it."""

    year: Link
    papers: int


class YearsView(View, frozen=True, kw_only=True):
    """The overview; of `undated` papers no year is known."""

    years: tuple[YearCount, ...]
    undated: int

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        return Frame("Years")


class YearView(View, frozen=True, kw_only=True):
    """One page of a year; the years `later` and `earlier` are those beside it that have papers."""

    year: int
    number: int
    cards: Cards
    count: int
    later: Link | None
    earlier: Link | None
    steps: tuple[Step, ...]

    @property
    def frame(self) -> Frame:
        """Everything around the content."""
        title = f"Papers of {self.year}"
        return Frame(numbered(title, self.number), heading=escape(title), crumbs=(Link(url_of(INDEX), "Years"),))


def views(site: Site) -> Iterable[tuple[str, View]]:
    """The overview and, for each year, as many pages as it needs; newest first."""
    years = site.wiki.papers_by_year
    if not years:
        return
    undated = len(site.wiki.papers) - sum(map(len, years.values()))
    counts = tuple(YearCount(_link(year), len(slugs)) for year, slugs in years.items())
    yield "years.html.j2", YearsView(path=INDEX, settings=site.settings, years=counts, undated=undated)
    order = list(years)
    for position, (year, slugs) in enumerate(years.items()):
        later = _link(order[position - 1]) if position else None
        earlier = _link(order[position + 1]) if position + 1 < len(order) else None
        for path, number, chunk in paginate(slugs, year_path(year)):
            yield (
                "year.html.j2",
                YearView(
                    path=path,
                    settings=site.settings,
                    year=year,
                    number=number,
                    cards=site.cards(chunk),
                    count=len(slugs),
                    later=later,
                    earlier=earlier,
                    steps=pager(year_path(year), len(slugs), number),
                ),
            )


def _link(year: int) -> Link:
    return Link(url_of(year_path(year)), str(year))
