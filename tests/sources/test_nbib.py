from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.entries import Entry, RawListing, Rejected
from litwiki.sources import nbib
from tests.sources import items_of


def entries(text: str) -> list[Entry]:
    return [item for item in items_of(nbib.read(RawListing("tea.nbib", text, ""))) if isinstance(item, Entry)]


def test_records_that_no_empty_line_parts_are_two() -> None:
    assert [entry.ids["pmid"] for entry in entries("PMID- 1\nTI  - Kettle.\nPMID- 2\nTI  - Ladle.\n")] == ["1", "2"]


def test_an_empty_line_inside_of_a_record_does_not_end_it() -> None:
    (entry,) = entries("PMID- 1\n\nTI  - Kettle...\n\nAB  - Steam.\n")
    assert (entry.title, entry.abstract) == ("Kettle..", "Steam.")


def test_what_stands_twice_is_kept() -> None:
    (entry,) = entries(
        "PMID- 1\nTI  - Kettle.\nPT  - Journal Article\nPT  - Preprint\nDP  - 2020 Jan\nGR  - Tea\nGR  - Pot\n"
    )
    assert (entry.publication.type, entry.publication.date, entry.extra) == ("preprint", "2020-01", {"GR": "Tea; Pot"})


def test_groups_are_authors_without_parts() -> None:
    (entry,) = entries("PMID- 1\nTI  - Kettle.\nFAU - Boyle, Ada\nCN  - Spoons and Pots\n")
    assert entry.authors == ("Ada Boyle", "Spoons and Pots")


def test_of_a_field_that_comes_again_the_first_value_counts() -> None:
    twice = {"JT": "Tea Times,Pot Post", "VI": "3,4", "IP": "1,2", "PG": "10-19,e12", "DP": "2024 May,2023 Apr"}
    lines = [f"{tag}  - {value}\n" for tag, values in twice.items() for value in values.split(",")]
    (entry,) = entries("PMID- 1\nTI  - Kettle.\n" + "".join(lines))
    found = entry.publication
    assert (found.venue, found.volume, found.issue, found.pages) == ("Tea Times", "3", "1", "10-19")
    assert (entry.year, found.date) == (2024, "2024-05")
    assert {tag: entry.extra[tag] for tag in twice} == {tag: values.split(",")[1] for tag, values in twice.items()}


def test_a_part_of_a_book_is_a_chapter_and_has_not_its_isbn() -> None:
    (entry,) = entries("PMID- 1\nTI  - Kettle.\nBTI - Tea.\nISBN- 9783161484100 (print)\n")
    assert (entry.publication.type, entry.publication.venue, entry.ids) == ("chapter", "Tea", {"pmid": "1"})


def test_lines_before_the_first_record_are_reported() -> None:
    items = items_of(nbib.read(RawListing("tea.nbib", "Found by Ada\nPMID- 1\nTI  - Kettle.\n", "")))
    assert [(type(item), item.line) for item in items] == [(Rejected, 1), (Entry, 3)]


LINES = st.sampled_from(
    [
        "PMID- 1",
        "PMID- x",
        "TI  - Kettle.",
        "      more",
        "",
        "TI  -",
        "AID - x [doi]",
        "FAU - ,",
        "x",
        "DP  - 2020 Win",
    ]
)


@given(st.lists(LINES, max_size=20))
def test_any_lines_are_read_without_an_error(lines: list[str]) -> None:
    for item in items_of(nbib.read(RawListing("tea.nbib", "\n".join(lines), ""))):
        assert 1 <= item.line <= max(1, len(lines))
        assert not isinstance(item, Entry) or item.title or item.ids
