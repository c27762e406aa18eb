"""The home page: what this wiki is, its figures, topics by group, the newest listing, what repeats."""

from collections.abc import Iterable

from litwiki.metadata import Head, site
from litwiki.model.ids import DocPath
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk
from litwiki.traces import Job

name = "home"
MOST_REPEATED = 8
FROM_NEWEST = 6


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One page."""
    del graph  # what is related is said on the pages of papers
    with_code = sum(any(link.kind == "code" for link in paper.links) for paper in wiki.papers.values())
    yield Job(DocPath("index.md"), _page, (with_code,))


def _page(desk: Desk, path: DocPath, with_code: int) -> Page:
    wiki = desk.wiki
    newest = wiki.listings_in_order[0] if wiki.listings else None
    return desk.page(
        path,
        "home.md.j2",
        wiki.config.site_name,
        description=f"{len(wiki.papers)} papers on {len(wiki.topics)} topics: what each is about, and what is near it.",
        head=Head(thing=site(wiki.config)),
        groups=wiki.groups,
        newest=newest,
        first=[slug for entry in newest.entries[:FROM_NEWEST] if (slug := wiki.paper_of(entry))] if newest else [],
        repeats=wiki.repeats[:MOST_REPEATED],
        with_code=with_code,
    )
