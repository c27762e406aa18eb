"""`migration-report.md`: what a migration did, for the person who has to trust it, and for a pull request."""

from collections.abc import Iterable, Iterator

from litwiki.curation.migrate.migration import Migration
from litwiki.markup import markdown_text

NAME = "migration-report.md"
MOST = 2_000
"""Lines of one kind in the file; a count says how many more there are."""


def report_text(migration: Migration) -> str:
    """The whole report, Markdown."""
    return "\n".join(_lines(migration)).rstrip() + "\n"


def _lines(migration: Migration) -> Iterator[str]:
    report = migration.report
    yield "# What became of everything\n"
    yield f"Read as: {', '.join(migration.kinds)}. Each line adds up, or says so.\n"
    yield "| came in | | went |"
    yield "|---:|---|---|"
    for line in migration.balance.lines:
        parts = [f"{count:,} {where}" for where, count in line.went.items()]
        missing = "" if line.adds_up else f" **— {line.came - sum(line.went.values()):,} missing**"
        yield f"| {line.came:,} | {line.name} | {'; '.join(parts)}{missing} |"
    yield from _section(
        "Joined",
        "Entries that are one paper, and why.",
        (f"{one.slug}: {one.entries} entries, {one.reason}" for one in report.joined),
    )
    yield from _section(
        "Perhaps one paper",
        "They stay apart until somebody decides: `litwiki review` asks.",
        (f"{pair.slug} and {pair.other}: {pair.reason or 'their titles are alike'}" for pair in report.uncertain),
    )
    yield from _section("Refused", "What could not be read.", (str(one) for one in report.rejected))
    yield from _section(
        "Waiting", "Only their ids are known: `litwiki enrich` looks them up.", (one for one in report.pending)
    )
    yield from _section(
        "Cited and in no bibliography", "", (f"{path}:{line}: {key}" for key, path, line in migration.unknown_keys)
    )
    yield from _section("Under no heading", "Papers that nothing files; they are here all the same.", migration.uncited)
    yield from _section(
        "Spellings that became one topic",
        "Correct them in `site_config/migration.yml` and run it again.",
        (f"{name}: {', '.join(some)}" for name, some in migration.spellings),
    )
    yield from _section("Tags that were used once", "", migration.used_once)
    yield from _section(
        "Fields without a place",
        "The ledgers keep them, with the number of entries that have each.",
        (f"{name}: {count:,}" for name, count in report.kept_fields.items()),
    )
    yield from _section(
        "Keys of pages", "What each was taken for.", (f"{name}: {meant}" for name, meant in migration.fields.items())
    )
    yield from _section(
        "Different values",
        "The paper keeps its own.",
        (
            f"{one.slug}, {one.field}: {one.stored[:100]} / {one.given[:100]} ({one.path}:{one.line})"
            for one in report.conflicts
        ),
    )
    yield from _section(
        "No longer in the source",
        "Filed here by an earlier run; nothing was taken away.",
        (f"{t}: {p}" for t, p in migration.gone),
    )
    yield from _section(
        "Texts that differ", "Changed here and in the source since; the text here stays.", migration.differing
    )
    yield from _section("Topics that were removed here", "They were not made again.", migration.removed_topics)
    yield from _section("Remarks", "", (str(one) for one in (*report.remarks, *migration.remarks)))
    yield from _section("Files that were not read", "They hold no papers that litwiki reads.", migration.skipped)


def _section(title: str, about: str, lines: Iterable[str]) -> Iterator[str]:
    found = [*lines]
    if not found:
        return
    yield f"\n## {title} ({len(found):,})\n"
    if about:
        yield f"{about}\n"
    yield from (f"- {markdown_text(line)}" for line in found[:MOST])
    if len(found) > MOST:
        yield f"- … and {len(found) - MOST:,} more: `--json` has all"
