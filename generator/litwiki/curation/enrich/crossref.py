"""Crossref's REST API: works by their DOIs, and by titles (https://api.crossref.org/swagger-ui/index.html).

A work says which notices there are about it (`updated-by`), and of a preprint which DOI its published version has
(`relation`, `is-preprint-of`); that one is asked for next. Its metadata are free of rights.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from litwiki.curation.enrich import status
from litwiki.curation.enrich.service import Asking, about, list_at, object_at, of_json, read_csl, text_at
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected, Status
from litwiki.model.replace import replace
from litwiki.text.dates import iso_date
from litwiki.text.id_kinds import normal

name = "crossref"
title = "Crossref"
address = "https://api.crossref.org"
pace = 0.5

TITLES_FROM = 2
HITS = 3
PUBLISHED = "published doi"
"""Under which name an entry keeps the DOI of the version that Crossref ties to a preprint."""
TAKEN = "title type container-title author editor issued DOI ISBN volume issue page publisher abstract".split()
NO_PAPERS = frozenset("component journal proceedings journal-issue journal-volume peer-review grant".split())


def request(asking: Asking) -> Iterator[Query]:
    """DOIs one by one, then titles."""
    for doi in asking.dois():
        yield Query(f"{asking.address}/works/{quote(doi, safe='')}", about=(about("doi", doi),))
    for printed in asking.titles(TITLES_FROM):
        words = {"query.bibliographic": printed, "rows": str(HITS)}
        yield Query(f"{asking.address}/works?{urlencode(words)}")


@of_json
def apply(query: Query, value: JsonValue) -> Iterator[Entry | Rejected]:
    """The work, or the works that a search found."""
    message = object_at(value, "message")
    listed = message.get("items")
    works = [object_at(one) for one in listed[:HITS]] if isinstance(listed, list) else [message]
    works = [work for work in works if text_at(work, "title") and not _is_notice(work)]
    for work, item in zip(works, read_csl(query, map(_csl, works)), strict=True):
        if isinstance(item, Rejected):
            yield item
        else:
            became = status.worst(filter(None, map(_notice, list_at(work, "updated-by"))))
            yield replace(item, extra=_published(work), status=became)


def _is_notice(work: Mapping[str, JsonValue]) -> bool:
    """Whether a work is a notice about another, or no paper at all."""
    updates = (status.kind_of(text_at(one, "type")) for one in list_at(work, "update-to"))
    return any(updates) or text_at(work, "type") in NO_PAPERS


def _csl(work: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """A work as an item of CSL-JSON: Crossref parts the title from its subtitle."""
    item = {key: work[key] for key in TAKEN if key in work}
    printed, more = status.without_mark(text_at(work, "title")), text_at(work, "subtitle")
    item["title"] = f"{printed}: {more}" if more and more.casefold() not in printed.casefold() else printed
    return item


def _published(work: Mapping[str, JsonValue]) -> Mapping[str, str]:
    for one in list_at(work, "relation", "is-preprint-of"):
        printed = text_at(one, "id")
        doi = normal("doi", printed.partition("doi.org/")[2] or printed)
        if doi and doi.kind == "doi":
            return {PUBLISHED: doi.value}
    return {}


def _notice(value: JsonValue) -> Status | None:
    """What a notice says, where it says something against a paper."""
    days = list_at(value, "updated", "date-parts")
    parts = [part for part in (days[0] if days and isinstance(days[0], list) else []) if isinstance(part, int)]
    kind, doi = status.kind_of(text_at(value, "type")), normal("doi", text_at(value, "DOI"))
    address = f"https://doi.org/{quote(doi.value, safe='/:;()._-')}" if doi else ""
    return Status(kind, address, name, iso_date(*parts[:3]) if parts else "") if kind else None
