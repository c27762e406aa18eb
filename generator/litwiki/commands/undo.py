"""`litwiki undo`: what the last command wrote, taken back."""

import click

from litwiki.commands.options import CONTENT, EPILOG, Call, shared


@click.command(epilog=EPILOG)
@shared(*CONTENT)
def undo(call: Call) -> None:
    """Take back what the last command wrote into content/; once more, and it is there again.

    Files that were never committed are taken back, too. Where you changed one of them since, nothing happens.
    """
    from litwiki.curation.undo import undo as run

    call.show(run(call.folder, is_dry=call.dry_run))
