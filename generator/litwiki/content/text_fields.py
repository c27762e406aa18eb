"""Kinds of value that are text: a line, a word of several, a list of lines, an address, a pattern of files."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Generic

from litwiki.content.fields import Kind, Report, Schema, T, instead, nearest, wrong
from litwiki.content.strict_yaml import Node, Scalar, Sequence
from litwiki.markup import is_safe_url, yaml_list
from litwiki.model.records import Problem
from litwiki.text.names import split_printed_names
from litwiki.text.words import clean

TEXT: Schema = {"type": "string", "pattern": r"\S"}
WEB_ADDRESS: Schema = {"type": "string", "pattern": r"^https?://[^\s\\/?#][^\s\\]*$"}


@dataclass(frozen=True, slots=True)
class Text:
    """One line or one paragraph; white space is folded."""

    default: str = ""
    longest: int = 20_000

    def read(self, node: Node, report: Report) -> str:
        if not isinstance(node, Scalar):
            report(wrong(node, "expected text", "put it in single quotes"))
            return self.default
        text = clean(node.text)
        if len(text) > self.longest:
            report(wrong(node, f"{len(text):,} characters; at most {self.longest:,}", "shorten it", "F005"))
            return self.default
        return text

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Optional(Generic[T]):
    """A value of another kind, or nothing where there is none or an empty one."""

    kind: Kind[T]

    @property
    def default(self) -> T | None:
        return None

    def read(self, node: Node, report: Report) -> T | None:
        return self.kind.read(node, report) or None

    def schema(self) -> Schema:
        return self.kind.schema()


@dataclass(frozen=True, slots=True)
class Address:
    """A whole http or https address without a slash at its end, or nothing."""

    longest: int = 300
    default: str = ""

    def read(self, node: Node, report: Report) -> str:
        text = Text(longest=self.longest).read(node, report).rstrip("/")
        if text and not is_web_address(text):
            fix = "write https://github.com/name/wiki, or ''"
            report(wrong(node, f"{text!r} is no web address", fix, "H002"))
            return self.default
        return text

    def schema(self) -> Schema:
        pattern = WEB_ADDRESS["pattern"]
        return {"type": "string", "pattern": f"^$|{pattern}", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of single lines; `parted` says what one line in its place is a list of."""

    default: tuple[str, ...] = ()
    parted: Callable[[str], Iterable[str]] = lambda text: re.split(r"\s*[,;]\s*", text)

    def read(self, node: Node, report: Report) -> tuple[str, ...]:
        if not isinstance(node, Sequence):
            report(_no_list(node, self.parted))
            return ()
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and not item.is_null and (text := clean(item.text)):
                found.append(text)
            else:
                report(wrong(item, "expected text in this list", "put it in single quotes"))
        return tuple(found)

    def schema(self) -> Schema:
        return {"type": "array", "items": {**TEXT}}


@dataclass(frozen=True, slots=True)
class Patterns:
    """A list of patterns of files below the wiki's folder, in the shell's signs `*`, `?` and `[…]`."""

    default: tuple[str, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[str, ...]:
        found = []
        for item, text in items_of(node, report):
            if "\\" not in text and all(_is_step(step) for step in text.split("/")):
                found.append(text)
            else:
                fix = "write a path below the wiki's folder, such as incoming/*.txt"
                report(wrong(item, f"{text!r} is no pattern of files in this wiki", fix, "F004"))
        return tuple(found)

    def schema(self) -> Schema:
        step = r"(?:\*\*|(?!\.{1,2}(?:/|$))(?:(?!\*\*)[^/\\])+)"
        return {"type": "array", "items": {"type": "string", "pattern": f"^{step}(?:/{step})*$"}}


def _no_list(node: Node, parted: Callable[[str], Iterable[str]]) -> Problem:
    """A text where a list belongs. One that nothing parts is the one item."""
    if not isinstance(node, Scalar) or not node.text.strip():
        return wrong(node, "expected a list", "write [a, b]")
    items = [item for item in map(clean, parted(clean(node.text))) if item] or [clean(node.text)]
    mend = instead(node, yaml_list(items)) if len(items) == 1 and items[0] == node.text.strip() else ()
    return wrong(node, "expected a list", f"write {yaml_list(items)}", mend=mend)


def parted_authors(text: str) -> tuple[str, ...]:
    """The names of authors on one line, as pages print them."""
    return split_printed_names(text)[0]


def _is_step(step: str) -> bool:
    """Whether a part of a pattern leads down: `..` leads up, and `**` stands alone (pathlib, `Path.glob`)."""
    return step not in {"", ".", ".."} and (step == "**" or "**" not in step)


def items_of(node: Node, report: Report) -> list[tuple[Scalar, str]]:
    """The texts of a list with their places; what is no list or no text is reported."""
    if not isinstance(node, Sequence):
        report(_no_list(node, lambda text: re.split(r"\s*[,;]\s*", text)))
        return []
    found = []
    for item in node.items:
        if isinstance(item, Scalar):
            found.append((item, item.text))
        else:
            report(wrong(item, "expected a word in this list"))
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; `others` are words of other people for them."""

    options: tuple[str, ...]
    default: str
    others: AnyMapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, report: Report) -> str:
        if isinstance(node, Scalar) and node.text in self.options:
            return node.text
        given = repr(node.text) if isinstance(node, Scalar) else "this"
        message = f"{given} is none of {', '.join(option for option in self.options if option)}"
        small = node.text.strip().lower() if isinstance(node, Scalar) else ""
        meant = small if small in self.options else self.others.get(small, "")
        if isinstance(node, Scalar) and meant:
            report(wrong(node, message, f"write {meant}", "F004", instead(node, meant)))
        else:
            report(wrong(node, message, nearest(small, filter(None, self.options)) or "choose one", "F004"))
        return self.default

    def schema(self) -> Schema:
        return {"type": "string", "enum": [*self.options], "default": self.default}


@dataclass(frozen=True, slots=True)
class Switch:
    """True or false, as YAML 1.2 writes them: without quotes, in small letters."""

    default: bool

    def read(self, node: Node, report: Report) -> bool:
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        small = node.text.strip().lower() if isinstance(node, Scalar) else ""
        meant = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}.get(
            small
        )
        if isinstance(node, Scalar) and meant:
            report(
                wrong(node, "expected true or false", f"write {meant}, without quotes", "F004", instead(node, meant))
            )
        else:
            report(wrong(node, "expected true or false", "write true or false, without quotes", "F004"))
        return self.default

    def schema(self) -> Schema:
        return {"type": "boolean", "default": self.default}


def is_web_address(text: str) -> bool:
    """Whether a text is a whole http or https address."""
    return is_safe_url(text) and text.startswith(("http://", "https://"))
