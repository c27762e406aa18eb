"""`litwiki ingest`: what people have, brought into the wiki."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.ingested import show_ingested
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import UsageError

if TYPE_CHECKING:
    from litwiki.curation.ingest import Read
    from litwiki.model.entries import ListingReading


@click.command(epilog=EPILOG)
@click.argument("inputs", metavar="FILE|-|ID|URL…", nargs=-1)
@click.option("--sources", is_flag=True, help="The files that `sources` in site_config/wiki.yml names, too.")
@click.option("--format", "form", metavar="NAME", help="The format of the files, where two could read them.")
@click.option("--titles", is_flag=True, help="Take each line for the title of a paper; the same as --format titles.")
@click.option("--map", "maps", metavar="COLUMN=FIELD", multiple=True, help="What a column of a table holds.")
@click.option("--topics-from", type=click.Choice(["keywords"]), help="Make a topic of each keyword that is none yet.")
@click.option("--date", help="The listing's full date, YYYY-MM-DD, where it prints none or no year.")
@click.option("--title", help="The listing's title.")
@click.option("--update", is_flag=True, help="Replace what an earlier ingest wrote and nobody changed since.")
@shared("root", "dry_run", "scheduler", "as_json", "quiet")
def ingest(
    inputs: tuple[str, ...],
    sources: bool,
    form: str | None,
    titles: bool,
    maps: tuple[str, ...],
    topics_from: str | None,
    date: str | None,
    title: str | None,
    update: bool,
    call: Call,
) -> None:
    """Bring in what you have: bibliographies, tables, lists, pasted pages, ids and addresses of papers.

    What a file is, is recognized and said. Papers are new or known, listings remember where they appeared, and what a
    person wrote is never replaced: run it as often as you like. The guide has a table of all formats.
    """
    from litwiki.content.settings import read_columns
    from litwiki.curation.ingest import Manner, source_files
    from litwiki.curation.ingest import ingest as run
    from litwiki.sources import SOURCES, columns, read_bytes, source_named

    folder = call.folder
    if not inputs and not sources:
        raise UsageError("name files, ids or addresses of papers, `-` for standard input, or --sources")
    if titles and form not in {None, "titles"}:
        raise UsageError("--titles is a format; leave --format out")
    form = "titles" if titles else form
    if form and not source_named(form):
        known = ", ".join(source.name for source in SOURCES)
        raise UsageError(f"no format is called {form!r}; these are: {known}")
    with call.progress() as steps, call.executor() as executor:
        mapping = {**columns.read_mapping(read_columns(folder)), **columns.parse_mapping(maps)}
        read = partial(read_bytes, form=form, mapping=mapping)
        files, readings = _sort(inputs, read)
        manner = Manner(
            update=update, date=day(date), title=title, makes_topics=topics_from == "keywords", is_dry=call.dry_run
        )
        files += source_files(folder) if sources else ()
        report = run(folder, files, readings=readings, read=read, manner=manner, executor=executor, say=steps.say)
    show_ingested(report, call)


def _sort(inputs: tuple[str, ...], read: "Read") -> tuple[tuple[Path, ...], tuple["ListingReading", ...]]:
    """The files among what was named, and what was read of the rest: standard input, and ids as one listing."""
    from litwiki.sources import LARGEST, read_arguments
    from litwiki.text.identifiers import parse_identifier

    files, ids, readings = [], [], []
    for source in dict.fromkeys(inputs):
        if source == "-":
            readings.append(read(sys.stdin.buffer.read(LARGEST + 1), "standard input"))
        elif not Path(source).exists() and (parse_identifier(source) or "://" in source):
            ids.append(source)
        else:
            files.append(Path(source))
    if ids:
        readings.append(read_arguments(ids))
    return tuple(files), tuple(readings)


def day(text: str | None) -> str | None:
    """A day as --date takes it. Raises `UsageError`."""
    from litwiki.content.date_fields import is_partial_date

    if text is not None and not (is_partial_date(text) and len(text) == len("2026-03-17")):
        raise UsageError(f"--date {text!r} is no date; write YYYY-MM-DD")
    return text
