"""What is wrong with content, as a value: how grave, where, and what to do about it."""

from enum import Enum
from typing import NamedTuple

from msgspec import Struct

from litwiki.model.as_json import JsonValue
from litwiki.text.messages import printable


class Severity(Enum):
    """An error stops a build; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(Struct, frozen=True, order=True):
    """A spot in a file: POSIX path relative to the wiki's root, 1-based line and column."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Exchange(NamedTuple):
    """A piece of a file's line and what is to stand there instead: line and column from 1. Where `before` stands in
    quotes it goes with them. Without `after` the whole line goes."""

    line: int
    column: int
    before: str
    after: str | None


class Problem(Struct, frozen=True):
    """Something wrong with a file that a person keeps: where, what, and what to do about it."""

    place: Place
    code: str
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    mend: tuple[Exchange, ...] = ()
    """The remedy, where it needs no judgment: all of these changes together."""

    def __str__(self) -> str:
        remedy = f"; {self.fix}" if self.fix else ""
        kind = "warning: " if self.severity is Severity.WARNING else ""
        return printable(f"{self.place} {self.code} {kind}{self.message}{remedy}")

    def to_json(self) -> dict[str, JsonValue]:
        """The problem as `litwiki check --format json` prints it."""
        return {
            "path": printable(self.place.path),
            "line": self.place.line,
            "column": self.place.column,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "fix": self.fix,
        }
