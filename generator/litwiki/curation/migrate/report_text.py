"""`migration-report.md`: what a migration did, for the person who has to trust it, and for a pull request."""

from collections.abc import Iterable, Iterator

from litwiki.curation.ingest import Report
from litwiki.curation.migrate.migration import Migration
from litwiki.markup.markdown import markdown_text

NAME = "migration-report.md"
MOST = 2_000
"""Lines of one kind in the file; a count says how many more there are."""


def report_text(migration: Migration) -> str:
    """The whole report, Markdown."""
    return "\n".join(_lines(migration)).rstrip() + "\n"


def _lines(migration: Migration) -> Iterator[str]:
    report = migration.report
    yield "# What became of everything\n"
    yield f"Read as: {', '.join(migration.read.kinds)}. Each line adds up, or says so.\n"
    yield "| came in | | went |"
    yield "|---:|---|---|"
    for line in migration.balance:
        parts = [f"{count:,} {where}" for where, count in line.went.items()]
        missing = "" if line.adds_up else f" **— {line.came - sum(line.went.values()):,} missing**"
        yield f"| {line.came:,} | {line.name} | {'; '.join(parts)}{missing} |"
    for title, about, lines in _sections(migration, report):
        items = [*lines]
        if items:
            yield f"\n## {title} ({len(items):,})\n"
            yield from [f"{about}\n"] if about else []
            yield from (f"- {markdown_text(line)}" for line in items[:MOST])
        if len(items) > MOST:
            yield f"- … and {len(items) - MOST:,} more: `--json` has all"


def _sections(migration: Migration, report: Report) -> Iterator[tuple[str, str, Iterable[str]]]:
    """What a person may want to know besides: heading, explanation, lines."""
    lines: Iterable[str] = (f"{one.slug}: {one.entries} entries, {one.reason}" for one in report.joined)
    yield "Joined", "Entries that are one paper, and why.", lines
    lines = (f"{pair.slug} and {pair.other}: {pair.reason or 'their titles are alike'}" for pair in report.uncertain)
    yield "Perhaps one paper", "They stay apart until somebody decides: `litwiki review` asks.", lines
    yield "Refused", "What could not be read.", map(str, report.rejected)
    yield "Waiting", "Only their ids are known: `litwiki enrich` looks them up.", report.pending
    lines = (f"{path}:{line}: {key}" for key, path, line in migration.unknown_keys)
    yield "Cited and in no bibliography", "", lines
    yield "Under no heading", "Papers that nothing files; they are here all the same.", migration.under_no_heading
    lines = (f"{name}: {', '.join(some)}" for name, some in migration.spellings.items())
    about = "Correct them in `site_config/migration.yml` and run it again."
    yield "Spellings that became one topic", about, lines
    yield "Tags that were used once", "", migration.read.used_once
    lines = (f"{name}: {count:,}" for name, count in report.kept_fields.items())
    yield "Fields without a place", "The ledgers keep them, with the number of entries that have each.", lines
    yield "Keys of pages", "What each was taken for.", (f"{name}: {one}" for name, one in migration.read.fields.items())
    lines = (
        f"{one.slug}, {one.field}: {one.stored[:100]} / {one.given[:100]} ({one.path}:{one.line})"
        for one in report.conflicts
    )
    yield "Different values", "The paper keeps its own.", lines
    about = "Filed here by an earlier run; nothing was taken away."
    yield "No longer in the source", about, (f"{topic}: {paper}" for topic, paper in migration.no_longer_in_source)
    yield "Texts that differ", "Changed here and in the source since; the text here stays.", migration.texts_that_differ
    yield "Topics that were removed here", "They were not made again.", migration.removed_topics
    yield "Remarks", "", map(str, (*report.remarks, *migration.read.remarks))
    yield "Files that were not read", "They hold no papers that litwiki reads.", migration.read.skipped
