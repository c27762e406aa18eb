import json
from dataclasses import fields

import pytest

from litwiki.content.known import ReadPaper
from litwiki.memo.codec import from_plain_data, to_plain_data
from litwiki.model.entries import Gone, Link, Publication, Status
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.index_rows import row_of
from litwiki.model.problems import Exchange, Place, Problem, Severity
from litwiki.model.records import Attribution, Authorship, LedgerEntry, Listing, Paper
from litwiki.model.results import Result

PAPER = Paper(
    slug=Slug("kettle"),
    title="Kettle",
    authors=("Ada Boyle", "Boyle, Max"),
    year=2024,
    ids={"arxiv": "2401.00001"},
    topics=(TopicId("tea"),),
    topics_status="curated",
    summary="It boils.",
    links=(Link("code", "https://example.org/a"), Link("code", "https://example.org/b")),
    names=("Kettle",),
    also_titled=("A Kettle",),
    aliases=(Slug("pot"),),
    abstract="We boil.",
    publication=Publication("article", "Journal of Tea", editors=("Ben Sample",), date="2024-02"),
    authors_complete=False,
    keys=("boyle24",),
    added="2026-11-28",
    status=Status("retracted", notice="https://example.org/notice"),
    gone=(Gone("https://example.org/dead", since="2026-01-02", copy="https://archive.example/dead"),),
    sources={"venue": Attribution("crossref", "1f3a"), "year": Attribution("arxiv")},
    summary_by=Authorship("model", "2026-11-28", "person"),
    results={"tea": Result({"heat": "88"}, "Abstract; two kitchens")},
    notes="A note.",
    terms={"water": 2},
)
LISTING = Listing(
    ListingId("march"),
    "March",
    "bibtex",
    None,
    "2026-03-17",
    "0" * 64,
    (LedgerEntry(Slug("kettle"), "Kettle", {"links": "12"}, key="k", fields={"note": "x"}), LedgerEntry(None, "", {})),
)


MEND = (Exchange(3, 1, "tile: Tea", "title: Tea"), Exchange(4, 1, "", None))
PROBLEM = Problem(Place("content/papers/kettle.md", 3), "F001", "unknown key", "", Severity.WARNING, MEND)
READ = ReadPaper(PAPER, row_of(PAPER), (PROBLEM,))


@pytest.mark.parametrize(
    "record", [PAPER, LISTING, Paper(Slug("a"), "A"), READ], ids=["paper", "listing", "bare", "named tuple"]
)
def test_a_record_comes_back_as_it_was(record: object) -> None:
    told = json.loads(json.dumps(to_plain_data(record)))
    assert from_plain_data(type(record), told) == record


def test_every_field_of_a_paper_is_tried_with_a_value_of_its_own() -> None:
    bare = Paper(Slug("a"), "A")
    assert [field.name for field in fields(Paper) if getattr(PAPER, field.name) == getattr(bare, field.name)] == []


def test_a_record_of_other_fields_is_refused() -> None:
    with pytest.raises(TypeError, match="no Paper"):
        from_plain_data(Paper, ["kettle", "Kettle"])
