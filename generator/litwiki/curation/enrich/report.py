"""What came of an enrichment: counts and names for a person, an object for programs."""

from collections.abc import Mapping

from msgspec import Struct, field

from litwiki.model.as_json import JsonValue, fields_as_json
from litwiki.model.entries import Rejected
from litwiki.model.ids import Slug
from litwiki.model.matches import Candidate, Conflict


class Report(Struct, frozen=True):
    """`asked` papers and `waited` ids were looked for in `records`; `filled` has who said which field of a paper."""

    asked: int
    waited: int
    records: int
    filled: Mapping[Slug, Mapping[str, str]]
    born: tuple[Slug, ...]
    conflicts: tuple[Conflict, ...]
    candidates: tuple[Candidate, ...]
    unknown: tuple[Slug, ...]
    """Papers that no record is about."""
    still_waiting: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    written: tuple[str, ...]
    is_dry: bool
    published: tuple[Slug, ...] = ()
    """Preprints whose publication became known."""
    marked: Mapping[Slug, str] = field(default_factory=dict)
    """Papers of which became known that they were retracted, withdrawn or corrected."""
    sources: Mapping[Slug, Mapping[str, str]] = field(default_factory=dict)
    """Who said which field, of papers that were filled and of new ones."""
    queries: Mapping[str, int] = field(default_factory=dict)
    """Queries by service."""
    put_off: Mapping[str, str] = field(default_factory=dict)
    """Services that did not answer all of them, each with the reason."""
    would_ask: tuple[tuple[str, str], ...] = ()
    """Of a dry run: the first queries, service and address."""

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki enrich --json` prints."""
        questions: list[JsonValue] = [
            {"slug": c.slug, "title": c.entry.title, "reason": c.reason, "path": c.path, "line": c.entry.line}
            for c in self.candidates
        ]
        return {
            **fields_as_json(self, without=("candidates", "sources", "is_dry")),
            "questions": questions,
            "dry_run": self.is_dry,
            "would_ask": [{"service": service, "url": url} for service, url in self.would_ask],
        }
