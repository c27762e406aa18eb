"""What `litwiki ingest` and `litwiki add` print: every trouble with its place, then a table of what became of all."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NoReturn

import click

from litwiki.commands.console import conflict_lines, print_counts, print_json, print_lines, say_some, show_end
from litwiki.text.messages import counted, printable

if TYPE_CHECKING:
    from litwiki.commands.options import Call
    from litwiki.curation.ingest.report import Report

MOST_NAMED = 8
"""Names in one line of the table."""


def show_ingested(report: "Report", call: "Call") -> NoReturn:
    """Prints what came of listings or entries, and ends: with 1 where something that was read could not be kept."""
    if call.as_json:
        print_json(report)
    print_lines((*(f"warning: {warning}" for warning in report.warnings), *report.rejected), err=True)
    if not call.as_json:
        for lines in _details(report):
            say_some(lines)
        if not call.quiet:
            _table(report)
    sys.exit(1 if report.rejected else 0)


def _details(report: "Report") -> Iterator[Iterable[str]]:
    """Lines of one kind at a time."""
    yield [f"{remark.path}:{remark.line}: {remark.message}" for remark in report.remarks]
    yield conflict_lines(report.conflicts)
    yield [
        f"perhaps one paper: {pair.slug} and {pair.other}" + (f" ({pair.reason})" if pair.reason else "")
        for pair in report.uncertain
    ]
    yield [
        f"{path}:{match.entry.line}: {match.slug} stays out: {match.excluded}"
        for match, path in zip(report.excluded, report.paths, strict=True)
    ]


def _table(report: "Report") -> None:
    files = f"{counted(len(report.written), 'file')}{' would be' if report.is_dry else ''} written"
    what = f"{counted(len(report.new), 'new paper')}, {len(report.known):,} known"
    end = f"{counted(report.entries, 'entry', 'entries')}: {what}; {files}"
    for file in report.files:
        if file.format:
            click.echo(printable(f"{file.path}: {file.title}, {counted(file.entries, 'entry', 'entries')}"))
    print_counts(row for row in _rows(report) if row[1] or row[0] in {"entries", "new"})
    click.echo(end)
    _next_steps(report)


def _next_steps(report: "Report") -> None:
    """What a person may do now."""
    if report.pending:
        click.echo(
            "Ids without a title wait in content/pending.yml: `litwiki enrich` fills them, ingest a "
            "bibliography that has them, or `litwiki add ID --title TITLE`."
        )
    if report.uncertain or report.conflicts:
        click.echo("`litwiki review` asks about what may be one paper and about values that differ.")
    if report.topics_proposed:
        click.echo("`--topics-from keywords` makes topics of the keywords that are none yet.")
    show_end(report.written, is_dry=report.is_dry)


def _rows(report: "Report") -> Iterator[tuple[str, int, str]]:
    yield "entries", report.entries, ""
    yield "new", len(report.new), ""
    filled = f"{len(report.filled)} filled: " + _names(f"{s} ({', '.join(k)})" for s, k in report.filled.items())
    yield "known", len(report.known), filled if report.filled else ""
    joined = (f"{one.slug} from {one.entries} ({one.reason})" for one in report.joined)
    yield "joined", len(report.joined), _names(joined)
    yield "uncertain", len(report.uncertain), "kept apart until somebody decides"
    yield "conflicts", len(report.conflicts), "the papers keep their values"
    yield "excluded", len(report.excluded), "not wanted here"
    yield "pending", len(report.pending), _names(report.pending)
    yield "rejected", len(report.rejected), "see above"
    yield "remarks", len(report.remarks), "see above"
    yield "fields without a place", sum(report.kept_fields.values()), _counted(report.kept_fields, "kept in the ledger")
    yield "topics proposed", len(report.topics_proposed), _counted(report.topics_proposed, "")
    yield "topics made", len(report.topics_made), _names(report.topics_made)


def _names(names: Iterable[str]) -> str:
    some = list(names)
    return ", ".join(some[:MOST_NAMED]) + (f", and {len(some) - MOST_NAMED:,} more" if len(some) > MOST_NAMED else "")


def _counted(counts: Mapping[str, int], what: str) -> str:
    named = _names(f"{name} {count}" for name, count in counts.items())
    return f"{what}: {named}" if what else named
