import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.search.words import folded, id_terms, index_terms, name_term
from litwiki.text.words import words
from tests.conftest import DATA

CASES = json.loads((DATA / "search" / "words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_words_have_the_terms_that_the_browser_gives_them(case: dict[str, object]) -> None:
    """tests/js/search.test.mjs reads the same file."""
    text = str(case["text"])
    assert [{"word": word, "terms": list(index_terms(word))} for word in words(folded(text))] == case["words"]
    assert name_term(text) == case["name"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("kvcache", "KV-cache"),
        ("LLM", "LLMs"),
        ("gpu", "GPUs"),
        ("attention", "FlashAttention"),
        ("flashattention", "FlashAttention"),
        ("lora", "LoRA+"),
        ("naive", "naïve"),
        ("schrodinger's", "Schrödinger’s"),
        ("quantize", "quantization"),
        ("603", "603"),
    ],
)
def test_what_readers_type_is_found(query: str, text: str) -> None:
    assert set(index_terms(folded(query))) & set(index_terms(folded(text)))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("烧水", "厨房烧水方法"),
        ("茶", "铁壶煮茶"),
        ("湯を沸かす", "ポットで湯を沸かす"),
        ("물을", "찬물을"),
        ("น้ำชา", "ต้มน้ำชา"),
    ],
)
def test_words_inside_a_run_of_letters_are_found(query: str, text: str) -> None:
    run = {term for word in words(folded(text)) for term in index_terms(word)}
    assert {
        term for word in words(folded(query)) for term in index_terms(word) if len(term) > 1 or len(query) == 1
    } & run


IDS = json.loads((DATA / "search" / "ids.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", IDS, ids=lambda case: case["terms"][0])
def test_an_id_has_terms_that_a_part_can_hold(case: dict[str, Any]) -> None:
    """tests/js/search.test.mjs makes the same terms of what readers type."""
    found = list(id_terms(case["ids"]))
    assert found == case["terms"]
    assert not any(set(term) & set(" /\n") for term in found)


def test_stop_words_have_no_terms() -> None:
    assert index_terms("the") == index_terms("state-of-the-art") == ()


@given(st.text())
def test_any_text_has_terms_that_a_part_can_hold(text: str) -> None:
    for word in words(folded(text)):
        for term in index_terms(word):
            assert term
            assert not set(term) & set(" /=_:\n")
            assert not any(unicodedata.category(c).startswith("M") for c in term)


def test_the_file_of_cases_is_used_by_both_sides() -> None:
    script = Path(__file__).parents[1] / "js" / "search.test.mjs"
    assert "../data/search/words.json" in script.read_text(encoding="utf-8")
