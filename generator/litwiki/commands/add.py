"""`litwiki add`: one paper by hand, by its title or an id."""

import click

from litwiki.commands.ingest import ingest
from litwiki.commands.ingested import show_ingested
from litwiki.commands.options import CONTENT, EPILOG, Call, shared
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("paper", metavar="[TITLE|ID]", required=False)
@click.option("--title", help="The paper's title; the same as the argument where that is no id.")
@click.option("--arxiv", help="Its arXiv id, such as 2410.23168, or the address of its page there.")
@click.option("--doi", help="Its DOI, or the address.")
@click.option("--author", "authors", multiple=True, help="An author; once for each, in order.")
@click.option("--year", type=click.IntRange(1000, 2099), help="The year of publication.")
@click.option("--bibtex", metavar="FILE", help="The same as litwiki ingest --format bibtex FILE.")
@shared(*CONTENT)
def add(
    paper: str | None,
    title: str | None,
    arxiv: str | None,
    doi: str | None,
    authors: tuple[str, ...],
    year: int | None,
    bibtex: str | None,
    call: Call,
) -> None:
    """Add a paper by its TITLE, or by an id with --title.

    Where only an id is given (arXiv, DOI, OpenReview, ACL Anthology, DBLP), its service is asked for the rest over the
    network. A paper that the wiki knows, by an id or its title, is not added again: what its file lacks is filled.
    """
    from litwiki.curation.by_hand import SERVICES, id_by_hand, look_up, read_one
    from litwiki.curation.ingest import Manner
    from litwiki.curation.ingest import ingest as run
    from litwiki.text.identifiers import parse_identifier

    if bibtex:
        if paper or title or arxiv or doi or authors or year:
            raise UsageError("--bibtex brings titles and ids of its own; leave the others out")
        context, values = click.get_current_context(), {name: getattr(call, name) for name in CONTENT}
        context.invoke(ingest, inputs=(bibtex,), form="bibtex", **values)
        return
    with call.progress() as steps:
        folder = call.folder
        ids = {"arxiv": arxiv, "doi": doi}
        named = parse_identifier(paper) if paper else None
        if paper and named:
            ids[named.kind] = ids.get(named.kind) or named.value
        elif paper and title:
            raise UsageError(f"two titles, {paper!r} and {title!r}; which is it?")
        title = title or (None if named else paper)
        known = {kind: id_by_hand(kind, text) for kind, text in ids.items() if text}
        if title:
            reading = read_one(title, authors, year, known)
        elif (kind := next((kind for kind in SERVICES if kind in known), "")) and not (authors or year):
            steps.say("looking it up")
            reading = look_up(folder, kind, known[kind])
        else:
            raise UsageError("which paper? Give its title, with its id where it has one, or --bibtex FILE")
        manner = Manner(has_ledgers=False, is_dry=call.dry_run)
        report = run(folder, readings=[reading], manner=manner, say=steps.say)
    show_ingested(report, call)
