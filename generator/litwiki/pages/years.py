"""Papers by the year they came out: an overview and pages for each year. Nothing where no paper has a year."""

from collections.abc import Iterable, Mapping, Sequence

from litwiki.model.ids import DocPath, Slug, year_path
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.traces import Job

name = "years"
INDEX = DocPath("years/index.md")


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """The overview and, for each year, as many pages as it needs; newest first."""
    del graph
    years = wiki.papers_by_year
    if not years:
        return
    undated = len(wiki.papers) - sum(map(len, years.values()))
    yield Job(INDEX, _overview, ({year: len(slugs) for year, slugs in years.items()}, undated))
    order = list(years)
    for position, (year, slugs) in enumerate(years.items()):
        later = order[position - 1] if position else None
        earlier = order[position + 1] if position + 1 < len(order) else None
        for path, number, chunk in paginate(slugs, year_path(year)):
            yield Job(path, _page, (year, number, chunk, len(slugs), later, earlier))


def _overview(desk: Desk, path: DocPath, years: Mapping[int, int], undated: int) -> Page:
    return desk.page(path, "years.md.j2", "Years", years=years, undated=undated)


def _page(
    desk: Desk,
    path: DocPath,
    year: int,
    number: int,
    slugs: Sequence[Slug],
    count: int,
    later: int | None,
    earlier: int | None,
) -> Page:
    return desk.page(
        path,
        "year.md.j2",
        f"Papers of {year}" + (f", page {number}" if number > 1 else ""),
        year=year,
        slugs=slugs,
        count=count,
        later=later,
        earlier=earlier,
        crumbs=[(INDEX, "Years")],
        pager=pager(Here(desk, path), year_path(year), count, number),
    )
