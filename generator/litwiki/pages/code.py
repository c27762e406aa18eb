"""Papers with code, by the host of their code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlsplit

from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.traces import Job

name = "code"
FIRST = DocPath("code/index.md")


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """As many pages as the papers need, hosts with most papers first."""
    del graph
    hosts = _by_host(wiki)
    rows = [(host, slug, url) for host, found in hosts.items() for slug, url in found]
    counts = {host: len(found) for host, found in hosts.items()}
    papers = len({slug for _, slug, _ in rows})
    for path, number, chunk in paginate(rows, FIRST):
        yield Job(path, _page, (number, tuple(chunk), counts, papers))


def _page(
    desk: Desk, path: DocPath, number: int, rows: Sequence[tuple[str, Slug, str]], hosts: Mapping[str, int], papers: int
) -> Page:
    count = sum(hosts.values())
    return desk.page(
        path,
        "code.md.j2",
        "Code" + (f", page {number}" if number > 1 else ""),
        groups=[(host, list(found)) for host, found in groupby(rows, key=itemgetter(0))],
        hosts=hosts,
        count=count,
        papers=papers,
        description=f"Papers that come with code: {count} addresses on {len(hosts)} hosts.",
        scripts=LIST_SCRIPTS,
        pager=pager(Here(desk, path), FIRST, count, number),
    )


def _by_host(wiki: Wiki) -> dict[str, list[tuple[Slug, str]]]:
    found: dict[str, list[tuple[Slug, str]]] = defaultdict(list)
    for slug in wiki.in_title_order:
        for link in wiki.papers[slug].links:
            if link.kind == "code":
                found[(urlsplit(link.url).hostname or "").removeprefix("www.")].append((slug, link.url))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
