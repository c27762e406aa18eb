"""A question to a person, as `litwiki review` asks it: what to compare, what may be answered and by which key."""

from collections.abc import Mapping

from msgspec import Struct, field

from litwiki.model.as_json import JsonValue, fields_as_json
from litwiki.model.entries import Entry
from litwiki.model.ids import TopicId
from litwiki.model.matches import Suggestion
from litwiki.model.records import Paper

Side = tuple[tuple[str, str], ...]
"""A column of (name, text) lines to compare."""


def side(*lines: tuple[str, str]) -> Side:
    """The lines that say something."""
    return tuple((name, text) for name, text in lines if text)


def printed_lines(record: Entry | Paper) -> Side:
    """What is printed on a paper, as far as a record knows it."""
    return (
        ("title", record.title),
        ("authors", ", ".join(record.authors)),
        ("year", str(record.year or "")),
        ("type", record.publication.type),
        ("venue", record.publication.venue),
        ("ids", ", ".join(f"{kind} {value}" for kind, value in record.ids.items())),
    )


class Question(Struct, frozen=True):
    """Something to decide, with one or two sides."""

    id: str
    kind: str
    text: str
    sides: tuple[Side, ...]
    answers: Mapping[str, str]
    """What may be answered, each with what it does."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of a keyboard with the answers that they give."""
    proposals: tuple[Suggestion, ...] = ()
    """Topics to choose from by their numbers, the likeliest first."""
    chosen: tuple[TopicId, ...] = ()
    """Those that count as chosen unless somebody says otherwise."""

    def to_json(self) -> dict[str, JsonValue]:
        """The question as `litwiki review --json` prints it."""
        proposals: list[JsonValue] = [
            {"number": number, **one.to_json(), "score": round(one.score, 2)}
            for number, one in enumerate(self.proposals, 1)
        ]
        found = fields_as_json(self, without=("chosen",))
        return {**found, "sides": [dict(side) for side in self.sides], "proposals": proposals}
