import pytest

from litwiki.content.date_fields import Date, Year
from litwiki.content.fields import Fields, Key, Kind
from litwiki.content.ids_and_links import Ids, Links
from litwiki.content.record_fields import Pins
from litwiki.content.slug_fields import SlugField, Slugs
from litwiki.content.strict_yaml import parse
from litwiki.content.text_fields import Choice, Optional, Text, Texts
from litwiki.model.ids import Slug
from litwiki.model.records import Link, Pin, Problem


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
        (Text(), "' a\u0308  b '", "ä b"),
        (Text(), "|\n a\n b", "a b"),
        (Text(), "no", "no"),
        (Text("main"), "", "main"),
        (Optional(Text()), "''", None),
        (Optional(Text()), "a", "a"),
        (Year(), "2026", 2026),
        (Year(), "null", None),
        (Date(), "2026-03-17", "2026-03-17"),
        (Date(), "'2026-03-17'", "2026-03-17"),
        (Date(), "~", None),
        (Texts(), "[a, 'b  c', 5]", ("a", "b c", "5")),
        (Texts(), "[]", ()),
        (Texts(), "", ()),
        (Slugs(), "[a, b-2, a]", ("a", "b-2")),
        (SlugField(), "a-b", "a-b"),
        (Choice(("x", "y"), "x"), "y", "y"),
        (Choice(("x", "y"), "x"), "", "x"),
        (
            Ids(),
            "{arxiv: 2410.23160, doi: 10.1000/a(b)_c, isbn: 978-3-16-148410-0}",
            {"arxiv": "2410.23160", "doi": "10.1000/a(b)_c", "isbn": "978-3-16-148410-0"},
        ),
        (
            Ids(),
            "{arxiv: math.GT/0309136v2, pmid: 012, openreview: 'a_B-1'}",
            {"arxiv": "math.GT/0309136v2", "pmid": "012", "openreview": "a_B-1"},
        ),
        (Ids(), '{acl: "a\\e[1m\\nb"}', {"acl": "a [1m b"}),
        (
            Links(),
            "{code: 'https://x.org/a%2Db', doi: https://doi.org/1}",
            (Link("code", "https://x.org/a-b"), Link("doi", "https://doi.org/1")),
        ),
        (Pins(), "\n- paper: a\n  note: why\n- {paper: b}", (Pin(Slug("a"), "why"), Pin(Slug("b"), ""))),
    ],
)
def test_a_value_is_read_as_its_kind(kind: Kind[object], value: str, expected: object) -> None:
    assert read(kind, value) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "value", "expected", "problems"),
    [
        (Text(), "[a]", "", ["F003:6"]),
        (Text(longest=3), "abcd", "", ["F005:6"]),
        (Year(), "'2026'", None, ["F003:6"]),
        (Year(), "26", None, ["F003:6"]),
        (Year(), "20260", None, ["F003:6"]),
        (Year(), "２０２６", None, ["F003:6"]),
        (Date(), "2026-02-30", None, ["F004:6"]),
        (Date(), "20260317", None, ["F004:6"]),
        (Date(), "Mar 17", None, ["F004:6"]),
        (Texts(), "a", (), ["F003:6"]),
        (Texts(), "[a, [b], ~, '']", ("a",), ["F003:10", "F003:15", "F003:18"]),
        (Slugs(), "[a, B, index, a_b, '']", ("a",), ["F004:10", "F004:13", "F004:20", "F004:25"]),
        (Slugs(), "[[a]]", (), ["F003:7"]),
        (SlugField(), "../a", None, ["F004:6"]),
        (SlugField(), "[a]", None, ["F004:6"]),
        (Choice(("x",), "x"), "X", "x", ["F004:6"]),
        (Ids(), "2410.23160", {}, ["F003:6"]),
        (
            Ids(),
            "{arxiv: '2410.2316000', doi: 11.1/x, isbn: '12', pmid: x}",
            {},
            ["F004:14", "F004:35", "F004:49", "F004:61"],
        ),
        (Ids(), "{arkiv: x, openreview: '', acl: , pmid: [1]}", {}, ["F001:7", "F003:29", "F003:38", "F003:46"]),
        (
            Links(),
            "{code: 'javascript:alert(1)', data: //x.org, model: 'https://', demo: mailto:a@b.c}",
            (),
            ["H002:13", "H002:42", "H002:58", "H002:76"],
        ),
        (Links(), "{kode: 'https://x.org'}", (), ["F001:7"]),
        (Pins(), "{paper: a}", (), ["F003:6"]),
        (
            Pins(),
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
    Fields(parse(f"{given}: x\n", "x.md"), (Key("title", Text(), ""), Key("topics", Slugs(), "")), problems.append)
    assert [(p.code, p.fix) for p in problems] == [("F001", fix)]


@pytest.mark.parametrize(("text", "line"), [("a: x\n", 1), ("a: x\nkey:\n", 2), ("a: x\nkey: ''\n", 2)])
def test_a_missing_text_is_named(text: str, line: int) -> None:
    problems: list[Problem] = []
    key = Key("key", Text(), "", needed=True)
    get = Fields(parse(text, "x.md"), (key, Key("a", Text(), "")), problems.append)
    assert get(key) == ""
    assert [(p.code, p.place.line) for p in problems] == [("F002", line)]
