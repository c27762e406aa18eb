"""`litwiki table`: a topic's comparison table to a spreadsheet and back."""

import sys
from pathlib import Path

import click

from litwiki.commands.console import print_json, print_lines
from litwiki.commands.options import CONTENT, EPILOG, Call, shared
from litwiki.model.as_json import fields_as_json


@click.group(epilog=EPILOG)
def table() -> None:
    """Fill a topic's comparison table in a spreadsheet."""


@table.command("export", epilog=EPILOG)
@click.argument("topic", metavar="TOPIC")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@shared("root", "quiet")
def export_(topic: str, file: Path | None, call: Call) -> None:
    """Write TOPIC's table as CSV into FILE, or to standard output: every paper of the topic and every column."""
    from litwiki.content import load_sound
    from litwiki.curation.comparison_table import export_table

    written = export_table(load_sound(call.folder), topic).encode()
    if not file:
        click.echo(written, nl=False)
        return
    # With the mark of UTF-8, without which spreadsheets read other letters.
    file.write_bytes(b"\xef\xbb\xbf" + written)
    if not call.quiet:
        click.echo(f"wrote {file}")


@table.command("import", epilog=EPILOG)
@click.argument("topic", metavar="TOPIC")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--update", is_flag=True, help="Take the table's value also where a paper's file has another one.")
@shared(*CONTENT)
def import_(topic: str, file: Path, update: bool, call: Call) -> None:
    """Write the values of a CSV table into the files of TOPIC's papers.

    The column paper has their slugs; other columns are called as on the page, by their names or keys. Values that are
    there stay unless --update says otherwise, and an empty cell takes nothing away. Exit code 1 where a row cannot be
    used.
    """
    from litwiki.curation.comparison_table import import_table

    outcome, rejected = import_table(call.folder, topic, file, update=update, is_dry=call.dry_run)
    if call.as_json:
        print_json({**fields_as_json(outcome), "rejected": [str(one) for one in rejected]})
    else:
        call.show(outcome)
    print_lines(rejected, err=True)
    sys.exit(1 if rejected else 0)
