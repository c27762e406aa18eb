import pytest

from litwiki.content.strict_yaml import MAX_KEYS, Mapping, Node, RefusedError, Scalar, Sequence, parse
from litwiki.model.problems import Place


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(item) for key, item in node.items.items()}


def test_scalars_are_the_text_that_a_person_wrote() -> None:
    text = "a: no\nb: 2401.01230\nc: 0o17\nd: .inf\ne: 2024-01-01\nf: 1e3\ng: =\nh: !!str 5\n"
    assert plain(parse(text, "x")) == {
        "a": "no",
        "b": "2401.01230",
        "c": "0o17",
        "d": ".inf",
        "e": "2024-01-01",
        "f": "1e3",
        "g": "=",
        "h": "5",
    }


@pytest.mark.parametrize(
    ("text", "is_null"), [("", True), ("~", True), ("null", True), ("'null'", False), ("''", False)]
)
def test_nothing_is_what_is_not_quoted(text: str, is_null: bool) -> None:
    node = parse(f"a: {text}\n", "x").items["a"]
    assert isinstance(node, Scalar)
    assert node.is_null is is_null


def test_every_node_knows_its_place() -> None:
    tree = parse("a: x\nb:\n  - y\n  - {c: z}\n", "x.md", first_line=2)
    items = tree.items["b"]
    assert isinstance(items, Sequence)
    inner = items.items[1]
    assert isinstance(inner, Mapping)
    assert [node.place for node in (tree, tree.keys["b"], items, items.items[0], inner.items["c"])] == [
        Place("x.md", 2, 1),
        Place("x.md", 3, 1),
        Place("x.md", 4, 3),
        Place("x.md", 4, 5),
        Place("x.md", 5, 9),
    ]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: [b\n", "2:4", "Y005"),
        ("a: 'b\nc: d\n", "2:4", "Y005"),
        ("a\n", "2:1", "Y005"),
        ("[a]: b\n", "2:1", "Y005"),
        ("a: `b`\n", "2:4", "Y005"),
        ("a: @b\n", "2:4", "Y005"),
        ("a: b\n c: d\n", "3:2", "Y005"),
        ("a:\n\tb: c\n", "3:1", "Y006"),
        ("a: {b: 1, b: 2}\n", "2:11", "Y007"),
        ("a: 1\n'a': 2\n", "3:1", "Y007"),
        ("a: !x b\n", "2:4", "Y008"),
        ("a: !<tag:x> b\n", "2:4", "Y008"),
        ("a: !!map {}\n", "2:4", "Y008"),
        ("a: &b c\n", "2:4", "Y009"),
        ("a: [&b c, *b]\n", "2:5", "Y009"),
        ("<<: {a: b}\n", "2:1", "Y009"),
        ("a: [[[[[[[[[b]]]]]]]]]\n", "2:12", "Y010"),
        ("".join(f"k{n}: v\n" for n in range(MAX_KEYS + 1)), f"{MAX_KEYS + 2}:1", "Y010"),
        ("%YAML 1.2\n---\na: b\n", "2:1", "Y012"),
        ("a: b\n...\n", "3:1", "Y012"),
        ("a: b\n---\nc: d\n", "3:1", "Y012"),
        ("a: b\x00\n", "2:5", "Y013"),
        ("a: \x85b\n", "2:4", "Y013"),
        ("a: '\ufeff'\n", "2:5", "Y013"),
    ],
)
def test_what_people_do_not_write_on_purpose_is_refused_where_it_stands(text: str, place: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse(text, "x.md", first_line=2)
    problem = refused.value.problem
    assert (str(problem.place), problem.code) == (f"x.md:{place}", code)


def test_a_bomb_of_aliases_and_a_tower_of_brackets_are_refused_at_once() -> None:
    for text, code in (("a: &a [x]\n" + "b: [*a]\n" * 9, "Y009"), ("a: " + "[" * 90_000, "Y010")):
        with pytest.raises(RefusedError) as refused:
            parse(text, "x")
        assert refused.value.problem.code == code


def test_letters_of_all_languages_are_letters() -> None:
    assert plain(parse("a: '深度 عربى 🙂 \u200d\u00ad\u3000'\n", "x")) == {"a": "深度 عربى 🙂 \u200d\u00ad\u3000"}
