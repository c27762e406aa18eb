"""DataCite's REST API, for DOIs that Crossref does not know: data sets, software, theses, reports
(https://support.datacite.org/docs/api-get-doi). Its metadata are CC0.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from litwiki.curation.enrich.service import Asking, about, list_of, object_of, of_json, read_csl, text_of
from litwiki.curation.ingest.offers import arxiv_of
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected

name = "datacite"
title = "DataCite"
address = "https://api.datacite.org"
pace = 0.5
needs_key = False


def request(asking: Asking) -> Iterator[Query]:
    """DOIs that Crossref was asked for and did not know."""
    for doi in asking.by_id("doi"):
        if not arxiv_of(doi) and asking.is_unanswered("doi", doi, "crossref"):
            yield Query(f"{asking.address}/dois/{quote(doi, safe='')}", about=(about("doi", doi),))


@of_json
def apply(query: Query, value: JsonValue) -> Iterator[Entry | Rejected]:
    """The one record of an answer."""
    said = object_of(object_of(object_of(value).get("data")).get("attributes"))
    if list_of(said.get("titles")):
        yield from read_csl(query, [_csl(said)])


def _csl(said: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """A record as an item of CSL-JSON; DataCite names the type in CSL's words, too."""
    titles = [object_of(one) for one in list_of(said.get("titles"))]
    main = next((one for one in titles if not text_of(one.get("titleType"))), titles[0])
    container, publisher = object_of(said.get("container")), said.get("publisher")
    days = [object_of(one) for one in list_of(said.get("dates"))]
    dates = {text_of(day.get("dateType")): text_of(day.get("date")) for day in days}
    texts = [object_of(one) for one in list_of(said.get("descriptions"))]
    abstract = (text_of(one.get("description")) for one in texts if text_of(one.get("descriptionType")) == "Abstract")
    return {
        "type": text_of(object_of(said.get("types")).get("citeproc")) or "document",
        "title": text_of(main.get("title")),
        "author": [_name(object_of(one)) for one in list_of(said.get("creators"))],
        "issued": {"raw": dates.get("Issued") or text_of(said.get("publicationYear"))},
        "container-title": text_of(container.get("title")),
        "volume": text_of(container.get("volume")),
        "issue": text_of(container.get("issue")),
        "publisher": text_of(object_of(publisher).get("name")) or text_of(publisher),
        "DOI": text_of(said.get("doi")),
        "abstract": next(abstract, ""),
    }


def _name(person: Mapping[str, JsonValue]) -> JsonValue:
    family, given, printed = (text_of(person.get(key)) for key in ("familyName", "givenName", "name"))
    if family:
        return {"family": family, "given": given}
    if text_of(person.get("nameType")) != "Organizational" and "," in printed:
        family, _, given = printed.partition(",")
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": printed}
