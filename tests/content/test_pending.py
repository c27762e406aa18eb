import pytest
import yaml

from litwiki.content.pending import PENDING_ID, read_pending, write_pending
from litwiki.content.strict_yaml import parse
from litwiki.model.ids import ListingId
from litwiki.model.problems import Problem
from litwiki.model.records import Pending

WAITING = (Pending("arxiv:2410.23168", "2026-11-28", ListingId("no")), Pending("doi:10.1000/a'b#c"))


def test_what_is_written_reads_back_sorted_one_line_an_id() -> None:
    found: list[Problem] = []
    text = write_pending(reversed(WAITING))
    assert read_pending(parse(text, "x.yml"), found.append) == WAITING
    assert found == []
    assert [line[:10] for line in text.splitlines()[2:]] == ["- {id: 'ar", "- {id: 'do"]
    assert [one["id"] for one in yaml.safe_load(text)["pending"]] == [one.id for one in WAITING]


def test_an_id_that_two_pull_requests_brought_waits_once() -> None:
    found: list[Problem] = []
    text = "pending:\n- {id: 'arxiv:2410.23168', since: 2026-01-02}\n- {id: 'arxiv:2410.23168', since: 2026-01-03}\n"
    assert read_pending(parse(text, "x.yml"), found.append) == (Pending("arxiv:2410.23168", "2026-01-02"),)
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        *("pending: x", "pending: [x]", "pending: [{since: 2026-01-01}]", "pending: [{id: kettle}]", "wating: []"),
        *("pending: [{id: 'kettle:1'}]", "pending: [{id: 'doi:'}]", "pending: [{id: 'doi:10.1/a', since: Monday}]"),
    ],
)
def test_a_damaged_list_is_named(text: str) -> None:
    found: list[Problem] = []
    read_pending(parse(text, "x.yml"), found.append)
    assert len(found) == 1


def test_what_is_an_id() -> None:
    assert [text for text in ("doi:10.1/a:b", "doi", ":x", "doi:a b", "cat:x") if PENDING_ID.fullmatch(text)] == [
        "doi:10.1/a:b"
    ]
