"""Splits a JSON document of records into its items, each with its line; broken items are rejected.

A document is a list of items, one item, an object that holds the list under a name ("items", "notes"), or one item
a line. Numbers come as the text that they are printed with: a reader wants "2024", whatever the file makes of it.
"""

import json
import re
from collections.abc import Collection, Generator, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from litwiki.model.entries import Rejected
from litwiki.text.words import clean

JsonText: TypeAlias = "str | bool | None | list[JsonText] | dict[str, JsonText]"
"""A JSON value whose numbers are texts."""

DEEPEST = 40
"""Levels that an item may be nested; records of bibliographies have five."""
MOST_BROKEN = 20
"""Broken lines of a document of one item a line after which the rest is not read."""
SPACE = re.compile(r"[ \t\n\r\ufeff]*")
SEPARATOR = re.compile(r"[ \t\n\r\ufeff\x1e]*,?[ \t\n\r\ufeff\x1e]*")


class Item(Struct, frozen=True):
    """One object of a document and the line that it begins on."""

    line: int
    value: Mapping[str, JsonText]
    raw: str
    """The beginning of its text, for messages."""


def read_items(text: str, lists: Collection[str] = (), path: str = "") -> Iterator[Item | Rejected]:
    """The items of a document in order; `lists` names the keys under which an object may hold them, `path` is what
    messages call the document.

    A list that is broken ends there, because nobody can say where its next item begins; a document of one item a
    line goes on with its next line.
    """
    lines = _Lines(text, path)
    at = _skip(text, 0)
    within = _list_within(text, at, lists)
    if within is not None:
        yield from _listed(lines, within)
        return
    while at < len(text):
        at = yield from _listed(lines, at) if text[at] == "[" else _one_a_line(lines, at)


def read_keyed(text: str) -> Iterator[tuple[str, Item | Rejected]]:
    """The items of an object whose keys are their names, in order; where it is broken, it ends."""
    lines, at = _Lines(text), _skip(text, 0)
    if text[at : at + 1] != "{":
        return
    try:
        for key, start in _pairs(text, at):
            item, _ = _item(lines, start)
            yield key, item
    except (ValueError, RecursionError):
        reason = "the JSON is broken, and what follows the last record was not read"
        yield "", lines.refuse(lines.at(len(text)), reason)


def first_item(head: str, lists: Collection[str] = ()) -> Mapping[str, JsonText] | None:
    """What the beginning of a document says of its first item: a value that is cut off is None. None where the
    document begins with no object.

    >>> first_item('[{"id": "x", "author": [{"fam')
    {'id': 'x', 'author': None}
    """
    position = _skip(head, 0)
    if head[position : position + 1] == "[":
        position = _skip(head, position + 1)
    if head[position : position + 1] != "{":
        return None
    known: dict[str, JsonText] = {}
    try:
        for key, start in _pairs(head, position):
            known[key] = None
            if key in lists and head[start : start + 1] == "[":
                return first_item(head[start:]) or {}
            known[key], _ = DECODER.raw_decode(head, start)
    except (ValueError, RecursionError):
        pass  # the head ends here
    return known


def text_of(value: JsonText) -> str:
    """A value as a text on one line: a list's parts are joined by semicolons, an object is its JSON."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(text for part in value if (text := text_of(part)))
    return clean(json.dumps(value, ensure_ascii=False)) if value else ""


def texts_of(value: JsonText) -> tuple[str, ...]:
    """The texts of a list, or the one text that stands where a list may."""
    parts = value if isinstance(value, list) else [value]
    return tuple(text for part in parts if (text := text_of(part)))


def _object(pairs: list[tuple[str, JsonText]]) -> dict[str, JsonText]:
    """An object of whose keys one may stand twice: the second is called `key (2)`."""
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    values, counts = {}, dict[str, int]()
    for key, value in pairs:
        counts[key] = counts.get(key, 0) + 1
        values[key if counts[key] == 1 else f"{key} ({counts[key]})"] = value
    return values


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str)


def _skip(text: str, position: int, pattern: re.Pattern[str] = SPACE) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


class _Lines:
    """A text whose lines are counted as it is read: each stretch of it once."""

    def __init__(self, text: str, path: str = "") -> None:
        self.text, self.path = text, path
        self._line, self._counted = 1, 0

    def refuse(self, line: int, reason: str, raw: str = "") -> Rejected:
        """What is no item."""
        return Rejected(self.path, line, reason, raw)

    def at(self, position: int) -> int:
        """The line of a position at or behind the last one that was asked for."""
        self._line += self.text.count("\n", self._counted, position)
        self._counted = max(self._counted, position)
        return self._line


def _pairs(text: str, position: int) -> Iterator[tuple[str, int]]:
    """The keys of the object at `position`, and where their values begin. Raises `ValueError` where it is broken."""
    at = _skip(text, position + 1)
    while text[at : at + 1] != "}":
        key, at = DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if not isinstance(key, str) or text[at : at + 1] != ":":
            raise ValueError("no key of an object")
        at = _skip(text, at + 1)
        yield key, at
        at = _skip(text, DECODER.raw_decode(text, at)[1], SEPARATOR)


def _list_within(text: str, position: int, lists: Collection[str]) -> int | None:
    """Where the list begins that the object at `position` holds under one of `lists`."""
    if text[position : position + 1] != "{" or not lists:
        return None
    try:
        return next((at for key, at in _pairs(text, position) if key in lists and text[at] == "["), None)
    except (ValueError, RecursionError, IndexError):
        return None


def _listed(lines: _Lines, position: int) -> Generator[Item | Rejected, None, int]:
    """The items of the list at `position`; its end, or that of the text where it is broken."""
    text, at = lines.text, _skip(lines.text, position + 1)
    was_rejected = False
    while text[at : at + 1] != "]":
        item, end = _item(lines, at)
        # Of a list of a million numbers one sentence is enough.
        if isinstance(item, Item) or end < 0 or not was_rejected:
            yield item
        was_rejected = isinstance(item, Rejected)
        at = _skip(text, end)
        if end < 0 or text[at : at + 1] not in {",", "]"}:
            if end >= 0:
                reason = "the list is not closed, or a comma is missing here"
                yield lines.refuse(lines.at(end), reason, text[at : at + 80])
            return len(text)
        at = _skip(text, at, SEPARATOR)
    return _skip(text, at + 1, SEPARATOR)


def _one_a_line(lines: _Lines, position: int) -> Generator[Item | Rejected, None, int]:
    """Objects behind each other, mostly one a line; where the first list begins, or the end of the text."""
    text, at, broken = lines.text, position, 0
    while at < len(text) and text[at] != "[":
        item, end = _item(lines, at)
        yield item
        if end < 0:
            broken += 1
            end = text.find("\n{", at) + 1
            if not end or broken == MOST_BROKEN:
                if end:
                    yield lines.refuse(lines.at(end), "so much of the file is broken that the rest was not read")
                return len(text)
        at = _skip(text, end, SEPARATOR)
    return at


def _item(lines: _Lines, at: int) -> tuple[Item | Rejected, int]:
    """The item at a position and its end, which is -1 where it has none."""
    line, raw = lines.at(at), lines.text[at : at + 80]
    end, reason = -1, f"nested more than {DEEPEST} levels deep"
    try:
        value, end = DECODER.raw_decode(lines.text, at)
        if not isinstance(value, dict):
            reason = "here, and perhaps behind it, is no record, which is an object in curly brackets"
        elif not _is_deep(value):
            return Item(line, value, raw), end
    except json.JSONDecodeError as error:
        where = line + lines.text.count("\n", at, error.pos)
        reason = f"the JSON of this item is broken at line {where} ({error.msg.removesuffix(' at')})"
    except RecursionError:
        pass
    return lines.refuse(line, reason, raw), end


def _is_deep(value: JsonText) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        parts = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, list | dict))
        level = [*chain.from_iterable(parts)]
    return bool(level)
