"""CSL-JSON: a citation in, an item out.

The schema is csl-data.json of citation-style-language/schema; CSL 1.0.2, Appendix III and IV, has its types and fields.
"""

from litwiki.citations.record import Citation, plain
from litwiki.model.as_json import JsonValue
from litwiki.text.name_parts import Name

TYPES = {
    "preprint": "article",
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "book": "book",
    "chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
"""The types of ours: a preprint is an `article`, which was published nowhere; `document` claims nothing."""
GENERIC = "document"
NUMBERED = frozenset({"report", "thesis", "book"})
"""Types whose issue is a number of their own."""
MORE_AUTHORS: JsonValue = {"literal": "others"}
"""Ends an incomplete list, as pandoc writes and reads it."""


def to_csl(citation: Citation) -> dict[str, JsonValue]:
    """An item of CSL-JSON; its texts are plain."""
    publication = citation.publication
    more = [MORE_AUTHORS] if citation.authors and not citation.authors_complete else []
    number = f"arXiv:{citation.arxiv}" if citation.arxiv else ""
    issue = plain(publication.issue)
    is_numbered = publication.type in NUMBERED
    known: dict[str, JsonValue] = {
        "id": citation.key,
        "type": TYPES.get("preprint" if citation.is_preprint else publication.type, GENERIC),
        "title": citation.title,
        "citation-key": citation.key if citation.key != citation.slug else "",
        "author": [*map(_name, citation.names), *more],
        "editor": [*map(_name, citation.editors)],
        "issued": {"date-parts": [list(citation.date)]} if citation.date else None,
        "container-title": plain(publication.venue),
        "volume": plain(publication.volume),
        "issue": "" if is_numbered else issue,
        "number": number or (issue if is_numbered else ""),
        "page": plain(publication.pages),
        "publisher": plain(publication.publisher) or ("arXiv" if citation.is_preprint and citation.arxiv else ""),
        "DOI": citation.doi,
        "PMID": citation.pmid,
        "ISBN": citation.isbn,
        "URL": citation.url,
        "abstract": plain(citation.abstract),
        "note": "; ".join(filter(None, (citation.status, *(f"Code: {url}" for url in citation.code)))),
    }
    return {key: value for key, value in known.items() if value or key == "title"}


def _name(name: Name) -> JsonValue:
    if not name.given:
        return {"literal": name.family}
    parts: dict[str, JsonValue] = {"family": name.family, "given": name.given}
    return parts | ({"suffix": name.suffix} if name.suffix else {})
