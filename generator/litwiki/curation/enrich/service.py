"""The protocol of a service on the network: papers in, queries out; an answer in, records out.

A service's module is pure: it neither opens connections nor waits. What it makes of an answer is judged as a record
of a dump is (`accept`); an answer is as hostile as any file.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct, field

from litwiki.curation.ingest.offers import arxiv_of
from litwiki.curation.online.client import Query
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Rejected
from litwiki.model.records import Paper
from litwiki.sources import read_bytes
from litwiki.text.id_kinds import id_key
from litwiki.text.latex import to_plain

TITLE_KINDS = ("arxiv", "doi", "openreview", "acl", "dblp", "pmid")
"""Ids that lead to a record: a paper with one of them is not looked for by its title."""
LONGEST_QUERY = 300
"""Characters of a title that is looked for."""


class Asking(Struct, frozen=True):
    """What a `service` may be asked: `papers` as far as they are known in this round (counted from 1), its `address`
    without a slash at the end, and a `key` where the person gave one."""

    papers: Sequence[Paper]
    service: str
    address: str
    key: str = ""
    round: int = 1
    asked: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Ids that services were asked for in earlier rounds, by the service's name."""
    answered: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Ids of which services gave a record, by the service's name."""

    def dois(self, *unanswered: str) -> Iterator[str]:
        """DOIs of publishers, of which the services `unanswered` were asked and none had a record. arXiv's own are its
        numbers."""
        for doi in self.by_id("doi"):
            if not arxiv_of(doi) and self.is_unanswered("doi", doi, *unanswered):
                yield doi

    def titles(self, first: int) -> Iterator[str]:
        """Titles, plain, of papers without an id to ask by, from round `first` on: what one service finds the next
        need not look for."""
        for paper in self.papers if self.round >= first else ():
            if paper.title and not paper.ids.keys() & {*TITLE_KINDS}:
                yield to_plain(paper.title)[:LONGEST_QUERY]

    def by_id(self, kind: str, *, again: bool = False) -> Iterator[str]:
        """Values of one kind of id, each once, in order, without those that the service was asked for before."""
        for value in dict.fromkeys(paper.ids[kind] for paper in self.papers if paper.ids.get(kind)):
            if again or self.is_new(kind, value):
                yield value

    def is_new(self, kind: str, value: str) -> bool:
        """Whether the service was not asked for an id before."""
        return about(kind, value) not in self.asked.get(self.service, ())

    def is_unanswered(self, kind: str, value: str, *services: str) -> bool:
        """Whether all of `services` were asked for an id in earlier rounds and none had a record."""
        name = about(kind, value)
        return all(
            name in self.asked.get(service, ()) and name not in self.answered.get(service, ()) for service in services
        )


class Service(Protocol):
    """A service that is asked over the network."""

    name: str
    """Who says what it answers, as `sources` of a paper names it."""
    title: str
    """What people call it."""
    address: str
    """Where it is; `LITWIKI_<NAME>_URL` in the environment names another place."""
    pace: float
    """Seconds between two queries, as its terms ask."""

    def request(self, asking: Asking) -> Iterator[Query]:
        """What to ask in this round; what was asked before may be among it and is not asked again."""
        ...

    def apply(self, query: Query, body: bytes, /) -> Iterable[Entry | Rejected]:
        """The records of an answer."""
        ...


def about(kind: str, value: str) -> str:
    """An id as one name.

    >>> about("doi", "10.1000/ABC")
    'doi:10.1000/abc'
    """
    return f"{kind}:{id_key(kind, value)}"


def value_at(value: Any, *keys: str) -> JsonValue:
    """What stands in JSON at the end of a way through objects; None where there is no such way."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    node: JsonValue = value
    return node


def object_at(value: Any, *keys: str) -> Mapping[str, JsonValue]:
    """The JSON object there; an empty one where there is none."""
    node = value_at(value, *keys)
    return node if isinstance(node, Mapping) else {}


def list_at(value: Any, *keys: str) -> Sequence[JsonValue]:
    """The JSON list there; one value alone is a list of one, as services that write XML as JSON have it."""
    node = value_at(value, *keys)
    return node if isinstance(node, list) else [] if node is None else [node]


def text_at(value: Any, *keys: str) -> str:
    """The text or number there as text; the first of a list; empty for everything else."""
    node = value_at(value, *keys)
    if isinstance(node, list):
        node = node[0] if node and not isinstance(node[0], list) else None
    return "" if isinstance(node, bool | dict | None) else str(node)


def of_json(
    read: Callable[[Query, JsonValue], Iterator[Entry | Rejected]],
) -> Callable[[Query, bytes], Iterator[Entry | Rejected]]:
    """The `apply` of answers in JSON, which `read` is given."""

    def apply(query: Query, body: bytes) -> Iterator[Entry | Rejected]:
        try:
            value: JsonValue = json.loads(body)
        except (ValueError, RecursionError):
            start = body[:80].decode("utf-8", "replace")
            yield Rejected(query.url, 1, "the answer is no JSON, or not all of it", start)
            return
        yield from read(query, value)

    return apply


def read_as(form: str, query: Query, body: bytes) -> Sequence[Entry | Rejected]:
    """The records of an answer in a form that `sources` reads."""
    reading = read_bytes(body, query.url, form)
    return (*reading.entries, *reading.rejected)


def of_form(form: str, most: int) -> Callable[[Query, bytes], Sequence[Entry | Rejected]]:
    """The `apply` of answers in a form that `sources` reads: their first `most` records."""
    return lambda query, body: read_as(form, query, body)[:most]


def read_csl(query: Query, items: Iterable[Mapping[str, JsonValue]]) -> Sequence[Entry | Rejected]:
    """Records of items in CSL-JSON's form, one for each, in order."""
    return [one for item in items for one in read_as("csl-json", query, json.dumps([item]).encode())[:1]]
