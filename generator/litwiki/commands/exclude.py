"""`litwiki exclude`: a paper that is not wanted here, with the reason."""

import click

from litwiki.commands.options import CONTENT, EPILOG, Call, shared
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.option("--because", metavar="TEXT", help="Why it is not wanted; readers of the wiki may see it.")
@click.option("--undo", is_flag=True, help="Bring an excluded paper back.")
@shared(*CONTENT)
def exclude(slug: str, because: str | None, undo: bool, call: Call) -> None:
    """Take a paper out of the wiki for good: no listing brings it back.

    The reason stands in content/decisions.yml and in the ledgers.
    """
    from litwiki.curation.exclude import bring_back
    from litwiki.curation.exclude import exclude as run

    if undo == (because is not None):
        raise UsageError("say why with --because TEXT, or take it back with --undo")
    call.carry_out(lambda edit: bring_back(edit, slug) if undo else run(edit, slug, because or ""))
