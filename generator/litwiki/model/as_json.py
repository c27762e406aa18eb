"""Records as JSON objects for `--json`: fields by their names, or what a record's own `to_json` says."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

JsonValue: TypeAlias = "str | int | float | bool | None | list[JsonValue] | dict[str, JsonValue]"


def as_json(value: Any) -> JsonValue:
    """A record, or mappings, lists and plain values of records.

    >>> as_json({"kettle": (1, None)})
    {'kettle': [1, None]}
    """
    if hasattr(value, "to_json"):
        json: JsonValue = value.to_json()
        return json
    if isinstance(value, Struct):
        return fields_as_json(value)
    if isinstance(value, Mapping):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_json(one) for one in value]
    plain: JsonValue = str(value) if isinstance(value, Path) else value
    return plain


def fields_as_json(record: Struct, without: Collection[str] = ()) -> dict[str, JsonValue]:
    """The fields of a record by their names."""
    return {name: as_json(getattr(record, name)) for name in record.__struct_fields__ if name not in without}
