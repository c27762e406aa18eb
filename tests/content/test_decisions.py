import pytest

from litwiki.content.decisions import (
    excluded_item,
    read_decisions,
    with_item,
    without_item,
)
from litwiki.content.strict_yaml import parse
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.problems import Problem
from litwiki.model.records import Decision, Excluded, Kept


def test_decisions_read_back() -> None:
    text = "different:\n- [kettle, pot]\n- ['no', '2024']\nkept:\n- {paper: pot, field: title, given: '00ff'}\n"
    found: list[Problem] = []
    decisions, kept, _ = read_decisions(parse(text, "x.yml"), found.append)
    pairs = (frozenset({Slug("kettle"), Slug("pot")}), frozenset({Slug("no"), Slug("2024")}))
    assert decisions == tuple(Decision("different", pair) for pair in pairs)
    assert kept == {Kept(Slug("pot"), "title", "00ff")}
    assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "same:\n- [a, b]\n"),
        ("# ours\n", "# ours\nsame:\n- [a, b]\n"),
        ("same: []\n", "same:\n- [a, b]\n"),
        ("same:\ndifferent: []\n", "different: []\nsame:\n- [a, b]\n"),
        ("same:\n- [x, y] # why\ndifferent: []", "same:\n- [x, y] # why\n- [a, b]\ndifferent: []\n"),
        ("same:\n  - [x, y]\n  # end\n", "same:\n  - [x, y]\n  - [a, b]\n  # end\n"),
        ("same:\n- - x\n  - y\n", "same:\n- - x\n  - y\n- [a, b]\n"),
        ("same:\r\n- [x, y]\r\n", "same:\r\n- [x, y]\r\n- [a, b]\r\n"),
    ],
)
def test_a_decision_is_one_more_line(text: str, expected: str) -> None:
    assert with_item(text, "same", "[a, b]", "content/decisions.yml") == expected


def test_a_list_on_one_line_is_left_to_its_owner() -> None:
    with pytest.raises(UsageError, match=r"decisions\.yml:1: write the list"):
        with_item("same: [[x, y]]\n", "same", "[a, b]", "content/decisions.yml")


@pytest.mark.parametrize("text", ["kept: x", "kept: [x]", "kept: [{paper: A B}]", "kept: [{papr: x}]"])
def test_a_damaged_answer_is_named(text: str) -> None:
    found: list[Problem] = []
    read_decisions(parse(text, "x.yml"), found.append)
    assert found


@pytest.mark.parametrize(
    "text", ["same: x", "same: [a]", "same: [[a]]", "same: [[a, a]]", "same: [[a, b, c]]", "same: [{a: b}]", "sane: []"]
)
def test_a_damaged_decision_is_named(text: str) -> None:
    found: list[Problem] = []
    assert read_decisions(parse(text, "x.yml"), found.append)[0] == ()
    assert len(found) == 1


LADLE = Excluded(Slug("ladle"), "Ladle: it's #1", {"doi": "10.1000/a'b"}, "about soup: not tea")


def test_an_exclusion_reads_back_from_the_line_that_is_written() -> None:
    found: list[Problem] = []
    node = parse(with_item("# ours\n", "excluded", excluded_item(LADLE), "x.yml"), "x.yml")
    assert read_decisions(node, found.append)[2] == (LADLE,)
    assert found == []
    bare = Excluded(Slug("no"), "No", {}, "x")
    node = parse(with_item("", "excluded", excluded_item(bare), "x.yml"), "x.yml")
    assert read_decisions(node, found.append)[2] == (bare,)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "excluded: x",
            "excluded: [x]",
            "excluded: [{paper: ladle}]",
            "excluded: [{paper: A B, title: x, reason: y}]",
        ),
        "excluded: [{paper: ladle, title: x, reason: y, ids: {arxiv: x}}]",
    ],
)
def test_a_damaged_exclusion_is_named(text: str) -> None:
    found: list[Problem] = []
    read_decisions(parse(text, "x.yml"), found.append)
    assert found


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("excluded:\n- {paper: a}\n- {paper: b}\nsame: []\n", 0, "excluded:\n- {paper: b}\nsame: []\n"),
        ("excluded:\n- {paper: a}\n- {paper: b}\n", 1, "excluded:\n- {paper: a}\n"),
        ("excluded:\n- paper: a\n  title: x\n# end\n", 0, "# end\n"),
        ("same: []\nexcluded:\r\n  - {paper: a}\r\n", 0, "same: []\n"),
    ],
)
def test_an_answer_is_taken_back_with_its_line(text: str, index: int, expected: str) -> None:
    assert without_item(text, "excluded", index) == expected


def test_a_list_on_one_line_is_not_taken_apart() -> None:
    with pytest.raises(UsageError, match="take item 1 out"):
        without_item("excluded: [{paper: a}]\n", "excluded", 0)
