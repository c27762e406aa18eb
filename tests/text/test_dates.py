import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.text.dates import iso_date, parse_date


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2024", "2024"),
        ("2024-05-03T17:59:00Z", "2024-05-03"),
        ("2024/5/3", "2024-05-03"),
        ("2001/00/00/", "2001"),
        ("2001///Spring", "2001"),
        ("20240503", "2024-05-03"),
        ("3.5.2024", "2024-05-03"),
        ("13/04/2024", "2024-04-13"),
        ("04/13/2024", "2024-04-13"),
        ("04/04/2024", "2024-04-04"),
        ("03/04/2024", "2024"),
        ("May 3, 2024", "2024-05-03"),
        ("3rd of May 2024", "2024-05-03"),
        ("May 3-5, 2024", "2024-05-03"),
        ("2020 Sep 7", "2020-09-07"),
        ("Sept. 2020", "2020-09"),
        ("2020 Jan-Feb", "2020-01"),
        ("Mon, 01 Jan 2024 00:00:00 -0500", "2024-01-01"),
        ("2024-02-30", "2024-02"),
        ("2019–2021", "2019"),
        ("2020-21", "2020"),
        ("[c. 1999]", "1999"),
        ("1985a", "1985"),
        ("2024.0", "2024"),
        ("mayhem of 2020", "2020"),
        ("99", ""),
        ("-334", ""),
        ("in press", ""),
        ("12024", ""),
        ("", ""),
    ],
)
def test_of_a_date_counts_what_is_certain(printed: str, date: str) -> None:
    assert parse_date(printed) == date


@given(st.integers(-3000, 30_000), st.integers(-1, 100), st.integers(-1, 100))
def test_what_is_written_is_read_again(year: int, month: int, day: int) -> None:
    date = iso_date(year, month, day)
    assert parse_date(date) == date


@given(st.text(alphabet="0123456789/.-: MayJn,T", max_size=40))
def test_any_text_gives_a_date_or_nothing(printed: str) -> None:
    date = parse_date(printed)
    assert date == "" or parse_date(date) == date
