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
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, Protocol, TypeVar

from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.markup import is_safe_url, yaml_list
from litwiki.model.ids import MAX_SLUG, RESERVED, SLUG, Slug, is_slug, slugify
from litwiki.model.records import (
    STATUSES,
    Attribution,
    Exchange,
    JsonValue,
    Pin,
    Place,
    Problem,
    Severity,
    Status,
)
from litwiki.text.dates import is_plain_date, parse_date
from litwiki.text.names import split_printed_names
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


def wrong(
    node: Node | Place, message: str, fix: str = "", code: str = "F003", mend: tuple[Exchange, ...] = ()
) -> Problem:
    """A problem with a value at its place."""
    return Problem(node if isinstance(node, Place) else node.place, code, message, fix, mend=mend)


NO_MEND: tuple[Exchange, ...] = ()


def instead(node: Scalar, value: str) -> tuple[Exchange, ...]:
    """The change of a scalar on one line to another value in YAML."""
    return (Exchange(node.line, node.column, node.text, value),)


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
        fix, mend = "write four digits without quotes, or null", NO_MEND
        if isinstance(node, Scalar) and (date := parse_date(node.text)):
            fix = f"write {date[:4]}" + (f", and the whole date as date: '{date}'" if len(date) > 4 else "")
            mend = instead(node, date) if node.text.strip() == date and len(date) == 4 else ()
        report(wrong(node, "expected a year", fix, mend=mend))
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
        report(_no_date(node, "write YYYY-MM-DD, or null", {10}))
        return None

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _no_date(node: Node, fix: str, lengths: set[int]) -> Problem:
    """What is no date in ISO 8601; where it is one as people print them, that is the remedy."""
    found = parse_date(node.text) if isinstance(node, Scalar) else ""
    if isinstance(node, Scalar) and len(found) in lengths and is_plain_date(node.text):
        return wrong(node, "expected a date", f"write '{found}'", "F004", instead(node, f"'{found}'"))
    return wrong(node, "expected a date", fix, "F004")


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


def _no_list(node: Node, parted: Callable[[str], Iterable[str]]) -> Problem:
    """A text where a list belongs. One that nothing parts is the one item."""
    if not isinstance(node, Scalar) or not node.text.strip():
        return wrong(node, "expected a list", "write [a, b]")
    items = [item for item in map(clean, parted(clean(node.text))) if item]
    mend = instead(node, yaml_list(items)) if len(items) == 1 and items[0] == node.text.strip() else ()
    return wrong(node, "expected a list", f"write {yaml_list(items)}", mend=mend)


def parted_authors(text: str) -> tuple[str, ...]:
    """The names of authors on one line, as pages print them."""
    return split_printed_names(text)[0]


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
                report(_no_slug(item, f"{text!r} is no slug"))
        return tuple(dict.fromkeys(found))

    def schema(self) -> Schema:
        return {"type": "array", "items": {**SLUG_TEXT}}


def _no_slug(node: Node, message: str) -> Problem:
    """What is no name of a file; its letters in small, with hyphens, are probably one."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    stem = re.sub(r"\.md\Z", "", text).rpartition("/")[2]
    meant = slugify(stem) if text and len(text) <= 2 * MAX_SLUG else ""
    if not isinstance(node, Scalar) or not is_slug(meant):
        return wrong(node, message, "use a-z, 0-9 and hyphens", "F004")
    sure = meant == re.sub(r"[\s_]+", "-", stem.lower())
    return wrong(node, message, f"write {meant}", "F004", instead(node, meant) if sure else ())


def _items(node: Node, report: Report) -> list[tuple[Scalar, str]]:
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
class SlugField:
    """The name of one file, or nothing."""

    default: str | None = None

    def read(self, node: Node, report: Report) -> str | None:
        if isinstance(node, Scalar) and is_slug(node.text):
            return node.text
        report(_no_slug(node, "expected a slug"))
        return None

    def schema(self) -> Schema:
        return {**SLUG_TEXT}


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
            report(wrong(node, message, nearest(small, self.options) or "choose one", "F004"))
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
        meant = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}.get(small)
        if isinstance(node, Scalar) and meant:
            report(wrong(node, "expected true or false", f"write {meant}, without quotes", "F004", instead(node, meant)))
        else:
            report(wrong(node, "expected true or false", "write true or false, without quotes", "F004"))
        return self.default

    def schema(self) -> Schema:
        return {"type": "boolean", "default": self.default}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year as ISO 8601 writes it: `2024-05-17`, `2024-05` or `2024`."""

    default: str = ""

    def read(self, node: Node, report: Report) -> str:
        if isinstance(node, Scalar) and is_partial_date(node.text):
            return node.text
        report(_no_date(node, "write 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY', or remove the key", {4, 7, 10}))
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
            pairs = [("kind", node.text, node, node)]
        else:
            pairs = pairs_of(node, report)
        values = {"kind": ""}
        for key, value, _, place in pairs:
            if key not in _STATUS_KEYS:
                report(wrong(place, f"unknown key {key!r} in status", nearest(key, _STATUS_KEYS), "F001"))
            elif key == "kind" and value not in STATUSES:
                small = value.lower()
                mend = instead(place, small) if small in STATUSES else ()
                fix = f"write {small}" if mend else nearest(small, STATUSES) or "choose one, or null"
                report(wrong(place, f"{value!r} is none of {', '.join(STATUSES)}", fix, "F004", mend))
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
        for name, value, _, place in pairs_of(node, report):
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


def pairs_of(node: Node, report: Report) -> list[tuple[str, str, Scalar, Scalar]]:
    """Keys with their texts, on one line, and both as they stand there; what is no text or empty is reported."""
    if not isinstance(node, Mapping):
        report(wrong(node, "expected a mapping", "write {kind: 'value'}"))
        return []
    found = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and not value.is_null and clean(value.text):
            found.append((key, clean(value.text), node.keys[key], value))
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
                slug = item.text if isinstance(item, Scalar) and is_slug(item.text) else ""
                fix = f"write `- paper: {slug or 'slug'}` and `note: why`"
                # In braces it is the same in lists of both styles.
                mend = instead(item, f"{{paper: {slug}}}") if slug and isinstance(item, Scalar) else ()
                report(wrong(item, "expected paper and note", fix, mend=mend))
                continue
            get = Fields(item, PIN, report)
            paper = get(PAPER)
            if paper:
                found.append(Pin(Slug(paper), get(NOTE)))
        return tuple(found)

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(PIN)}


Advice = Callable[[Mapping, Scalar], tuple[str, tuple[Exchange, ...]]]
"""From a mapping and a key of it that nobody reads to what the person meant, and the change that needs no judgement;
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
        self.node, self.report = node, report
        # What a whole file lacks is missing nowhere in particular; what an item lacks, in its line.
        self._nowhere = node.place if is_item else Place(node.place.path)
        known = frozenset(key.name for key in keys)
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
        is_missing = node is None or (isinstance(node, Scalar) and node.is_null)
        said: list[Problem] = []
        value = key.kind.default if is_missing or node is None else key.kind.read(node, said.append)
        for problem in said:
            self.report(problem)
        if key.needed and key.kind.default == "":
            if not said and not value and (node is None or isinstance(node, Scalar)):
                self._missing(key.name, self._nowhere, "missing or empty", "'…'")
        elif key.needed and is_missing:
            self._missing(key.name, self.node.place, "missing", "…")
        return value

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


def swallowed_comments(node: Mapping, lines: list[str], first_line: int) -> list[Problem]:
    """Warnings for unquoted text that YAML cuts at ` #`, as in `title: Update #2`.

    A comment has a space behind its `#`; text that people meant mostly has none.
    """
    found = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and value.plain and (not value.is_null or not value.text):
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
