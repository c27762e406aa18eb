import pytest

from litwiki.model.entries import Entry, ListingReading, RawListing
from litwiki.sources import identifiers_list, read_arguments, read_text


def reading(text: str) -> ListingReading:
    return read_text(RawListing("ids.txt", text, "0"), "identifiers")


def ids(text: str) -> list[tuple[str, str]]:
    return [pair for entry in reading(text).entries for pair in entry.ids.items()]


def test_arguments_are_a_listing_too() -> None:
    found = read_arguments(["2611.05780", "https://doi.org/10.1000/kettle", "kettle"])
    assert found.entries == (
        Entry("", None, 1, ids={"arxiv": "2611.05780"}),
        Entry("", None, 2, ids={"doi": "10.1000/kettle"}),
    )
    assert [str(r) for r in found.rejected] == ["the command line:3: not an id or address of a paper"]
    assert found.head.source == "identifiers"


def test_an_argument_that_no_terminal_can_print_is_rejected() -> None:
    assert [r.line for r in read_arguments(["\udc80", "2611.05780"]).rejected] == [1]


@pytest.mark.parametrize(
    "line",
    [
        "2611.05780",
        "  - arXiv:2611.05780v3,",
        "“2611.05780”",
        "12) <https://arxiv.org/abs/2611.05780>",
        "2611.05780 # tea",
    ],
)
def test_what_stands_around_an_id_says_nothing(line: str) -> None:
    assert [(e.ids, e.note) for e in reading(line).entries] == [({"arxiv": "2611.05780"}, "")]


def test_a_doi_with_a_comma_or_a_semicolon_is_one_id() -> None:
    assert ids("10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2") == [
        ("doi", "10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2")
    ]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("2611.05780 Kettle, hot", "Kettle, hot"),
        ("https://arxiv.org/abs/2611.05780: Kettle", "Kettle"),
        ("Kettle (arXiv:2611.05780)", "Kettle (arXiv:2611.05780)"),
    ],
)
def test_words_beside_an_id_are_its_note(line: str, note: str) -> None:
    assert [(e.title, e.ids, e.note) for e in reading(line).entries] == [("", {"arxiv": "2611.05780"}, note)]


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ("2611.05780", True),
        ("# tea\n\n2611.05780\n2611.05781\nnot one\n", True),
        ("2611.05780\n" * 5_000, True),
        ("doi,title\n10.1000/a,Kettle\n10.1000/b,Teapot\n", False),
        ("Kettle: Boiling Water\nhttps://arxiv.org/abs/2611.05780\n\nTeapot\n", False),
        ("- [Kettle](https://arxiv.org/abs/2611.05780) - tea\n- [Pot](https://arxiv.org/abs/2611.05781)\n", False),
        ("@article{a,\n doi = {10.1000/a},\n}\n", False),
        ("apple\npear\n", False),
        ("# only\n# comments\n", False),
    ],
)
def test_a_list_of_ids_is_known_by_most_of_its_lines(text: str, is_ours: bool) -> None:
    assert identifiers_list.sniff(text) is is_ours


def test_a_line_without_end_is_looked_at_in_part_and_told() -> None:
    (rejected,) = reading("tea " * 100_000).rejected
    assert len(rejected.raw) < 30_000
    assert ids("2611.05780 " * 3_000)[0] == ("arxiv", "2611.05780")


@pytest.mark.parametrize("between", [" - ", " – ", " • ", " 2. ", " [2] ", ", ", " -\t"])
def test_ids_of_one_line_may_be_parted_by_marks_of_lists(between: str) -> None:
    assert ids(f"10.1000/kettle.1{between}2611.05783") == [("doi", "10.1000/kettle.1"), ("arxiv", "2611.05783")]
