import base64
import json
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki import content
from litwiki.content.front_matter import Document, read, with_value
from litwiki.content.strict_yaml import Node, RefusedError, Scalar, Sequence
from litwiki.markup import yaml_block, yaml_list, yaml_text
from litwiki.model import Problem

EDITED = """---
title: 'Kettle'   # a person's comment
year:
links: {}  # to be found
names:
- Kettle
- "the pot"

# why these topics
topics: [tea,
  water]
abstract: >-
  Boiling
  water.

summary: plain words
---

Notes with `---` and trailing space  
"""  # noqa: W291 - the trailing space is a person's


def document(text: str) -> Document:
    return read(text.encode(), "content/papers/kettle.md")


def changed_lines(before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        (
            "title",
            "'Pot'",
            ["-title: 'Kettle'   # a person's comment\n", "+title: 'Pot'   # a person's comment\n"],
        ),
        ("year", "2026", ["-year:\n", "+year: 2026\n"]),
        (
            "links",
            "{code: 'https://x.org'}",
            ["-links: {}  # to be found\n", "+links: {code: 'https://x.org'}  # to be found\n"],
        ),
        ("names", "[Pot]", ["-names:\n", "-- Kettle\n", '-- "the pot"\n', "+names: [Pot]\n"]),
        ("topics", "[tea]", ["-topics: [tea,\n", "-  water]\n", "+topics: [tea]\n"]),
        ("abstract", "'short'", ["-abstract: >-\n", "-  Boiling\n", "-  water.\n", "+abstract: 'short'\n"]),
        ("summary", "'better'", ["-summary: plain words\n", "+summary: 'better'\n"]),
        ("ids", "{arxiv: '2601.00001'}", ["+ids: {arxiv: '2601.00001'}\n"]),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_changing_one_field_changes_its_lines_alone(key: str, value: str, lines: list[str], newline: str) -> None:
    text = EDITED.replace("\n", newline)
    after = with_value(document(text), key, value)
    assert changed_lines(text, after) == [line.replace("\n", newline) for line in lines]


keys = st.sampled_from(["title", "year", "links", "names", "topics", "abstract", "summary", "new"])
values = st.one_of(
    st.text(max_size=40).filter(lambda t: t.isprintable()).map(yaml_text),
    st.text("abc def", min_size=1, max_size=300).map(lambda t: yaml_block(" ".join(t.split()) or "x")),
    st.lists(st.text("ab#:'", max_size=5), max_size=3).map(yaml_list),
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.tuples(keys, values), max_size=4))
def test_any_series_of_changes_leaves_everything_else(changes: list[tuple[str, str]]) -> None:
    now = document(EDITED)
    for key, value in changes:
        before = now
        now = document(with_value(now, key, value))
        assert now.body == before.body
        assert {k: v for k, v in texts(now).items() if k != key} == {
            k: v for k, v in texts(before).items() if k != key
        }
        assert "# why these topics" in now.text


def texts(doc: Document) -> dict[str, object]:
    """The values of a document as texts and lists of texts."""

    def text(node: Node) -> object:
        if isinstance(node, Scalar):
            return node.text
        return [text(item) for item in (node.items if isinstance(node, Sequence) else node.items.values())]

    return {key: text(node) for key, node in doc.front.items.items()}


def sample_bytes(sample: dict[str, str]) -> bytes:
    return base64.b64decode(sample["raw_base64"]) if "raw_base64" in sample else sample["raw"].encode()


def test_hostile_front_matter_ends_as_it_should(shared: Path, new_wiki: Path) -> None:
    """Every sample is a paper of its own in one wiki: bad ones are refused with their line, the rest is read.

    Two samples are to be accepted by a reader that allows any key; ours names the key that it does not know,
    which is the one problem they may have.
    """
    samples = json.loads((shared / "corpora" / "hostile_frontmatter.json").read_text(encoding="utf-8"))["samples"]
    assert len(samples) == 65
    for sample in samples:
        (new_wiki / "content" / "papers" / f"{sample['id']}.md").write_bytes(sample_bytes(sample))
    (new_wiki / "content" / "papers" / "kettle.md").write_text("---\ntitle: 'Kettle'\n---\n", encoding="utf-8")
    loaded = content.load(new_wiki)
    assert "kettle" in loaded.wiki.papers
    found: dict[str, list[Problem]] = {}
    for problem in loaded.problems:
        found.setdefault(Path(problem.place.path).stem, []).append(problem)
    for sample in samples:
        problems = found.get(sample["id"], [])
        if sample["expected"] == "accept":
            assert [p for p in problems if p.code != "F001"] == [], (sample, problems)
        elif "also_acceptable" not in sample:
            assert problems, sample
        if problems and "error_line" in sample:
            assert sample["error_line"] in {p.place.line for p in problems}, (
                sample["id"],
                [str(p) for p in problems],
            )
        for problem in problems:
            assert "\x1b" not in str(problem)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"\xef\xbb\xbf---\ntitle: x\n---\n", "Y002", 1),
        (b"---\ntitle: \xff\n---\n", "Y001", 2),
        (b"title: x\n", "Y003", 1),
        (b"---\ntitle: x\n", "Y004", 1),
        (b"---\ntitle: x: y\n---\n", "Y005", 2),
        (b"---\na:\n\t- b\n---\n", "Y006", 3),
        (b"---\ntitle: a\ntitle: b\n---\n", "Y007", 3),
        (b"---\ntitle: !!int '5'\n---\n", "Y008", 2),
        (b"---\na: &x b\n---\n", "Y009", 2),
        (b"---\na: {b: {c: {d: {e: {f: {g: {h: {i: {j: k}}}}}}}}}\n---\n", "Y010", 2),
        (b"---\na: b\n...\n---\n", "Y012", 3),
        (b"---\na: \x07\n---\n", "Y013", 2),
    ],
)
def test_what_is_refused_says_where(text: bytes, code: str, line: int) -> None:
    with pytest.raises(RefusedError) as refused:
        read(text, "x.md")
    assert (refused.value.problem.code, refused.value.problem.place.line) == (code, line)


def test_plain_scalars_are_their_source_text() -> None:
    doc = document("---\na: no\nb: 2401.01230\nc: 2024-01-01\nd: 1_000\n---\n")
    assert [getattr(doc.front.items[k], "text", "") for k in "abcd"] == ["no", "2401.01230", "2024-01-01", "1_000"]
