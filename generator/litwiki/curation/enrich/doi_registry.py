"""The registries of DOIs, by content negotiation at doi.org, for DOIs that neither Crossref nor DataCite told us of
(mEDRA, JaLC, KISTI, Airiti): whoever registered it answers in CSL-JSON (https://citation.doi.org/docs.html).
"""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote

from litwiki.curation.enrich.service import Asking, about, read_as
from litwiki.curation.ingest.offers import arxiv_of
from litwiki.curation.online.client import Query
from litwiki.model.entries import Entry, Rejected

name = "doi"
title = "DOI registries"
address = "https://doi.org"
pace = 1.0
needs_key = False

CSL = "application/vnd.citationstyles.csl+json"


def request(asking: Asking) -> Iterator[Query]:
    """DOIs that nobody knew."""
    for doi in asking.by_id("doi"):
        if not arxiv_of(doi) and asking.is_unanswered("doi", doi, "crossref", "datacite"):
            yield Query(f"{asking.address}/{quote(doi, safe='/')}", CSL, about=(about("doi", doi),))


def apply(query: Query, body: bytes) -> Iterator[Entry | Rejected]:
    """The one record of an answer."""
    return islice(read_as("csl-json", query, body), 1)
