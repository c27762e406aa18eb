import http.client
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from litwiki.curation.lookup import Get, look_up
from litwiki.model.errors import UsageError


def answering(answer: bytes, asked: list[str] | None = None) -> Get:
    def get(url: str, headers: Mapping[str, str]) -> bytes:
        if asked is not None:
            asked.append(f"{url} {headers.get('Accept', '')}".strip())
        return answer

    return get


FEED = """<?xml version='1.0'?><!DOCTYPE feed [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2601.00001v2</id>
<title>Kettle:
  &lt;i&gt;Boiling&lt;/i&gt; &secret;Water</title><summary> Pots. </summary><published>2026-01-02T00:00:00Z</published>
<author><name>Ada Boyle</name></author><author><name> Zoë  O'Hara</name></author></entry></feed>"""


def test_arxiv_is_asked_for_one_paper() -> None:
    asked: list[str] = []
    (entry,) = look_up(arxiv="2601.00001", get=answering(FEED.encode(), asked)).entries
    assert asked == ["https://export.arxiv.org/api/query?id_list=2601.00001"]
    assert (entry.title, entry.authors, entry.year) == (
        r"Kettle: \textit{Boiling} &secret;Water",
        ("Ada Boyle", "Zoë O'Hara"),
        2026,
    )
    assert (entry.abstract, entry.ids) == ("Pots.", {"arxiv": "2601.00001"})


def test_a_doi_is_asked_for_in_csl_json() -> None:
    asked: list[str] = []
    item = {
        "title": "Kettle <i>revisited</i>",
        "author": [{"given": "Ada", "family": "Boyle"}, {"literal": "The Soup Group"}, 5],
        "issued": {"date-parts": [[2025, 3]]},
        "container-title": "Journal of Tea",
        "reference-count": 40,
    }
    (entry,) = look_up(doi="10.1000/1(2)<3>", get=answering(json.dumps(item).encode(), asked)).entries
    assert asked == ["https://doi.org/10.1000/1%282%29%3C3%3E application/vnd.citationstyles.csl+json"]
    assert (entry.title, entry.authors, entry.year) == (
        r"Kettle \textit{revisited}",
        ("Ada Boyle", "The Soup Group", "5"),
        2025,
    )
    assert (entry.publication.venue, entry.publication.date, entry.extra) == ("Journal of Tea", "2025-03", {})


@pytest.mark.parametrize("answer", [b"", b"<feed xmlns='http://www.w3.org/2005/Atom'/>"])
def test_an_id_that_nobody_knows_is_said(answer: bytes) -> None:
    with pytest.raises(UsageError, match=r"nobody knows 2601\.00001"):
        look_up(arxiv="2601.00001", get=answering(answer))


@pytest.mark.parametrize("answer", [b"<html>", b"\xff", b"not xml"])
def test_an_answer_that_is_none_is_said(answer: bytes) -> None:
    with pytest.raises(UsageError, match="could not be looked up"):
        look_up(arxiv="2601.00001", get=answering(answer))


@pytest.mark.parametrize("answer", [b"[]", b"{}", b'{"title": []}', b'{"title": "", "author": "x"}'])
def test_an_item_without_a_title_is_said(answer: bytes) -> None:
    with pytest.raises(UsageError, match=r"10\.1000/182.*--title"):
        look_up(doi="10.1000/182", get=answering(answer))


def cut_off(url: str, headers: Mapping[str, str]) -> bytes:
    raise http.client.IncompleteRead(b"x", 10)


def no_http(url: str, headers: Mapping[str, str]) -> bytes:
    raise http.client.BadStatusLine("x")


def silent(url: str, headers: Mapping[str, str]) -> bytes:
    raise http.client.RemoteDisconnected("closed")


@pytest.mark.parametrize(
    "get",
    [
        *(cut_off, no_http, silent),
        *map(answering, (b"[" * 200_000, b'{"a":' * 100_000, b'{"title": "cut', b"\xff\xfe", b"\0", b"5", b'"x"')),
    ],
)
def test_an_answer_that_breaks_off_or_is_deeply_nested_is_a_message(get: Get) -> None:
    for ids in ({"doi": "10.1000/x"}, {"arxiv": "2601.00001"}):
        with pytest.raises(UsageError, match="--title"):
            look_up(**ids, get=get)


def test_without_a_network_a_title_is_asked_for() -> None:
    def get(url: str, headers: Mapping[str, str]) -> bytes:
        raise OSError("no route")

    with pytest.raises(UsageError, match=r"no route.*--title"):
        look_up(doi="10.1000/182", get=get)


def test_recorded_answers_of_arxiv_are_read(shared: Path) -> None:
    files = sorted((shared / "corpora" / "bib").glob("arxiv-api-*.xml"))
    unknown = [file for file in files if "id_0000" in file.name or "id_abc" in file.name]
    assert (len(files), len(unknown)) == (6, 2)
    for file in files:
        get = answering(file.read_bytes())
        if file in unknown:
            with pytest.raises(UsageError, match=r"nobody knows|incorrect id"):
                look_up(arxiv="2601.00001", get=get)
        else:
            (entry,) = look_up(arxiv="2601.00001", get=get).entries
            assert entry.title
            assert entry.authors
            assert entry.year
