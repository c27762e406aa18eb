"""Names of people: their parts, and what two printings have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.ids import is_slug
from litwiki.model.people import person_slug
from litwiki.text.names import Name, parse_name, person_key


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ada Boyle", Name("Boyle", "Ada")),
        ("Boyle, Ada", Name("Boyle", "Ada")),
        ("Ada  B. Boyle", Name("Boyle", "Ada B.")),
        ("Ludwig van Beethoven", Name("van Beethoven", "Ludwig")),
        ("Martin King Jr.", Name("King", "Martin", "Jr.")),
        ("King, Jr., Martin", Name("King", "Martin", "Jr.")),
        ("King, Martin, Jr.", Name("King", "Martin", "Jr.")),
        ("Martin King, Jr.", Name("King", "Martin", "Jr.")),
        ("茶小明", Name("茶小明")),
        ("Kettle Team", Name("Kettle Team")),
        ("Teapots, Inc.", Name("Teapots, Inc.")),
        ("One, Two, Three, Four", Name("One, Two, Three, Four")),
        ("Boyle,", Name("Boyle,")),
        ("", Name("")),
    ],
)
def test_a_name_has_parts(printed: str, name: Name) -> None:
    assert parse_name(printed) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Boyle", "Boyle, Ada"),
        ("Ada B. Boyle", "ada b boyle"),
        ("Jean-Luc Pot", "Jean Luc Pot"),
        ("Zoë O'Hara", "Zoe\u0308 O’Hara"),
    ],
)
def test_two_printings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(("one", "other"), [("Zoë Pot", "Zoe Pot"), ("A. Pot", "Ada Pot"), ("王 茶", "汪 茶")])
def test_other_names_have_other_keys_and_addresses(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)
    assert person_slug(person_key(one), lambda _: False) != person_slug(person_key(other), lambda _: False)


def test_an_address_that_is_taken_gets_more_digits() -> None:
    taken = {"ada-boyle", person_slug("ada boyle", {"ada-boyle"}.__contains__)}
    assert person_slug("ada boyle", taken.__contains__) not in taken


@pytest.mark.parametrize("name", ["a-z", "Con", "index", "", "—", "'", "x" * 200, "\u0301", "茶" * 80])
def test_odd_names_have_addresses(name: str) -> None:
    assert is_slug(person_slug(person_key(name), lambda _: False))


@given(st.text(max_size=80))
def test_every_name_has_an_address(name: str) -> None:
    assert is_slug(person_slug(person_key(name), lambda _: False))
