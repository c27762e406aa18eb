"""`litwiki rename`: another name for a paper or topic."""

import click

from litwiki.commands.options import CONTENT, EPILOG, Call, shared


@click.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.argument("new", metavar="NEW")
@shared(*CONTENT)
def rename(slug: str, new: str, call: Call) -> None:
    """Give a paper or topic another name; its old address leads to the new one.

    Ledgers, reading lists, references and decisions follow. Write topic:NAME where a paper has the same name.
    """
    from litwiki.curation.merge import rename as run

    call.carry_out(lambda edit: run(edit, slug, new))
