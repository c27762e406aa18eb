"""Rows of papers: everything in them follows from the paper, and names come back as they were."""

import pytest

from litwiki.model.ids import Slug
from litwiki.model.index_rows import row_of
from litwiki.model.people import names_on
from litwiki.model.records import Paper
from litwiki.model.replace import replace

KETTLE = Paper(Slug("kettle"), "The Kettle", ("Ada Boyle",), summary="It boils. It whistles.")


@pytest.mark.parametrize(
    "authors",
    [(), ("",), ("Ada Boyle", "Boyle, Max"), ("\n", "A\nB", "…"), ("Ａda\x85Ｂoyle", "茶山", "{Tea\r\nTeam}")],
)
def test_names_come_back_as_they_were(authors: tuple[str, ...]) -> None:
    paper = replace(KETTLE, authors=authors)
    assert tuple(row_of(paper).authors()) == names_on(paper)
    assert len(names_on(paper)) == len(authors)


def test_what_lists_do_not_see_is_in_the_digest_of_the_record_alone() -> None:
    row, other = row_of(KETTLE), row_of(replace(KETTLE, summary="It boils. It sings.", notes="Tea."))
    assert replace(row, digest=other.digest) == other
    assert row.digest != other.digest


def test_a_row_has_the_keys_of_all_titles_and_strong_ids() -> None:
    row = row_of(replace(KETTLE, also_titled=("A Pot", "the kettle"), ids={"doi": "10.1234/A", "isbn": "3161484100"}))
    assert (row.titles, row.ids) == (("thekettle", "apot"), (("doi", "10.1234/a"),))
