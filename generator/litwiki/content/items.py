"""Kinds of value that files repeat: a list of mappings with the same keys, and a text of one form.

What a list holds is written back by `item_value`, one item on one line, so that git merges two new ones.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from litwiki.content import strict_yaml as yaml
from litwiki.content.fields import Fields, Key, Kind, Report, Schema, T, instead, schema_of, written, wrong
from litwiki.content.text_fields import WEB_ADDRESS, is_web_address
from litwiki.markup.yaml import yaml_text
from litwiki.text.words import clean

Meant = Callable[[yaml.Scalar], str]
"""The item that a person meant by a word in its place; '' for none."""


def items_kind(
    keys: Iterable[Key[Any]],
    read: Callable[[Fields], T | None],
    fix: str,
    what: str = "keys with values",
    key: Callable[[T], object] = id,
    meant: Meant = lambda _: "",
) -> Kind[tuple[T, ...]]:
    """A list of mappings with the same keys.

    `read` makes a value of one, or None where something is missing. `fix` shows how to write an item, and `what` it is.
    Of items with the same `key` the first counts.
    """
    keys = tuple(keys)

    def read_all(node: yaml.Node, report: Report) -> tuple[T, ...]:
        if not isinstance(node, yaml.Sequence):
            report(wrong(node, "expected a list", fix))
            return ()
        values: dict[object, T] = {}
        for item in node.items:
            if not isinstance(item, yaml.Mapping):
                value = meant(item) if isinstance(item, yaml.Scalar) else ""
                fix_of_item = f"write - {value}" if value else fix
                report(wrong(item, f"expected {what}", fix_of_item, mend=instead(item, value)))
            elif (one := read(Fields(item, keys, report, is_item=True))) is not None:
                values.setdefault(key(one), one)
        return tuple(values.values())

    return Kind(read_all, (), {"type": "array", "items": schema_of(keys)})


def lists_kind(
    read: Callable[[Iterable[yaml.Scalar]], T | None], what: str, fix: str, schema: Schema
) -> Kind[tuple[T, ...]]:
    """A list of lists of words. `read` makes a value of the words of one, or None where they are none; `what` says what
    they should be, and `fix` shows how to write an item."""

    def read_all(node: yaml.Node, report: Report) -> tuple[T, ...]:
        if not isinstance(node, yaml.Sequence):
            report(wrong(node, "expected a list of lists", fix))
            return ()
        values = []
        for item in node.items:
            words = item.items if isinstance(item, yaml.Sequence) else ()
            if (one := read(word for word in words if isinstance(word, yaml.Scalar))) is not None:
                values.append(one)
            else:
                report(wrong(item, f"expected {what}", fix))
        return tuple(values)

    return Kind(read_all, (), {"type": "array", "items": schema})


def formed_kind(
    parse: Callable[[str], T], default: T, what: str, fix: str, form: Schema, code: str = "F004"
) -> Kind[T]:
    """A text of one form, called `what` in messages: `parse` gives its value, or the default where it has another."""

    def read(node: yaml.Node, report: Report) -> T:
        value = parse(clean(node.text)) if node.text else default
        if value == default:
            report(wrong(node, f"{node.text!r} is not {what}" if node.text else f"expected {what}", fix, code))
        return value

    return Kind(read, default, form, lambda value: yaml_text(str(value)))


LINK_ADDRESS = formed_kind(
    lambda text: text if is_web_address(text) else "",
    "",
    "a web address",
    "write an http or https address without spaces",
    WEB_ADDRESS,
    "H002",
)
"""A whole web address."""


def flow_mapping(values: Mapping[str, str]) -> str:
    """Values that are YAML already as a mapping on one line."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def item_value(keys: Iterable[Key[Any]], record: Struct) -> str:
    """A record in YAML on one line, by the keys that it was read by; what is empty is left out."""
    return flow_mapping(written(keys, asdict(record)))
