"""Frozen records as JSON and back, by their type hints: a codec of a dataclass or named tuple in, two functions out.

A record is a list of its fields in their order, so that what is stored holds no names twice. What was stored by other
code than ours is not read: whoever stores takes care of that.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from sys import intern
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]
EMPTY: Mapping[str, Any] = {}
"""Most mappings of records are; one for all of them saves two hundred bytes a paper."""


def to_plain_data(record: object) -> Any:
    """A record as tuples, mappings and plain values, which JSON has lists and objects for."""
    kind: Any = type(record)
    return _writer(kind)(record)


def from_plain_data(kind: type[T], told: Any) -> T:
    """The record that `to_plain_data` took apart. Raises `TypeError` and the like for anything else."""
    hint: Any = kind
    record: T = _reader(hint)(told)
    return record


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else kind._fields


def _is_record(hint: Any) -> bool:
    return is_dataclass(hint) or (isinstance(hint, type) and hasattr(hint, "_fields"))


@cache
def _reader(hint: Any) -> Convert:
    """What makes a value of a type hint from plain data."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if _is_record(hint):
        return _record_reader(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    origin, given = get_origin(hint), get_args(hint)
    if origin is tuple:
        item = _reader(given[0])
        return tuple if item is _same else lambda told: tuple(map(item, told))
    if origin in (Union, types.UnionType):
        (other,) = (_reader(one) for one in given if one is not type(None))
        return _same if other is _same else lambda told: None if told is None else other(told)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value = _reader(given[1])
        if value is _same:
            return lambda told: told or EMPTY
        return lambda told: {key: value(one) for key, one in told.items()} if told else EMPTY
    if origin is Literal:
        return intern
    if hint in (str, int, float, bool):
        return _same
    raise TypeError(f"no record may hold {hint!r}")


@cache
def _writer(hint: Any) -> Convert:
    """What makes plain data from a value of a type hint."""
    if isinstance(hint, NewType):
        return _writer(hint.__supertype__)
    if _is_record(hint):
        return _record_writer(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return attrgetter("value")
    origin, given = get_origin(hint), get_args(hint)
    if origin is tuple:
        item = _writer(given[0])
        return _same if item is _same else lambda value: tuple(map(item, value))
    if origin in (Union, types.UnionType):
        (other,) = (_writer(one) for one in given if one is not type(None))
        return _same if other is _same else lambda value: None if value is None else other(value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value = _writer(given[1])
        return dict if value is _same else lambda told: {key: value(one) for key, one in told.items()}
    return _same


def _record_writer(kind: Any) -> Convert:
    hints, names = get_type_hints(kind), _names(kind)
    parts = attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)
    changed = [(n, writer) for n, name in enumerate(names) if (writer := _writer(hints[name])) is not _same]

    def write(record: Any) -> Any:
        if not changed:
            return parts(record)
        values = list(parts(record))
        for number, writer in changed:
            values[number] = writer(values[number])
        return values

    return write


def _same(told: Any) -> Any:
    return told


def _record_reader(kind: Any) -> Convert:
    hints = get_type_hints(kind)
    readers = [_reader(hints[name]) for name in _names(kind)]
    # Most fields are what they are in JSON.
    changed = [(number, reader) for number, reader in enumerate(readers) if reader is not _same]
    count = len(readers)

    def read(told: Any) -> Any:
        if len(told) != count:
            raise TypeError(f"no {kind.__qualname__}")
        values = list(told)
        for number, reader in changed:
            values[number] = reader(values[number])
        return kind(*values)

    return read
