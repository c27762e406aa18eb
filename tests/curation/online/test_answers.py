"""The cache of answers: what is kept, for how long, and what a damaged file does."""

from pathlib import Path

import pytest

from litwiki.curation.online.answers import Answers
from litwiki.curation.online.client import Answer, Query

QUERY = Query("https://tea.example/kettle", secret=("x-api-key", "the-key"))


def test_an_answer_is_found_by_what_was_asked(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers.db")
    answers.keep(QUERY, Answer(b"boiling", 203))
    assert answers.of(QUERY) == Answer(b"boiling", 203)
    assert answers.of(Query(QUERY.url, accept="text/html")) is None
    assert answers.of(Query(QUERY.url, body=b"x")) is None
    answers.close()
    assert b"the-key" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_answers_are_good_for_some_days_and_ignorance_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Query("https://tea.example/nothing")
    days = {"1767312000": (b"boiling", True), "1767398400": (b"boiling", None), "1767916800": (None, None)}
    for epoch, (known, empty) in days.items():
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        answers = Answers(tmp_path / "answers.db")
        if epoch == "1767312000":
            answers.keep(QUERY, Answer(b"boiling"))
            answers.keep(nobody, Answer(b"", 404))
        found, missing = answers.of(QUERY), answers.of(nobody)
        assert (found.body if found else None) == known
        assert (missing is not None) == bool(empty)
        answers.close()


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "answers.db").write_bytes(b"no database at all" * 100)
    answers = Answers(tmp_path / "answers.db")
    assert answers.of(QUERY) is None
    answers.keep(QUERY, Answer(b"x"))
    assert answers.of(QUERY) is not None


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("litwiki.curation.online.answers.MOST_BYTES", 1_000)
    answers = Answers(tmp_path / "answers.db")
    answers.keep(QUERY, Answer(b"x" * 2_000))
    answers.close()
    assert Answers(tmp_path / "answers.db").of(QUERY) is None
