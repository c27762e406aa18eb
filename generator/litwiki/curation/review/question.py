"""A question to a person, as `litwiki review` asks it: what to compare, what may be answered and by which key."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from litwiki.content.edit import Edit
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry
from litwiki.model.errors import UsageError
from litwiki.model.ids import TopicId
from litwiki.model.matches import Suggestion
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki

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


def side_of(wiki: Wiki, paper: Paper) -> Side:
    """A paper as it is here."""
    return side(
        ("file", f"content/papers/{paper.slug}.md"),
        *printed_lines(paper),
        ("topics", ", ".join(paper.topics)),
        ("summary", paper.summary),
        ("abstract", paper.abstract or ""),
        ("appears in", ", ".join(a.listing for a in wiki.appearances.get(paper.slug, ()))),
    )


class Question(Struct, frozen=True):
    """Something to decide, with one or two sides; `act` carries out an answer."""

    id: str
    """Its kind, a colon, and what it is about."""
    text: str
    sides: tuple[Side, ...]
    answers: Mapping[str, tuple[str, str]]
    """What may be answered, by the key of a keyboard, each with what it does; a person fills in what is in capitals."""
    act: Callable[[Edit, str], Iterable[str]]
    proposals: tuple[Suggestion, ...] = ()
    """Topics to choose from by their numbers, the likeliest first."""
    chosen: tuple[TopicId, ...] = ()
    """Those that count as chosen unless somebody says otherwise."""

    @property
    def kind(self) -> str:
        """What kinds of questions there are: `review.KINDS`."""
        return self.id.partition(":")[0]

    def answered(self, edit: Edit, reply: str) -> Iterable[str]:
        """Carries out an answer. Raises `UsageError` where it is none."""
        *others, last = dict(self.answers.values())
        if reply not in {*others, last} and not any(map(str.isupper, "".join([*others, last]))):
            known = f"{', '.join(others)} and {last} are" if others else f"{last} is"
            raise UsageError(f"{reply!r} is no answer; {known}")
        return self.act(edit, reply)

    def to_json(self) -> dict[str, JsonValue]:
        """The question as `litwiki review --json` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "text": self.text,
            "sides": [dict(side) for side in self.sides],
            "answers": dict(self.answers.values()),
            "keys": {key: reply for key, (reply, _) in self.answers.items()},
            "proposals": [
                {"number": number, **one.to_json(), "score": round(one.score, 2)}
                for number, one in enumerate(self.proposals, 1)
            ],
        }
