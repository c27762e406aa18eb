"""Where a paper can be read: its identifiers and links in, labelled addresses out.

What a reader wants first is the paper itself, so one address is its best, by a fixed order (`READABLE`): a text that
anybody may read before a publisher's page, what a whole field uses before what one venue runs, links that somebody
wrote by hand before the publisher's page, which often asks for money. Catalogs that only describe a paper come last
and are no way to read it. Nothing here asks the network: an address is made of what a paper's file says.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from msgspec import Struct

from litwiki.model.entries import Gone, Link
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.text.id_kinds import in_address, normal
from litwiki.text.identifiers import ID_KINDS, parse_identifier, url_of

READABLE = ("arxiv", "acl", "openreview", "pmlr", "cvf", "pmcid", "paper", "doi")
"""Ids and, between them, links of the kind `paper`: the best way to the text first."""
CATALOGS = ("pmid", "dblp", "s2", "openalex", "isbn")
"""Ids whose pages describe a paper and do not hold it."""
PDFS = {
    "arxiv": "https://arxiv.org/pdf/{}",
    "acl": "https://aclanthology.org/{}.pdf",
    "openreview": "https://openreview.net/pdf?id={}",
}
"""Where the text itself is, for ids that tell (https://info.arxiv.org/help/arxiv_identifier.html,
https://aclanthology.org/info/ids/, OpenReview's own "PDF" links)."""
PAGES = {
    "arxiv": ("Abstract", "arXiv"),
    "acl": ("Proceedings", "ACL Anthology"),
    "openreview": ("Reviews", "OpenReview"),
    "pmlr": ("Proceedings", "PMLR"),
    "cvf": ("Proceedings", "CVF"),
    "pmcid": ("Full text", "PubMed Central"),
    "doi": ("Publisher’s page", "DOI"),
}
"""What is at the page of an id, and whose page it is."""
LINK_WORDS = {
    "paper": "Paper",
    "code": "Code",
    "data": "Data",
    "model": "Model",
    "project": "Project page",
    "doi": "Publisher’s page",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
    "poster": "Poster",
    "blog": "Blog post",
}
SEARCHES = {
    "arXiv": "https://arxiv.org/search/?searchtype=title&query={}",
    "Google Scholar": "https://scholar.google.com/scholar?q={}",
    "Semantic Scholar": "https://www.semanticscholar.org/search?q={}",
    "OpenAlex": "https://openalex.org/works?search={}",
}
"""Where a paper can be looked for by its title."""
LONGEST_HINT = 40
"""Characters."""


class Way(Struct, frozen=True):
    """An address, what is found there, and where that is (a site's name, or host and path)."""

    url: str
    label: str
    where: str


class Ways(Struct, frozen=True):
    """`read` is the best way to the text, `others` further pages of the paper itself, `beside` its code, data and all
    that belongs to it, `catalogs` pages that describe it."""

    read: Way | None
    others: tuple[Way, ...]
    beside: tuple[Way, ...]
    catalogs: tuple[Way, ...]


def ways(paper: Paper) -> Ways:
    """Every address of a paper, each once."""
    texts = list(_texts(paper))
    read = texts[0] if texts else None
    # One PDF is enough: a reader who wants another goes by its page.
    pages = (Way(url_of(kind, paper.ids[kind]), *PAGES[kind]) for kind in _has(paper, PDFS))
    further = (*pages, *(way for way in texts[1:] if way.label != "PDF"))
    others = {way.url: way for way in further if read and way.url != read.url}
    seen = {*others, *([read.url] if read else [])}
    beside = [link for link in paper.links if link.kind not in {"paper", "doi"} and link.url not in seen]
    catalogs = (Way(url_of(kind, paper.ids[kind]), ID_KINDS[kind].label, "") for kind in _has(paper, CATALOGS))
    gone = {one.url: one for one in paper.gone}
    named = tuple(_dead(way, gone[way.url]) if way.url in gone else way for way in _named(beside))
    return Ways(read, tuple(others.values()), named, tuple(catalogs))


def _dead(way: Way, gone: Gone) -> Way:
    """The way to what a dead link led to: the web archive's copy, where there is one."""
    since = f"gone since {gone.since}" if gone.since else "gone"
    return Way(gone.copy or way.url, way.label, f"{since}, archived copy" if gone.copy else since)


def best(paper: Paper) -> Way | None:
    """The best way to the text, with a label of few words, such as `arXiv PDF`."""
    text = next(_texts(paper), None)
    return replace(text, label=f"{text.where} PDF" if text.label == "PDF" else text.where) if text else None


def pdf_of(paper: Paper) -> str:
    """Where the paper's own text is, as a PDF; empty where that is not certain."""
    return next((PDFS[kind].format(in_address(paper.ids[kind])) for kind in _has(paper, PDFS)), "")


def searches(title: str) -> tuple[Way, ...]:
    """Where a paper can be looked for by its plain title."""
    words = quote(" ".join(title.split())[:300], safe="")
    return tuple(Way(url.format(words), name, "") for name, url in SEARCHES.items())


def _has(paper: Paper, kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        value = paper.ids.get(kind)
        # arXiv's own DOI leads to the page that the number leads to.
        if value and not (kind == "doi" and paper.ids.get("arxiv") and is_arxivs(value)):
            yield kind


def is_arxivs(doi: str) -> bool:
    """Whether a DOI is the one that arXiv gives each of its papers, and no publisher's."""
    identifier = normal("doi", doi)
    return identifier is not None and identifier.kind == "arxiv"


def _texts(paper: Paper) -> Iterator[Way]:
    """The paper's own addresses, best first, each kind once; of those with a PDF the PDF."""
    known = {*_has(paper, READABLE)}
    for kind in READABLE:
        if kind == "paper":
            yield from _named(_links(paper, "paper"))
        elif kind in known:
            value = paper.ids[kind]
            pdf = PDFS.get(kind)
            label, where = ("PDF", PAGES[kind][1]) if pdf else PAGES[kind]
            yield Way(pdf.format(in_address(value)) if pdf else url_of(kind, value), label, where)
    yield from (Way(link.url, *PAGES["doi"]) for link in _links(paper, "doi"))


def _links(paper: Paper, kind: str) -> list[Link]:
    """Links that none of the paper's ids stands for."""
    return [link for link in paper.links if link.kind == kind and not _stands_for(link.url, paper)]


def _stands_for(url: str, paper: Paper) -> bool:
    if any(url == url_of(kind, value) for kind, value in paper.ids.items()):
        return True  # as most are; to take an address apart takes twenty times as long
    identifier = parse_identifier(url) if paper.ids else None
    return identifier is not None and identifier.kind in paper.ids


def _named(links: Iterable[Link]) -> Iterator[Way]:
    """Links with their words; of several of one kind at one host, each says which."""
    hosted = [(link, _host(link.url)) for link in links]
    hosts = Counter((link.kind, host) for link, host in hosted) if len(hosted) > 1 else {}
    for link, host in hosted:
        several = hosts.get((link.kind, host), 1) > 1
        where = f"{host}{urlsplit(link.url).path.rstrip('/')}" if several else host
        yield Way(link.url, LINK_WORDS[link.kind], where if len(where) <= LONGEST_HINT else f"…{where[-LONGEST_HINT:]}")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
