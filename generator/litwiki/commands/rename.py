"""`litwiki rename`: another name for a paper or topic."""

from pathlib import Path

import click

from litwiki.commands.console import errors, show_outcome, wiki_root
from litwiki.commands.options import EPILOG, content_options


@click.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.argument("new", metavar="NEW")
@content_options
def rename(slug: str, new: str, root: Path | None, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Give a paper or topic another name; its old address leads to the new one.

    Ledgers, reading lists, references and decisions follow. Write topic:NAME where a paper has the same name.
    """
    from litwiki.curation.merge import rename as run

    with errors():
        show_outcome(run(wiki_root(root), slug, new, is_dry=dry_run), as_json=as_json, quiet=quiet)
