"""Front matter and tables of contents without MkDocs are what MkDocs reads and makes."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.structure.toc import get_toc
from mkdocs.utils.meta import get_data

from litwiki.markup import page_text
from litwiki.model.records import JsonValue
from litwiki.render.bodies import Heading
from litwiki.render.leaf import Anchor, make_toc, read_front_matter

words = st.text(st.sampled_from("abyn0 '\"[],:{}#-._/&*!?|>%@`~é中😀\t\u2028"), max_size=20) | st.sampled_from(
    ["yes", "no", "null", "~", "2401.01230", "on", "a, b", "x: y", "# c", "---", "...", "Group 4", "list.js"]
)
values: st.SearchStrategy[JsonValue] = (
    words | st.integers(1, 9999) | st.booleans() | st.lists(words | st.lists(words, max_size=2), max_size=3)
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "kind", "hide", "crumbs", "year", "n"]), values, min_size=1), words)
def test_front_matter_is_what_mkdocs_reads(meta: dict[str, JsonValue], body: str) -> None:
    text = page_text(meta, f"# {body}")
    read = read_front_matter(text)
    if read is not None:
        assert (read[1], read[0]) == get_data(text)


def test_our_own_front_matter_is_read_without_yaml() -> None:
    meta: dict[str, JsonValue] = {
        "title": "It's",
        "kind": "paper",
        "hide": ["navigation", "toc"],
        "crumbs": [["../", "A b"]],
    }
    assert read_front_matter(page_text(meta, "text")) == (meta, "text\n")


@pytest.mark.parametrize(
    "value", ["[a,b]", "[a]]", "[[a]", "[yes]", "{a: b}", "1.5", "2026-01-01", "plain", "[a, ]", "0x1f"]
)
def test_what_only_yaml_can_read_is_left_to_it(value: str) -> None:
    read = read_front_matter(f"---\nkey: {value}\n---\n\ntext\n")
    try:
        meant = yaml.safe_load(f"key: {value}")
    except yaml.YAMLError:
        meant = None
    assert read is None or read[0] == meant


def shape(anchors: list[Anchor]) -> list[object]:
    return [(anchor.title, anchor.url, anchor.level, anchor.active, shape(anchor.children)) for anchor in anchors]


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), max_size=9))
def test_headings_nest_as_mkdocs_nests_them(levels: list[int]) -> None:
    from markdown.extensions.toc import nest_toc_tokens

    tokens: list[Any] = [{"level": level, "id": f"h{n}", "name": f"H {n}"} for n, level in enumerate(levels)]
    theirs = get_toc(nest_toc_tokens(tokens))
    ours = make_toc([Heading(level, f"h{n}", f"H {n}") for n, level in enumerate(levels)])

    def told(items: object) -> list[object]:
        assert isinstance(items, list)
        return [(i.title, i.url, i.level, getattr(i, "active", False), told(i.children)) for i in items]

    assert told(ours.items) == told(theirs.items)
