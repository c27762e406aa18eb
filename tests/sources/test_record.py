import pytest

from litwiki.model.entries import Link
from litwiki.sources.record import Record, names_of, pages_of


def record(type_: str = "article") -> Record:
    made = Record()
    made.type = type_
    return made


def test_a_second_value_of_a_field_is_a_value_too() -> None:
    made = record()
    for value in ("a", "b", "a", "", "c"):
        made.keep("N1", value)
    assert made.extra == {"N1": "a", "N1 (2)": "b", "N1 (3)": "c"}


def test_the_first_id_of_a_kind_counts_and_another_is_kept() -> None:
    made = record()
    made.identify("DO", "doi", "doi:10.1234/TEA")
    made.identify("DO", "doi", "https://doi.org/10.1234/tea")
    made.identify("DO", "doi", "10.1234/other")
    made.identify("DO", "doi", "no doi at all")
    assert (made.ids, made.extra) == ({"doi": "10.1234/TEA"}, {"DO": "10.1234/other", "DO (2)": "no doi at all"})


@pytest.mark.parametrize(
    ("text", "isbn", "kept"),
    [
        ("978-3-16-148410-0 0-85131-041-9", "978-3-16-148410-0", {"SN": "0-85131-041-9"}),
        ("978 3 16 148410 0", "978 3 16 148410 0", {}),
        ("9783161484100; 0851310419", "9783161484100", {"SN": "0851310419"}),
        ("1234-5679, 2325-9671", None, {"SN": "1234-5679, 2325-9671"}),
        ("no number at all", None, {"SN": "no number at all"}),
    ],
)
def test_of_several_ids_in_one_field_the_first_counts(text: str, isbn: str | None, kept: dict[str, str]) -> None:
    made = record("book")
    made.identify("SN", "isbn", text)
    assert (made.ids.get("isbn"), made.extra) == (isbn, kept)


@pytest.mark.parametrize(
    ("text", "ids", "links", "extra"),
    [
        ("https://arxiv.org/pdf/2401.00001v2.pdf", {"arxiv": "2401.00001"}, [], {}),
        ("https://github.com/example/kettle", {}, [Link("code", "https://github.com/example/kettle")], {}),
        ("https://example.org/kettle", {}, [Link("paper", "https://example.org/kettle")], {}),
        ("internal-pdf://kettle.pdf", {}, [], {"UR": "internal-pdf://kettle.pdf"}),
        ("javascript:alert(1)", {}, [], {"UR": "javascript:alert(1)"}),
        ("https://exa mple.org", {}, [], {"UR": "https://exa mple.org"}),
        ("kettle.pdf", {}, [], {"UR": "kettle.pdf"}),
    ],
)
def test_an_address_is_an_id_a_link_or_kept(
    text: str, ids: dict[str, str], links: list[Link], extra: dict[str, str]
) -> None:
    made = record()
    made.address("UR", text)
    assert (made.ids, list(made.links.values()), made.extra) == (ids, links, extra)


def test_lines_of_a_note_are_ids_links_the_key_or_kept() -> None:
    made = record()
    made.note(
        "note",
        "arXiv:2401.00001 [cs]\nPMID: 31452104\nCitation Key: boyle2024\nCode: https://github.com/a/b\nRead it\nTwice",
    )
    assert made.ids == {"arxiv": "2401.00001", "pmid": "31452104"}
    assert (made.key, list(made.links.values())) == ("boyle2024", [Link("code", "https://github.com/a/b")])
    assert made.extra == {"note": "Read it; Twice"}


@pytest.mark.parametrize("key", ["http://zotero.org/users/1/items/A", "two words", "a,b", "{a}", ""])
def test_what_no_bibliography_takes_for_a_key_is_none(key: str) -> None:
    made = record()
    made.name_as("id", key)
    assert made.key == ""


@pytest.mark.parametrize(
    ("type_", "is_own"), [("book", True), ("thesis", True), ("", True), ("chapter", False), ("inproceedings", False)]
)
def test_an_isbn_is_the_records_own_where_the_record_is_a_whole(type_: str, is_own: bool) -> None:
    made = record(type_)
    made.identify("SN", "isbn", "978-3-16-148410-0")
    assert bool(made.ids) is is_own
    assert bool(made.extra) is not is_own


@pytest.mark.parametrize(
    ("printed", "names", "complete"),
    [
        (["Boyle, Ada", "Sample, Ben"], ("Ada Boyle", "Ben Sample"), True),
        (["Boyle, Ada", "Spoon Works"], ("Ada Boyle", "{Spoon Works}"), True),
        (["Ada Boyle", "Ben Sample"], ("Ada Boyle", "Ben Sample"), True),
        (["Council on Kettles, Pots, Ladles and Soup"], ("Council on Kettles, Pots, Ladles and Soup",), True),
        (["Spoon Works,"], ("{Spoon Works}",), True),
        (["Ober, Max, Jr.", "Ober, Jr., Max"], ("Max Ober Jr.", "Max Ober Jr."), True),
        (["Boyle A.", "de la Cruz I.M."], ("A. Boyle", "I.M. de la Cruz"), True),
        (["Boyle, Ada", "others"], ("Ada Boyle",), False),
        (["et al."], (), False),
        ([",", "", " , ,"], (), True),
        (["Boyle, A.; Sample, B."], ("A. Boyle", "B. Sample"), True),
    ],
)
def test_names_that_stand_one_in_a_field(printed: list[str], names: tuple[str, ...], complete: bool) -> None:
    assert names_of(printed) == (names, complete)


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [
        ("7", "9", "7-9"),
        ("7-9", "9", "7-9"),
        ("7 – 9", "", "7-9"),
        ("", "9", "9"),
        ("e12", "", "e12"),
        ("S-12", "S-19", "S-12-S-19"),
        ("7--9, 12", "", "7-9, 12"),
    ],
)
def test_pages_have_one_hyphen(first: str, last: str, pages: str) -> None:
    assert pages_of(first, last) == pages
