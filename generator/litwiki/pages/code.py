"""Papers with code, by the host of their code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from msgspec import Struct

from litwiki.facts.site import Site
from litwiki.facts.values import Card, Parts
from litwiki.model.ids import DocPath, Slug
from litwiki.model.wiki import Wiki
from litwiki.pages.view import LIST_SCRIPTS, Frame, ListView, View, paginate
from litwiki.text.messages import counted

FIRST = DocPath("code/index.md")


class CodeRow(Struct, frozen=True):
    """A paper and where its code is."""

    card: Card
    address: str


class CodeView(ListView, frozen=True, kw_only=True):
    """One page: `hosts` with their addresses in all, most first, `groups` this page's, `papers` with code in all."""

    template = "code.html.j2"
    hosts: Mapping[str, int]
    groups: tuple[tuple[str, Parts[CodeRow]], ...]
    papers: int

    @property
    def frame(self) -> Frame:
        text = f"{counted(self.papers, 'paper')} with code on {counted(len(self.hosts), 'host')}."
        return Frame("Code", text, scripts=LIST_SCRIPTS, number=self.number)


def views(site: Site) -> Iterable[View]:
    """As many pages as the papers need, hosts with most papers first."""
    hosts = _by_host(site.wiki)
    counts = {host: len(links) for host, links in hosts.items()}
    rows = [(host, slug, url) for host, links in hosts.items() for slug, url in links]
    papers = len({slug for _, slug, _ in rows})
    for page, chunk in paginate(site, rows, FIRST):
        yield CodeView(
            **page,
            hosts=counts,
            groups=tuple(
                (host, _rows(site, [(slug, url) for _, slug, url in links]))
                for host, links in groupby(chunk, key=lambda row: row[0])
            ),
            papers=papers,
        )


def _rows(site: Site, links: Sequence[tuple[Slug, str]]) -> Parts[CodeRow]:
    digests = site.card_digests
    return Parts(
        (CodeRow(site.card(slug), url) for slug, url in links),
        [f"{digests[slug]} {url}" for slug, url in links],
    )


def _by_host(wiki: Wiki) -> Mapping[str, list[tuple[Slug, str]]]:
    """Papers with the addresses of their code, hosts with most of them first."""
    links_by_host: dict[str, list[tuple[Slug, str]]] = defaultdict(list)
    for slug in wiki.with_code:
        for link in wiki.whole.papers[slug].links:
            if link.kind == "code":
                links_by_host[(urlsplit(link.url).hostname or "").removeprefix("www.")].append((slug, link.url))
    return dict(sorted(links_by_host.items(), key=lambda item: (-len(item[1]), item[0])))
