"""`litwiki merge`: one paper, or topic, of two."""

import click

from litwiki.commands.options import CONTENT, EPILOG, Call, shared


@click.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.argument("into", metavar="INTO")
@shared(*CONTENT)
def merge(slug: str, into: str, call: Call) -> None:
    """Make one of two papers, or of two topics: INTO stays, SLUG leads there from now on.

    Write topic:NAME where a paper has the same name. What INTO lacks is filled; what it cannot hold is printed.
    """
    from litwiki.curation.merge import merge as run

    call.carry_out(lambda edit: run(edit, slug, into))
