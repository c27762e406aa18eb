"""Each service: what it is asked, what is read of its answers, and that no answer, however broken, ends a run."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

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
from litwiki.curation.enrich.ask import SERVICES, address_of, key_of
from litwiki.curation.enrich.service import Asking, Service
from litwiki.curation.online.client import Answer, Query
from litwiki.model.entries import Entry, Link, Rejected
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from tests.service_machine import Services, Work, client, served

KETTLE = Work(
    "Kettles: A Study of Lids & Steam",
    arxiv="2401.00001",
    doi="10.1000/jtr.1",
    venue="Journal of Tea Research",
    published=2025,
    code="https://github.com/example/kettle",
    openreview="kettle_01",
    acl="2024.tea-main.7",
    dblp="journals/jtr/Boyle25",
)
SPOON = Work("Ten Thousand Spoons", doi="10.5281/zenodo.7", registry="datacite")
BOWL = Work("Bowls of Kyoto", doi="10.2222/jp.1", registry="other", venue="Bowl Annals")


@pytest.fixture
def services() -> Iterator[Services]:
    with served(KETTLE, SPOON, BOWL) as running:
        yield running


def asking(service: Service, *papers: Paper, number: int = 1, key: str = "", **rest: Any) -> Asking:
    return Asking(papers, service.name, address_of(service), key, number, **rest)


def told(service: Service, paper: Paper, **rest: Any) -> tuple[list[Query], list[Entry]]:
    """What a service is asked about a paper, and what it says."""
    queries = list(service.request(asking(service, paper, **rest)))
    found: list[Entry] = []
    for query in queries:
        answer = client().ask(query)
        assert isinstance(answer, Answer)
        for item in service.apply(query, answer.body) if answer.body else ():
            assert isinstance(item, Entry), item
            found.append(item)
    return queries, found


def paper(title: str = "", *, links: Sequence[Link] = (), **ids: str) -> Paper:
    return Paper(Slug("x"), title, ids=ids, links=tuple(links))


NAMES = ("Ada Boyle", "Ben Sample")


def test_arxiv_is_asked_for_a_hundred_numbers_at_once(services: Services) -> None:
    many = [paper(arxiv=f"2401.{number:05}") for number in range(1, 251)]
    queries = list(arxiv_api.request(asking(arxiv_api, *many)))
    assert [len(query.about) for query in queries] == [100, 100, 50]
    assert "max_results=50" in queries[2].url
    _, (entry,) = told(arxiv_api, paper(arxiv="2401.00001"))
    assert (entry.title, entry.authors, entry.year) == (KETTLE.title, NAMES, 2024)
    assert (entry.ids, entry.publication.type) == ({"arxiv": "2401.00001", "doi": "10.1000/jtr.1"}, "preprint")


def test_arxiv_is_asked_for_titles_that_nobody_else_knew(services: Services) -> None:
    assert told(arxiv_api, paper(KETTLE.title)) == ([], [])
    queries, (entry,) = told(arxiv_api, paper(KETTLE.title), number=3)
    assert "search_query=ti%3A%22Kettles+A+Study+of+Lids+Steam%22" in queries[0].url
    assert entry.ids["arxiv"] == "2401.00001"


def test_crossref_names_venue_date_and_the_whole_title(services: Services) -> None:
    _, (entry,) = told(crossref, paper(doi="10.1000/JTR.1"))
    assert (entry.title, entry.authors, entry.year) == (KETTLE.title, NAMES, 2025)
    assert (entry.publication.venue, entry.publication.date, entry.publication.type) == (
        "Journal of Tea Research",
        "2025-05-06",
        "article",
    )
    assert told(crossref, paper(doi="10.48550/arXiv.2401.00001")) == ([], [])


def test_crossref_is_asked_for_titles_from_the_second_round_on(services: Services) -> None:
    assert told(crossref, paper(KETTLE.title))[0] == []
    _, found = told(crossref, paper(KETTLE.title), number=2)
    assert [entry.ids["doi"] for entry in found] == ["10.1000/jtr.1"]


def work(**more: Any) -> bytes:
    message = {"DOI": "10.1000/x", "title": ["A Pot"], "type": "journal-article", **more}
    return json.dumps({"message": message}).encode()


def crossref_of(**more: Any) -> list[Entry | Rejected]:
    return list(crossref.apply(Query("https://api.crossref.org/works/x"), work(**more)))


def test_crossrefs_notices_become_a_status_the_worst_first() -> None:
    updates = [
        {"type": "correction", "DOI": "10.1000/c", "updated": {"date-parts": [[2026, 5, 6]]}},
        {"type": "retraction", "DOI": "10.1000/r<1>", "updated": {"date-parts": [[2025, 4, 3]]}},
        {"type": "new_version", "DOI": "10.1000/v"},
    ]
    (entry,) = crossref_of(**{"updated-by": updates}, title=["RETRACTED: A Pot"])
    assert isinstance(entry, Entry)
    assert entry.status
    assert (entry.status.kind, entry.status.date, entry.status.source) == ("retracted", "2025-04-03", "crossref")
    assert (entry.status.notice, entry.title) == ("https://doi.org/10.1000/r%3C1%3E", "A Pot")


@pytest.mark.parametrize("more", [{"update-to": [{"type": "retraction", "DOI": "10.1000/y"}]}, {"type": "component"}])
def test_a_notice_about_another_paper_is_no_paper(more: dict[str, Any]) -> None:
    assert crossref_of(**more) == []


def test_crossref_ties_a_preprint_to_its_publication() -> None:
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "https://doi.org/10.1000/final", "asserted-by": "subject"}]}
    (entry,) = crossref_of(relation=relation, type="posted-content")
    assert isinstance(entry, Entry)
    assert entry.extra == {crossref.PUBLISHED: "10.1000/final"}


def test_registries_are_asked_for_what_the_ones_before_do_not_know(services: Services) -> None:
    asked = {"crossref": {"doi:10.5281/zenodo.7", "doi:10.2222/jp.1", "doi:10.1000/jtr.1"}}
    known = {"crossref": {"doi:10.1000/jtr.1"}}
    assert told(datacite, paper(doi=SPOON.doi))[0] == []
    assert told(datacite, paper(doi=KETTLE.doi), asked=asked, answered=known)[0] == []
    _, (entry,) = told(datacite, paper(doi=SPOON.doi), asked=asked, answered=known)
    assert (entry.title, entry.authors, entry.publication.type) == (SPOON.title, NAMES, "dataset")
    asked["datacite"] = {"doi:10.2222/jp.1"}
    _, (entry,) = told(doi_registry, paper(doi=BOWL.doi), asked=asked, answered=known)
    assert (entry.title, entry.publication.venue) == (BOWL.title, "Bowl Annals")


def test_openalex_ties_a_number_to_its_publication_and_needs_a_key_for_titles(services: Services) -> None:
    queries, (entry,) = told(openalex_api, paper(arxiv="2401.00001"))
    assert queries[0].url.endswith("/openalex/works/doi:10.48550/arXiv.2401.00001")
    assert entry.ids.items() >= {"arxiv": "2401.00001", "doi": "10.1000/jtr.1"}.items()
    assert entry.publication.venue == "Journal of Tea Research"
    assert told(openalex_api, paper(KETTLE.title), number=2)[0] == []
    queries, found = told(openalex_api, paper(KETTLE.title), number=2, key="secret")
    assert (len(found), queries[0].secret) == (1, ("Authorization", "Bearer secret"))
    assert "secret" not in queries[0].url


def test_a_retraction_that_openalex_knows_has_no_notice() -> None:
    body = json.dumps({"id": "https://openalex.org/W412345", "title": "A Pot", "is_retracted": True}).encode()
    (entry,) = openalex_api.apply(Query("https://api.openalex.org/works/x"), body)
    assert isinstance(entry, Entry)
    assert entry.status
    assert (entry.status.kind, entry.status.notice, entry.status.source) == ("retracted", "", "openalex")


@pytest.mark.parametrize(
    ("comment", "is_withdrawn"),
    [
        ("This paper has been withdrawn by the authors: Lemma 2 is wrong", True),
        ("Withdrawn due to a crucial error in equation 1", True),
        ("This submission was withdrawn.", True),
        ("12 pages, 3 figures; water is withdrawn from the kettle", False),
        ("We study when a paper should be withdrawn", False),
        ("", False),
    ],
)
def test_arxivs_comments_tell_what_was_withdrawn(comment: str, is_withdrawn: bool) -> None:
    with served(Work("A Pot", arxiv="2402.00007", comment=comment)):
        _, (entry,) = told(arxiv_api, paper(arxiv="2402.00007"))
    assert bool(entry.status) == is_withdrawn
    if entry.status:
        assert (entry.status.notice, entry.status.date) == ("https://arxiv.org/abs/2402.00007", "2025-03-04")


def test_the_acl_anthology_is_asked_for_its_ids(services: Services) -> None:
    _, (entry,) = told(acl_anthology, paper(acl="2024.tea-main.7"))
    assert (entry.ids["acl"], entry.authors, entry.publication.pages) == ("2024.tea-main.7", NAMES, "10-19")


def test_openreviews_old_api_is_asked_where_the_new_one_knows_nothing() -> None:
    with served(Work("An Old Pot", openreview="old_pot_1", venue="TeaConf 2021 Poster")):
        queries, found = told(openreview_notes, paper(openreview="old_pot_1"))
        assert (len(queries), found) == (1, [])
        _, (entry,) = told(
            openreview_notes, paper(openreview="old_pot_1"), asked={"openreview": {"openreview:old_pot_1"}}
        )
    assert (entry.title, entry.publication.venue) == ("An Old Pot", "TeaConf 2021")


def test_dblp_is_asked_for_keys_and_titles(services: Services) -> None:
    _, (entry,) = told(dblp_api, paper(dblp="journals/jtr/Boyle25"))
    assert (entry.title, entry.authors, entry.publication.venue) == (KETTLE.title, NAMES, KETTLE.venue)
    _, (entry,) = told(dblp_api, paper(KETTLE.title), number=2)
    assert (entry.title, entry.authors, entry.ids["doi"]) == (KETTLE.title, NAMES, "10.1000/jtr.1")


def test_an_author_alone_is_no_list_in_dblp() -> None:
    with served(Work("One Teapot", (("Ada", "Boyle"),), arxiv="2401.00009", dblp="journals/corr/abs-2401-00009")):
        _, (entry,) = told(dblp_api, paper("One Teapot"), number=2)
    assert (entry.authors, entry.publication.type, entry.publication.venue) == (("Ada Boyle",), "preprint", "")


def test_hugging_face_is_asked_for_code_and_titles(services: Services) -> None:
    _, (entry,) = told(huggingface, paper(arxiv="2401.00001"))
    assert entry.links == (Link("code", "https://github.com/example/kettle"),)
    has_code = paper(arxiv="2401.00001", links=[Link("code", "https://github.com/example/kettle")])
    assert told(huggingface, has_code)[0] == []
    _, (entry,) = told(huggingface, paper(KETTLE.title))
    assert entry.ids == {"arxiv": "2401.00001"}


def test_semantic_scholar_is_asked_for_many_ids_at_once(services: Services) -> None:
    query, *_ = semantic_scholar.request(
        asking(semantic_scholar, paper(arxiv="2401.00001"), paper(doi="10.9/x"), key="k")
    )
    assert json.loads(query.body) == {"ids": ["ARXIV:2401.00001", "DOI:10.9/x"]}
    _, (entry,) = told(semantic_scholar, paper(arxiv="2401.00001"), key="k")
    assert (entry.ids, entry.publication.pages) == ({"arxiv": "2401.00001", "doi": "10.1000/jtr.1"}, "10-19")


def test_a_paper_with_an_id_is_not_looked_for_by_its_title(services: Services) -> None:
    known = paper(KETTLE.title, acl="2024.tea-main.7")
    for service in SERVICES:
        queries = list(service.request(asking(service, known, number=9, key="k")))
        assert all(query.about for query in queries), service.name


BOMB = b"""<?xml version="1.0"?><!DOCTYPE dblp [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
BROKEN: dict[str, bytes] = {
    "HTML": b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Too many requests</body></html>",
    "cut off": b'{"message": {"title": ["A Po',
    "no text": bytes(range(256)) * 20,
    "deep": b'{"message":' * 50_000 + b"1",
    "deep lists": b"[" * 100_000,
    "a number": b"5",
    "a text": b'"x"',
    "nothing": b"null",
    "a list": b"[1, null, [], {}]",
    "wrong types": json.dumps(
        {
            "message": {
                "title": {"a": 1},
                "items": [5, {"title": [["x"]], "author": {"family": ["a"]}}],
                "updated-by": "x",
            },
            "data": {"attributes": {"titles": "A Pot", "creators": "Ada", "dates": {}, "types": [], "container": 5}},
            "results": [5, {"title": 5, "authorships": "x", "locations": {"a": 1}}],
            "result": {
                "hits": {"hit": {"info": {"title": "A Pot", "type": "Journal Articles", "authors": {"author": "Ada"}}}}
            },
            "notes": [5, {"id": ["x"], "content": {"title": {"value": ["x"]}}}],
            "title": 5,
        }
    ).encode(),
    "infinite": b'{"message": {"title": ["A Pot"], "issued": {"date-parts": [[Infinity, NaN, 1e400]]}, "DOI": NaN}}',
    "bomb": BOMB + b"<dblp><article key='x'><title>&d;</title></article></dblp>",
    "feed bomb": BOMB.replace(b"DOCTYPE dblp", b"DOCTYPE feed")
    + b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2401.00001</id><title>&d;</title></entry></feed>',
}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_a_reject_or_nothing(service: Service, name: str) -> None:
    for item in service.apply(Query("https://tea.example/2024.tea-main.7.bib"), BROKEN[name]):
        assert isinstance(item, Entry | Rejected)
        if isinstance(item, Entry):
            assert len(item.title) < 1_000
            assert isinstance(item.year, int | None)


def test_addresses_and_keys_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITWIKI_SEMANTIC_SCHOLAR_URL", "http://localhost:1/")
    assert address_of(semantic_scholar) == "http://localhost:1"
    monkeypatch.delenv("LITWIKI_CROSSREF_URL", raising=False)
    assert address_of(crossref) == "https://api.crossref.org"
    for key, taken in ((" k ", "k"), ("k\r\nEvil: yes", "")):
        monkeypatch.setenv("LITWIKI_OPENALEX_KEY", key)
        assert key_of(openalex_api) == taken
