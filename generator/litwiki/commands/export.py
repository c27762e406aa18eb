"""`litwiki export`: the wiki as one file that people keep elsewhere."""

import sys
from pathlib import Path

import click

from litwiki.commands.console import errors, fail, show, wiki_root
from litwiki.commands.options import EPILOG, quiet_option, root_option

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
@root_option
@quiet_option
def readme(file: Path | None, form: str | None, check: bool, root: Path | None, quiet: bool) -> None:
    """Write the list of all papers by topics into FILE (README.md of the wiki unless given).

    The list stands between two markers, and what people wrote around them stays. A file that is not there yet is made.
    The same wiki gives the same lines, and a paper is one line, so that a change is easy to read.
    """
    from litwiki import content
    from litwiki.curation.one_list import export_list

    with errors():
        where = wiki_root(root)
        form = form or ("latex" if file and file.suffix.lower() == ".tex" else "markdown")
        path = file or where / ("README.md" if form == "markdown" else "review.tex")
        loaded = content.load(where)
        if loaded.has_errors:
            show(loaded.problems)
            fail("nothing was written: mend content/ first (litwiki check shows the same)")
        found = export_list(loaded.wiki, path, form)
        if not check:
            for one in found.differing:
                one.write_bytes(found.files[one].encode())
    for one in found.differing:
        if check:
            click.echo(f"{one} is not what the wiki says; run litwiki export readme", err=True)
        elif not quiet:
            click.echo(f"wrote {one}")
    if not found.differing and not quiet:
        click.echo(f"{path} is up to date")
    sys.exit(1 if check and found.differing else 0)


@export.command(epilog=EPILOG)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where FILE is not what it would be.")
@root_option
@quiet_option
def citation(file: Path | None, check: bool, root: Path | None, quiet: bool) -> None:
    """Write how to cite the wiki into FILE (CITATION.cff of the wiki unless given), which GitHub shows.

    Title and address are those of mkdocs.yml, curators and license those of site_config/wiki.yml; the day is the last
    one that content names.
    """
    from litwiki import content
    from litwiki.exports.citation_file import citation_file

    with errors():
        where = wiki_root(root)
        path = file or where / "CITATION.cff"
        loaded = content.load(where)
        if loaded.has_errors:
            show(loaded.problems)
            fail("nothing was written: mend content/ first (litwiki check shows the same)")
        made = citation_file(loaded.wiki)
        differs = not path.is_file() or path.read_bytes().replace(b"\r\n", b"\n") != made
        if differs and not check:
            path.write_bytes(made)
    if differs and check:
        click.echo(f"{path} is not what the wiki says; run litwiki export citation", err=True)
    elif not quiet:
        click.echo(f"wrote {path}" if differs else f"{path} is up to date")
    sys.exit(1 if check and differs else 0)
