"""A server on this machine that speaks as arXiv, Crossref, DataCite, OpenAlex and the others do, of invented papers.

The shapes are those of the real services; the content is ours. What goes wrong with services goes wrong here on
demand: `faults` holds for a service what its next answers are instead of the right ones.
"""

import gzip
import html
import json
import os
import socket
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct, field
from rapidfuzz import fuzz

from litwiki.curation.online.client import Client, Clock
from litwiki.text.words import title_key

SERVICES = "arxiv crossref datacite doi openalex acl openreview dblp semantic-scholar huggingface archive web".split()


class Work(Struct, frozen=True):
    """An invented paper, as far as services know of it; `knows` names those that do."""

    title: str
    authors: tuple[tuple[str, str], ...] = (("Ada", "Boyle"), ("Ben", "Sample"))
    year: int = 2024
    arxiv: str = ""
    doi: str = ""
    venue: str = ""
    published: int = 0
    abstract: str = "A kettle is boiled with its lid on and then without it, and the difference is written down."
    comment: str = ""
    notices: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    preprint_of: str = ""
    retracted: bool = False
    code: str = ""
    openreview: str = ""
    acl: str = ""
    dblp: str = ""
    registry: str = "crossref"
    knows: frozenset[str] = frozenset(SERVICES)

    @property
    def names(self) -> list[str]:
        return [f"{given} {family}" for given, family in self.authors]


class TestClock(Clock):
    """Time that passes only by waiting for it."""

    __test__ = False

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self.time

    def sleep(self, seconds: float, /) -> None:
        with self._lock:
            self.time += seconds
            self.waits.append(seconds)


class Fault(Struct, frozen=True):
    """An answer that is not the right one: `drip` are seconds between its bytes, `cut` how many come of it."""

    status: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    cut: int | None = None


class Services(Struct):
    """The server: what it knows, what goes wrong next, and what it was asked."""

    works: list[Work] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, Fault] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Service and path of every query."""
    headers: list[Mapping[str, str]] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    """Status of the paths of `web`."""
    archived: dict[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Where the services are, as `litwiki` is told."""
        return {f"LITWIKI_{name.upper().replace('-', '_')}_URL": f"{self.url}/{name}" for name in SERVICES}

    def count(self, service: str) -> int:
        return sum(name == service for name, _ in self.asked)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that was killed is no news."""


@contextmanager
def served(*works: Work) -> Iterator[Services]:
    """A running server, and the environment that leads to it."""
    services = Services(list(works))
    handler = type("Handler", (Handler,), {"services": services})
    server = Server(("127.0.0.1", 0), handler)
    services.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        with mock.patch.dict(os.environ, services.environment()):
            yield services
    finally:
        server.shutdown()
        server.server_close()


def client(clock: TestClock | None = None, seconds: float = 5.0, largest: int = 2**20, **rest: Any) -> Client:
    return Client("litwiki-test", clock=clock or TestClock(), seconds=seconds, largest=largest, **rest)


class Handler(BaseHTTPRequestHandler):
    services: Services
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self._serve(b"")

    def do_HEAD(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        _, service, *rest = parts.path.split("/", 2)
        path = unquote(rest[0]) if rest else ""
        self.services.asked.append((service, self.path))
        self.services.headers.append(dict(self.headers))
        waiting = self.services.faults[service]
        fault = waiting.pop(0) if waiting else self.services.always.get(service, Fault())
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        status, answer = fault.status, fault.body
        if answer is None and status == 200:
            status, answer = answer_of(self.services, service, path, query, body)
        self._send(status, answer or b"", fault)

    def _send(self, status: int, answer: bytes, fault: Fault) -> None:
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and fault == Fault()
        content = gzip.compress(answer) if packed else answer
        self.send_response(status)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "HEAD":
            return
        sent = content if fault.cut is None else content[: fault.cut]
        try:
            if fault.drip:
                for byte in sent:
                    self.wfile.write(bytes([byte]))
                    time.sleep(fault.drip)
            else:
                self.wfile.write(sent)
            if fault.cut is not None:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
        except OSError:
            self.close_connection = True


# --- what each of them says ----------------------------------------------------------------------------


def answer_of(services: Services, service: str, path: str, query: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
    works = [work for work in services.works if service in work.knows]
    if service == "web":
        return services.pages.get(path, 200), b"a page"
    if service == "archive":
        copy = services.archived.get(query.get("url", ""))
        closest = {"status": "200", "available": True, "url": copy, "timestamp": "20240506070809"}
        found = {"closest": closest} if copy else {}
        return 200, json.dumps({"url": query.get("url"), "archived_snapshots": found}).encode()
    said = SPEAKERS[service](works, path, query, body)
    return (404, b"Resource not found.") if said is None else (200, said)


def near(works: list[Work], title: str) -> list[Work]:
    """What a search finds, the most alike first."""
    key = title_key(title)
    alike = [(fuzz.ratio(key, title_key(work.title)), work) for work in works]
    return [work for likeness, work in sorted(alike, key=lambda one: -one[0])[:6] if likeness > 50]


def arxiv(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes:
    numbers = query["id_list"].split(",") if "id_list" in query else []
    found = [work for number in numbers for work in works if number and work.arxiv == number]
    if "search_query" in query:
        asked = title_key(query["search_query"].removeprefix("ti:"))
        found = [work for work in works if work.arxiv and title_key(work.title) == asked]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        "<title>arXiv Query</title><id>http://arxiv.org/api/x</id><updated>2026-11-01T00:00:00-05:00</updated>"
        + "".join(map(_atom, found))
        + "</feed>"
    ).encode()


def _atom(work: Work) -> str:
    people = "".join(f"<author><name>{html.escape(name)}</name></author>" for name in work.names)
    space = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'
    more = f"<arxiv:doi {space}>{work.doi}</arxiv:doi>" if work.doi and work.published else ""
    more += f"<arxiv:comment {space}>{html.escape(work.comment)}</arxiv:comment>" if work.comment else ""
    return (
        f"<entry><id>http://arxiv.org/abs/{work.arxiv}v1</id><updated>{work.year + 1}-03-04T05:06:07Z</updated>"
        f"<published>{work.year}-02-03T04:05:06Z</published><title>{html.escape(work.title)}</title>"
        f"<summary>{html.escape(work.abstract)}</summary>{people}{more}"
        f'<link href="http://arxiv.org/abs/{work.arxiv}v1" rel="alternate" type="text/html"/>'
        f'<arxiv:primary_category {space} term="cs.LG"/><category term="cs.LG"/></entry>'
    )


def crossref(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    known = [work for work in works if work.doi and work.registry == "crossref"]
    if path == "works":
        items = [_crossref(work) for work in near(known, query["query.bibliographic"])]
        return json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": items}}).encode()
    doi = path.removeprefix("works/").casefold()
    found = next((work for work in known if work.doi.casefold() == doi), None)
    return json.dumps({"status": "ok", "message-type": "work", "message": _crossref(found)}).encode() if found else None


def _crossref(work: Work) -> dict[str, Any]:
    head, colon, tail = work.title.partition(": ")
    message: dict[str, Any] = {
        "DOI": work.doi,
        "type": "journal-article" if work.venue else "posted-content",
        "title": [head],
        "subtitle": [tail] if colon else [],
        "container-title": [work.venue] if work.venue else [],
        "author": [{"given": given, "family": family, "sequence": "first"} for given, family in work.authors],
        "issued": {"date-parts": [[work.published or work.year, 5, 6]]},
        "publisher": "Tea Press",
        "reference-count": 12,
        "score": 1.0,
    }
    if work.preprint_of:
        message["relation"] = {"is-preprint-of": [{"id-type": "doi", "id": work.preprint_of, "asserted-by": "subject"}]}
    if work.notices:
        message["updated-by"] = [
            {"DOI": doi, "type": kind, "label": kind.title(), "updated": {"date-parts": [list(day)]}}
            for kind, doi, day in work.notices
        ]
    return message


def datacite(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    doi = path.removeprefix("dois/").casefold()
    work = next((one for one in works if one.registry == "datacite" and one.doi.casefold() == doi), None)
    if work is None:
        return None
    attributes = {
        "doi": work.doi.lower(),
        "titles": [{"title": work.title}],
        "creators": [
            {"name": f"{family}, {given}", "givenName": given, "familyName": family, "nameType": "Personal"}
            for given, family in work.authors
        ],
        "publisher": "Zenodo",
        "container": {},
        "publicationYear": work.year,
        "dates": [{"date": f"{work.year}-07-08", "dateType": "Issued"}],
        "types": {"resourceTypeGeneral": "Dataset", "citeproc": "dataset"},
        "descriptions": [{"description": work.abstract, "descriptionType": "Abstract"}],
    }
    return json.dumps({"data": {"id": work.doi.lower(), "type": "dois", "attributes": attributes}}).encode()


def doi(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    work = next((one for one in works if one.doi.casefold() == path.casefold()), None)
    if work is None:
        return None
    return json.dumps(
        {
            "type": "article-journal",
            "title": work.title,
            "container-title": work.venue,
            "author": [{"given": given, "family": family} for given, family in work.authors],
            "issued": {"date-parts": [[work.published or work.year]]},
            "DOI": work.doi,
        }
    ).encode()


def openalex(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    if path == "works":
        found = near(works, query["filter"].removeprefix("title.search:"))
        return json.dumps({"meta": {"count": len(found)}, "results": [_openalex(work) for work in found]}).encode()
    asked = path.removeprefix("works/doi:").casefold()
    work = next((w for w in works if asked in {w.doi.casefold(), f"10.48550/arxiv.{w.arxiv}"} - {""}), None)
    return json.dumps(_openalex(work)).encode() if work else None


def _openalex(work: Work) -> dict[str, Any]:
    number = zlib.crc32(work.title.encode())
    places = [{"landing_page_url": f"https://arxiv.org/abs/{work.arxiv}"}] if work.arxiv else []
    words: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(work.abstract.split()):
        words[word].append(place)
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{work.doi}" if work.doi else None,
        "title": work.title,
        "publication_year": work.published or work.year,
        "publication_date": f"{work.published or work.year}-05-06",
        "type": "article" if work.venue else "preprint",
        "is_retracted": work.retracted,
        "authorships": [{"author": {"display_name": name}, "raw_author_name": name} for name in work.names],
        "primary_location": {"source": {"display_name": work.venue, "type": "journal"}} if work.venue else None,
        "locations": places,
        "abstract_inverted_index": words,
    }


def acl(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    work = next((one for one in works if one.acl and f"{one.acl}.bib" == path), None)
    if work is None:
        return None
    people = " and\n      ".join(f"{family}, {given}" for given, family in work.authors)
    return (
        f'@inproceedings{{boyle-{work.year}-kettle,\n    title = "{work.title}",\n    author = "{people}",\n'
        f'    booktitle = "{work.venue}",\n    year = "{work.published or work.year}",\n'
        f'    url = "https://aclanthology.org/{work.acl}/",\n    pages = "10--19"\n}}\n'
    ).encode()


def openreview(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes:
    old = path.startswith("v1")
    found = [w for w in works if w.openreview == query.get("id") and old == w.openreview.startswith("old")]
    notes = []
    for work in found:
        content: dict[str, Any] = {"title": work.title, "authors": work.names, "venue": work.venue, "pdf": "/pdf/x.pdf"}
        if not old:
            content = {name: {"value": value} for name, value in content.items()}
        one = {"id": work.openreview, "forum": work.openreview, "invitations": ["Tea.cc/-/Submission"]}
        notes.append({**one, "content": content, "pdate": 1_714_000_000_000})
    return json.dumps({"notes": notes, "count": len(notes)}).encode()


def dblp(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    known = [work for work in works if work.dblp]
    if path.startswith("rec/"):
        work = next((one for one in known if f"rec/{one.dblp}.xml" == path), None)
        if work is None:
            return None
        people = "".join(f"<author>{html.escape(name)}</author>" for name in work.names)
        return (
            f'<?xml version="1.0"?>\n<dblp><article key="{work.dblp}" mdate="2026-01-01">{people}'
            f"<title>{html.escape(work.title)}.</title><journal>{html.escape(work.venue)}</journal>"
            f"<year>{work.published or work.year}</year></article></dblp>"
        ).encode()
    found = near(known, query["q"])
    hits: dict[str, Any] = {"@total": str(len(found)), "@sent": str(len(found)), "@first": "0"}
    if found:
        hits["hit"] = [{"@score": "8", "@id": str(n), "info": _dblp(work)} for n, work in enumerate(found)]
    return json.dumps({"result": {"query": query["q"], "status": {"@code": "200"}, "hits": hits}}).encode()


def _dblp(work: Work) -> dict[str, Any]:
    people: Any = [{"@pid": f"1/{n}", "text": f"{name} 000{n + 1}"} for n, name in enumerate(work.names)]
    return {
        "authors": {"author": people if len(people) > 1 else people[0]},
        "title": html.escape(work.title) + ".",
        "venue": [work.venue, work.venue] if work.venue else "CoRR",
        "year": str(work.published or work.year),
        "type": "Journal Articles" if work.venue else "Informal and Other Publications",
        "key": work.dblp,
        **({"doi": work.doi} if work.doi else {}),
        "ee": f"https://doi.org/{work.doi}" if work.doi else f"https://arxiv.org/abs/{work.arxiv}",
    }


def semantic_scholar(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes:
    found: list[dict[str, Any] | None] = []
    for asked in json.loads(body)["ids"]:
        kind, _, value = asked.partition(":")
        work = next((w for w in works if value in {"ARXIV": (w.arxiv,), "DOI": (w.doi,)}.get(kind, ())), None)
        found.append(
            None
            if work is None
            else {
                "paperId": "a" * 40,
                "externalIds": {"ArXiv": work.arxiv or None, "DOI": work.doi or None, "CorpusId": 5},
                "title": work.title,
                "year": work.published or work.year,
                "venue": work.venue,
                "publicationTypes": ["JournalArticle"] if work.venue else None,
                "publicationDate": None,
                "journal": {"name": work.venue, "volume": "4", "pages": "\n 10-19 "},
                "authors": [{"authorId": "1", "name": name} for name in work.names],
                "abstract": None,
            }
        )
    return json.dumps(found).encode()


def huggingface(works: list[Work], path: str, query: Mapping[str, str], body: bytes) -> bytes | None:
    known = [work for work in works if work.arxiv]
    if path == "api/papers/search":
        return json.dumps([{"paper": _hugging(work), "title": work.title} for work in near(known, query["q"])]).encode()
    work = next((one for one in known if path == f"api/papers/{one.arxiv}"), None)
    return json.dumps(_hugging(work)).encode() if work else None


def _hugging(work: Work) -> dict[str, Any]:
    return {
        "id": work.arxiv,
        "title": work.title,
        "authors": [{"_id": "0", "name": name, "hidden": False} for name in work.names],
        "summary": work.abstract,
        "publishedAt": f"{work.year}-02-03T04:05:06.000Z",
        "upvotes": 7,
        **({"githubRepo": work.code} if work.code else {}),
    }


SPEAKERS = {
    "arxiv": arxiv,
    "crossref": crossref,
    "datacite": datacite,
    "doi": doi,
    "openalex": openalex,
    "acl": acl,
    "openreview": openreview,
    "dblp": dblp,
    "semantic-scholar": semantic_scholar,
    "huggingface": huggingface,
}
