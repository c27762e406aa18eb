"""Digests that mean the same everywhere."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from litwiki.facts.values import Card, Cards
from litwiki.model.digests import digest_of
from litwiki.model.replace import replace


@given(st.dictionaries(st.text(max_size=5), st.lists(st.integers() | st.text(max_size=5) | st.none()), max_size=5))
def test_the_order_of_keys_is_none(value: dict[str, object]) -> None:
    assert digest_of(value) == digest_of(dict(reversed(value.items())))


def test_a_digest_is_the_same_in_every_process() -> None:
    told = "from litwiki.model.digests import digest_of; print(digest_of(frozenset({'tea', 'bread', 'jam'}), {'a': 1}))"
    found = {
        subprocess.run(
            [sys.executable, "-c", told], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_what_has_no_stable_form_is_a_bug() -> None:
    with pytest.raises(TypeError):
        digest_of(object())


def test_a_list_of_cards_is_digested_by_their_digests() -> None:
    card = Card("papers/kettle/", Markup("Kettle"), Markup("It boils."), "", 2025, "", None, "", False, 1, ())
    one, other = Cards([card], [digest_of(card)]), Cards([card], [digest_of(replace(card, year=2024))])
    assert digest_of(one) == digest_of(Cards([card], [digest_of(card)]))
    assert len({digest_of(cards) for cards in (one, other, Cards([], []))}) == 3
    assert list(one) == [card]
    assert one == other  # what they hold, which templates see
