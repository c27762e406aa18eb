"""`litwiki exclude`: a paper that is not wanted here, with the reason."""

from pathlib import Path

import click

from litwiki.commands.console import errors, show_outcome, wiki_root
from litwiki.commands.options import EPILOG, content_options
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.option("--because", metavar="TEXT", help="Why it is not wanted; readers of the wiki may see it.")
@click.option("--undo", is_flag=True, help="Bring an excluded paper back.")
@content_options
def exclude(
    slug: str, because: str | None, undo: bool, root: Path | None, dry_run: bool, as_json: bool, quiet: bool
) -> None:
    """Take a paper out of the wiki for good: no listing brings it back.

    The reason stands in content/decisions.yml and in the ledgers.
    """
    from litwiki.curation.exclude import bring_back
    from litwiki.curation.exclude import exclude as run

    with errors():
        folder = wiki_root(root)
        if undo == (because is not None):
            raise UsageError("say why with --because TEXT, or take it back with --undo")
        outcome = bring_back(folder, slug, is_dry=dry_run) if undo else run(folder, slug, because or "", is_dry=dry_run)
        show_outcome(outcome, as_json=as_json, quiet=quiet)
