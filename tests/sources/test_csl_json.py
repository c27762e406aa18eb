import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.entries import Entry, RawListing, Rejected
from litwiki.sources import csl_json, read_file
from tests.sources import items_of

FILES = {"zbb-csl-creators": (6, 1), "zbb-csl-dates": (15, 0), "zbb-csl-many": (26, 0), "zbb-csl-odd-date": (1, 0)}
"""Entries and rejected items; one item has neither a title nor an id."""


def entry_of(**item: object) -> Entry:
    (found,) = items_of(csl_json.read(RawListing("tea.json", json.dumps([{"id": "x", "title": "Kettle", **item}]), "")))
    assert isinstance(found, Entry)
    return found


@pytest.mark.parametrize("name", FILES)
def test_real_files_lose_nothing(name: str, shared: Path) -> None:
    path = shared / "corpora" / "bib" / f"{name}.csl.json"
    found = read_file(path)
    assert found.head.source == "csl-json"
    assert (len(found.entries), len(found.rejected)) == FILES[name]
    by_key = {entry.key: str(entry).casefold() for entry in found.entries}
    for item in json.loads(path.read_text(encoding="utf-8")):
        if item["id"] not in by_key:
            continue
        values = json.dumps([value for key, value in item.items() if key != "type"], ensure_ascii=False)
        lost = {word for word in re.findall(r"[^\W\d_]{4,}", values.casefold()) if word not in by_key[item["id"]]}
        assert lost <= {"family", "given", "literal", "date", "parts", "https", "http"}


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "Boyle", "given": "Ada"}, "Ada Boyle"),
        ({"family": "López Rivera", "given": "Pablo"}, "López Rivera, Pablo"),
        ({"family": "Cruz", "given": "Inés", "non-dropping-particle": "de la"}, "Inés de la Cruz"),
        ({"family": "Pot", "given": "Lu", "dropping-particle": "van"}, "Lu van Pot"),
        ({"family": "Ober", "given": "Max", "suffix": "Jr."}, "Max Ober Jr."),
        ({"literal": "Spoon Works"}, "{Spoon Works}"),
        ({"family": "Plato"}, "Plato"),
        ({"name": "Ben Sample"}, "Ben Sample"),
        ("Sample, Ben", "Ben Sample"),
    ],
)
def test_names_come_as_csl_parts_them(person: object, name: str) -> None:
    assert entry_of(author=[person]).authors == (name,)


@pytest.mark.parametrize(
    "others", [{"literal": "others"}, {"family": "others"}, {"literal": "et al."}, {"name": "et al."}]
)
def test_others_are_nobody(others: object) -> None:
    entry = entry_of(author=[{"family": "Boyle", "given": "Ada"}, others])
    assert (entry.authors, entry.authors_complete) == (("Ada Boyle",), False)


@pytest.mark.parametrize(
    ("issued", "date", "is_kept"),
    [
        ({"date-parts": [[2024, 5, 3]]}, "2024-05-03", False),
        ({"date-parts": [["2024", "5"]]}, "2024-05", False),
        ({"date-parts": [[2024, 5, 3], [2024, 5, 9]]}, "2024-05-03", True),
        ({"date-parts": [[2024]], "circa": True}, "2024", True),
        ({"date-parts": [[2024]], "season": 2}, "2024", True),
        ({"date-parts": [[2024, 13]]}, "2024", True),
        ({"date-parts": [[-334]]}, "", True),
        ({"date-parts": [[]]}, "", False),
        ({"date-parts": "2024"}, "", True),
        ({"raw": "3 May 2024"}, "2024-05-03", False),
        ({"literal": "spring of 2024"}, "2024", True),
        ("2024-05", "2024-05", False),
        (2024, "2024", False),
    ],
)
def test_dates_of_every_form(issued: object, date: str, is_kept: bool) -> None:
    entry = entry_of(type="book", issued=issued)
    assert entry.publication.date == date
    assert ("issued" in entry.extra) is is_kept


@pytest.mark.parametrize(
    ("kind", "ours", "is_kept"),
    [
        ("article-journal", "article", False),
        ("article-magazine", "article", True),
        ("paper-conference", "inproceedings", False),
        ("article", "preprint", False),
        ("entry-encyclopedia", "chapter", True),
        ("motion_picture", "other", True),
        ("document", "", False),
        ("journal-article", "article", True),
        ("no such type", "other", True),
    ],
)
def test_types_are_ours_and_what_they_say_beyond_is_kept(kind: str, ours: str, is_kept: bool) -> None:
    entry = entry_of(type=kind)
    assert (entry.publication.type, "type" in entry.extra) == (ours, is_kept)


def test_an_article_in_a_journal_is_no_preprint() -> None:
    assert entry_of(**{"type": "article", "container-title": "Tea"}).publication.type == "article"


def test_an_isbn_of_a_chapter_is_that_of_its_book() -> None:
    assert entry_of(type="book", ISBN="978-3-16-148410-0").ids == {"isbn": "978-3-16-148410-0"}
    chapter = entry_of(type="chapter", ISBN="978-3-16-148410-0")
    assert (chapter.ids, chapter.extra) == ({}, {"ISBN": "978-3-16-148410-0"})


def test_rows_of_other_json_are_not_claimed() -> None:
    for item in (
        {"title": "x", "authors": []},
        {"title": "x", "type": "article", "year": 2024},
        {"id": "x", "content": {}},
    ):
        assert not csl_json.sniff(json.dumps([item]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda v: (
        st.lists(v, max_size=3)
        | st.dictionaries(st.sampled_from(["family", "literal", "date-parts", "raw"]), v, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["id", "type", "title", "author", "issued", "DOI", "ISBN", "note", "keyword", "page", "URL", "number", "x"]
)


@pytest.mark.slow
@given(st.lists(st.dictionaries(KEYS, JSON), max_size=4))
def test_any_items_are_read_without_an_error(items: list[dict[str, object]]) -> None:
    for item in items_of(csl_json.read(RawListing("tea.json", json.dumps(items), ""))):
        assert isinstance(item, Rejected) or (isinstance(item, Entry) and (item.title or item.ids))
