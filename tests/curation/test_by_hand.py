"""A paper by its id alone: who is asked, what comes of it, and every way in which nobody answers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from litwiki.curation.by_hand import id_by_hand, look_up, read_one
from litwiki.model.entries import Entry
from litwiki.model.errors import UsageError
from tests.service_machine import Fault, Services, Work, client, served

KETTLE = Work("KETTLE: Boiling Water", arxiv="2601.00001", year=2026, abstract="Pots.", openreview="kettle_01")
POT = Work("Kettle <i>revisited</i>", (("Ada", "Boyle"),), 2025, doi="10.1000/1(2)<3>", venue="Journal of Tea")
SPOON = Work("Ten Thousand Spoons", doi="10.5281/zenodo.7", registry="datacite")
BOWL = Work("Japanese Bowls", doi="10.2222/jp.1", registry="other", venue="Bowl Annals")
LADLE = Work("Ladles", acl="2024.tea-main.7", venue="Tea Talk", dblp="conf/tea/Ladle24")

HOSTILE = b"""<?xml version='1.0'?><!DOCTYPE feed [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2601.00001v2</id>
<title>Kettle:
  &lt;i&gt;Boiling&lt;/i&gt; &secret;Water</title><summary> Pots. </summary><published>2026-01-02T00:00:00Z</published>
<author><name>Ada Boyle</name></author></entry></feed>"""


@pytest.fixture
def services() -> Iterator[Services]:
    with served(KETTLE, POT, SPOON, BOWL, LADLE) as running:
        yield running


def find(root: Path, kind: str, value: str) -> Entry:
    (entry,) = look_up(root, kind, value, client()).entries
    return entry


def test_arxiv_is_asked_for_one_paper(new_wiki: Path, services: Services) -> None:
    entry = find(new_wiki, "arxiv", "2601.00001")
    assert (entry.title, entry.authors, entry.year) == (KETTLE.title, ("Ada Boyle", "Ben Sample"), 2026)
    assert (entry.abstract, entry.ids, entry.extra) == ("Pots.", {"arxiv": "2601.00001"}, {})
    assert services.asked == [("arxiv", "/arxiv/api/query?id_list=2601.00001&max_results=1")]


def test_a_doi_is_asked_for_at_its_registry(new_wiki: Path, services: Services) -> None:
    entry = find(new_wiki, "doi", POT.doi)
    assert entry.title == r"Kettle \textit{revisited}"
    assert (entry.publication.venue, entry.publication.date, entry.ids["doi"]) == (
        "Journal of Tea",
        "2025-05-06",
        POT.doi,
    )
    assert services.asked == [("crossref", "/crossref/works/10.1000%2F1%282%29%3C3%3E")]


@pytest.mark.parametrize(
    ("kind", "value", "title", "asked"),
    [
        ("doi", SPOON.doi, SPOON.title, ["crossref", "datacite"]),
        ("doi", BOWL.doi, BOWL.title, ["crossref", "datacite", "doi"]),
        ("acl", LADLE.acl, LADLE.title, ["acl"]),
        ("openreview", KETTLE.openreview, KETTLE.title, ["openreview"]),
        ("dblp", LADLE.dblp, LADLE.title, ["dblp"]),
    ],
)
def test_every_other_id_is_asked_for_where_it_is_from(
    new_wiki: Path, services: Services, kind: str, value: str, title: str, asked: list[str]
) -> None:
    entry = find(new_wiki, kind, value)
    assert (entry.title, entry.ids[kind].casefold()) == (title, value.casefold())
    assert [name for name, _ in services.asked] == asked


def test_an_id_that_nobody_knows_is_said(new_wiki: Path, services: Services) -> None:
    with pytest.raises(UsageError, match=r"nobody knows 2601\.00009; .*--title"):
        find(new_wiki, "arxiv", "2601.00009")
    with pytest.raises(UsageError, match=r"nobody knows 10\.1000/none"):
        find(new_wiki, "doi", "10.1000/none")


def test_no_entity_of_an_answer_is_resolved(new_wiki: Path, services: Services) -> None:
    services.faults["arxiv"] = [Fault(body=HOSTILE)]
    entry = find(new_wiki, "arxiv", "2601.00001")
    assert entry.title == r"Kettle: \textit{Boiling} &secret;Water"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(429), "HTTP 429, 4 times"),
        (Fault(503, headers={"Retry-After": "7200"}), "asks to come back in 7,200 s"),
        (Fault(403), "HTTP 403"),
        (Fault(body=b"<feed><entry>", headers={}), "the XML is broken"),
        (Fault(302, headers={"Location": "http://localhost:1/"}), "another host"),
    ],
)
def test_who_does_not_answer_is_no_bug_of_ours(new_wiki: Path, services: Services, fault: Fault, reason: str) -> None:
    services.always["arxiv"] = fault
    with pytest.raises(UsageError, match=reason):
        find(new_wiki, "arxiv", "2601.00001")


def test_the_answer_is_kept_for_the_next_time(new_wiki: Path, services: Services) -> None:
    find(new_wiki, "arxiv", "2601.00001")
    find(new_wiki, "arxiv", "2601.00001")
    assert services.count("arxiv") == 1


def test_names_that_are_no_lists_and_numbers_that_are_texts_are_read(new_wiki: Path, services: Services) -> None:
    message = {
        "title": "A Pot",
        "DOI": 5,
        "author": [{"literal": "The Soup Group"}, 5, None],
        "issued": {"date-parts": "x"},
    }
    services.faults["crossref"] = [Fault(body=json.dumps({"message": message}).encode())]
    entry = find(new_wiki, "doi", "10.1000/x")
    assert (entry.title, entry.authors[0], entry.year) == ("A Pot", "The Soup Group", None)


@pytest.mark.parametrize(("title", "message"), [(" \t", "no letters"), ("arXiv:2401.00123", "is an id")])
def test_what_is_no_title_is_said(title: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_one(title, (), None, {})


def test_an_id_is_read_out_of_any_spelling() -> None:
    assert id_by_hand("arxiv", "https://arxiv.org/abs/2401.00123v2") == "2401.00123"
    assert id_by_hand("doi", "https://doi.org/10.48550/arXiv.2401.00123") == "10.48550/arXiv.2401.00123"
    with pytest.raises(UsageError, match="is no acl id"):
        id_by_hand("acl", "a kettle")
