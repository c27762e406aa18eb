"""`litwiki export`: the wiki as one file that people keep elsewhere."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from litwiki.commands.options import EPILOG, Call, shared

FORMS = ("markdown", "latex")


@click.group(epilog=EPILOG)
def export() -> None:
    """Write the wiki as one file that people keep elsewhere."""


@export.command(epilog=EPILOG)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="Markdown, or LaTeX with a bibliography beside it; by FILE's ending unless given.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where FILE is not what it would be.")
@shared("root", "quiet")
def readme(file: Path | None, form: str | None, check: bool, call: Call) -> None:
    """Write the list of all papers by topics into FILE (README.md of the wiki unless given).

    The list stands between two markers, and what people wrote around them stays. A file that is not there yet is made.
    The same wiki gives the same lines, and a paper is one line, so that a change is easy to read.
    """
    from litwiki.content import load_sound
    from litwiki.curation.one_list.between_markers import export_list

    folder = call.folder
    form = form or ("latex" if file and file.suffix.lower() == ".tex" else "markdown")
    path = file or folder / ("README.md" if form == "markdown" else "review.tex")
    _put(export_list(load_sound(folder), path, form), path, check=check, quiet=call.quiet)


@export.command(epilog=EPILOG)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where FILE is not what it would be.")
@shared("root", "quiet")
def citation(file: Path | None, check: bool, call: Call) -> None:
    """Write how to cite the wiki into FILE (CITATION.cff of the wiki unless given), which GitHub shows.

    Title and address are those of mkdocs.yml, curators and license those of site_config/wiki.yml; the day is the last
    one that content names.
    """
    from litwiki.content import load_sound
    from litwiki.exports.citation_file import citation_file

    folder = call.folder
    path = file or folder / "CITATION.cff"
    content = citation_file(load_sound(folder))
    is_same = path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == content
    _put({} if is_same else {path: content}, path, check=check, quiet=call.quiet)


def _put(differing: Mapping[Path, bytes], path: Path, *, check: bool, quiet: bool) -> NoReturn:
    """Writes the files that differ, or with `check` says that they do, and ends."""
    for one, data in differing.items():
        if check:
            name = click.get_current_context().info_name
            click.echo(f"{one} is not what the wiki says; run litwiki export {name}", err=True)
            continue
        one.write_bytes(data)
        if not quiet:
            click.echo(f"wrote {one}")
    if not differing and not quiet:
        click.echo(f"{path} is up to date")
    sys.exit(1 if check and differing else 0)
