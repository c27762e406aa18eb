"""`litwiki report`: a change in the words of a curator."""

import click

from litwiki.commands.console import print_json
from litwiki.commands.options import EPILOG, Call, shared


@click.command(epilog=EPILOG)
@click.option("--base", required=True, help="The revision to compare with: a commit, branch or tag.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "text", "json"]),
    default="markdown",
    show_default=True,
    help="A comment for a pull request, lines for a terminal or a log, or one JSON object.",
)
@click.option(
    "--preview", metavar="ADDRESS", default="", help="Where the changed site can be seen; the comment links there."
)
@shared("root")
def report(base: str, form: str, preview: str, call: Call) -> None:
    """Say what changed since a revision in terms of papers, topics and pages."""
    from litwiki.content import is_web_address
    from litwiki.curation.report import report as run
    from litwiki.model.errors import UsageError

    if preview and not is_web_address(preview):
        raise UsageError(f"--preview {preview!r} is no web address")
    changes = run(call.folder, base)
    if form == "json":
        print_json(changes)
    elif form == "text":
        click.echo(changes.to_text(), nl=False)
    else:
        click.echo(changes.to_markdown(preview))
