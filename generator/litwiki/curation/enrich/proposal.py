"""The text of a pull request: what came of an enrichment in, Markdown out.

What services say is hostile: a title or venue can neither become markup nor call people (`@everyone`).
"""

from collections.abc import Iterator

from litwiki.curation.enrich.report import Report
from litwiki.markup.markdown import markdown_text

MOST_ROWS = 200
"""Rows of the table; GitHub takes 65,536 characters."""
LONGEST = 60_000


def headline(report: Report) -> str:
    """All of it in one line.

    >>> from litwiki.curation.enrich.report import Report
    >>> headline(Report(3, 0, 9, {}, (), (), (), (), (), (), (), False))
    '0 papers found, 0 published versions, 0 retractions, 0 questions'
    """
    counts = (
        (len(report.sources), "paper found", "papers found"),
        (len(report.published), "published version", "published versions"),
        (sum(kind in {"retracted", "withdrawn"} for kind in report.marked.values()), "retraction", "retractions"),
        (len(report.candidates) + len(report.conflicts), "question", "questions"),
    )
    return ", ".join(f"{count:,} {one if count == 1 else several}" for count, one, several in counts)


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
        for field, who in fields.items():
            by_who.setdefault(who, []).append(field)
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
