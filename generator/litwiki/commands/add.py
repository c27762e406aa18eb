"""`litwiki add`: one paper by hand."""

from pathlib import Path
from typing import BinaryIO

import click

from litwiki.commands.console import errors, progress, show_ingested, wiki_root
from litwiki.commands.options import EPILOG, json_option, quiet_option, root_option
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("title", metavar="[TITLE|ARXIV|DOI]", required=False)
@click.option("--title", "titled", help="The paper's title; the same as the argument.")
@click.option("--arxiv", help="Its arXiv id, such as 2410.23168, or the address of its page there.")
@click.option("--doi", help="Its DOI, or the address.")
@click.option("--author", "authors", multiple=True, help="An author; once for each, in order.")
@click.option("--year", type=click.IntRange(1000, 2099), help="The year of publication.")
@click.option("--bibtex", metavar="FILE", type=click.File("rb"), help="BibTeX entries; `-` for standard input.")
@root_option
@json_option
@quiet_option
def add(
    title: str | None,
    titled: str | None,
    arxiv: str | None,
    doi: str | None,
    authors: tuple[str, ...],
    year: int | None,
    bibtex: BinaryIO | None,
    root: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Add a paper by its TITLE, an arXiv id or a DOI, or every entry of a BibTeX file.

    Where only an id is given, arXiv or the DOI's registry is asked for the rest; nothing else uses the network.
    A paper that the wiki knows, by an id or its title, is not added again: what its file lacks is filled.
    """
    from litwiki.bibliography import arxiv_id, doi_of, id_of, read_bibtex, read_one
    from litwiki.curation.ingest import add as run
    from litwiki.curation.lookup import look_up

    title = title or titled
    if title and not (arxiv or doi) and (kind := id_of(title)):
        title, arxiv, doi = None, title if kind == "arxiv" else None, title if kind == "doi" else None
    with errors(), progress(quiet=quiet or as_json) as steps:
        folder = wiki_root(root)
        if bibtex and (title or arxiv or doi or authors or year):
            raise UsageError("--bibtex brings titles and ids of its own; leave the others out")
        if bibtex:
            is_piped = getattr(bibtex, "name", "<stdin>") == "<stdin>"
            reading = read_bibtex(bibtex.read(), "standard input" if is_piped else str(bibtex.name))
        elif title:
            reading = read_one(title, authors=authors, year=year, arxiv=arxiv, doi=doi)
        elif (arxiv or doi) and not (authors or year):
            steps.say("looking it up")
            reading = look_up(arxiv=arxiv_id(arxiv) if arxiv else None, doi=doi_of(doi) if doi else None)
        else:
            raise UsageError("which paper? Give its title, with --arxiv or --doi where it has one, or --bibtex FILE")
        report = run(folder, reading, say=steps.say)
    show_ingested(report, as_json=as_json, quiet=quiet)
