"""Asking services: what is wanted in, the records that are about it out, in rounds.

What one round finds the next asks by: a title finds a number, the number a DOI, the DOI a venue. Within a round all
services are asked at once, each at its own pace; answers are taken in the order of `SERVICES`, whoever was first. A
service that does not answer is put off; what it would have said is asked for by the next run.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from litwiki.curation.enrich import (
    acl_anthology,
    arxiv_api,
    crossref,
    datacite,
    dblp_api,
    doi_registry,
    huggingface,
    openalex_api,
    openreview_notes,
    semantic_scholar,
)
from litwiki.curation.enrich.accept import Judgment, judge
from litwiki.curation.enrich.fill import rank
from litwiki.curation.enrich.gathered import Answer, Gathered
from litwiki.curation.enrich.service import Asking, Service, about
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.curation.evidence import Verdict
from litwiki.curation.ingest.limits import within_limits
from litwiki.curation.ingest.offers import with_number
from litwiki.curation.online import client as web
from litwiki.curation.online.answers import Answers
from litwiki.model.entries import Entry, Rejected
from litwiki.model.ids import Slug
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import Paper, Pending
from litwiki.model.replace import replace

SERVICES: tuple[Service, ...] = (
    arxiv_api,
    crossref,
    datacite,
    doi_registry,
    openalex_api,
    acl_anthology,
    openreview_notes,
    dblp_api,
    semantic_scholar,
    huggingface,
)
MOST_ROUNDS = 7
"""From a title to the last registry of a DOI that a preprint's record names there are six."""
MOST_FAILURES = 3
"""Queries in a row without an answer, after which a service is left alone for this run."""
REDIRECTED_TO = frozenset(
    ("api.crossref.org", "data.crossref.org", "api.datacite.org", "data.datacite.org", "data.crosscite.org", "doi.org")
)
"""Hosts to which doi.org sends those who ask for metadata, beside the services themselves."""


def address_of(service: Service) -> str:
    """Where a service is asked: `LITWIKI_CROSSREF_URL` names another place than its own, for tests and mirrors."""
    return (_set(service, "URL") or service.address).rstrip("/")


def key_of(service: Service) -> str:
    """The key that a person has for a service: `LITWIKI_OPENALEX_KEY`; empty where there is none."""
    key = _set(service, "KEY").strip()
    return key if key.isascii() and key.isprintable() else ""


def _set(service: Service, what: str) -> str:
    return os.environ.get(f"LITWIKI_{service.name.upper().replace('-', '_')}_{what}", "")


def known_hosts() -> frozenset[str]:
    """Hosts that may answer in place of another."""
    return REDIRECTED_TO | {urlsplit(address_of(service)).netloc for service in SERVICES}


class Dialogue:
    """One run: the papers as far as they are known, and what was asked. Waiting ids are papers without a title, each
    under the id in place of a slug."""

    def __init__(self, wanted: Wanted, manner: Manner) -> None:
        self.wanted, self.manner, self.gathered = wanted, manner, Gathered()
        self.waiting = {Slug(one.id): one for one in wanted.pending}
        ids = {slug: with_number(dict([one.kind_and_value])) for slug, one in self.waiting.items()}
        self.papers = {**wanted.papers, **{slug: Paper(slug, "", ids=some) for slug, some in ids.items()}}
        self.seen: set[tuple[str, str, bytes]] = set()
        """Queries of this run."""
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.answered: dict[str, set[str]] = defaultdict(set)
        self.index = wanted
        """The papers as they are known at the beginning of a round: a number that a title found finds its record."""

    def queries(self, service: Service, number: int) -> list[web.Query]:
        """What a service is to be asked in a round, without what it was asked before."""
        papers, place = tuple(self.papers.values()), (service.name, address_of(service), key_of(service))
        asking = Asking(papers, *place, number, self.asked, self.answered)
        named = {(query.method, query.url, query.body): query for query in service.request(asking)}
        new = {name: query for name, query in named.items() if name not in self.seen}
        self.seen |= new.keys()
        return [*new.values()]

    def take(self, service: Service, query: web.Query, body: bytes) -> None:
        """The records of one answer, each judged for the papers that it may be about."""
        # The answer to a query for one id is about the paper with that id, whatever ids it names.
        asked = query.about if len(query.about) == 1 else ()
        asked_ids = [(kind, value) for kind, _, value in (one.partition(":") for one in asked)]
        for number, item in enumerate(service.apply(query, body), 1):
            entry = item if isinstance(item, Rejected) else within_limits(_of_answer(item, number), query.url)[0]
            if isinstance(entry, Rejected):
                self.gathered.reject(entry)
                continue
            self.gathered.records += 1
            self.answered[service.name].update(asked, (about(*one) for one in strong_ids(entry.ids.items())))
            for slug in self.index.papers_of((*entry.ids.items(), *asked_ids), entry.title):
                judgment = self._judgment(slug, self.papers[slug], entry)
                self.gathered.take(slug, Answer(entry, service.name, query.url, judgment))

    def _judgment(self, slug: Slug, paper: Paper, entry: Entry) -> Judgment:
        if slug in self.waiting and not paper.title:
            # Nothing but the id is known, and the record was asked for by it.
            return Judgment(Verdict.SAME, "its id", has_id=True) if entry.title else Judgment(Verdict.DIFFERENT, "")
        judgment = judge(paper, entry, vouched=self.manner.vouched)
        if slug in self.waiting or judgment.verdict is not Verdict.SAME or not judgment.has_id:
            return judgment
        original = self.wanted.papers[slug]
        # An id that only a title led to proves no more than that title.
        has_id = judge(original, entry, vouched=self.manner.vouched).has_id
        return judgment if has_id else replace(judgment, reason=f"{judgment.reason}, found by its title", has_id=False)

    def learn(self) -> None:
        """What accepted records say becomes what the next round asks by."""
        for slug, answers in self.gathered.accepted.items():
            for answer in answers:
                self.papers[slug] = _with(self.papers[slug], answer.entry)

    def finish(self) -> Gathered:
        """What was gathered, with the records of waiting ids apart."""
        for slug, one in self.waiting.items():
            answers = self.gathered.accepted.pop(slug, [])
            self.gathered.unsure.pop(slug, None)
            if answers:
                first = _birth(one, answers)
                self.gathered.born[one.id] = [first, *(other for other in answers if other.place != first.place)]
        return self.gathered


def _birth(pending: Pending, answers: Sequence[Answer]) -> Answer:
    """The record that makes a paper of a waiting id: that of the best source that names this id itself."""
    known = {*strong_ids([pending.kind_and_value])}
    naming = [one for one in answers if known & {*strong_ids(one.entry.ids.items())}]
    if naming:
        return min(naming, key=lambda one: rank(one.who))
    first = answers[0]
    return replace(first, entry=replace(first.entry, ids={**first.entry.ids, **dict([pending.kind_and_value])}))


def ask(
    wanted: Wanted,
    manner: Manner,
    client: web.Client,
    answers: Answers,
    say: Callable[[str], None] = lambda _: None,
    services: Sequence[Service] = SERVICES,
) -> Gathered:
    """What services say of what is wanted."""
    run = Dialogue(wanted, manner)
    silent: set[str] = set()
    for number in range(1, MOST_ROUNDS + 1):
        run.index = Wanted(run.papers)
        plans = [(service, run.queries(service, number)) for service in services if service.name not in silent]
        # A later service may wait for what an earlier one does not know, so an empty round ends nothing before the
        # last of them had its turn.
        if not any(queries for _, queries in plans) and number > 3:
            break
        total = sum(len(queries) for _, queries in plans)
        say(f"asking, round {number}: {total:,} queries") if total else None
        results = _together(plans, client, answers)
        for (service, queries), (replies, reason) in zip(plans, results, strict=True):
            run.gathered.asked[service.name] += len(queries)
            if reason:
                run.gathered.put_off[service.name] = reason
                silent.add(service.name)
            for query, reply in replies:
                if isinstance(reply, web.PutOff):
                    run.gathered.put_off[service.name] = reply.reason
                elif reply.body:
                    run.take(service, query, reply.body)
        # Whoever is silent keeps nobody waiting who comes after.
        for service, queries in plans:
            run.asked[service.name].update(name for query in queries for name in query.about)
        run.learn()
    return run.finish()


Replies = tuple[list[tuple[web.Query, web.Answer | web.PutOff]], str]


def _together(
    plans: Sequence[tuple[Service, Sequence[web.Query]]], client: web.Client, answers: Answers
) -> list[Replies]:
    """The replies of all services, each asked in a thread of its own; who interrupts waits for one query of each."""
    stop = threading.Event()
    with ThreadPoolExecutor(max(1, len(plans))) as pool:
        try:
            futures = [pool.submit(_ask_one, service, queries, client, answers, stop) for service, queries in plans]
            return [future.result() for future in futures]
        finally:
            stop.set()


def _ask_one(
    service: Service, queries: Sequence[web.Query], client: web.Client, answers: Answers, stop: threading.Event
) -> Replies:
    """The replies of one service in order, and why it was given up, if it was."""
    replies: list[tuple[web.Query, web.Answer | web.PutOff]] = []
    failures = 0
    for query in queries:
        if stop.is_set():
            break
        known = answers.of(query)
        # A mirror of one's own is asked as fast as it answers.
        reply = known or client.ask(query, 0.0 if _set(service, "URL") else service.pace)
        replies.append((query, reply))
        if isinstance(reply, web.PutOff):
            failures += 1
            if reply.is_final or failures == MOST_FAILURES:
                return replies, reply.reason
        else:
            failures = 0
            if not known:
                answers.keep(query, reply)
    return replies, ""


def first_queries(wanted: Wanted, manner: Manner) -> Iterator[tuple[str, str]]:
    """The addresses that would be asked first, by service; further queries follow from the answers."""
    run = Dialogue(wanted, manner)
    return ((service.name, query.url) for service in SERVICES for query in run.queries(service, 1))


def _of_answer(entry: Entry, number: int) -> Entry:
    """The record at a place of an answer, from 1, without what a service keeps for programs; where the paper itself
    is, its ids say."""
    links = tuple(link for link in entry.links if link.kind not in {"paper", "doi"})
    extra = {name: value for name, value in entry.extra.items() if name == crossref.PUBLISHED}
    return replace(entry, line=number, key="", links=links, extra=extra)


def _with(paper: Paper, entry: Entry) -> Paper:
    """A paper with what a record says and it lacks, as far as the next round asks or judges by it."""
    tied = entry.extra.get(crossref.PUBLISHED, "")
    ids = with_number({**entry.ids, **paper.ids})
    if tied and ids.get("doi", "").casefold() == entry.ids.get("doi", "").casefold():
        ids = {**ids, "doi": tied}
    return replace(
        paper,
        title=paper.title or entry.title,
        ids=ids,
        authors=paper.authors or entry.authors,
        year=paper.year or entry.year,
        abstract=paper.abstract or (entry.abstract if not paper.terms else None),
        links=(*paper.links, *(link for link in entry.links if link.kind == "code")),
    )
