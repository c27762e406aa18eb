"""Kinds of values, and the reader of a file's keys by their kinds; `text_fields` and its siblings have the kinds.

A kind turns a node into a typed value or reports what is wrong with it: one report a value, so that a
person sees everything in one run. A kind also knows what to suggest, and how a JSON Schema describes it.

A schema may be wider than the reader (it cannot ask whether a day exists) and is narrower in one thing:
text that other YAML readers take for a number or a truth value has to stand in quotes.
"""

import re
from collections.abc import Callable, Container, Iterable
from collections.abc import Mapping as AnyMapping
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from msgspec import Struct

from litwiki.content.front_matter import Document
from litwiki.content.strict_yaml import Mapping, Node, Scalar
from litwiki.model.as_json import JsonValue
from litwiki.model.problems import Exchange, Place, Problem, Severity

T = TypeVar("T")
R = TypeVar("R")
Report = Callable[[Problem], None]
Schema = dict[str, JsonValue]
"""A JSON Schema (draft 2020-12) of the keywords that older drafts have too, as editors know those."""


class Kind(Struct, Generic[T], frozen=True):
    """What a key may hold."""

    read: Callable[[Node, Report], T]
    """The value of a node; whatever is wrong with it is reported, and the default returned."""
    default: T
    """The value of a key that is missing or null."""
    schema: Schema
    """The values that are fine, with one `type`; that a key may be null is said by `schema_of`."""
    write: Callable[[T], str] = str
    """A value in YAML as it stands behind its key or below it, of what commands write."""


class Key(Struct, Generic[T], frozen=True):
    """A key that a record may have: readers and schemas are made of the same ones."""

    name: str
    kind: Kind[T]
    about: str
    """What it is for, as an editor shows it beside the key."""
    needed: bool = False
    """Whether it has to be there; an empty text is as good as none."""


def written(keys: Iterable[Key[Any]], values: AnyMapping[str, Any], blank: Container[str] = ()) -> dict[str, str]:
    """Values in YAML by their keys; those that are empty are left out, but for `blank` keys, which people fill in."""
    shown = (key for key in keys if values[key.name] or key.needed or key.name in blank)
    return {key.name: key.kind.write(values[key.name]) for key in shown}


def schema_of(keys: Iterable[Key[Any]]) -> Schema:
    """The mapping that holds `keys` and no other."""
    keys = tuple(keys)
    properties: Schema = {}
    for key in keys:
        schema = {**key.kind.schema}
        if key.needed:
            empty = key.kind.default == "" and "pattern" not in schema
            schema |= {"pattern": r"\S"} if empty else {}
        else:
            types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            schema["type"] = [*types, "null"]
            if isinstance(options := schema.get("enum"), list):
                schema["enum"] = [*options, None]
        properties[key.name] = {"description": key.about, **schema}
    needed: list[JsonValue] = [key.name for key in keys if key.needed]
    return {
        "type": "object",
        "properties": properties,
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def wrong(
    node: Node | Place, message: str, fix: str = "", code: str = "F003", mend: tuple[Exchange, ...] = ()
) -> Problem:
    """A problem with a value at its place."""
    return Problem(node if isinstance(node, Place) else node.place, code, message, fix, mend=mend)


def instead(node: Node, value: str) -> tuple[Exchange, ...]:
    """The change of a scalar on one line to another value in YAML; none where there is no such scalar or value."""
    return (Exchange(node.line, node.column, node.text, value),) if isinstance(node, Scalar) and value else ()


def nearest(word: str, known: Iterable[str]) -> str:
    """`did you mean …?` for a misspelled word, or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


Advice = Callable[[Mapping, Scalar], tuple[str, tuple[Exchange, ...]]]
"""From a mapping and a key of it that nobody reads to what the person meant, and the change that needs no judgment;
('', ()) for nothing."""
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Fields:
    """Reads the keys of one mapping by their kinds; an unknown key is reported once, here."""

    def __init__(
        self,
        node: Mapping,
        keys: Iterable[Key[Any]],
        report: Report,
        advice: Advice = lambda _, __: ("", ()),
        *,
        is_item: bool = False,
    ) -> None:
        self.node, self.keys, self.report = node, tuple(keys), report
        # What a whole file lacks is missing nowhere in particular; what an item lacks, in its line.
        self._nowhere = node.place if is_item else Place(node.place.path)
        known = frozenset(key.name for key in self.keys)
        for name, scalar in node.keys.items():
            if name not in known:
                fix, mend = _another_spelling(node, scalar, known)
                fix, mend = (fix, mend) if fix else advice(node, scalar)
                shown = INVISIBLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", name[:60])
                fix = fix or nearest(name, known) or "remove it"
                report(wrong(scalar, f"unknown key '{shown}'", fix, "F001", mend))

    def __call__(self, key: Key[T]) -> T:
        """The value of a key; one that has to be there and is not, or is an empty text, is reported."""
        node = self.node.items.get(key.name)
        if node is None and not key.needed:
            return key.kind.default
        said: list[Problem] = []
        value = key.kind.default if node is None or node.is_null else key.kind.read(node, said.append)
        for problem in said:
            self.report(problem)
        if key.needed and key.kind.default == "":
            if not said and not value and (node is None or isinstance(node, Scalar)):
                self._missing(key.name, self._nowhere, "missing or empty", "'…'")
        elif key.needed and (node is None or node.is_null):
            self._missing(key.name, self.node.place, "missing", "…")
        return value

    def values(self) -> dict[str, Any]:
        """The values of all keys by their names, which are those of a record's fields."""
        return {key.name: self(key) for key in self.keys}

    def record(self, make: Callable[..., R]) -> R | None:
        """The record that `make` makes of the values by their names; None where one is missing that has to be there."""
        values = self.values()
        return make(**values) if all(values[key.name] or not key.needed for key in self.keys) else None

    def _missing(self, name: str, otherwise: Place, what: str, example: str) -> None:
        place = self.node.keys[name].place if name in self.node.keys else otherwise
        self.report(wrong(place, f"{name!r} is {what}", f"write {name}: {example}", "F002"))


def _another_spelling(node: Mapping, key: Scalar, known: frozenset[str]) -> tuple[str, tuple[Exchange, ...]]:
    """A key that is known but for capitals, hyphens, and letters that nobody sees."""
    meant = re.sub(r"[\s-]+", "_", INVISIBLE.sub("", key.text).strip().lower())
    if meant not in known:
        return "", ()
    sure = meant not in node.items and key.text.isprintable()
    return f"write {meant}", instead(key, meant) if sure else ()


def fields_of(
    document: Document, keys: Iterable[Key[Any]], report: Report, advice: Advice = lambda _, __: ("", ())
) -> Fields:
    """The keys of a file's front matter. Unquoted text that YAML cuts at ` #`, as in `title: Update #2`, is warned of:
    a comment has a space behind its `#`, and text that people meant mostly has none."""
    lines = document.text.split("\n")[1:] if "#" in document.text else []
    for key, value in document.front.items.items() if lines else ():
        if value.plain and (not value.is_null or not value.text):
            tail = lines[value.end[0]][value.end[1] :] if value.end[0] < len(lines) else ""
            if re.match(r"\s+#\S", tail):
                place = Place(document.path, 2 + value.end[0], value.end[1] + 1)
                message = f"YAML drops {tail.strip()!r} from {key!r}"
                report(Problem(place, "Y011", message, "put the value in single quotes", Severity.WARNING))
    return Fields(document.front, keys, report, advice)
