"""`litwiki enrich`: ids, authors, years and venues by themselves, with proof."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import errors, fail, print_json, progress, short, show, wiki_root
from litwiki.commands.options import EPILOG, json_option, quiet_option, root_option
from litwiki.text.words import printable

if TYPE_CHECKING:
    from litwiki.curation.enrich import Report

MOST = 20
"""Lines of one kind; the JSON has all."""
KINDS = ("pending", "ids", "authors", "year", "venue", "links", "abstract")


@click.command(epilog=EPILOG)
@click.argument("slugs", metavar="[SLUG…]", nargs=-1)
@click.option(
    "--dump",
    "dumps",
    metavar="FILE",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A dump to look in: arXiv's metadata snapshot, OpenAlex works, DBLP's XML, or a list of yours (CSV, JSON).",
)
@click.option("--vouched", is_flag=True, help="You stand for these dumps: an equal, distinctive title is enough.")
@click.option("--only", type=click.Choice(KINDS), help="Ask only for this, and fill nothing else.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Ask about N papers and waiting ids at most.")
@click.option("--update", is_flag=True, help="Replace what the same or a worse source said and nobody changed since.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@root_option
@json_option
@quiet_option
def enrich(
    slugs: tuple[str, ...],
    dumps: tuple[Path, ...],
    vouched: bool,
    only: str | None,
    limit: int | None,
    update: bool,
    dry_run: bool,
    root: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Fill what papers lack (ids, authors, year, venue), and make papers of ids that wait.

    A record is taken for a paper's with proof only; everything else is a question of `litwiki review`. What a person
    wrote is never replaced. Without SLUG all papers that lack something are asked about.
    """
    from litwiki.content import Loaded
    from litwiki.curation.enrich import Manner
    from litwiki.curation.enrich import enrich as run

    with errors(), progress(quiet=quiet or as_json) as steps:
        manner = Manner(vouched, slugs, limit, only or "", update, dry_run)
        report = run(wiki_root(root), dumps, manner, say=steps.say)
    if isinstance(report, Loaded):
        show(report.problems)
        fail("nothing was asked: mend content/ first (litwiki check shows the same)")
    if as_json:
        print_json(report.to_json())
        return
    _say(str(one) for one in report.rejected)
    _say(
        f"conflict: content/papers/{c.slug}.md keeps its {c.field} {short(c.stored)!r}; "
        f"{c.path}:{c.line} has {short(c.given)!r}"
        for c in report.conflicts
    )
    _say(
        f"perhaps {one.slug}: {one.path}:{one.entry.line} {short(one.entry.title)!r} ({one.reason})"
        for one in report.candidates
    )
    if not quiet:
        _table(report)


def _say(lines: Iterable[str]) -> None:
    some = list(lines)
    for line in some[:MOST]:
        click.echo(printable(line), err=True)
    if len(some) > MOST:
        click.echo(f"… and {len(some) - MOST:,} more like this; --json has all", err=True)


def _table(report: "Report") -> None:
    """What was asked, what came of it, and how many of each field who said."""
    click.echo(f"{report.records:,} records; {report.asked:,} papers and {report.waited:,} waiting ids asked about")
    said = Counter((field, who) for fields in report.filled.values() for field, who in fields.items())
    for (field, who), count in sorted(said.items()):
        click.echo(f"  {field}: {count:,} from {who}")
    rows = [
        ("papers filled", len(report.filled)),
        ("new papers of waiting ids", len(report.born)),
        ("papers that no record is about", len(report.unknown)),
        ("ids that still wait", len(report.still_waiting)),
        ("conflicts", len(report.conflicts)),
        ("questions", len(report.candidates)),
    ]
    for name, count in rows:
        if count:
            click.echo(f"  {name}: {count:,}")
    if report.conflicts or report.candidates:
        click.echo("`litwiki review` asks about records that may be a paper's and about values that differ.")
    if report.is_dry:
        click.echo("Nothing was written (--dry-run).")
    else:
        click.echo(f"{len(report.written):,} files written")
