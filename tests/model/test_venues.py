"""Venues: what is one, what is called how, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.ids import Slug, is_slug, slug_of_key
from litwiki.model.venues import make_venues, venue_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Journal of Tea & Pots", "journal of tea and pots"),
        ("The Kettle", "Kettle"),
        ("Kettle  Days: 2026", "Kettle Days 2026"),
        (r"Caf\'e", "Café"),
    ],
)
def test_printings_of_one_venue_are_one(one: str, other: str) -> None:
    assert venue_key(one) == venue_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Tea A", "Tea B"), ("Kettle Days 2025", "Kettle Days 2026"), ("The", "Tea")]
)
def test_other_venues_are_others(one: str, other: str) -> None:
    assert venue_key(one) != venue_key(other)


def test_a_venue_is_called_as_most_papers_print_it() -> None:
    printed = [("a", "Journal of tea"), ("b", "Journal of Tea"), ("c", "Journal of Tea"), ("d", ""), ("e", "Ćay")]
    found = make_venues((Slug(slug), venue) for slug, venue in printed)
    assert [(venue.name, venue.papers) for venue in found.values()] == [
        ("Ćay", ("e",)),
        ("Journal of Tea", ("a", "b", "c")),
    ]


@given(st.lists(st.text(min_size=1, max_size=80), max_size=5))
def test_any_printed_venue_has_an_address(printed: list[str]) -> None:
    found = make_venues((Slug(f"p-{n}"), venue) for n, venue in enumerate(printed))
    assert all(is_slug(slug) for slug in found)
    for venue in printed:
        slug = slug_of_key(venue_key(venue), "venue", 8, lambda _: False)
        assert slug in found or not venue_key(venue)
