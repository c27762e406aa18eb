"""The kinds of value that front matter may hold, and the reading of one file's keys by them.

A kind turns a node into a typed value or reports what is wrong with it: one report a value, so that a
person sees everything in one run. A kind also knows what to suggest.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.ids import Slug, is_slug
from litwiki.markup import is_safe_url
from litwiki.model import Link, Pin, Place, Problem, Severity
from litwiki.addresses import normal_url
from litwiki.text import clean

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Report = Callable[[Problem], None]


class Kind(Protocol[T_co]):
    """What a key may hold."""

    @property
    def default(self) -> T_co:
        """The value of a key that is missing or null."""
        ...

    def read(self, node: Node, report: Report) -> T_co:
        """The value of `node`; whatever is wrong with it is reported, and the default returned."""
        ...


def wrong(node: Node | Place, message: str, fix: str = "", code: str = "F003") -> Problem:
    """A problem with a value at its place."""
    return Problem(node if isinstance(node, Place) else node.place, code, message, fix)


def nearest(word: str, known: Iterable[str]) -> str:
    """`did you mean …?` for a misspelt word, or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


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


@dataclass(frozen=True, slots=True)
class Optional(Generic[T]):
    """A value of another kind, or nothing where there is none or an empty one."""

    kind: Kind[T]

    @property
    def default(self) -> T | None:
        return None

    def read(self, node: Node, report: Report) -> T | None:
        return self.kind.read(node, report) or None


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the common era, four digits."""

    default: int | None = None

    def read(self, node: Node, report: Report) -> int | None:
        if isinstance(node, Scalar) and node.plain and re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", node.text):
            return int(node.text)
        report(wrong(node, "expected a year", "write four digits without quotes, or null"))
        return None


@dataclass(frozen=True, slots=True)
class Date:
    """A day as ISO 8601 writes it, with hyphens, or nothing."""

    default: str | None = None

    def read(self, node: Node, report: Report) -> str | None:
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            with suppress(ValueError):
                return datetime.date.fromisoformat(node.text).isoformat()
        report(wrong(node, "expected a date", "write YYYY-MM-DD, or null", "F004"))
        return None


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of single lines."""

    default: tuple[str, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[str, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list", "write [a, b]"))
            return ()
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and not item.is_null and clean(item.text):
                found.append(clean(item.text))
            else:
                report(wrong(item, "expected text in this list", "put it in single quotes"))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Patterns:
    """A list of patterns of files below the wiki's folder, in the shell's signs `*`, `?` and `[…]`."""

    default: tuple[str, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[str, ...]:
        found = []
        for item, text in _items(node, report):
            if "\\" not in text and all(_is_step(step) for step in text.split("/")):
                found.append(text)
            else:
                fix = "write a path below the wiki's folder, such as incoming/*.txt"
                report(wrong(item, f"{text!r} is no pattern of files in this wiki", fix, "F004"))
        return tuple(found)


def _is_step(step: str) -> bool:
    """Whether a part of a pattern leads down: `..` leads up, and `**` stands alone (pathlib, `Path.glob`)."""
    return step not in {"", ".", ".."} and (step == "**" or "**" not in step)


@dataclass(frozen=True, slots=True)
class Slugs:
    """A list of names of files: slugs or topics."""

    default: tuple[str, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[str, ...]:
        found = []
        for item, text in _items(node, report):
            if is_slug(text):
                found.append(text)
            else:
                report(wrong(item, f"{text!r} is no slug", "use a-z, 0-9 and hyphens", "F004"))
        return tuple(dict.fromkeys(found))


def _items(node: Node, report: Report) -> list[tuple[Scalar, str]]:
    if not isinstance(node, Sequence):
        report(wrong(node, "expected a list", "write [a, b]"))
        return []
    found = []
    for item in node.items:
        if isinstance(item, Scalar):
            found.append((item, item.text))
        else:
            report(wrong(item, "expected a word in this list"))
    return found


@dataclass(frozen=True, slots=True)
class SlugField:
    """The name of one file, or nothing."""

    default: str | None = None

    def read(self, node: Node, report: Report) -> str | None:
        if isinstance(node, Scalar) and is_slug(node.text):
            return node.text
        report(wrong(node, "expected a slug", "use a-z, 0-9 and hyphens", "F004"))
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]
    default: str

    def read(self, node: Node, report: Report) -> str:
        if isinstance(node, Scalar) and node.text in self.options:
            return node.text
        given = repr(node.text) if isinstance(node, Scalar) else "this"
        report(wrong(node, f"{given} is none of {', '.join(self.options)}", "choose one", "F004"))
        return self.default


# The forms of identifiers: arXiv (arxiv.org/help/arxiv_identifier), DOI (Handbook 2.2), ISBN-10 and -13,
# PubMed. Other kinds are taken as printed.
ID_FORMS = {
    "arxiv": re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\Z"),
    "doi": re.compile(r"10\.\d{4,9}/\S+\Z"),
    "pmid": re.compile(r"\d{1,9}\Z"),
    "isbn": re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\Z"),
}
ID_KINDS = frozenset({*ID_FORMS, "openreview", "acl", "dblp", "s2", "openalex"})


@dataclass(frozen=True, slots=True)
class Ids:
    """Identifiers by their kind; always strings."""

    @property
    def default(self) -> AnyMapping[str, str]:
        return {}

    def read(self, node: Node, report: Report) -> AnyMapping[str, str]:
        found = {}
        for kind, value, place in _pairs(node, report):
            form = ID_FORMS.get(kind)
            if kind not in ID_KINDS:
                report(wrong(place, f"unknown kind of id {kind!r}", nearest(kind, ID_KINDS), "F001"))
            elif form and not form.match(value):
                report(wrong(place, f"{value!r} is no {kind} id", "write it as its source does", "F004"))
            else:
                found[kind] = value
        return found


LINK_KINDS = ("code", "data", "model", "project", "paper", "doi", "demo", "video", "slides")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses by their kind, in the file's order."""

    default: tuple[Link, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[Link, ...]:
        found = []
        for kind, value, place in _pairs(node, report):
            if kind not in LINK_KINDS:
                report(wrong(place, f"unknown kind of link {kind!r}", nearest(kind, LINK_KINDS), "F001"))
            elif not is_web_address(value):
                fix = "write an http or https address without spaces"
                report(wrong(place, f"{value!r} is no web address", fix, "H002"))
            else:
                found.append(Link(kind, normal_url(value)))
        return tuple(found)


def is_web_address(text: str) -> bool:
    """Whether a text is a whole http or https address."""
    return is_safe_url(text) and text.startswith(("http://", "https://"))


def _pairs(node: Node, report: Report) -> list[tuple[str, str, Place]]:
    """Keys with their texts, on one line, and places; what is no text or empty is reported."""
    if not isinstance(node, Mapping):
        report(wrong(node, "expected a mapping", "write {kind: 'value'}"))
        return []
    found = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and not value.is_null and clean(value.text):
            found.append((key, clean(value.text), value.place))
        else:
            report(wrong(value, f"expected text for {key!r}", "put it in single quotes, or remove the key"))
    return found


@dataclass(frozen=True, slots=True)
class Pins:
    """A reading list: items with a paper and a note."""

    default: tuple[Pin, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[Pin, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list of {paper, note}", "write `- paper: slug`"))
            return ()
        found = []
        for item in node.items:
            if not isinstance(item, Mapping):
                report(wrong(item, "expected paper and note", "write `- paper: slug` and `note: why`"))
                continue
            get = Fields(item, {"paper", "note"}, report)
            paper = get.needed("paper", SlugField())
            if paper:
                found.append(Pin(Slug(paper), get("note", Text())))
        return tuple(found)


class Fields:
    """Reads the keys of one mapping by their kinds; an unknown key is reported once, here."""

    def __init__(self, node: Mapping, known: Iterable[str], report: Report) -> None:
        self.node, self.report = node, report
        known = frozenset(known)
        for key, scalar in node.keys.items():
            if key not in known:
                report(wrong(scalar, f"unknown key {key[:60]!r}", nearest(key, known) or "remove it", "F001"))

    def __call__(self, key: str, kind: Kind[T]) -> T:
        node = self.node.items.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return kind.default
        return kind.read(node, self.report)

    def needed(self, key: str, kind: Kind[T]) -> T:
        """A value that has to be there; an empty one is missing."""
        node = self.node.items.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            place = self.node.keys[key].place if key in self.node.keys else self.node.place
            self.report(wrong(place, f"{key!r} is missing", f"write {key}: …", "F002"))
        return self(key, kind)

    def required(self, key: str, kind: Kind[str]) -> str:
        """A text that may not be empty."""
        node = self.node.items.get(key)
        value = self(key, kind)
        if not value and (node is None or isinstance(node, Scalar)):
            place = self.node.keys[key].place if key in self.node.keys else Place(self.node.place.path)
            self.report(wrong(place, f"{key!r} is missing or empty", f"write {key}: '…'", "F002"))
        return value


def swallowed_comments(node: Mapping, lines: list[str], first_line: int) -> list[Problem]:
    """Warnings for unquoted text that YAML cuts at ` #`, as in `title: Update #2`.

    A comment has a space behind its `#`; text that people meant mostly has none.
    """
    found = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and value.plain and not value.is_null:
            tail = lines[value.end[0]][value.end[1] :] if value.end[0] < len(lines) else ""
            if re.match(r"\s+#\S", tail):
                place = Place(value.place.path, first_line + value.end[0], value.end[1] + 1)
                found.append(
                    Problem(
                        place,
                        "Y011",
                        f"YAML drops {tail.strip()!r} from {key!r}",
                        "put the value in single quotes",
                        Severity.WARNING,
                    )
                )
    return found
