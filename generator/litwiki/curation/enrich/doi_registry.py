"""The registries of DOIs, by content negotiation at doi.org, for DOIs that neither Crossref nor DataCite told us of
(mEDRA, JaLC, KISTI, Airiti): whoever registered it answers in CSL-JSON (https://citation.doi.org/docs.html).
"""

from collections.abc import Iterator
from urllib.parse import quote

from litwiki.curation.enrich.service import Asking, about, of_form
from litwiki.curation.online.client import Query

name = "doi"
title = "DOI registries"
address = "https://doi.org"
pace = 1.0

CSL = "application/vnd.citationstyles.csl+json"


def request(asking: Asking) -> Iterator[Query]:
    """DOIs that nobody knew."""
    for doi in asking.dois("crossref", "datacite"):
        yield Query(f"{asking.address}/{quote(doi, safe='/')}", CSL, about=(about("doi", doi),))


apply = of_form("csl-json", 1)
