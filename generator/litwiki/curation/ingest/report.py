"""What one ingest did and what it could not do, for people and for scripts."""

from collections.abc import Mapping

from msgspec import Struct

from litwiki.model.as_json import JsonValue, fields_as_json
from litwiki.model.entries import Rejected, Remark
from litwiki.model.ids import ListingId, Slug
from litwiki.model.matches import Conflict, Match, Suggestion, Uncertain


class FileRead(Struct, frozen=True):
    """An input and what it was taken for: the name of its format and what people call that, both empty where nobody
    could read it."""

    path: str
    format: str
    title: str
    entries: int


class Joined(Struct, frozen=True):
    """Entries that became one paper, or that a known one has, and why."""

    slug: Slug
    entries: int
    reason: str


class Report(Struct, frozen=True):
    """What one ingest did and what it could not do. Paths are relative to the wiki's root."""

    files: tuple[FileRead, ...]
    listings: tuple[ListingId, ...]
    entries: int
    new: tuple[Slug, ...]
    known: tuple[Slug, ...]
    filled: Mapping[Slug, tuple[str, ...]]
    """The keys of known papers that were filled or replaced."""
    joined: tuple[Joined, ...]
    uncertain: tuple[Uncertain, ...]
    excluded: tuple[Match, ...]
    pending: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...]
    warnings: tuple[str, ...]
    kept_fields: Mapping[str, int]
    """Fields that no paper has a place for, with the number of entries that have each: the ledgers keep them."""
    topics_proposed: Mapping[str, int]
    """Keywords that are no topic, with the number of papers that have each."""
    topics_made: tuple[str, ...]
    suggested: Mapping[Slug, tuple[Suggestion, ...]]
    written: tuple[str, ...]
    paths: tuple[str, ...] = ()
    """The inputs of `excluded`, one for each."""
    is_dry: bool = False
    """Whether nothing was written, only planned."""

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki ingest --json` prints."""
        excluded: list[JsonValue] = [
            {"slug": m.slug, "title": m.entry.title, "path": path, "line": m.entry.line, "reason": m.excluded}
            for m, path in zip(self.excluded, self.paths, strict=True)
        ]
        return {
            **fields_as_json(self, without=("paths", "is_dry")),
            "format": ", ".join(dict.fromkeys(file.format for file in self.files if file.format)),
            "files": [{"path": f.path, "format": f.format, "entries": f.entries} for f in self.files],
            "excluded": excluded,
            "dry_run": self.is_dry,
        }
