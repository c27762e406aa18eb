"""What Zotero makes of the tags in a page's head: a model of the rules of its translator "Embedded Metadata"
(github.com/zotero/translators, `Embedded Metadata.js`, translator 951c027d-74ac-47d4-a107-9c3069ab7b48), in our words.

Modelled is what decides about an item of ours: its type, title, authors, date, where it appeared, address and PDF. What
the translator takes from the page's text where tags are missing is not.
"""

from collections.abc import Sequence
from typing import NamedTuple

FIELDS = {
    "citation_title": "title",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_book_title": "bookTitle",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_series_title": "series",
    "citation_conference_title": "conferenceName",
    "citation_dissertation_institution": "university",
    "citation_technical_report_institution": "institution",
    "citation_technical_report_number": "number",
    "citation_publisher": "publisher",
    "citation_isbn": "ISBN",
    "citation_doi": "DOI",
    "citation_public_url": "url",
}
TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}


class Item(NamedTuple):
    """An item of a library; `creators` are (family, given), `""` for what is not known."""

    type: str
    creators: tuple[tuple[str, str], ...]
    fields: dict[str, str]
    pdf: str


def item_of(tags: Sequence[tuple[str, str]]) -> Item:
    """The item of a page with these tags, in their order."""
    named: dict[str, list[str]] = {}
    for name, content in tags:
        named.setdefault(name, []).append(content)
    # RDF says the type before Highwire's tags do: `z:itemType` is a statement of Zotero's own vocabulary.
    guessed = [TYPES[name] for name, _ in tags if name in TYPES]
    book = "book" if "citation_isbn" in named else "journalArticle" if "citation_title" in named else "webpage"
    type_ = named["z:itemType"][0] if "z:itemType" in named else guessed[-1] if guessed else book
    # The address of the page is the item's own, by OpenGraph, unless a tag says otherwise.
    fields = {"url": named["og:url"][0]} if "og:url" in named else {}
    for name, field in FIELDS.items():
        if name in named:
            fields[field] = ", ".join(named[name])
    first, last = (named.get(f"citation_{which}page", [""])[0] for which in ("first", "last"))
    if first:
        fields["pages"] = f"{first}-{last}" if last else first
    creators = [creator for printed in named.get("citation_author", []) for creator in _creators(printed)]
    return Item(type_, tuple(creators), fields, named.get("citation_pdf_url", [""])[0])


def _creators(printed: str) -> list[tuple[str, str]]:
    """Semicolons part names; so does a comma with a space on both of its sides inside the names. Then a comma parts
    family and given name, and without one the last word is the family name."""
    names = [name.strip() for name in printed.split(";")]
    if len(names) == 1:
        parts = [part.strip() for part in printed.split(",")]
        if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            names = parts
    return [_creator(name) for name in names if name]


def _creator(name: str) -> tuple[str, str]:
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    given, _, family = name.rpartition(" ")
    return family, given
