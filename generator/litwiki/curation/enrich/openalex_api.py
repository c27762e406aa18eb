"""OpenAlex: works by their DOIs, which costs nothing and needs no key; titles only with one
(https://docs.openalex.org/api-entities/works). An arXiv number is asked for by arXiv's own DOI.

Its locations tie a preprint to where it was published. It says that a work is retracted, and not where that is said.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from litwiki.curation.enrich import status
from litwiki.curation.enrich.openalex_works import read_work
from litwiki.curation.enrich.service import Asking, about, list_at, object_at, of_json, text_at
from litwiki.curation.ingest.offers import arxiv_of
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected, Status
from litwiki.model.records import Paper
from litwiki.model.replace import replace

name = "openalex"
title = "OpenAlex"
address = "https://api.openalex.org"
pace = 0.2

TITLES_FROM = 2
HITS = 3
NOT_SEARCHED = str.maketrans(dict.fromkeys(",|:!", " "))
"""Signs that part filters."""


def request(asking: Asking) -> Iterator[Query]:
    """DOIs and arXiv numbers one by one; with a key titles."""
    secret = ("Authorization", f"Bearer {asking.key}") if asking.key else None
    for kind, value, doi in dict.fromkeys(filter(None, map(_id_of, asking.papers))):
        if not asking.is_new(kind, value):
            continue
        yield Query(f"{asking.address}/works/doi:{quote(doi, safe='/')}", secret=secret, about=(about(kind, value),))
    for printed in asking.titles(TITLES_FROM) if asking.key else ():
        query = urlencode({"filter": f"title.search:{printed.translate(NOT_SEARCHED)}", "per-page": str(HITS)})
        yield Query(f"{asking.address}/works?{query}", secret=secret)


def _id_of(paper: Paper) -> tuple[str, str, str] | None:
    """The id that a paper is asked for by, and the DOI that stands for it."""
    doi, number = paper.ids.get("doi", ""), paper.ids.get("arxiv", "")
    if doi and not arxiv_of(doi):
        return "doi", doi, doi
    return ("arxiv", number, f"10.48550/arXiv.{number}") if number else None


@of_json
def apply(_: Query, value: JsonValue) -> Iterator[Entry | Rejected]:
    """The work, or the works that a search found."""
    answer = object_at(value)
    works = map(object_at, list_at(answer, "results")[:HITS]) if "results" in answer else [answer]
    for number, work in enumerate(works, 1):
        if work.get("is_paratext") is True or not text_at(work, "title"):
            continue
        entry = read_work(work, number)
        became = Status("retracted", source=name) if work.get("is_retracted") is True else None
        yield replace(entry, title=status.without_mark(entry.title), status=became)
