import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.entries import Rejected
from litwiki.sources.json_items import DEEPEST, MOST_BROKEN, Item, first_item, read_items, text_of


def said(text: str, *lists: str) -> list[tuple[int, object]]:
    return [(item.line, item.value if isinstance(item, Item) else None) for item in read_items(text, lists)]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": "1"},\n{"a": "2"}]',
        '{"a": "1"}\n{"a": "2"}\n',
        '{"n": 2, "notes": [{"a": "1"},\n{"a": "2"}], "more": []}',
        '[{"a": "1"}]\n[{"a": "2"}]',
        '\ufeff[{"a": "1"},\n{"a": "2"},]',
    ],
)
def test_a_list_lines_and_an_object_with_the_list_say_the_same(text: str) -> None:
    assert said(text, "notes") == [(1, {"a": "1"}), (2, {"a": "2"})]


def test_one_object_is_one_item() -> None:
    assert said('\n{"a": 1.50, "notes": "none"}', "notes") == [(2, {"a": "1.50", "notes": "none"})]


def test_a_key_that_stands_twice_loses_nothing() -> None:
    assert said('{"a": "1", "a": "2", "a": "3"}') == [(1, {"a": "1", "a (2)": "2", "a (3)": "3"})]


def test_broken_lines_leave_the_others_whole() -> None:
    assert said('{"a": "1"}\n{"a": \n{"a": "3"}\n{"b\n{"a": "5"}') == [
        (1, {"a": "1"}),
        (2, None),
        (3, {"a": "3"}),
        (4, None),
        (5, {"a": "5"}),
    ]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, '{"a":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1)]
)
def test_deep_nesting_is_a_message(text: str) -> None:
    (found,) = read_items(text)
    assert isinstance(found, Rejected)
    assert "nested" in found.reason


def test_an_item_that_is_too_deep_costs_only_itself() -> None:
    deep = '{"a":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1)
    assert said(f'[{{"a": "1"}},\n{deep},\n{{"a": "3"}}]') == [(1, {"a": "1"}), (2, None), (3, {"a": "3"})]


def test_numbers_of_any_length_are_texts() -> None:
    digits = "7" * 5000
    assert said(f'{{"a": {digits}, "b": NaN}}') == [(1, {"a": digits, "b": "NaN"})]


def test_a_file_of_broken_lines_is_given_up() -> None:
    found = list(read_items('{"a": \n' * 1000))
    assert len(found) == MOST_BROKEN + 1
    assert all(isinstance(item, Rejected) for item in found)


def test_the_beginning_of_a_document_tells_its_first_item() -> None:
    document = json.dumps({"count": 2, "notes": [{"id": "x", "content": {"title": "Kettle"}}, {"id": "y"}]})
    for end in range(len('{"count": 2, "notes": [{"id": "x", "content"'), len(document)):
        item = first_item(document[:end], ("notes",))
        assert item is not None
        assert item["id"] == "x"
    assert first_item("Tea [1]") is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=3), v, max_size=3),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=3), max_size=3))
def test_what_json_writes_is_read_again(items: list[dict[str, object]]) -> None:
    found = [item for item in read_items(json.dumps(items)) if isinstance(item, Item)]
    assert [list(item.value) for item in found] == [list(item) for item in items]
    for item in found:
        for value in item.value.values():
            assert "\n" not in text_of(value)


@given(st.text(alphabet='{}[]",:\\ \na1', max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for item in read_items(text, ("a",)):
        assert 1 <= item.line <= text.count("\n") + 1
    first_item(text, ("a",))
