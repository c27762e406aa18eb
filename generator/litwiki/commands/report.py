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
    type=click.Choice(["markdown", "text", "json"]),
    default="markdown",
    show_default=True,
    help="A comment for a pull request, lines for a terminal or a log, or one JSON object.",
)
@click.option(
    "--preview", metavar="ADDRESS", default="", help="Where the changed site can be seen; the comment links there."
)
def report(base: str, root: Path | None, form: str, preview: str) -> None:
    """Say what changed since a revision in terms of papers, topics and pages."""
    from litwiki.content import is_web_address
    from litwiki.curation.report import report as run
    from litwiki.model.errors import UsageError

    with errors():
        if preview and not is_web_address(preview):
            raise UsageError(f"--preview {preview!r} is no web address")
        found = run(wiki_root(root), base)
    if form == "json":
        print_json(found)
    elif form == "text":
        click.echo(found.to_text(), nl=False)
    else:
        click.echo(found.to_markdown(preview))
