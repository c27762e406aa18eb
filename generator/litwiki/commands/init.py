"""`litwiki init`: a new wiki in a folder, ready to be filled and pushed."""

from pathlib import Path

import click

from litwiki.commands.console import errors
from litwiki.commands.options import EPILOG, quiet_option


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The wiki's name; made from the folder's name unless given.")
@quiet_option
def init(folder: Path, title: str | None, quiet: bool) -> None:
    """Make a new wiki in DIR."""
    from litwiki.scaffold import scaffold

    with errors():
        scaffold(folder, title)
    if not quiet:
        click.echo(f"Made a wiki in {folder}. Next:\n  cd {folder}\n  litwiki ingest LISTING.txt\n  litwiki serve")
