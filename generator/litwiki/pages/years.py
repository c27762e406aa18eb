"""Papers by the year they came out: an overview and pages for each year. Nothing where no paper has a year."""

from collections.abc import Iterable

from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Link
from litwiki.model.ids import DocPath, url_of, year_path
from litwiki.pages.view import Count, Frame, ListView, View, neighbors, paginate

INDEX = DocPath("years/index.md")


class YearsView(View, frozen=True, kw_only=True):
    """The overview; of `undated` papers no year is known."""

    template = "years.html.j2"
    years: tuple[Count, ...]
    undated: int

    @property
    def frame(self) -> Frame:
        return Frame("Years")


class YearView(ListView, frozen=True, kw_only=True):
    """One page of a year; the years `later` and `earlier` are those beside it that have papers."""

    template = "year.html.j2"
    year: int
    cards: Cards
    count: int
    later: Link | None
    earlier: Link | None

    @property
    def frame(self) -> Frame:
        return Frame(f"Papers of {self.year}", crumbs=(Link(url_of(INDEX), "Years"),), number=self.number)


def views(site: Site) -> Iterable[View]:
    """The overview and, for each year, as many pages as it needs; newest first."""
    years = site.wiki.papers_by_year
    if not years:
        return
    undated = len(site.wiki.papers) - sum(map(len, years.values()))
    counts = tuple(Count(_link(year), len(slugs)) for year, slugs in years.items())
    yield YearsView(path=INDEX, settings=site.settings, years=counts, undated=undated)
    for (year, slugs), (later, earlier) in zip(years.items(), neighbors(map(_link, years)), strict=True):
        for page, chunk in paginate(site, slugs, year_path(year)):
            yield YearView(**page, year=year, cards=site.cards(chunk), count=len(slugs), later=later, earlier=earlier)


def _link(year: int) -> Link:
    return Link(url_of(year_path(year)), str(year))
