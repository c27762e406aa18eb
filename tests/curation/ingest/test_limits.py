import pytest

from litwiki.curation.ingest.ledger_lines import within_size
from litwiki.curation.ingest.limits import cut_text, within_limits
from litwiki.model.entries import Entry, Link, Publication, Rejected
from litwiki.model.ids import Slug
from litwiki.model.records import LedgerEntry


def test_what_fits_comes_through_as_it_is() -> None:
    entry = Entry(
        "Tea for All of Us", "Hot.", 3, (Link("code", "https://x.org"),), {"doi": "10.1000/182"}, ("Ada Boyle",), 2020
    )
    assert within_limits(entry, "x") == (entry, ())


@pytest.mark.parametrize("title", ["https://arxiv.org/abs/2410.23168", "arXiv:2410.23168", "10.48550/arXiv.2410.23168"])
def test_a_title_that_is_an_id_waits_for_its_record(title: str) -> None:
    found, _ = within_limits(Entry(title, None, 3), "x")
    assert isinstance(found, Entry)
    assert (found.title, found.ids) == ("", {"arxiv": "2410.23168"})


@pytest.mark.parametrize("title", ["https://example.org/tea", "www.example.org", "—", "N/A", "[No title]", "nan", ""])
def test_what_is_no_title_makes_no_paper(title: str) -> None:
    found, _ = within_limits(Entry(title, None, 3), "x")
    assert isinstance(found, Rejected)
    assert found.line == 3
    kept, _ = within_limits(Entry(title, None, 3, ids={"doi": "10.1000/182"}), "x")
    assert isinstance(kept, Entry)
    assert kept.title == ""


def test_a_long_list_of_authors_is_cut_and_says_so() -> None:
    found, remarks = within_limits(
        Entry("Tea for All", None, 3, authors=tuple(f"Name{n}, A" for n in range(20_000))), "x"
    )
    assert isinstance(found, Entry)
    assert 4_000 < len(found.authors) < 20_000
    assert not found.authors_complete
    assert [(r.line, "20,000 authors" in r.message) for r in remarks] == [(3, True)]
    whole, _ = within_limits(Entry("Tea for All", None, 3, authors=tuple(f"Boyle, A{n}" for n in range(3_000))), "x")
    assert isinstance(whole, Entry)
    assert (len(whole.authors), whole.authors_complete) == (3_000, True)


def test_et_al_is_a_mark_and_no_person() -> None:
    found, _ = within_limits(Entry("Tea for All", None, 3, authors=("Ada Boyle", "et al.")), "x")
    assert isinstance(found, Entry)
    assert (found.authors, found.authors_complete) == (("Ada Boyle",), False)


def test_what_its_field_cannot_hold_is_kept_beside() -> None:
    publication = Publication(type="poem", date="2024-02-30")
    entry = Entry(
        "Tea for All", None, 3, (Link("code", "ftp://x"),), {"arxiv": "x", "cat": "1"}, year=3, publication=publication
    )
    found, _ = within_limits(entry, "x")
    assert isinstance(found, Entry)
    assert found.extra == {
        "arxiv": "x",
        "cat": "1",
        "year": "3",
        "link code": "ftp://x",
        "date": "2024-02-30",
        "type": "poem",
    }
    assert (found.ids, found.links, found.year, found.publication) == ({}, (), None, Publication())


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 10, "one two…"),
        ("W" * 30, 10, "W" * 9 + "…"),
        ("of heat $a b c d$ and more", 14, "of heat…"),
    ],
)
def test_a_text_ends_with_a_word_and_math_stays_whole(text: str, longest: int, expected: str) -> None:
    assert cut_text(text, longest) == expected


def test_what_is_too_much_is_cut_and_said() -> None:
    links = tuple(Link("code", f"https://example.org/{number}") for number in range(40))
    extra = {f"field {number}": "tea" for number in range(120)}
    found, remarks = within_limits(
        Entry("Tea for All", None, 3, links, extra=extra, note="One kettle. " * 3_000), "tea.bib"
    )
    assert isinstance(found, Entry)
    assert (len(found.links), len(found.extra)) == (30, 100)
    assert 19_000 < len(found.note) <= 20_000
    assert [remark.message for remark in remarks] == [
        "40 links; the first 30 were taken",
        "a note of 35,999 characters was cut to 20,000",
        "120 fields without a place; the first 100 were kept",
    ]


def test_a_ledger_that_would_be_too_large_loses_what_no_field_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [LedgerEntry(Slug("tea"), "Tea for All", {}, fields={"shelf": "upper"})] * 3
    assert within_size(lines) == (lines, True)
    monkeypatch.setattr("litwiki.curation.ingest.ledger_lines.MOST_NODES", 30)
    cut, is_whole = within_size(lines)
    assert not is_whole
    assert [line.fields for line in cut] == [{}, {}, {}]


def test_of_many_addresses_that_no_field_can_hold_a_hundred_are_kept() -> None:
    links = tuple(Link("code", f"ftp://tea.example/{n}") for n in range(20_000))
    found, remarks = within_limits(Entry("Tea for All", None, 3, links, extra={"mood": "calm"}), "x")
    assert isinstance(found, Entry)
    assert len(found.extra) == 100
    assert (found.extra["link code"], found.extra["link code (2)"]) == ("ftp://tea.example/0", "ftp://tea.example/1")
    assert "20,001 fields without a place" in remarks[-1].message
