"""`litwiki accept`: what an issue form asks for, carried out."""

from pathlib import Path

import click

from litwiki.commands.ingested import show_ingested
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@shared("root", "dry_run", "as_json")
def accept(file: Path, call: Call) -> None:
    """Carry out what the text of an issue asks for that was made with one of the issue forms."""
    from litwiki.curation.accept import accept as run
    from litwiki.curation.forms import read_request
    from litwiki.curation.ingest import Manner, ingest
    from litwiki.sources import read_bytes

    folder = call.folder
    try:
        request = read_request(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {getattr(error, 'strerror', '') or error}") from None
    if request.form != "add-listing":
        call.carry_out(lambda edit: run(edit, request))
        return
    reading = read_bytes(request.values["listing"].encode("utf-8", "replace"), "the listing in the issue")
    manner = Manner(date=_day(request.values["date"]), title=request.values["title"] or None, is_dry=call.dry_run)
    show_ingested(ingest(folder, readings=[reading], manner=manner), call)


def _day(text: str) -> str | None:
    """The day of a date as people write it. Raises `UsageError` where it is not certain which."""
    from litwiki.text.dates import parse_date

    date = parse_date(text)
    if text and len(date) != len("2026-03-17"):
        raise UsageError(f"{text!r} is no date that is certain; write it as 2026-03-17")
    return date or None
