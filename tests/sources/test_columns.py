from pathlib import Path

import pytest

from litwiki.model.errors import UsageError
from litwiki.sources.columns import (
    FIELDS,
    ID_NAMES,
    IGNORE,
    KEEP,
    LINK_NAMES,
    TEXT_NAMES,
    field_of,
    parse_mapping,
)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Title", "title"),
        ("  paper_title ", "title"),
        ("Publication Title", "venue"),
        ("Author(s)", "authors"),
        ("arXiv ID", "arxiv"),
        ("Item DOI", "doi"),
        ("GitHub", "code link"),
        ("PDF Link", "paper link"),
        ("Start Page", "first page"),
        ("Manual Tags", "keywords"),
        ("Source", ""),
        ("Summary", ""),
        ("", ""),
        ("標題", ""),
    ],
)
def test_columns_are_known_by_their_names(column: str, field: str) -> None:
    assert field_of(column, {}) == field
    assert not field or field in FIELDS


def test_every_field_may_be_named_in_a_mapping() -> None:
    for field in FIELDS:
        assert parse_mapping([f"Column={field}"]) == {"column": field}


def test_the_docs_name_every_field_and_every_column() -> None:
    text = (Path(__file__).parents[2] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
    for field in FIELDS | {IGNORE, KEEP}:
        assert f"`{field}`" in text or f"={field}'" in text, field
    for names in (TEXT_NAMES, ID_NAMES, LINK_NAMES):
        for listed in names.values():
            assert f"| {listed} |" in text, listed


def test_a_column_may_have_an_equals_sign_in_its_name() -> None:
    assert parse_mapping(["a=b=title"]) == {"ab": "title"}


@pytest.mark.parametrize(
    ("option", "word"), [("Mood", "Column=field"), ("Mood=feeling", "feeling"), ("=title", "column's name")]
)
def test_a_mapping_that_says_nothing_is_refused(option: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        parse_mapping([option])
