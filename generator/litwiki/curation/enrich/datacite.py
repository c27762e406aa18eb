"""DataCite's REST API, for DOIs that Crossref does not know: data sets, software, theses, reports
(https://support.datacite.org/docs/api-get-doi). Its metadata are CC0.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from litwiki.curation.enrich.service import Asking, about, list_at, object_at, of_json, read_csl, text_at
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected

name = "datacite"
title = "DataCite"
address = "https://api.datacite.org"
pace = 0.5


def request(asking: Asking) -> Iterator[Query]:
    """DOIs that Crossref was asked for and did not know."""
    for doi in asking.dois("crossref"):
        yield Query(f"{asking.address}/dois/{quote(doi, safe='')}", about=(about("doi", doi),))


@of_json
def apply(query: Query, value: JsonValue) -> Iterator[Entry | Rejected]:
    """The one record of an answer."""
    said = object_at(value, "data", "attributes")
    if list_at(said, "titles"):
        yield from read_csl(query, [_csl(said)])


def _csl(said: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """A record as an item of CSL-JSON; DataCite names the type in CSL's words, too."""
    titles = list_at(said, "titles")
    main = next((one for one in titles if not text_at(one, "titleType")), titles[0])
    dates = {text_at(day, "dateType"): text_at(day, "date") for day in list_at(said, "dates")}
    texts = list_at(said, "descriptions")
    abstract = (text_at(one, "description") for one in texts if text_at(one, "descriptionType") == "Abstract")
    return {
        "type": text_at(said, "types", "citeproc") or "document",
        "title": text_at(main, "title"),
        "author": [*map(_name, list_at(said, "creators"))],
        "issued": {"raw": dates.get("Issued") or text_at(said, "publicationYear")},
        "container-title": text_at(said, "container", "title"),
        "volume": text_at(said, "container", "volume"),
        "issue": text_at(said, "container", "issue"),
        "publisher": text_at(said, "publisher", "name") or text_at(said, "publisher"),
        "DOI": text_at(said, "doi"),
        "abstract": next(abstract, ""),
    }


def _name(person: JsonValue) -> JsonValue:
    family, given, printed = (text_at(person, key) for key in ("familyName", "givenName", "name"))
    if family:
        return {"family": family, "given": given}
    if text_at(person, "nameType") != "Organizational" and "," in printed:
        family, _, given = printed.partition(",")
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": printed}
