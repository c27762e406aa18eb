"""The kinds of value that front matter may hold, and the reading of one file's keys by them.

A kind turns a node into a typed value or reports what is wrong with it: one report a value, so that a
person sees everything in one run. A kind also knows what to suggest, and how a JSON Schema describes it.

A schema may be wider than the reader (it cannot ask whether a day exists) and is narrower in one thing:
text that other YAML readers take for a number or a truth value has to stand in quotes.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, Protocol, TypeVar

from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.markup import is_safe_url
from litwiki.model.ids import MAX_SLUG, RESERVED, SLUG, Slug, is_slug
from litwiki.model.records import (
    LINK_KINDS,
    STATUSES,
    Attribution,
    JsonValue,
    Link,
    Pin,
    Place,
    Problem,
    Severity,
    Status,
)
from litwiki.text.addresses import normal_url
from litwiki.text.identifiers import ID_KINDS
from litwiki.text.words import clean

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Report = Callable[[Problem], None]
Schema = dict[str, JsonValue]
"""A JSON Schema (draft 2020-12) of the keywords that older drafts have too, as editors know those."""

TEXT: Schema = {"type": "string", "pattern": r"\S"}
WEB_ADDRESS: Schema = {"type": "string", "pattern": r"^https?://[^\s\\/?#][^\s\\]*$"}
SLUG_TEXT: Schema = {
    "type": "string",
    "pattern": f"^{SLUG.pattern.removesuffix(chr(92) + 'Z')}$",
    "maxLength": MAX_SLUG,
    "not": {"enum": [*sorted(RESERVED)]},
}


class Kind(Protocol[T_co]):
    """What a key may hold."""

    @property
    def default(self) -> T_co:
        """The value of a key that is missing or null."""
        ...

    def read(self, node: Node, report: Report) -> T_co:
        """The value of `node`; whatever is wrong with it is reported, and the default returned."""
        ...

    def schema(self) -> Schema:
        """The values that are fine, with one `type`; that a key may be null is said by `schema_of`."""
        ...


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """A key that a record may have: readers and schemas are made of the same ones."""

    name: str
    kind: Kind[T]
    about: str
    """What it is for, as an editor shows it beside the key."""
    needed: bool = False
    """Whether it has to be there; an empty text is as good as none."""


def schema_of(keys: Iterable[Key[Any]]) -> Schema:
    """The mapping that holds `keys` and no other."""
    keys = tuple(keys)
    properties: Schema = {}
    for key in keys:
        schema = key.kind.schema()
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
class Year:
    """A year of the common era, four digits."""

    default: int | None = None

    def read(self, node: Node, report: Report) -> int | None:
        if isinstance(node, Scalar) and node.plain and re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", node.text):
            return int(node.text)
        report(wrong(node, "expected a year", "write four digits without quotes, or null"))
        return None

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 1000, "maximum": 2099}


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

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


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

    def schema(self) -> Schema:
        return {"type": "array", "items": {**TEXT}}


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

    def schema(self) -> Schema:
        step = r"(?:\*\*|(?!\.{1,2}(?:/|$))(?:(?!\*\*)[^/\\])+)"
        return {"type": "array", "items": {"type": "string", "pattern": f"^{step}(?:/{step})*$"}}


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

    def schema(self) -> Schema:
        return {"type": "array", "items": {**SLUG_TEXT}}


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

    def schema(self) -> Schema:
        return {**SLUG_TEXT}


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

    def schema(self) -> Schema:
        return {"type": "string", "enum": [*self.options], "default": self.default}


@dataclass(frozen=True, slots=True)
class Switch:
    """True or false, as YAML 1.2 writes them: without quotes, in small letters."""

    default: bool

    def read(self, node: Node, report: Report) -> bool:
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        report(wrong(node, "expected true or false", "write true or false, without quotes", "F004"))
        return self.default

    def schema(self) -> Schema:
        return {"type": "boolean", "default": self.default}


@dataclass(frozen=True, slots=True)
class Ids:
    """Identifiers by their kind; always strings."""

    @property
    def default(self) -> AnyMapping[str, str]:
        return {}

    def read(self, node: Node, report: Report) -> AnyMapping[str, str]:
        found = {}
        for kind, value, place in _pairs(node, report):
            form = ID_KINDS[kind].form if kind in ID_KINDS else None
            if kind not in ID_KINDS:
                report(wrong(place, f"unknown kind of id {kind!r}", nearest(kind, ID_KINDS), "F001"))
            elif form and not form.match(value):
                report(wrong(place, f"{value!r} is no {kind} id", "write it as its source does", "F004"))
            else:
                found[kind] = value
        return found

    def schema(self) -> Schema:
        kinds: Schema = {}
        for kind in sorted(ID_KINDS):
            form = ID_KINDS[kind].form
            pattern = rf"^(?:{form.pattern.removesuffix(chr(92) + 'Z')})$" if form else r"\S"
            kinds[kind] = {"type": "string", "pattern": pattern}
        return {"type": "object", "properties": kinds, "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses with their kinds, in the file's order: `[{code: …}, {code: …}]`, or `{code: …}` where each kind
    stands once."""

    default: tuple[Link, ...] = ()

    def read(self, node: Node, report: Report) -> tuple[Link, ...]:
        if isinstance(node, Sequence):
            pairs = [pair for item in node.items for pair in _pairs(item, report)]
        else:
            pairs = _pairs(node, report)
        found = []
        for kind, value, place in pairs:
            if kind not in LINK_KINDS:
                report(wrong(place, f"unknown kind of link {kind!r}", nearest(kind, LINK_KINDS), "F001"))
            elif not is_web_address(value):
                fix = "write an http or https address without spaces"
                report(wrong(place, f"{value!r} is no web address", fix, "H002"))
            else:
                found.append(Link(kind, normal_url(value)))
        return tuple(dict.fromkeys(found))

    def schema(self) -> Schema:
        kinds: Schema = {kind: {**WEB_ADDRESS} for kind in LINK_KINDS}
        one: Schema = {"type": "object", "properties": kinds, "additionalProperties": False}
        return {**one, "type": ["object", "array"], "items": one}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year as ISO 8601 writes it: `2024-05-17`, `2024-05` or `2024`."""

    default: str = ""

    def read(self, node: Node, report: Report) -> str:
        if isinstance(node, Scalar) and is_partial_date(node.text):
            return node.text
        report(wrong(node, "expected a date", "write 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY', or remove the key", "F004"))
        return self.default

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"}


def is_partial_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar in ISO 8601.

    >>> [is_partial_date(text) for text in ("2024", "2024-02", "2024-02-30", "24-02")]
    [True, True, False, False]
    """
    if not re.fullmatch(r"[12][0-9]{3}(-[0-9]{2}){0,2}", text):
        return False
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return False
    return True


_STATUS_KEYS = ("kind", "notice", "source", "date")


@dataclass(frozen=True, slots=True)
class StatusField:
    """What became of a paper: one word, or `{kind: retracted, notice: https://…, source: crossref, date: …}`."""

    default: Status | None = None

    def read(self, node: Node, report: Report) -> Status | None:
        if isinstance(node, Scalar):
            pairs = [("kind", node.text, node.place)]
        else:
            pairs = _pairs(node, report)
        values = {"kind": ""}
        for key, value, place in pairs:
            if key not in _STATUS_KEYS:
                report(wrong(place, f"unknown key {key!r} in status", nearest(key, _STATUS_KEYS), "F001"))
            elif key == "kind" and value not in STATUSES:
                report(wrong(place, f"{value!r} is none of {', '.join(STATUSES)}", "choose one, or null", "F004"))
            elif key == "notice" and not is_web_address(value):
                fix = "write an http or https address without spaces"
                report(wrong(place, f"{value!r} is no web address", fix, "H002"))
            elif key == "date" and not is_partial_date(value):
                report(wrong(place, f"{value!r} is no date", "write 'YYYY-MM-DD'", "F004"))
            else:
                values[key] = value
        return Status(**values) if values["kind"] else None

    def schema(self) -> Schema:
        kinds: Schema = {
            "kind": {"type": "string", "enum": [*STATUSES]},
            "notice": {**WEB_ADDRESS},
            "source": {**TEXT},
            "date": PartialDate().schema(),
        }
        return {
            "type": ["string", "object"],
            "pattern": f"^({'|'.join(STATUSES)})$",
            "properties": kinds,
            "required": ["kind"],
            "additionalProperties": False,
        }


_FIELD = re.compile(r"[a-z_]{2,20}(?:\.[a-z0-9]{2,20})?")
_ATTRIBUTION = re.compile(r"([a-z0-9][a-z0-9_.-]{0,59})(?: ([0-9a-f]{4}))?")


@dataclass(frozen=True, slots=True)
class SourcesField:
    """Who said which value: `{venue: 'crossref 1f3a'}`, a name and four digits of the value's digest."""

    @property
    def default(self) -> AnyMapping[str, Attribution]:
        return {}

    def read(self, node: Node, report: Report) -> AnyMapping[str, Attribution]:
        found = {}
        for name, value, place in _pairs(node, report):
            match = _ATTRIBUTION.fullmatch(value)
            if not _FIELD.fullmatch(name) or not match:
                fix = "write it as venue: 'crossref', or remove it"
                report(wrong(place, f"{value!r} does not name who said {name!r}", fix, "F004"))
            else:
                found[name] = Attribution(match[1], match[2] or "")
        return found

    def schema(self) -> Schema:
        return {
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": f"^{_ATTRIBUTION.pattern}$"},
            "propertyNames": {"pattern": f"^{_FIELD.pattern}$"},
        }


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


PAPER = Key("paper", SlugField(), "The slug of the paper: the name of its file without `.md`.", needed=True)
NOTE = Key("note", Text(), "Why this paper is here, for a reader who chooses what to read.")
PIN = (PAPER, NOTE)


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
            get = Fields(item, PIN, report)
            paper = get(PAPER)
            if paper:
                found.append(Pin(Slug(paper), get(NOTE)))
        return tuple(found)

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(PIN)}


class Fields:
    """Reads the keys of one mapping by their kinds; an unknown key is reported once, here."""

    def __init__(self, node: Mapping, keys: Iterable[Key[Any]], report: Report) -> None:
        self.node, self.report = node, report
        known = frozenset(key.name for key in keys)
        for name, scalar in node.keys.items():
            if name not in known:
                report(wrong(scalar, f"unknown key {name[:60]!r}", nearest(name, known) or "remove it", "F001"))

    def __call__(self, key: Key[T]) -> T:
        """The value of a key; one that has to be there and is not, or is an empty text, is reported."""
        node = self.node.items.get(key.name)
        is_missing = node is None or (isinstance(node, Scalar) and node.is_null)
        value = key.kind.default if is_missing or node is None else key.kind.read(node, self.report)
        if key.needed and key.kind.default == "":
            if not value and (node is None or isinstance(node, Scalar)):
                self._missing(key.name, Place(self.node.place.path), "missing or empty", "'…'")
        elif key.needed and is_missing:
            self._missing(key.name, self.node.place, "missing", "…")
        return value

    def _missing(self, name: str, otherwise: Place, what: str, example: str) -> None:
        place = self.node.keys[name].place if name in self.node.keys else otherwise
        self.report(wrong(place, f"{name!r} is {what}", f"write {name}: {example}", "F002"))


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
