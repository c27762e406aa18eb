"""`litwiki report`: a change in the words of a curator."""

from pathlib import Path

import click

from litwiki.commands.console import errors, print_json, wiki_root
from litwiki.commands.options import EPILOG, root_option


@click.command(epilog=EPILOG)
@click.option("--base", required=True, help="The revision to compare with: a commit, branch or tag.")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="A comment for a pull request, or one JSON object.",
)
def report(base: str, root: Path | None, form: str) -> None:
    """Say what changed since a revision in terms of papers, topics and pages."""
    from litwiki.curation.report import report as run

    with errors():
        found = run(wiki_root(root), base)
    if form == "json":
        print_json(found.to_json())
    else:
        click.echo(found.to_markdown())
