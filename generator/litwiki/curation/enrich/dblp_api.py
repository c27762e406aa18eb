"""DBLP: titles by its search, keys by their records (https://dblp.org/faq/How+to+use+the+dblp+search+API.html).

A search answers in JSON made of XML: what stands once is no list. Its metadata are CC0.
"""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from litwiki.curation.enrich import dblp_xml
from litwiki.curation.enrich.service import Asking, about, list_at, object_at, of_json, text_at, value_at
from litwiki.curation.enrich.streams import Dump, whole
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected
from litwiki.text.html_text import from_html
from litwiki.text.words import clean

name = "dblp"
title = "DBLP"
address = "https://dblp.org"
pace = 2.0

TITLES_FROM = 2
HITS = 5
TYPES: Mapping[str, str] = {
    "Conference and Workshop Papers": "inproceedings",
    "Journal Articles": "article",
    "Informal and Other Publications": "preprint",
    "Informal Publications": "preprint",
    "Books and Theses": "book",
    "Parts in Books or Collections": "chapter",
    "Data and Artifacts": "dataset",
}
"""What a search may find that is a paper; editorships and reference works are none."""


def request(asking: Asking) -> Iterator[Query]:
    """Keys, then titles."""
    for key in asking.by_id("dblp"):
        yield Query(f"{asking.address}/rec/{quote(key, safe='/')}.xml", about=(about("dblp", key),))
    for printed in asking.titles(TITLES_FROM):
        words = {"q": printed, "format": "json", "h": str(HITS), "c": "0"}
        yield Query(f"{asking.address}/search/publ/api?{urlencode(words)}")


def apply(query: Query, body: bytes) -> Iterator[Entry | Rejected]:
    """The record, or the records that a search found."""
    if body.lstrip()[:1] == b"<":
        if not dblp_xml.sniff(body[:2_000]):
            yield Rejected(query.url, 1, "the answer is no record of DBLP", body[:80].decode("utf-8", "replace"))
            return
        for lead in dblp_xml.leads(Dump(io.BytesIO(body), whole(Path(query.url)))):
            yield lead if isinstance(lead, Rejected) else lead.read()
        return
    yield from _hits(query, body)


@of_json
def _hits(_: Query, value: JsonValue) -> Iterator[Entry | Rejected]:
    """What a search found."""
    hits = object_at(value, "result", "hits")
    for number, hit in enumerate(list_at(hits, "hit")[:HITS], 1):
        said = object_at(hit, "info")
        if text_at(said, "type") in TYPES and text_at(said, "title"):
            yield _entry(said, number)


def _entry(said: Mapping[str, JsonValue], line: int) -> Entry:
    """A hit has the fields of a record, with markup, and calls some of them otherwise."""
    authors = list_at(said, "authors", "author")
    named = {**said, "journal": said.get("venue"), "author": [value_at(one, "text") or one for one in authors]}

    def texts(name: str) -> list[str]:
        return [text for one in list_at(named, name) if (text := clean(from_html(text_at(one))))]

    return dblp_xml.entry_of(texts, TYPES[text_at(said, "type")], line)
