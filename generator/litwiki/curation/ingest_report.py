"""What one ingest did and what it could not do, for people and for scripts."""

from collections.abc import Mapping
from dataclasses import dataclass

from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import Conflict, JsonValue, Match, Rejected, Remark, Suggestion, Uncertain


@dataclass(frozen=True, slots=True)
class FileRead:
    """An input and what it was taken for: the name of its format and what people call that, both empty where nobody
    could read it."""

    path: str
    format: str
    title: str
    entries: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Entries that became one paper, or that a known one has, and why."""

    slug: Slug
    entries: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
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
        return {
            "format": ", ".join(dict.fromkeys(file.format for file in self.files if file.format)),
            "files": [{"path": f.path, "format": f.format, "entries": f.entries} for f in self.files],
            "listings": list(self.listings),
            "entries": self.entries,
            "new": list(self.new),
            "known": list(self.known),
            "filled": {slug: list(keys) for slug, keys in self.filled.items()},
            "joined": [{"slug": j.slug, "entries": j.entries, "reason": j.reason} for j in self.joined],
            "uncertain": [pair.to_json() for pair in self.uncertain],
            "excluded": [
                {"slug": m.slug, "title": m.entry.title, "path": path, "line": m.entry.line, "reason": m.excluded}
                for m, path in zip(self.excluded, self.paths, strict=True)
            ],
            "pending": list(self.pending),
            "conflicts": [conflict.to_json() for conflict in self.conflicts],
            "rejected": [{"path": r.path, "line": r.line, "reason": r.reason, "raw": r.raw} for r in self.rejected],
            "remarks": [{"path": r.path, "line": r.line, "message": r.message} for r in self.remarks],
            "warnings": list(self.warnings),
            "kept_fields": dict(self.kept_fields),
            "topics_proposed": dict(self.topics_proposed),
            "topics_made": list(self.topics_made),
            "suggested": {slug: [s.to_json() for s in found] for slug, found in self.suggested.items()},
            "written": list(self.written),
            "dry_run": self.is_dry,
        }
