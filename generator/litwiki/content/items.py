"""Kinds of value that files repeat: a list of mappings with the same keys, and a text of one form.

What a list holds is written back by `flow_mapping`, one item on one line, so that git merges two new ones.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from litwiki.content import strict_yaml as yaml
from litwiki.content.fields import Fields, Key, Report, Schema, T, schema_of, wrong
from litwiki.content.text_fields import WEB_ADDRESS, is_web_address
from litwiki.text.words import clean


class Items(Generic[T]):
    """A list of mappings with the same keys.

    `read` makes a value of one, or None where something is missing. `fix` shows how to write an item, and `what` it is.
    Of items with the same `key` the first counts.
    """

    default: tuple[T, ...] = ()

    def __init__(
        self,
        keys: Iterable[Key[Any]],
        read: Callable[[Fields], T | None],
        fix: str,
        what: str = "keys with values",
        key: Callable[[T], object] = id,
    ) -> None:
        self.keys, self._read, self._fix, self._what, self._key = tuple(keys), read, fix, what, key

    def read(self, node: yaml.Node, report: Report) -> tuple[T, ...]:
        if not isinstance(node, yaml.Sequence):
            report(wrong(node, "expected a list", self._fix))
            return ()
        found: dict[object, T] = {}
        for item in node.items:
            if not isinstance(item, yaml.Mapping):
                report(wrong(item, f"expected {self._what}", self._fix))
            elif (one := self._read(Fields(item, self.keys, report, is_item=True))) is not None:
                found.setdefault(self._key(one), one)
        return tuple(found.values())

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(self.keys)}


@dataclass(frozen=True, slots=True)
class Formed(Generic[T]):
    """A text of one form: `parse` gives its value, or the default where the text is none."""

    parse: Callable[[str], T]
    default: T
    message: str
    fix: str
    form: Schema
    code: str = "F004"

    def read(self, node: yaml.Node, report: Report) -> T:
        value = self.parse(clean(node.text)) if isinstance(node, yaml.Scalar) else self.default
        if value == self.default:
            report(wrong(node, self.message, self.fix, self.code))
        return value

    def schema(self) -> Schema:
        return {**self.form}


LINK_ADDRESS = Formed(
    lambda text: text if is_web_address(text) else "",
    "",
    "expected a web address",
    "write an http or https address without spaces",
    WEB_ADDRESS,
    "H002",
)
"""A whole web address."""


def flow_mapping(values: Mapping[str, str]) -> str:
    """Values that are YAML already as a mapping on one line; empty ones are left out."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items() if value) + "}"
