"""Which names of fields a bibliography used where ours are others: biblatex says `journaltitle`, `date`, `institution`.

A field that was kept as it was written stands for ours as long as it says the same as the paper's file. Where somebody
changed the file, ours is written and the old one is left out: nobody shall read two dates.
"""

import re
from collections.abc import Iterator, Mapping

from litwiki.citations.record import Citation
from litwiki.text.dates import parse_date
from litwiki.text.latex import from_bibtex, to_plain
from litwiki.text.names import from_bibtex_names
from litwiki.text.words import clean

VENUES = ("journaltitle", "journal", "booktitle", "howpublished")
PUBLISHERS = ("publisher", "school", "institution", "organization")
NAMING_ARXIV = ("eprinttype", "primaryclass", "eprintclass")
"""Fields that stand beside `eprint` only."""
SAYING_ARXIV = ("arxiv", "arxivid", "journal", "journaltitle", "volume", "eid", "number", "howpublished", "note", "doi")
"""Where an arXiv number stands in bibliographies that have no `eprint`."""
SAYING_MORE = ("howpublished", "note", "eprint", "ee", "link", "html", "pdf")
"""Where other ids and the address stand that have no field of their own."""


def said_otherwise(
    citation: Citation, extra: Mapping[str, str], venue: str, publisher: str
) -> tuple[set[str], set[str]]:
    """Names of our fields that need not be written, because `extra` says them, and names of `extra` that say what is
    no longer so. `venue` and `publisher` are what ours are called for this type.
    """
    judged = [*_judged(citation, extra, venue, publisher)] if extra else []
    said = {name for _, ours, is_same in judged if is_same for name in ours}
    return said, {name for name, _, is_same in judged if not is_same}


def _judged(
    citation: Citation, extra: Mapping[str, str], venue: str, publisher: str
) -> Iterator[tuple[str, set[str], bool]]:
    """Each field that stands for some of ours, those, and whether it still says the same."""
    publication = citation.publication
    date = publication.date or str(citation.year or "")
    if extra.get("date"):
        yield "date", {"year", "month", "day"}, parse_date(_plain(extra["date"])) == date
    elif extra.get("year") and date:
        yield "year", {"year"}, parse_date(_plain(extra["year"]))[:4] == date[:4]
    if extra.get("month") and len(date) > 4:
        with_year = parse_date(f"{_plain(extra['month'])} {date[:4]}")
        yield "month", {"month", "day"} if with_year == date else {"month"}, with_year[:7] == date[:7]
    for name in VENUES:
        if extra.get(name) and name != venue and _markup(extra[name]) == publication.venue:
            yield name, {venue}, True
    for name in PUBLISHERS:
        if extra.get(name) and name != publisher and _markup(extra[name]) == publication.publisher:
            yield name, {publisher}, True
    if extra.get("issue") and "number" not in extra and _markup(extra["issue"]) == publication.issue:
        yield "issue", {"number"}, True
    if extra.get("editor"):
        yield "editor", {"editor"}, from_bibtex_names(extra["editor"])[0] == publication.editors
    yield from _ids(citation, extra)


def _ids(citation: Citation, extra: Mapping[str, str]) -> Iterator[tuple[str, set[str], bool]]:
    if citation.arxiv:
        if "eprinttype" in extra:
            yield "eprinttype", {"archiveprefix"}, True
        if citation.arxiv in extra.get("eprint", ""):
            yield "eprint", {"eprint"}, True
        elif not any(name in extra for name in NAMING_ARXIV):
            saying = next((name for name in SAYING_ARXIV if citation.arxiv in extra.get(name, "")), "")
            if saying:
                yield saying, {"eprint", "archiveprefix"}, True
    for name, value in (("pmid", citation.pmid), ("url", citation.address)):
        saying = next((field for field in SAYING_MORE if value and value in extra.get(field, "").replace("\\", "")), "")
        if saying:
            yield saying, {name}, True


def without_subtitle(title: str, extra: Mapping[str, str]) -> str:
    """A title in our markup without the subtitle that stands in a field of its own."""
    subtitle = _markup(extra["subtitle"]) if extra.get("subtitle") else ""
    if not subtitle or not title.endswith(subtitle) or title == subtitle:
        return title
    rest = title.removesuffix(subtitle).rstrip()
    return re.sub(r"(?<!\s):\Z", "", rest)


def _markup(tex: str) -> str:
    return clean(from_bibtex(tex))


def _plain(tex: str) -> str:
    return clean(to_plain(from_bibtex(tex)))
