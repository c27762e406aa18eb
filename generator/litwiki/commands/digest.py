"""`litwiki digest`: what was new, as a text, a page and a mail."""

from pathlib import Path

import click

from litwiki.commands.options import EPILOG, Call, shared


@click.command(epilog=EPILOG)
@click.option("--since", metavar="DATE", default="", help="From this day to the one on which the last paper came.")
@click.option("--weekly", is_flag=True, help="The week, from Monday, in which the last paper came; or that of --on.")
@click.option("--on", metavar="DATE", default="", help="With --weekly: the week of this day.")
@click.option("--topic", metavar="TOPIC", default="", help="Only what is on one topic.")
@click.option("--publish", is_flag=True, help="Write it into content/digests/, from which its page is made.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), help="A folder for it as .md, .txt, .html and .eml."
)
@click.option("--sender", metavar="ADDRESS", default="", help="Who the mail is from: 'Name <name@example.org>'.")
@shared("root", "quiet")
def digest(
    since: str, weekly: bool, on: str, topic: str, publish: bool, into: Path | None, sender: str, call: Call
) -> None:
    """Tell what was new: papers, topics, reading lists, published versions, retractions."""
    from litwiki.curation.digest import make_digest
    from litwiki.curation.digest import publish as write
    from litwiki.curation.digest.letter import to_markdown
    from litwiki.curation.digest.mail import files_of
    from litwiki.model.errors import UsageError

    if bool(since) == weekly or (on and not weekly):
        raise UsageError("name the days: --since DATE, or --weekly, with or without --on DATE")
    folder = call.folder
    run = make_digest(folder, since=since, on=on, topic=topic)
    files = files_of(run.wiki, run.digest, sender, is_page=publish or run.is_published) if into else {}
    if run.remark and not call.quiet:
        click.echo(f"litwiki: {run.remark}", err=True)
    if run.is_empty:
        days = f"between {run.digest.since} and {run.digest.until}"
        click.echo(f"Nothing was new {days}; nothing is written.", err=True)
        return
    if publish:
        path = write(folder, run)
        click.echo(f"{path} is there and stays as it is" if run.is_published else f"wrote {path}", err=True)
    if into:
        into.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (into / name).write_bytes(data)
    if not call.quiet:
        click.echo(to_markdown(run.wiki, run.digest), nl=False)
