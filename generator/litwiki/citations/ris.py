"""RIS (Reference Manager's format): a citation in, a record out."""

from litwiki.citations.csl_json import NUMBERED
from litwiki.citations.record import Citation, plain

TYPES = {
    "preprint": "UNPB",
    "article": "JOUR",
    "inproceedings": "CONF",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
}
"""The record types of ours; GEN, the generic one, claims nothing. A paper in proceedings is CONF, as Zotero and EndNote
write it; CPAPER is one that no proceedings have."""
GENERIC = "GEN"
MORE_AUTHORS = "et al."
"""Ends an incomplete list: RIS has no sign for that, and a list that looks complete would be wrong."""


def to_ris(citation: Citation) -> str:
    """A record: a tag, two spaces, a hyphen, a space, the value; CRLF ends a line.

    Names are "Family, Given, Suffix". An arXiv id is the accession number of the database arXiv. The venue is a
    secondary title, and of an article also its journal, since programs look for either.
    """
    publication = citation.publication
    type_ = TYPES.get("preprint" if citation.is_preprint else publication.type, GENERIC)
    venue = plain(publication.venue)
    first, last = citation.first_and_last_page
    lines = [("TY", type_), ("ID", citation.key), ("TI", citation.title)]
    lines += [("AU", name.inverted) for name in citation.names]
    lines += [("AU", MORE_AUTHORS if citation.authors and not citation.authors_complete else "")]
    lines += [("ED", name.inverted) for name in citation.editors]
    lines += [("JO", venue if type_ == "JOUR" else ""), ("T2", venue)]
    lines += [("VL", plain(publication.volume)), ("IS", plain(publication.issue)), ("SP", first), ("EP", last)]
    lines += [("PB", plain(publication.publisher)), ("PY", str((*citation.date, "")[0]))]
    lines += [("DA", _date(citation.date) if len(citation.date) > 1 else ""), ("DO", citation.doi)]
    if citation.arxiv:
        lines += [("AN", f"arXiv:{citation.arxiv}"), ("DB", "arXiv")]
    lines += [("SN", citation.isbn), ("UR", citation.url.replace(";", "%3B"))]
    lines += _second_address(citation)
    lines += [("N1", f"PMID: {citation.pmid}" if citation.pmid else "")]
    lines += [("N1", citation.status)]
    lines += [("N1", f"Code: {url}") for url in citation.code]
    lines += [("AB", plain(citation.abstract))]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def beside_csl(citation: Citation) -> str:
    """Lines of the record that the citation's item of CSL does not say (`theme/assets/cite.js` makes the others of it):
    a second address, and a number beside that of arXiv."""
    lines = _second_address(citation)
    if citation.arxiv and citation.publication.type in NUMBERED:
        lines = [("IS", plain(citation.publication.issue)), *lines]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines if value)


def _second_address(citation: Citation) -> list[tuple[str, str]]:
    return [("UR", citation.address.replace(";", "%3B"))] if citation.address != citation.url else []


def _date(date: tuple[int, ...]) -> str:
    """A date as RIS writes it, with a slash for each part that is not known.

    >>> _date((2026, 6))
    '2026/06//'
    """
    year, month, day = (*(f"{part:02}" for part in date), "", "")[:3]
    return f"{year}/{month}/{day}/"
