"""Papers with code, by the host of their code."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlsplit

from litwiki.ids import DocPath, Slug
from litwiki.model import Page
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.wiki import Wiki

name = "code"


def make(desk: Desk) -> Iterable[Page]:
    """As many pages as the papers need, hosts with most papers first."""
    first = DocPath("code/index.md")
    hosts = _by_host(desk.wiki)
    rows = [(host, slug, url) for host, found in hosts.items() for slug, url in found]
    for path, number, chunk in paginate(rows, first):
        yield desk.page(
            path,
            "code.md.j2",
            "Code" + (f", page {number}" if number > 1 else ""),
            groups=[(host, list(found)) for host, found in groupby(chunk, key=itemgetter(0))],
            hosts={host: len(found) for host, found in hosts.items()},
            count=len(rows),
            papers=len({slug for _, slug, _ in rows}),
            description=f"Papers that come with code: {len(rows)} addresses on {len(hosts)} hosts.",
            scripts=LIST_SCRIPTS,
            pager=pager(Here(desk, path), first, len(rows), number),
        )


def _by_host(wiki: Wiki) -> dict[str, list[tuple[Slug, str]]]:
    found: dict[str, list[tuple[Slug, str]]] = defaultdict(list)
    for slug in wiki.in_title_order:
        for link in wiki.papers[slug].links:
            if link.kind == "code":
                found[(urlsplit(link.url).hostname or "").removeprefix("www.")].append((slug, link.url))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
