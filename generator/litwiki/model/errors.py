"""The exceptions of litwiki.

Bad data is a value (`model.Problem`, `model.Rejected`); these are for what stops a command. Each knows
the exit code that its command ends with: 1 problems in content, 2 wrong usage, 3 a bug.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litwiki.model.problems import Problem


class LitwikiError(Exception):
    """Something a person can mend; its text says what is wrong and what to do."""

    exit_code = 1


class UsageError(LitwikiError):
    """The command was called with arguments that cannot mean anything here."""

    exit_code = 2


class UnsoundError(LitwikiError):
    """`content/` has errors (`problems`), which a person mends first: nothing was done."""

    def __init__(self, problems: "Sequence[Problem]") -> None:
        super().__init__("nothing was done: mend content/ first (litwiki check shows the same)")
        self.problems = problems


class BusyError(LitwikiError):
    """Another litwiki command is writing in the same wiki."""


class RenderError(LitwikiError):
    """The site could not be rendered; the last good one was left in place."""


class StorageError(LitwikiError):
    """A file cannot be read or written: a full disk, a missing permission. The text names it and the reason."""

    @classmethod
    def from_os(cls, error: OSError, otherwise: Path) -> "StorageError":
        """What the operating system said, with the path that it named, or `otherwise`."""
        return cls(f"{error.filename or otherwise}: {error.strerror or error}; nothing was changed")
