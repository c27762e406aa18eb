"""OpenAlex's works as JSON lines, as its snapshot and its API give them (https://docs.openalex.org/api-entities/works).

Abstracts come as an index from words to their places. Its licence is CC0.
"""

from collections.abc import Iterator, Mapping

from litwiki.curation.enrich.service import list_at, object_at, text_at
from litwiki.curation.enrich.streams import Dump, Lead, leads_of
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected
from litwiki.model.replace import replace
from litwiki.sources.json_items import JsonText
from litwiki.sources.row_entry import type_named
from litwiki.sources.table import entry_of_row
from litwiki.text.html_text import from_html
from litwiki.text.name_parts import stored_name
from litwiki.text.orcid import parse_orcid
from litwiki.text.words import clean

name = "openalex"
title = "OpenAlex works"

MOST_WORDS = 4_000
MOST_AUTHORS = 10_000


def sniff(head: bytes) -> bool:
    """The first line names a work of OpenAlex by its address."""
    first = head.lstrip(b"\xef\xbb\xbf \n").partition(b"\n")[0].replace(b" ", b"")
    return first.startswith(b"{") and b'"id":"https://openalex.org/W' in first


def leads(dump: Dump) -> Iterator[Lead | Rejected]:
    """Every work in order; those without a title and works that are parts of others are left out."""
    return leads_of(dump, lead_of)


def lead_of(work: Mapping[str, JsonValue], line: int) -> Lead | None:
    """What is seen of a work at first sight; None where it has no title or is a part of another."""
    printed = work.get("title") or work.get("display_name")
    if work.get("is_paratext") is True or not isinstance(printed, str):
        return None
    identifiers = {"openalex": text_at(work, "id").rpartition("/")[2], "doi": text_at(work, "doi")}
    arxiv = next((number for url in _addresses(work) if (number := _arxiv(url))), "")
    ids = tuple((kind, value) for kind, value in {**identifiers, "arxiv": arxiv}.items() if value)
    return Lead(line, printed, ids, lambda: read_work(work, line))


def read_work(work: Mapping[str, JsonValue], line: int) -> Entry:
    """What OpenAlex says of a work, as a row of a table whose columns are called as `sources.columns` has them."""
    source = object_at(work, "primary_location", "source")
    where, type_ = text_at(source, "type"), type_named(text_at(work, "type"))
    if where == "conference" and type_ == "article":
        type_ = "inproceedings"  # what stands in proceedings is an article there, too
    elif where == "repository" and type_ in {"article", ""}:
        type_ = "preprint"
    authors, complete, orcids = _authors(work)
    row: dict[str, JsonText] = {
        "openalex": text_at(work, "id"),
        "doi": text_at(work, "doi"),
        **{kind: text_at(work, "ids", kind).rpartition("/")[2] for kind in ("pmid", "pmcid")},
        "arxiv": " ".join(dict.fromkeys(filter(None, map(_arxiv, _addresses(work))))),
        "title": from_html(text_at(work.get("title") or work.get("display_name"))),
        "abstract": _abstract(work),
        "venue": "" if where == "repository" else text_at(source, "display_name"),
        **{name: text_at(work, "biblio", name) for name in ("volume", "issue", "first_page", "last_page")},
        "date": text_at(work, "publication_date") or text_at(work, "publication_year"),
        "retracted": "yes" if work.get("is_retracted") is True else "",
    }
    return replace(entry_of_row(row, line, type_, (authors, complete)), orcids=orcids)


def _addresses(work: Mapping[str, JsonValue]) -> Iterator[str]:
    for place in (work.get("primary_location"), *list_at(work, "locations")[:50]):
        yield text_at(place, "landing_page_url")


def _arxiv(url: str) -> str:
    _, separator, number = url.partition("arxiv.org/abs/")
    return number if separator else ""


def _authors(work: Mapping[str, JsonValue]) -> tuple[tuple[str, ...], bool, Mapping[str, str]]:
    """Names as the paper prints them, where OpenAlex says so, whether they are all (its list may be cut at a hundred),
    and ORCIDs by name."""
    people = list_at(work, "authorships")
    names = []
    orcids: dict[str, str] = {}
    for person in people[:MOST_AUTHORS]:
        printed = text_at(person, "raw_author_name") or text_at(person, "author", "display_name")
        if stored := stored_name(clean(printed)):
            names.append(stored)
            if number := parse_orcid(text_at(person, "author", "orcid")):
                orcids[stored] = number
    return tuple(names), work.get("is_authors_truncated") is not True and len(people) <= MOST_AUTHORS, orcids


def _abstract(work: Mapping[str, JsonValue]) -> str:
    """The words of an abstract in their order."""
    placed: list[tuple[int, str]] = []
    for word, places in object_at(work, "abstract_inverted_index").items():
        for place in places if isinstance(places, list) else []:
            if isinstance(place, int) and len(placed) < MOST_WORDS:
                placed.append((place, word))
    return clean(" ".join(word for _, word in sorted(placed)))
