"""Semantic Scholar's graph, five hundred ids at once (https://api.semanticscholar.org/api-docs/graph). It is asked only
with a key: it answers strangers with 429, and its terms ask for attribution.
"""

import json
from collections.abc import Iterator, Mapping

from litwiki.curation.enrich.service import Asking, about, list_at, object_at, of_json, text_at
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected
from litwiki.sources.json_items import JsonText
from litwiki.sources.table import entry_of_row

name = "semantic-scholar"
title = "Semantic Scholar"
address = "https://api.semanticscholar.org"
pace = 1.1

AT_ONCE = 500
FIELDS = "externalIds,title,abstract,year,venue,publicationTypes,publicationDate,journal,authors"
KINDS = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL", "pmid": "PMID"}
EXTERNAL_IDS = {"ArXiv": "arxiv", "DOI": "doi", "ACL": "acl", "PubMed": "pmid", "DBLP": "dblp"}
TYPES = frozenset(("JournalArticle", "Conference", "Book", "BookSection"))
"""What it calls types that are ours; the others say what a paper is like."""


def request(asking: Asking) -> Iterator[Query]:
    """Ids in lists; of a paper the first that it has."""
    ids: dict[str, str] = {}
    for paper in asking.papers if asking.key else ():
        kind = next((kind for kind in KINDS if kind in paper.ids), "")
        if kind and asking.is_new(kind, paper.ids[kind]):
            ids[f"{KINDS[kind]}:{paper.ids[kind]}"] = about(kind, paper.ids[kind])
    listed = list(ids)
    for first in range(0, len(listed), AT_ONCE):
        some = listed[first : first + AT_ONCE]
        yield Query(
            f"{asking.address}/graph/v1/paper/batch?fields={FIELDS}",
            body=json.dumps({"ids": some}).encode(),
            method="POST",
            secret=("x-api-key", asking.key),
            about=tuple(ids[one] for one in some),
        )


@of_json
def apply(query: Query, value: JsonValue) -> Iterator[Entry | Rejected]:
    """The papers in order; a null is an id that it does not know."""
    if not isinstance(value, list):
        yield Rejected(query.url, 1, "the answer is no list of papers", str(value)[:80])
        return
    for number, paper in enumerate(map(object_at, value), 1):
        if text_at(paper, "title"):
            yield entry_of_row(_row(paper), number)


def _row(paper: Mapping[str, JsonValue]) -> Mapping[str, JsonText]:
    """A paper as a row of a table, whose columns are called as `sources.columns` has them."""
    kinds = (text_at(one) for one in list_at(paper, "publicationTypes"))
    return {
        **{kind: text_at(paper, "externalIds", key) for key, kind in EXTERNAL_IDS.items()},
        "title": text_at(paper, "title"),
        "authors": [text_at(one, "name") for one in list_at(paper, "authors")],
        "date": text_at(paper, "publicationDate") or text_at(paper, "year"),
        "venue": text_at(paper, "venue") or text_at(paper, "journal", "name"),
        "type": next((kind for kind in kinds if kind in TYPES), ""),
        "volume": text_at(paper, "journal", "volume"),
        "pages": text_at(paper, "journal", "pages"),
        "abstract": text_at(paper, "abstract"),
    }
