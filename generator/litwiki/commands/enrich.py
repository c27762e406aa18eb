"""`litwiki enrich`: ids, authors, years and venues by themselves, with proof."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import (
    conflict_lines,
    print_counts,
    print_json,
    print_lines,
    say_some,
    short,
    show_end,
)
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import UsageError
from litwiki.text.messages import counted, printable

if TYPE_CHECKING:
    from litwiki.curation.enrich import Report

SHOWN = 20
KINDS = ("pending", "ids", "authors", "year", "venue", "links", "abstract", "status")


@click.command(epilog=EPILOG)
@click.argument("slugs", metavar="[SLUG…]", nargs=-1)
@click.option(
    "--dump",
    "dumps",
    metavar="FILE|DIR",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Look in a dump, a file or a folder of its parts, and ask no service: arXiv's snapshot, OpenAlex works, "
    "DBLP's XML, a list of yours (CSV, JSON).",
)
@click.option("--vouched", is_flag=True, help="You stand for the titles: an equal, distinctive one is enough.")
@click.option("--status", is_flag=True, help="Ask about all papers: which were retracted, withdrawn or corrected?")
@click.option("--only", type=click.Choice(KINDS), help="Ask only for this, and fill nothing else.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Ask about N papers and waiting ids at most.")
@click.option("--update", is_flag=True, help="Replace what the same or a worse source said and nobody changed since.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked, or found in a dump, and write nothing.")
@click.option(
    "--report",
    "report_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there, in Markdown, what was taken from where: the text of a pull request.",
)
@shared("scheduler", "root", "as_json", "quiet")
def enrich(
    slugs: tuple[str, ...],
    dumps: tuple[Path, ...],
    vouched: bool,
    status: bool,
    only: str | None,
    limit: int | None,
    update: bool,
    dry_run: bool,
    report_file: Path | None,
    call: Call,
) -> None:
    """Fill what papers lack (ids, authors, year, venue), and make papers of ids that wait.

    Asks arXiv, Crossref, DataCite, OpenAlex, DBLP, Hugging Face and others over the network, or reads dumps.
    A record is taken for a paper's with proof only; everything else is a question of `litwiki review`. What a person
    wrote is never replaced. Without SLUG all papers that lack something are asked about. With --scheduler dumps lie
    where all workers see them.
    """
    from litwiki.curation.enrich import Manner
    from litwiki.curation.enrich import enrich as run

    manner = Manner(vouched, slugs, limit, only or "", update, dry_run, status or only == "status")
    folder = call.folder
    if call.scheduler and not dumps:
        raise UsageError("--scheduler has dumps read, and services are asked from here; name dumps with --dump")
    with call.progress() as steps, call.executor() as executor:
        report = run(folder, dumps, manner, say=steps.say, executor=executor)
    if report_file:
        from litwiki.curation.enrich.report import to_markdown

        report_file.write_text(to_markdown(report), encoding="utf-8")
    if call.as_json:
        print_json(report)
        return
    candidates = (
        f"perhaps {one.slug}: {one.path}:{one.entry.line} {short(one.entry.title)} ({one.reason})"
        for one in report.candidates
    )
    for lines in (map(str, report.rejected), conflict_lines(report.conflicts), candidates):
        say_some(lines)
    if not call.quiet:
        print_lines(f"{service}: {url}" for service, url in report.would_ask[:SHOWN])
        _table(report)


def _table(report: "Report") -> None:
    """What was asked, what came of it, and how many of each field who said."""
    click.echo(f"{report.records:,} records; {report.asked:,} papers and {report.waited:,} waiting ids asked about")
    if report.queries:
        asked = ", ".join(f"{name} {count:,}" for name, count in sorted(report.queries.items()) if count)
        click.echo(f"  queries: {asked or 'none'}")
    for name, reason in sorted(report.put_off.items()):
        click.echo(f"  {name} did not answer everything ({printable(reason)}); the next run asks again")
    said = Counter((field, who) for fields in report.filled.values() for field, who in fields.items())
    print_lines(f"  {field}: {count:,} from {who}" for (field, who), count in sorted(said.items()))
    rows = [
        ("papers filled", len(report.filled)),
        ("new papers of waiting ids", len(report.born)),
        ("published versions", len(report.published)),
        ("retracted, withdrawn or corrected", len(report.marked)),
        ("papers that no record is about", len(report.unknown)),
        ("ids that still wait", len(report.still_waiting)),
        ("conflicts", len(report.conflicts)),
        ("questions", len(report.candidates)),
    ]
    print_counts((name, count, "") for name, count in rows if count)
    if report.conflicts or report.candidates:
        click.echo("`litwiki review` asks about records that may be a paper's and about values that differ.")
    if report.would_ask:
        click.echo(f"{len(report.would_ask):,} first queries, of which {min(SHOWN, len(report.would_ask))} are shown")
    if not report.is_dry:
        click.echo(f"{counted(len(report.written), 'file')} written")
    show_end(report.written, is_dry=report.is_dry)
