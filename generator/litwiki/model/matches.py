"""What was found out about entries and papers, and what a person is asked: matches, conflicts, suggestions."""

from collections.abc import Mapping

from msgspec import Struct

from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug, TopicId


class Match(Struct, frozen=True):
    """An entry and the paper it is about; `is_new` where no file of that slug exists yet."""

    reading: int
    """Which of the readings the entry is from, counted from 0."""
    entry: Entry
    slug: Slug
    is_new: bool
    reason: str = ""
    """Why the entry is taken to be about this paper, where it was not the first that is."""
    excluded: str = ""
    """Why the paper is not wanted; it is not written then."""
    position: int = 0
    """Which of the reading's entries it is, counted from 0."""


class Request(Struct, frozen=True):
    """What an issue form asks for: the form's name and its fields' texts by their ids, '' where left empty."""

    form: str
    values: Mapping[str, str]


class Outcome(Struct, frozen=True):
    """What a command did to `content/`, in words, and the files it changed, relative to the wiki's root."""

    said: tuple[str, ...]
    written: tuple[str, ...]


class Uncertain(Struct, frozen=True):
    """Two papers that may be one; they stay apart until a person decides. Similarities are in [0, 1]."""

    slug: Slug
    other: Slug
    title_similarity: float
    text_similarity: float | None
    """None where one of them has no text to compare."""
    reason: str = ""
    """Why they may be one and why that is not certain, where it is not their texts that say so."""


class Conflict(Struct, frozen=True):
    """A listing gives another value than a paper file has; the file keeps its own."""

    slug: Slug
    field: str
    stored: str
    given: str
    path: str
    line: int


class Candidate(Struct, frozen=True):
    """A record of a source that may be about a paper; a person decides. `who` said it, `path` and `line` are where."""

    slug: Slug
    entry: Entry
    who: str
    path: str
    reason: str


class Suggestion(Struct, frozen=True):
    """A topic that a paper may belong to: score in (0, 1), the reason in words, and whether it is as good as sure."""

    topic: TopicId
    score: float
    reason: str
    is_sure: bool = False

    def to_json(self) -> dict[str, JsonValue]:
        """The suggestion as `litwiki suggest --json` prints it."""
        return {"topic": self.topic, "score": self.score, "sure": self.is_sure, "reason": self.reason}
