import json
from collections.abc import Mapping

import pytest

from litwiki.model.entries import Entry, RawListing, Remark
from litwiki.sources import openreview
from tests.sources import items_of


def entry_of(content: Mapping[str, object], **note: object) -> Entry:
    text = json.dumps(
        {"notes": [{"id": "Kettle0001", "forum": "Kettle0001", "content": {"title": "Kettle", **content}, **note}]}
    )
    assert openreview.sniff(text)
    (found,) = items_of(openreview.read(RawListing("notes.json", text, "")))
    assert isinstance(found, Entry)
    return found


def test_both_versions_of_the_api_say_the_same() -> None:
    content = {"authors": ["Ada Boyle"], "abstract": "Steam.", "keywords": ["tea"], "venue": "TEA 2024 poster"}
    assert entry_of(content) == entry_of({key: {"value": value} for key, value in content.items()})


@pytest.mark.parametrize(
    ("printed", "venue", "kind", "is_kept"),
    [
        ("TEA 2024 oral", "TEA 2024", "inproceedings", True),
        ("TEA 2024 (Spotlight)", "TEA 2024", "inproceedings", True),
        ("TEA 2024 notable top 5%", "TEA 2024", "inproceedings", True),
        ("TEA 2024", "TEA 2024", "inproceedings", False),
        ("Oral", "Oral", "inproceedings", False),
        ("Accepted by TMLR", "Accepted by TMLR", "article", False),
        ("Submitted to TEA 2024", "", "preprint", True),
        ("TEA 2024 Conference Withdrawn Submission", "", "preprint", True),
        ("TEA 2024 Desk Rejected Submission", "", "preprint", True),
        ("", "", "preprint", False),
    ],
)
def test_a_venue_is_one_where_the_paper_was_accepted(printed: str, venue: str, kind: str, is_kept: bool) -> None:
    entry = entry_of({"venue": printed})
    assert (entry.publication.venue, entry.publication.type) == (venue, kind)
    assert ("venue" in entry.extra) is is_kept


def test_anonymous_authors_are_nobody() -> None:
    assert entry_of({"authors": ["Anonymous authors"]}).authors == ()


def test_replies_are_counted_and_are_no_papers() -> None:
    notes = [
        {"id": "a", "forum": "k", "content": {"title": "Review of Kettle"}, "invitation": "x"},
        {"id": "k", "forum": "k", "replyto": "k", "content": {"title": "Comment"}},
        {"id": "d", "invitations": ["TEA/-/Decision"], "content": {"title": {"value": "Paper Decision"}}},
    ]
    (found,) = items_of(openreview.read(RawListing("notes.json", json.dumps(notes), "")))
    assert found == Remark("notes.json", 1, "3 notes are reviews or the like, and no papers")


@pytest.mark.parametrize("moment", [0, -1, "x", 10**20, 253402300800000, None, [1]])
def test_a_moment_that_is_none_gives_no_date(moment: object) -> None:
    assert entry_of({}, cdate=moment).year is None
