"""`litwiki merge`: one paper, or topic, of two."""

from pathlib import Path

import click

from litwiki.commands.console import errors, show_outcome, wiki_root
from litwiki.commands.options import EPILOG, content_options


@click.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.argument("into", metavar="INTO")
@content_options
def merge(slug: str, into: str, root: Path | None, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Make one of two papers, or of two topics: INTO stays, SLUG leads there from now on.

    Write topic:NAME where a paper has the same name. What INTO lacks is filled; what it cannot hold is printed.
    """
    from litwiki.curation.merge import merge as run

    with errors():
        show_outcome(run(wiki_root(root), slug, into, is_dry=dry_run), as_json=as_json, quiet=quiet)
