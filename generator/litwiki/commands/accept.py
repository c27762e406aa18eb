"""`litwiki accept`: what an issue form asks for, carried out."""

import tempfile
from pathlib import Path

import click

from litwiki.commands.console import errors, show_outcome, wiki_root
from litwiki.commands.ingest import ingest
from litwiki.commands.options import EPILOG, json_option, root_option
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@root_option
@json_option
@click.pass_context
def accept(context: click.Context, file: Path, root: Path | None, as_json: bool) -> None:
    """Carry out what the text of an issue asks for that was made with one of the issue forms."""
    from litwiki.curation.accept import accept as run
    from litwiki.curation.forms import read_request

    with errors():
        folder = wiki_root(root)
        try:
            request = read_request(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file} cannot be read: {error}") from None
        if request.form != "add-listing":
            report = run(folder, request)
            show_outcome(report, as_json=as_json, quiet=False)
            return
    with tempfile.TemporaryDirectory() as temporary:
        listing = Path(temporary) / "listing.txt"
        listing.write_text(request.values["listing"], encoding="utf-8")
        title, date = request.values["title"] or None, request.values["date"] or None
        context.invoke(ingest, files=(listing,), root=folder, title=title, date=date, as_json=as_json)
