import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.entries import Entry, RawListing, Rejected, Remark
from litwiki.sources import SOURCES, table
from litwiki.sources.columns import read_mapping
from litwiki.sources.source import Reading
from tests.sources import items_of


def reading(text: str, **mapping: str) -> Reading:
    source = table.Table(read_mapping(mapping.items())) if mapping else table
    return source.read(RawListing("papers.csv", text, ""))


def entries(text: str, **mapping: str) -> list[Entry]:
    return [item for item in items_of(reading(text, **mapping)) if isinstance(item, Entry)]


def rejected(text: str) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in items_of(reading(text)) if isinstance(item, Rejected)]


@pytest.mark.parametrize(
    "text",
    [
        "title,year\nKettle,2024\n",
        "Title;Year\nKettle;2024\n",
        "TITLE\tYEAR\nKettle\t2024\n",
        "sep=;\ntitle;year\nKettle;2024\n",
        '\n\n"title", "year"\n"Kettle", "2024"\n',
        ",title,year\n0,Kettle,2024\n",
        "\ufefftitle,year\nKettle,2024\n",
        '[{"title": "Kettle", "year": 2024}]',
        '{"title": "Kettle", "year": "2024"}\n',
        '{"papers": [{"title": "Kettle", "year": 2024}]}',
        '[{"paper": "Kettle", "year": 2024, "content": "steam"}]',
        "Paper Title,Publication Date,Mood\nKettle,2024,glad\n",
    ],
)
def test_tables_of_every_make_are_told_and_read(text: str) -> None:
    assert table.sniff(text)
    (entry,) = entries(text)
    assert (entry.title, entry.year) == ("Kettle", 2024)


@pytest.mark.parametrize(
    "text",
    [
        "Kettle Boiling,Ada Boyle,2024\n",
        "Ada Boyle, Ben Sample and Max Ober boil water, slowly.\nThen they pour it, slowly.\n",
        "Title, author and year of every paper are below.\nKettle, Ada Boyle, 2024\n",
        "Paper, pen and ink\nwere all that we had on that day.\n",
        "Mood,Weather\nglad,rain\n",
        "authors,year\nAda Boyle,2024\n",
        "Kettle\nLadle\n",
        "2401.00001\n2402.00002\n",
        "https://arxiv.org/abs/2401.00001, https://arxiv.org/abs/2402.00002\n",
        "| title | year |\n|---|---|\n| Kettle | 2024 |\n",
        "@article{title, year = {2024}}",
        '[["title", "Kettle"]]',
        '[{"title": "Kettle", "type": "book", "id": "x", "issued": {"raw": "2024"}}]',
        '{"notes": [{"content": {"title": "Kettle"}}]}',
        "",
    ],
)
def test_what_has_no_header_of_ours_is_not_claimed(text: str) -> None:
    assert not table.sniff(text)


PROSE = "We boil water in pots of many sizes and learn that it is hot. " * 9


@pytest.mark.parametrize(
    "text",
    [
        f'Title,Abstract\n"Kettle: Boiling Water with Gradient Descent","{PROSE}"\n',
        f'title;authors;abstract\nKettle: Boiling Water;Ada Boyle;"{PROSE}\nLadle: Serving Soup with One Hand\n{PROSE}"\n',
        f"Title\tAbstract\nKettle: Boiling Water with Gradient Descent\t{PROSE}\n",
        "doi\n10.1234/kettle\n10.1234/ladle\n",
        '"arXiv ID"\n2401.00001\n2401.00002\n',
        "url,title\nhttps://arxiv.org/abs/2401.00001,Kettle\n",
        '[{"title": "Kettle", "type": "article", "authors": ["Ada Boyle"], "year": 2024}]',
    ],
)
def test_no_other_source_claims_a_table(text: str) -> None:
    assert [source.name for source in SOURCES if source.sniff(text)] == ["table"]


def test_a_file_without_a_header_is_refused_with_its_line() -> None:
    for text, line in (("\nKettle Boiling,Ada Boyle,2024\n", 2), ("\n\n", 1), ("Mood,Weather\nglad,rain\n", 1)):
        ((found, reason),) = rejected(text)
        assert found == line
        assert "the first line must name the columns" in reason


@pytest.mark.parametrize(
    ("cell", "names", "complete"),
    [
        ("Ada Boyle, Ben Sample and Max Ober", ("Ada Boyle", "Ben Sample", "Max Ober"), True),
        ("Ada Boyle & Ben Sample", ("Ada Boyle", "Ben Sample"), True),
        ("Boyle, Ada; Sample, Ben", ("Ada Boyle", "Ben Sample"), True),
        ("Boyle, Ada and Sample, Ben", ("Ada Boyle", "Ben Sample"), True),
        ("Boyle, Ada and others", ("Ada Boyle",), False),
        ("Ada Boyle | Ben Sample|et al.", ("Ada Boyle", "Ben Sample"), False),
        ("Ada Boyle\nBen Sample", ("Ada Boyle", "Ben Sample"), True),
        ("Sample, Ben", ("Ben Sample",), True),
        ("López Rivera, Pablo", ("López Rivera, Pablo",), True),
        ("Boyle, A.; López Rivera, P.", ("A. Boyle", "López Rivera, P."), True),
        ("Boyle A.; Sample B.", ("A. Boyle", "B. Sample"), True),
        ("Ada Boyle et al.", ("Ada Boyle",), False),
        ("Boyle, Ada (57190000001); Sample, Ben (57190000002)", ("Ada Boyle", "Ben Sample"), True),
    ],
)
def test_authors_in_one_cell_are_parted_as_people_write_them(cell: str, names: tuple[str, ...], complete: bool) -> None:
    (entry,) = entries(f'title,authors\nKettle,"{cell}"\n')
    assert (entry.authors, entry.authors_complete) == (names, complete)


@pytest.mark.parametrize(
    ("cell", "title", "ids", "links"),
    [
        ("[Kettle](https://arxiv.org/abs/2401.00001)", "Kettle", {"arxiv": "2401.00001"}, []),
        ('=HYPERLINK("https://example.org/kettle";"Kettle")', "Kettle", {}, ["https://example.org/kettle"]),
        ("https://arxiv.org/abs/2401.00001v3", "", {"arxiv": "2401.00001"}, []),
        ("10.1234/kettle", "", {"doi": "10.1234/kettle"}, []),
        ("arXiv: a history", "arXiv: a history", {}, []),
        ("Kettle [Extended] (v2)", "Kettle [Extended] (v2)", {}, []),
    ],
)
def test_no_title_is_an_address(cell: str, title: str, ids: dict[str, str], links: list[str]) -> None:
    quoted = cell.replace('"', '""')
    (entry,) = entries(f'title,year\n"{quoted}",2024\n')
    assert (entry.title, dict(entry.ids), [link.url for link in entry.links]) == (title, ids, links)


def test_an_address_that_is_an_id_as_a_whole_is_that_id_and_the_papers_own_only_in_its_own_column() -> None:
    doi = "10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2"
    (entry,) = entries(f"title,url,data\nKettle,https://doi.org/{doi},10.5281/zenodo.1\n")
    assert (entry.ids, entry.links, entry.extra) == ({"doi": doi}, (), {"data": "10.5281/zenodo.1"})


def test_cells_are_plain_text() -> None:
    (entry,) = entries("title,abstract\n<i>x~1</i> & $5,C:\\dir &amp; {so} on\n")
    assert (entry.title, entry.abstract) == ("<i>x~1</i> & $5", "C:\\dir &amp; {so} on")


def test_unknown_columns_are_kept_and_named_once() -> None:
    items = items_of(reading("title,Mood,Weather\nKettle,glad,rain\nLadle,sad,\n"))
    (remark,) = (item for item in items if isinstance(item, Remark))
    assert (remark.line, "'Mood', 'Weather'" in remark.message) == (1, True)
    assert [item.extra for item in items if isinstance(item, Entry)] == [
        {"Mood": "glad", "Weather": "rain"},
        {"Mood": "sad"},
    ]


def test_a_person_says_what_columns_are() -> None:
    text = "Werk,Mood,Weather,Year\nKettle,glad,rain,2024\n"
    assert not table.sniff(text)
    source = table.Table(read_mapping({"werk": "title", "Mood": "note", "WEATHER": "ignore", "year": "keep"}.items()))
    assert source.sniff(text)
    (entry,) = items_of(source.read(RawListing("papers.csv", text, "")))
    assert entry == Entry("Kettle", None, 2, note="glad", extra={"Year": "2024"})


def test_the_column_that_says_it_best_counts_and_the_other_is_kept() -> None:
    (entry,) = entries('Authors,Author Full Names,Title,Year,Date\n"Boyle, A",Ada Boyle,Kettle,2024,2023-05-01\n')
    assert (entry.authors, entry.publication.date) == (("Ada Boyle",), "2024")
    assert entry.extra == {"Authors": "Boyle, A", "Date": "2023-05-01"}


def test_a_number_is_an_issue_beside_a_volume_only() -> None:
    (numbered,) = entries("Number,Title\n7,Kettle\n")
    (entry,) = entries("Title,Volume,Number\nKettle,12,3\n")
    assert (numbered.publication.issue, numbered.extra) == ("", {"Number": "7"})
    assert (entry.publication.issue, entry.extra) == ("3", {})


SCOPUS = """Authors,"Author full names","Author(s) ID",Title,Year,"Source title",Volume,Issue,"Art. No.","Page start","Page end",DOI,Link
"Boyle A.; Sample B.","Boyle, Ada (57190000001); Sample, Ben (57190000002)","57190000001; 57190000002","Kettles",2024,"J. Tea",1,2,,7,9,10.1234/k,https://example.org/k
"""
IEEE = """"Document Title",Authors,"Author Affiliations","Publication Title","Publication Year",Volume,Issue,"Start Page","End Page",DOI,"PDF Link"
"Kettles","A. Boyle; B. Sample","Institute of Pots; Institute of Pots","J. Tea","2024","1","2","7","9","10.1234/k","https://example.org/k"
"""
SCHOLAR = """Authors,Title,Publication,Volume,Number,Pages,Year,Publisher
"Boyle, Ada; Sample, Ben; ","Kettles","J. Tea",1,2,7-9,2024,
"""


@pytest.mark.parametrize("text", [SCOPUS, IEEE, SCHOLAR], ids=["Scopus", "IEEE Xplore", "Google Scholar"])
def test_exports_of_well_known_sites_say_the_same(text: str) -> None:
    assert table.sniff(text)
    (entry,) = entries(text)
    assert (entry.title, entry.year, len(entry.authors)) == ("Kettles", 2024, 2)
    assert entry.authors[0] in {"Ada Boyle", "A. Boyle"}
    place = entry.publication
    assert (place.venue, place.volume, place.issue, place.pages) == ("J. Tea", "1", "2", "7-9")


def test_a_broken_row_costs_no_more_than_itself() -> None:
    text = 'title,authors,year\nKettle,Ada Boyle,2024\n"Ladle,Ben Sample,2023\nmore, of it\nSpoon,Max Ober,2022\nFork,Ada,2021\n'
    assert [entry.title for entry in entries(text)] == ["Kettle", "Spoon", "Fork"]
    assert rejected(text) == [(3, "a quote is opened here that nothing closes; lines 3 to 4 were not read")]


def test_a_comma_too_many_moves_nothing_into_other_columns() -> None:
    text = "title,authors,year\nKettles, pots and pans,Ada Boyle,2024\nLadle,Ben Sample,2023,,\n"
    assert [entry.title for entry in entries(text)] == ["Ladle"]
    assert [line for line, _ in rejected(text)] == [2]


def test_a_column_alone_may_have_any_sign_in_its_texts() -> None:
    assert [entry.title for entry in entries("title\nKettles, pots; and pans\n")] == ["Kettles, pots; and pans"]


def test_a_file_in_which_every_line_opens_a_quote_is_read_in_one_go() -> None:
    text = "title,authors\n" + 'x,"y""\n' * 20_000
    assert len(rejected(text)) <= 20_000
    assert entries(text) == []


def test_a_cell_longer_than_any_text_is_reported() -> None:
    assert [line for line, _ in rejected(f'title,abstract\nKettle,"{"x" * 200_000}"\nLadle,y\n')] == [2]
    assert [entry.title for entry in entries(f'title,abstract\nKettle,"{"x" * 200_000}"\nLadle,y\n')] == ["Ladle"]


CELLS = st.sampled_from(
    [
        "",
        "Kettle",
        '"',
        '""',
        "a,b",
        "2024",
        "https://arxiv.org/abs/2401.00001",
        ";",
        "|",
        "\t",
        "\n",
        " and ",
        "et al.",
        "10.1234/x",
        "{",
        "=HYPERLINK(",
    ]
)
HEADERS = st.sampled_from(["title,authors,year", "doi;title;url", "title\tkeywords\tcode", "title", "arxiv,date,pages"])


@given(HEADERS, st.lists(CELLS, max_size=30))
def test_any_cells_are_read_without_an_error(header: str, cells: list[str]) -> None:
    text = header + "\n" + "".join(cells)
    table.sniff(text)
    for item in items_of(reading(text)):
        assert 1 <= item.line <= text.count("\n") + 1
        assert not isinstance(item, Entry) or item.title or item.ids


ROWS = st.dictionaries(
    st.sampled_from(["title", "authors", "links", "ids", "year", "x"]),
    st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.dictionaries(st.sampled_from(["name", "family"]), st.text(max_size=3)), max_size=2)
    | st.dictionaries(st.sampled_from(["code", "doi"]), st.text(max_size=4)),
)


@given(st.lists(ROWS, max_size=4))
def test_any_rows_of_json_are_read_without_an_error(rows: list[dict[str, object]]) -> None:
    for item in items_of(reading(json.dumps(rows))):
        assert not isinstance(item, Entry) or item.title or item.ids
