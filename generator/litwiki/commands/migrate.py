"""`litwiki migrate`: a living review, an awesome list or a folder of pages, made a whole wiki."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import print_json, print_lines, say_some
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.as_json import as_json, fields_as_json
from litwiki.model.config import WIKI_FILE

if TYPE_CHECKING:
    from litwiki.curation.migrate.migration import Migration
    from litwiki.model.as_json import JsonValue

KINDS = ("latex", "bibliography", "pages", "awesome", "library")
SOURCE = frozenset(("content", "site_config", "mkdocs.yml"))
"""What a migration reads of a wiki, and writes."""
MOST = 10
"""Lines of one kind on the terminal; the report has all."""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--from", "kind", type=click.Choice(KINDS), help="What SOURCE is, where it could be several things.")
@click.option("--title", help="The name of the new wiki; that of the source unless given.")
@click.option("--no-git", is_flag=True, help="Make no repository and no first commit of a new wiki.")
@click.option("--dry-run", is_flag=True, help="Make the wiki in a temporary folder, count, and leave nothing.")
@shared("as_json", "quiet")
def migrate(
    source: Path, folder: Path | None, kind: str | None, title: str | None, no_git: bool, dry_run: bool, call: Call
) -> None:
    """Make a whole wiki of what you kept by hand until now, and show that nothing is missing.

    SOURCE is a file or a folder: a LaTeX text with sections and its bibliographies, a bibliography with keywords or
    groups, Markdown pages with front matter, an awesome list, a library's export. Headings become topics, papers are
    filed where they stood, notes and texts are kept. The wiki is made in DIR (SOURCE's name with -wiki unless given),
    or brought up to date there: run it again as often as the old list changes; what people changed in the wiki stays.
    migration-report.md has the balance. What was taken for what can be corrected in site_config/migration.yml.
    """
    import shutil
    import tempfile

    from litwiki.curation.migrate.migration import migrate as run
    from litwiki.curation.migrate.report_text import NAME, report_text
    from litwiki.curation.migrate.settings import SETTINGS, STATE
    from litwiki.scaffold.first_commit import commit_first

    with call.progress() as steps, tempfile.TemporaryDirectory() as temporary:
        target = folder or Path(f"{source.resolve().stem}-wiki")
        place = target
        if dry_run:
            place = Path(temporary) / target.name
            if (target / WIKI_FILE).is_file():
                shutil.copytree(target, place, ignore=lambda at, names: {*names} - SOURCE if at == str(target) else ())
        is_new = not (place / WIKI_FILE).is_file()
        files = _new_wiki(source, place, kind, title) if is_new else ()
        migration = run(source, place, kind=kind, say=steps.say)
        commit = None
        if not dry_run:
            (place / NAME).write_text(report_text(migration), encoding="utf-8")
            if files and not no_git and all(line.adds_up for line in migration.balance):
                commit = commit_first(place, sorted({*files, *migration.written, SETTINGS, STATE, NAME}), "migrate")
    if call.as_json:
        print_json(_json(migration))
    else:
        _show(migration, target, quiet=call.quiet, is_dry=dry_run)
        if commit and commit.value:
            click.echo(commit.value, err=True)
    if lines := "; ".join(line.name for line in migration.balance if not line.adds_up):
        click.echo(
            f"error: the balance does not add up ({lines}); {NAME} says where. This is a bug in litwiki", err=True
        )
        sys.exit(3)
    sys.exit(1 if migration.report.rejected else 0)


def _new_wiki(source: Path, place: Path, kind: str | None, title: str | None) -> tuple[str, ...]:
    """A new wiki, named as the source names itself, and its files; nothing is made where the source cannot be read."""
    from litwiki.curation.migrate.read_source import read_source
    from litwiki.scaffold import scaffold

    name = title or read_source(source, kind).title
    printed = " ".join("".join(sign for sign in name if sign not in "<>").split())[:120]
    return tuple(scaffold(place, printed or None))


def _json(run: "Migration") -> "dict[str, JsonValue]":
    return {
        **fields_as_json(run, without=("read", "report")),
        **{name: as_json(getattr(run.read, name)) for name in ("kinds", "used_once", "fields", "remarks", "skipped")},
        "adds_up": all(line.adds_up for line in run.balance),
        "ingest": as_json(run.report),
        "unknown_keys": [{"key": key, "path": path, "line": line} for key, path, line in run.unknown_keys],
        "no_longer_in_source": [{"topic": topic, "paper": paper} for topic, paper in run.no_longer_in_source],
    }


def _show(migration: "Migration", target: Path, *, quiet: bool, is_dry: bool) -> None:
    kinds = [
        map(str, migration.report.rejected),
        [f"{path}:{line}: no bibliography has {key!r}" for key, path, line in migration.unknown_keys],
        [f"{topic}: the text here and the text in the source differ" for topic in migration.texts_that_differ],
    ]
    for lines in kinds:
        say_some(lines, MOST, " in the report")
    if quiet:
        return
    click.echo(f"{'Would read' if is_dry else 'Read'} as {', '.join(migration.read.kinds)}:")
    print_lines(f"  {line}" for line in migration.balance)
    if not is_dry:
        from litwiki.scaffold.installation import invocation

        click.echo(f"The report is {target / 'migration-report.md'}. Next:")
        away = [] if target.resolve() == Path.cwd() else [f"cd {shlex.quote(str(target))}"]
        print_lines(f"  {line}" for line in (*away, f"{invocation(target)} serve"))
