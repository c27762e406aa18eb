"""Papers by the year they came out: an overview and pages for each year. Nothing where no paper has a year."""

from collections.abc import Iterable

from litwiki.ids import DocPath, year_path
from litwiki.model import Page
from litwiki.pages.desk import Desk, Here, pager, paginate

name = "years"
INDEX = DocPath("years/index.md")


def make(desk: Desk) -> Iterable[Page]:
    """The overview and, for each year, as many pages as it needs; newest first."""
    years = desk.wiki.papers_by_year
    if not years:
        return
    undated = len(desk.wiki.papers) - sum(map(len, years.values()))
    counts = {year: len(slugs) for year, slugs in years.items()}
    yield desk.page(INDEX, "years.md.j2", "Years", years=counts, undated=undated)
    order = list(years)
    for position, (year, slugs) in enumerate(years.items()):
        first = year_path(year)
        for path, number, chunk in paginate(slugs, first):
            yield desk.page(
                path,
                "year.md.j2",
                f"Papers of {year}" + (f", page {number}" if number > 1 else ""),
                year=year,
                slugs=chunk,
                count=len(slugs),
                later=order[position - 1] if position else None,
                earlier=order[position + 1] if position + 1 < len(order) else None,
                crumbs=[(INDEX, "Years")],
                pager=pager(Here(desk, path), first, len(slugs), number),
            )
