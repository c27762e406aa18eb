"""`litwiki init`: a new wiki in a folder, committed and ready to be filled and pushed."""

import shlex
from pathlib import Path

import click

from litwiki.commands.console import print_lines
from litwiki.commands.options import EPILOG, Call, shared


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The wiki's name; made from the folder's name unless given.")
@click.option("--no-git", is_flag=True, help="Make no repository and no first commit.")
@shared("quiet")
def init(folder: Path, title: str | None, no_git: bool, call: Call) -> None:
    """Make a new wiki in DIR, a git repository with a first commit."""
    from litwiki.scaffold import scaffold
    from litwiki.scaffold.first_commit import Commit, commit_first
    from litwiki.scaffold.installation import invocation, requirement

    files = scaffold(folder, title)
    commit = None if no_git else commit_first(folder, files)
    is_committed = commit in {Commit.DONE, Commit.BY_LITWIKI}
    if commit and not is_committed:
        click.echo(commit.value, err=True)
    if call.quiet:
        return
    with_commit = ", with a first commit on main" if is_committed else ""
    click.echo(f"Made a wiki in {folder}{with_commit}. Next:")
    command = invocation(folder)
    print_lines(
        f"  {line}" for line in (f"cd {shlex.quote(str(folder))}", f"{command} ingest FILE", f"{command} serve")
    )
    click.echo("FILE is what you have: a .bib, an export of Zotero, a table, an awesome list, ids, a pasted page.")
    if commit is Commit.BY_LITWIKI:
        click.echo(commit.value)
    if not requirement():
        click.echo("requirements.txt has no litwiki yet, because this one does not say of which commit it is.")
