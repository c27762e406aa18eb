import pytest

from litwiki.content.date_fields import DATE_KIND, YEAR_KIND
from litwiki.content.fields import Fields, Key, Kind
from litwiki.content.ids_and_links import ADDRESSES_KIND, IDENTIFIERS_KIND
from litwiki.content.record_fields import PINS_KIND
from litwiki.content.strict_yaml import parse
from litwiki.content.text_fields import SLUG_KIND, SLUGS_KIND, choice_kind, list_kind, optional_kind, text_kind
from litwiki.model.entries import Link
from litwiki.model.ids import Slug
from litwiki.model.problems import Problem
from litwiki.model.records import Pin


def read(kind: Kind[object], value: str) -> tuple[object, list[str]]:
    """The value of a key as `kind` reads it, and codes and columns of what was wrong."""
    problems: list[Problem] = []
    key = Key("key", kind, "")
    return Fields(parse(f"key: {value}\n", "x.md"), (key,), problems.append)(key), [
        f"{p.code}:{p.place.column}" for p in problems
    ]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (text_kind(), "' a\u0308  b '", "ä b"),
        (text_kind(), "|\n a\n b", "a b"),
        (text_kind(), "no", "no"),
        (text_kind(default="main"), "", "main"),
        (optional_kind(text_kind()), "''", None),
        (optional_kind(text_kind()), "a", "a"),
        (YEAR_KIND, "2026", 2026),
        (YEAR_KIND, "null", None),
        (DATE_KIND, "2026-03-17", "2026-03-17"),
        (DATE_KIND, "'2026-03-17'", "2026-03-17"),
        (DATE_KIND, "~", None),
        (list_kind(), "[a, 'b  c', 5]", ("a", "b c", "5")),
        (list_kind(), "[]", ()),
        (list_kind(), "", ()),
        (SLUGS_KIND, "[a, b-2, a]", ("a", "b-2")),
        (SLUG_KIND, "a-b", "a-b"),
        (choice_kind(("x", "y"), "x"), "y", "y"),
        (choice_kind(("x", "y"), "x"), "", "x"),
        (
            IDENTIFIERS_KIND,
            "{arxiv: 2410.23160, doi: 10.1000/a(b)_c, isbn: 978-3-16-148410-0}",
            {"arxiv": "2410.23160", "doi": "10.1000/a(b)_c", "isbn": "978-3-16-148410-0"},
        ),
        (
            IDENTIFIERS_KIND,
            "{arxiv: math.GT/0309136v2, pmid: 012, openreview: 'a_B-1'}",
            {"arxiv": "math.GT/0309136v2", "pmid": "012", "openreview": "a_B-1"},
        ),
        (IDENTIFIERS_KIND, '{acl: "a\\e[1m\\nb"}', {"acl": "a [1m b"}),
        (
            ADDRESSES_KIND,
            "{code: 'https://x.org/a%2Db', doi: https://doi.org/1}",
            (Link("code", "https://x.org/a-b"), Link("doi", "https://doi.org/1")),
        ),
        (PINS_KIND, "\n- paper: a\n  note: why\n- {paper: b}", (Pin(Slug("a"), "why"), Pin(Slug("b"), ""))),
    ],
)
def test_a_value_is_read_as_its_kind(kind: Kind[object], value: str, expected: object) -> None:
    assert read(kind, value) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "value", "expected", "problems"),
    [
        (text_kind(), "[a]", "", ["F003:6"]),
        (text_kind(3), "abcd", "", ["F005:6"]),
        (YEAR_KIND, "'2026'", None, ["F003:6"]),
        (YEAR_KIND, "26", None, ["F003:6"]),
        (YEAR_KIND, "20260", None, ["F003:6"]),
        (YEAR_KIND, "２０２６", None, ["F003:6"]),
        (DATE_KIND, "2026-02-30", None, ["F004:6"]),
        (DATE_KIND, "20260317", None, ["F004:6"]),
        (DATE_KIND, "Mar 17", None, ["F004:6"]),
        (list_kind(), "a", (), ["F003:6"]),
        (list_kind(), "[a, [b], ~, '']", ("a",), ["F003:10", "F003:15", "F003:18"]),
        (SLUGS_KIND, "[a, B, index, a_b, '']", ("a",), ["F004:10", "F004:13", "F004:20", "F004:25"]),
        (SLUGS_KIND, "[[a]]", (), ["F003:7"]),
        (SLUG_KIND, "../a", None, ["F004:6"]),
        (SLUG_KIND, "[a]", None, ["F004:6"]),
        (choice_kind(("x",), "x"), "X", "x", ["F004:6"]),
        (IDENTIFIERS_KIND, "2410.23160", {}, ["F003:6"]),
        (
            IDENTIFIERS_KIND,
            "{arxiv: '2410.2316000', doi: 11.1/x, isbn: '12', pmid: x}",
            {},
            ["F004:14", "F004:35", "F004:49", "F004:61"],
        ),
        (
            IDENTIFIERS_KIND,
            "{arkiv: x, openreview: '', acl: , pmid: [1]}",
            {},
            ["F001:7", "F003:29", "F003:38", "F003:46"],
        ),
        (
            ADDRESSES_KIND,
            "{code: 'javascript:alert(1)', data: //x.org, model: 'https://', demo: mailto:a@b.c}",
            (),
            ["H002:13", "H002:42", "H002:58", "H002:76"],
        ),
        (ADDRESSES_KIND, "{kode: 'https://x.org'}", (), ["F001:7"]),
        (PINS_KIND, "{paper: a}", (), ["F003:6"]),
        (
            PINS_KIND,
            "[a, {note: x}, {paper: }, {paper: A}, {papr: a}]",
            (),
            ["F003:7", "F002:10", "F002:22", "F004:40", "F001:45", "F002:44"],
        ),
    ],
)
def test_what_is_wrong_is_said_once_and_left_out(
    kind: Kind[object], value: str, expected: object, problems: list[str]
) -> None:
    found, said = read(kind, value)
    assert found == expected
    assert sorted(said) == sorted(problems)


@pytest.mark.parametrize(("given", "fix"), [("topcis", "did you mean 'topics'?"), ("zzz", "remove it")])
def test_a_misspelt_key_has_a_suggestion(given: str, fix: str) -> None:
    problems: list[Problem] = []
    Fields(
        parse(f"{given}: x\n", "x.md"), (Key("title", text_kind(), ""), Key("topics", SLUGS_KIND, "")), problems.append
    )
    assert [(p.code, p.fix) for p in problems] == [("F001", fix)]


@pytest.mark.parametrize(("text", "line"), [("a: x\n", 1), ("a: x\nkey:\n", 2), ("a: x\nkey: ''\n", 2)])
def test_a_missing_text_is_named(text: str, line: int) -> None:
    problems: list[Problem] = []
    key = Key("key", text_kind(), "", needed=True)
    get = Fields(parse(text, "x.md"), (key, Key("a", text_kind(), "")), problems.append)
    assert get(key) == ""
    assert [(p.code, p.place.line) for p in problems] == [("F002", line)]
