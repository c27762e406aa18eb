"""Kinds of value that files repeat: a list of mappings with the same keys, and a text of one form.

What a list holds is written back by `flow_mapping`, one item on one line, so that git merges two new ones.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from litwiki.content import strict_yaml as yaml
from litwiki.content.fields import Fields, Key, Kind, Report, Schema, T, instead, schema_of, wrong
from litwiki.content.text_fields import WEB_ADDRESS, is_web_address
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
        found: dict[object, T] = {}
        for item in node.items:
            if not isinstance(item, yaml.Mapping):
                value = meant(item) if isinstance(item, yaml.Scalar) else ""
                mend = instead(item, value) if value and isinstance(item, yaml.Scalar) else ()
                report(wrong(item, f"expected {what}", f"write - {value}" if value else fix, mend=mend))
            elif (one := read(Fields(item, keys, report, is_item=True))) is not None:
                found.setdefault(key(one), one)
        return tuple(found.values())

    return Kind(read_all, (), {"type": "array", "items": schema_of(keys)})


def record_of(make: Callable[..., T]) -> Callable[[Fields], T | None]:
    """What makes a record of the values of its keys, in their order; None where one is missing that has to be there."""

    def read(get: Fields) -> T | None:
        values = [*get.values().values()]
        is_whole = all(value or not key.needed for key, value in zip(get.keys, values, strict=True))
        return make(*values) if is_whole else None

    return read


def lists_kind(
    read: Callable[[Iterable[yaml.Scalar]], T | None], what: str, fix: str, schema: Schema
) -> Kind[tuple[T, ...]]:
    """A list of lists of words. `read` makes a value of the words of one, or None where they are none; `what` says what
    they should be, and `fix` shows how to write an item."""

    def read_all(node: yaml.Node, report: Report) -> tuple[T, ...]:
        if not isinstance(node, yaml.Sequence):
            report(wrong(node, "expected a list of lists", fix))
            return ()
        found = []
        for item in node.items:
            words = item.items if isinstance(item, yaml.Sequence) else ()
            if (one := read(word for word in words if isinstance(word, yaml.Scalar))) is not None:
                found.append(one)
            else:
                report(wrong(item, f"expected {what}", fix))
        return tuple(found)

    return Kind(read_all, (), {"type": "array", "items": schema})


def formed_kind(
    parse: Callable[[str], T], default: T, what: str, fix: str, form: Schema, code: str = "F004"
) -> Kind[T]:
    """A text of one form, called `what` in messages: `parse` gives its value, or the default where it has another."""

    def read(node: yaml.Node, report: Report) -> T:
        text = node.text if isinstance(node, yaml.Scalar) else ""
        value = parse(clean(text)) if text else default
        if value == default:
            report(wrong(node, f"{text!r} is not {what}" if text else f"expected {what}", fix, code))
        return value

    return Kind(read, default, form)


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
    """Values that are YAML already as a mapping on one line; empty ones are left out."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items() if value) + "}"
