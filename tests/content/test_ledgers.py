import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.content.ledgers import read_ledger, write_ledger
from litwiki.content.strict_yaml import parse
from litwiki.model.ids import ListingId, Slug
from litwiki.model.problems import Problem
from litwiki.model.records import LedgerEntry, Listing
from litwiki.text.words import clean

line = st.text(max_size=30).map(clean)
filled = line.filter(bool)
digest = st.text("0123456789abcdef", min_size=16, max_size=16)
entries = st.builds(
    LedgerEntry,
    paper=st.sampled_from([Slug("kettle"), Slug("2024"), Slug("no"), Slug("null-1"), Slug("1e3")]),
    title=line,
    digests=st.dictionaries(st.sampled_from(["abstract", "links", "authors", "year", "addresses"]), digest, max_size=4),
    pending=st.sampled_from(["", "arxiv:2410.23168", "doi:10.1/a'b: #x"]),
    excluded=line,
    key=line,
    fields=st.dictionaries(filled, st.text("a'\n\t: #é\u2028", max_size=9), max_size=3),
)
ledgers = st.builds(
    Listing,
    id=st.just(ListingId("monday")),
    title=filled,
    source=filled,
    printed=st.one_of(st.none(), filled),
    date=st.one_of(st.none(), st.dates().map(lambda d: d.isoformat())),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    entries=st.lists(entries, max_size=4).map(tuple),
)


@settings(max_examples=80)
@given(ledgers)
def test_a_ledger_that_is_written_reads_back_the_same(listing: Listing) -> None:
    problems: list[Problem] = []
    text = write_ledger(listing)
    assert read_ledger(parse(text, "x.yml"), listing.id, problems.append) == listing
    assert problems == []
    assert len(yaml.safe_load(text)["entries"]) == len(listing.entries)


def test_a_repeated_entry_is_a_few_lines_in_its_place() -> None:
    one = LedgerEntry(Slug("kettle"), "Kettle's", {"abstract": "0" * 16})
    listing = Listing(ListingId("monday"), "Monday", "text", None, None, "00", (one,))
    two = write_ledger(Listing(*listing_fields(listing), (one, LedgerEntry(Slug("pot"), "Pot", {}))))
    assert two == write_ledger(listing) + "- paper: pot\n  title: 'Pot'\n"


def listing_fields(listing: Listing) -> tuple[ListingId, str, str, str | None, str | None, str]:
    return listing.id, listing.title, listing.source, listing.printed, listing.date, listing.sha256


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("entries: []", ["F002:1"]),
        ("title: x\nentries: x", ["F003:2"]),
        ("title: x\nentries: [x]", ["F003:2"]),
        ("title: x\nentries:\n- title: y", ["F002:3"]),
        ("title: x\nentries:\n- paper: A B\n  titel: y", ["F001:4", "F004:3"]),
        ("title: x\ndate: 2026-13-01\nentries: []", ["F004:2"]),
        ("title: x\nentires: []", ["F001:2"]),
    ],
)
def test_a_damaged_ledger_is_named(text: str, problems: list[str]) -> None:
    found: list[Problem] = []
    read_ledger(parse(text + "\n", "x.yml"), ListingId("monday"), found.append)
    assert [f"{p.code}:{p.place.line}" for p in found] == problems
