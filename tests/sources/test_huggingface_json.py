import json

import pytest

from litwiki.model.entries import Entry, ListingHead, RawListing, Remark
from litwiki.sources import huggingface_json
from litwiki.sources.source import Reading
from tests.sources import items_of


def reading(value: object) -> Reading:
    text = json.dumps(value)
    assert huggingface_json.sniff(text)
    return huggingface_json.read(RawListing("papers.json", text, ""))


PAPER = {"id": "2610.00001", "title": "Kettle", "summary": "Steam.", "upvotes": 4, "authors": [{"name": "Ada Boyle"}]}


@pytest.mark.parametrize(
    "value", [PAPER, [PAPER], [{"paper": PAPER, "title": "Kettle"}], {"papers": [{"paper": PAPER}]}]
)
def test_every_answer_says_the_same_of_a_paper(value: object) -> None:
    (entry,) = items_of(reading(value))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.abstract, entry.ids, entry.authors) == (
        "Kettle",
        "Steam.",
        {"arxiv": "2610.00001"},
        ("Ada Boyle",),
    )


def test_what_a_model_wrote_is_nowhere() -> None:
    entry, remark = items_of(reading([PAPER | {"ai_summary": "Kettles boil.", "ai_keywords": ["boil"], "summary": ""}]))
    assert isinstance(entry, Entry)
    assert isinstance(remark, Remark)
    assert entry.abstract is None
    assert "boil" not in str(entry)


def test_a_list_has_the_day_that_all_of_its_papers_have() -> None:
    days = [{"paper": PAPER | {"submittedOnDailyAt": f"2026-10-0{day}T01:00:00Z"}} for day in (6, 6, 7)]
    assert ListingHead("huggingface-json", "2026-10-06", "2026-10-06") in reading(days[:2])
    assert ListingHead("huggingface-json") in reading(days)


def test_the_beginning_of_a_long_answer_is_enough() -> None:
    text = json.dumps([{"paper": PAPER | {"summary": "x" * 1000}}])
    assert all(huggingface_json.sniff(text[:end]) for end in range(60, len(text), 50))


def test_other_json_is_not_claimed() -> None:
    for value in ([{"title": "Kettle", "paper": "x.pdf"}], {"id": "x", "content": {}}, [{"id": "x", "title": "y"}], []):
        assert not huggingface_json.sniff(json.dumps(value))
