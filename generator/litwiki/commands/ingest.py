"""`litwiki ingest`: what people have, brought into the wiki."""

import datetime
import re
from contextlib import suppress
from pathlib import Path

import click

from litwiki.commands.console import errors, progress, show_ingested, wiki_root
from litwiki.commands.options import EPILOG, json_option, quiet_option, root_option
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("files", metavar="FILE…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--sources", is_flag=True, help="The files that `sources` in site_config/wiki.yml names, too.")
@root_option
@click.option("--date", help="The listing's full date, YYYY-MM-DD, where it prints none or no year.")
@click.option("--title", help="The listing's title.")
@click.option("--update", is_flag=True, help="Replace what an earlier ingest wrote and nobody changed since.")
@json_option
@quiet_option
def ingest(
    files: tuple[Path, ...],
    sources: bool,
    root: Path | None,
    date: str | None,
    title: str | None,
    update: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Bring listings into the wiki: new papers, and the places where known ones appeared.

    What a person wrote is never replaced; run it as often as you like.
    """
    from litwiki.curation.ingest import ingest as run

    with errors(), progress(quiet=quiet or as_json) as steps:
        folder = wiki_root(root)
        files = _listing_files(folder, files, sources=sources)
        report = run(folder, files, date=_day(date), title=title, update=update, say=steps.say)
    show_ingested(report, as_json=as_json, quiet=quiet)


def _listing_files(root: Path, files: tuple[Path, ...], *, sources: bool) -> tuple[Path, ...]:
    from litwiki.curation.ingest import source_files

    if not files and not sources:
        raise UsageError("name the files of listings, or --sources")
    return (*files, *(source_files(root) if sources else ()))


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    # `fromisoformat` alone also takes 20260317 and 2026-W12-2.
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with suppress(ValueError):
            return datetime.date.fromisoformat(text).isoformat()
    raise UsageError(f"--date {text!r} is no date; write YYYY-MM-DD")
