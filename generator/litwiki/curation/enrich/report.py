"""What came of an enrichment: counts and names for a person, an object for programs, Markdown for a pull request.

What services say is hostile: a title or venue can neither become markup nor call people (`@everyone`).
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from litwiki.markup.markdown import markdown_text
from litwiki.model.as_json import JsonValue, fields_as_json
from litwiki.model.entries import Rejected
from litwiki.model.ids import Slug
from litwiki.model.matches import Candidate, Conflict
from litwiki.text.messages import counted

MOST_ROWS = 200
"""Rows of the table; GitHub takes 65,536 characters."""
LONGEST = 60_000


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


def headline(report: Report) -> str:
    """All of it in one line.

    >>> headline(Report(3, 0, 9, {}, (), (), (), (), (), (), (), False))
    '0 papers found, 0 published versions, 0 retractions, 0 questions'
    """
    taken_back = sum(kind in {"retracted", "withdrawn"} for kind in report.marked.values())
    papers = counted(len(report.sources), "paper found", "papers found")
    rest = f"{counted(len(report.published), 'published version')}, {counted(taken_back, 'retraction')}"
    return f"{papers}, {rest}, {counted(len(report.candidates) + len(report.conflicts), 'question')}"


def to_markdown(report: Report) -> str:
    """The headline, what was taken from where, what only a person can decide, and who did not answer."""
    lines = "\n".join(_lines(report))
    return lines if len(lines) <= LONGEST else lines[:LONGEST].rpartition("\n")[0] + "\n\n… and more.\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{headline(report)}.\n"
    if report.marked:
        yield "**What became of papers**\n"
        yield from (f"- `{slug}` is {kind}" for slug, kind in report.marked.items())
        yield ""
    yield from _table(report)
    yield from _questions(report)
    if report.put_off:
        yield "\n**Not answered, and asked again by the next run**\n"
        yield from (f"- {who}: {_text(reason)}" for who, reason in sorted(report.put_off.items()))
    yield ""


def _table(report: Report) -> Iterator[str]:
    """What was taken from where, one row for each paper and source."""
    if report.sources:
        yield "| paper | what | from |"
        yield "|---|---|---|"
    for slug, fields in [*report.sources.items()][:MOST_ROWS]:
        by_who: dict[str, list[str]] = {}
        for name, who in fields.items():
            by_who.setdefault(who, []).append(name)
        for who, names in by_who.items():
            yield f"| `{slug}` | {', '.join(sorted(names))} | {who} |"
    if len(report.sources) > MOST_ROWS:
        yield f"\n… and {len(report.sources) - MOST_ROWS:,} papers more."


def _questions(report: Report) -> Iterator[str]:
    if report.candidates or report.conflicts:
        yield "\n**Questions** (`litwiki review` asks them, once `litwiki enrich` ran on your machine)\n"
    for one in report.candidates[:MOST_ROWS]:
        yield f"- `{one.slug}`: {_text(one.entry.title)}, of {one.who}? ({_text(one.reason)})"
    for conflict in report.conflicts[:MOST_ROWS]:
        yield f"- `{conflict.slug}` keeps its {conflict.field}; {_text(conflict.given)} is said, too"


def _text(text: str) -> str:
    """A text of a service on one line of Markdown, as it is; nobody is called by it."""
    return markdown_text(text[:200]).replace("@", "@\u2060")
