"""What went in and what came out, counted at both ends: a table in which each line must add up.

The left column is counted from what the readers said, the right one from the files that were written, read again:
neither side knows how the other got there. A line that does not add up is a bug, and the command fails with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litwiki.model.as_json import JsonValue


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing: how many came in, and where each is now, by words for people."""

    name: str
    came: int
    went: Mapping[str, int]

    @classmethod
    def of(cls, name: str, places: Iterable[str]) -> "Line":
        """Counts where things are now, most first; '' is a thing that came in and is nowhere."""
        counts = Counter(places)
        return cls(name, counts.total(), {where: count for where, count in counts.most_common() if where})

    @property
    def adds_up(self) -> bool:
        """Whether as many are somewhere as came in."""
        return self.came == sum(self.went.values())

    def to_json(self) -> dict[str, JsonValue]:
        """The line as `litwiki migrate --json` prints it."""
        return {"name": self.name, "in": self.came, "out": dict(self.went), "adds_up": self.adds_up}

    def __str__(self) -> str:
        parts = ", ".join(f"{count:,} {where}" for where, count in self.went.items()) or "nothing"
        return f"{self.came:,} {self.name}: {parts}"


@dataclass(frozen=True, slots=True)
class Balance:
    """All lines."""

    lines: tuple[Line, ...]

    @property
    def wrong(self) -> tuple[Line, ...]:
        """The lines that do not add up."""
        return tuple(line for line in self.lines if not line.adds_up)
