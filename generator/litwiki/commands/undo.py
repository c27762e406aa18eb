"""`litwiki undo`: what the last command wrote, taken back."""

from pathlib import Path

import click

from litwiki.commands.console import errors, show_outcome, wiki_root
from litwiki.commands.options import EPILOG, content_options


@click.command(epilog=EPILOG)
@content_options
def undo(root: Path | None, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Take back what the last command wrote into content/; once more, and it is there again.

    Files that were never committed are taken back, too. Where you changed one of them since, nothing happens.
    """
    from litwiki.curation.undo import undo as run

    with errors():
        show_outcome(run(wiki_root(root), is_dry=dry_run), as_json=as_json, quiet=quiet)
