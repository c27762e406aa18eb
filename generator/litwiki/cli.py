"""The `litwiki` command: the only place that prints and exits.

Standard output has results, standard error everything else. Exit codes: 0 fine, 1 problems in content or
input, 2 wrong usage, 3 a bug in litwiki.
"""

import datetime
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from litwiki import __version__
from litwiki.model.config import find_root
from litwiki.model.errors import LitwikiError, UsageError
from litwiki.model.records import JsonValue, Outcome, Problem, Severity
from litwiki.text.words import printable

if TYPE_CHECKING:  # commands import what they need, so that --help is quick
    from litwiki.content import Loaded
    from litwiki.curation.ingest import Report
    from litwiki.curation.review import Question

EPILOG = "Exit codes: 0 fine, 1 problems in content or input, 2 wrong usage, 3 a bug in litwiki."

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    help="The wiki's folder; the nearest one above with a site_config/wiki.yml unless given.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="litwiki")
def cli() -> None:
    """A wiki of the literature: paper listings in, a curated, searchable static site out.

    A wiki is a git repository: `content/` is its database and a pull request its editor.
    """


@cli.command(epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The wiki's name; made from the folder's name unless given.")
@quiet_option
def init(folder: Path, title: str | None, quiet: bool) -> None:
    """Make a new wiki in DIR."""
    from litwiki.scaffold import scaffold

    with _errors():
        scaffold(folder, title)
    if not quiet:
        click.echo(f"Made a wiki in {folder}. Next:\n  cd {folder}\n  litwiki ingest LISTING.txt\n  litwiki serve")


@cli.command(epilog=EPILOG)
@click.argument("files", metavar="FILE…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--sources", is_flag=True, help="The files that `sources` in site_config/wiki.yml names, too.")
@root_option
@click.option("--date", help="The listing's full date, YYYY-MM-DD, where it prints none or no year.")
@click.option("--title", help="The listing's title.")
@click.option("--update", is_flag=True, help="Replace what an earlier ingest wrote and nobody changed since.")
@json_option
@quiet_option
def ingest(
    files: tuple[Path, ...],
    sources: bool,
    root: Path | None,
    date: str | None,
    title: str | None,
    update: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Bring listings into the wiki: new papers, and the places where known ones appeared.

    What a person wrote is never replaced; run it as often as you like.
    """
    from litwiki.curation.ingest import ingest as run

    with _errors(), _progress(quiet=quiet or as_json) as steps:
        folder = _root(root)
        files = _listing_files(folder, files, sources=sources)
        report = run(folder, files, date=_date(date), title=title, update=update, say=steps.say)
    _show_ingested(report, as_json=as_json, quiet=quiet)


@cli.command(epilog=EPILOG)
@root_option
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; `site` in the wiki's folder.")
@click.option("--clean", is_flag=True, help="Write every generated file anew.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--offline", is_flag=True, help="Also write the site as a zip whose pages open without a server.")
@json_option
@quiet_option
def build(
    root: Path | None,
    site_dir: Path | None,
    clean: bool,
    strict: bool,
    offline: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Build the site. The last good one stays in place until the new one is complete."""
    from litwiki.build import build as run

    with _errors(), _progress(quiet=quiet or as_json) as steps:
        report = run(
            _root(root), site=site_dir, clean=clean, strict=strict, archive=offline, say=steps.say, tick=steps.tick
        )
    if as_json:
        _print_json(report.to_json())
    else:
        _show(p for p in report.problems if report.site is None or p.severity is Severity.ERROR)
    for warning in report.warnings:
        click.echo(f"MkDocs: {warning}", err=True)
    if report.site is None:
        _fail("nothing was built")
    if not as_json and not quiet:
        warned = sum(p.severity is Severity.WARNING for p in report.problems)
        advice = f"; {warned} warnings (litwiki check)" if warned else ""
        click.echo(f"{report.pages} pages of {report.papers} papers in {report.seconds:.1f} s: {report.site}{advice}")
        if report.archive:
            click.echo(f"to read without a server: {report.archive}")


@cli.command(epilog=EPILOG)
@root_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to serve on.")
@quiet_option
def serve(root: Path | None, port: int, quiet: bool) -> None:
    """Build the site, serve it on this machine, and rebuild when something changes."""
    from litwiki.build import build as run
    from litwiki.render import serve as serve_site

    with _errors():
        folder = _root(root)

        def rebuild() -> None:
            try:
                with _progress(quiet=quiet) as steps:
                    report = run(folder, say=steps.say, tick=steps.tick)
            except LitwikiError as error:
                click.echo(f"litwiki: {error}; the last good site stays", err=True)
                return
            _show(p for p in report.problems if p.severity is Severity.ERROR)
            if report.site is None:
                click.echo("the last good site stays until this is mended", err=True)
            elif not quiet:
                click.echo(f"{report.pages} pages in {report.seconds:.1f} s")

        rebuild()
        if not (folder / "site" / "index.html").is_file():
            _fail("there is nothing to serve yet")
        if not quiet:
            click.echo(f"Serving on http://127.0.0.1:{port} (Ctrl+C stops)")
        watched = [folder / name for name in ("content", "templates", "site_config", "mkdocs.yml")]
        serve_site(folder / "site", port, watched, rebuild)


@cli.command(epilog=EPILOG)
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Lines for people, one JSON object, or annotations for GitHub Actions.",
)
@click.option("--site-dir", type=click.Path(path_type=Path), help="Check the links of the site built there, too.")
@quiet_option
def check(root: Path | None, form: str, site_dir: Path | None, quiet: bool) -> None:
    """Show everything that is wrong with the wiki's content, and what to do about it."""
    from litwiki.curation.checks import check_content as run

    with _errors():
        wiki, problems = run(_root(root), site_dir)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if form == "json":
        _print_json({"papers": len(wiki.papers), "problems": [problem.to_json() for problem in problems]})
    elif form == "github":
        for problem in problems:
            click.echo(_annotation(problem))
    else:
        for problem in problems:
            if not quiet or problem.severity is Severity.ERROR:
                click.echo(str(problem))
        if not quiet:
            counts = f"{errors} errors and {len(problems) - errors} warnings"
            click.echo(f"{len(wiki.papers)} papers, {len(wiki.topics)} topics: {counts}", err=True)
    sys.exit(1 if errors else 0)


@cli.command(epilog=EPILOG)
@click.argument("slugs", metavar="[SLUG…]", nargs=-1)
@root_option
@json_option
def suggest(slugs: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Propose topics for papers, best first, each with its reason.

    Without SLUG: for all papers whose topics no one has confirmed.
    """
    from litwiki import content
    from litwiki.curation import topic_suggestions as topics

    with _errors(), _progress(quiet=as_json) as steps:
        steps.say("learning from the curated papers")
        wiki = content.load(_root(root)).wiki
        unknown = [slug for slug in slugs if not wiki.resolve(slug)]
        if unknown:
            raise UsageError(f"no paper {unknown[0]!r} in this wiki")
        named = [wiki.papers[slug] for name in slugs if (slug := wiki.resolve(name))]
        papers = named or [p for p in wiki.papers.values() if p.topics_status == "suggested" and not slugs]
        found = topics.suggest(wiki, papers)
    if as_json:
        _print_json({"papers": [{"slug": slug, "topics": [s.to_json() for s in best]} for slug, best in found.items()]})
        return
    for slug, best in found.items():
        click.echo(f"{slug}: {wiki.papers[slug].title}")
        for suggestion in best:
            click.echo(f"  {suggestion.score:.2f} {suggestion.topic}: {suggestion.reason}")
    if not found:
        click.echo("no paper waits for topics" if wiki.topics else "this wiki has no topics yet", err=True)


@cli.command(epilog=EPILOG)
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
    from litwiki.lookup import look_up

    title = title or titled
    if title and not (arxiv or doi) and (kind := id_of(title)):
        title, arxiv, doi = None, title if kind == "arxiv" else None, title if kind == "doi" else None
    with _errors(), _progress(quiet=quiet or as_json) as steps:
        folder = _root(root)
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
    _show_ingested(report, as_json=as_json, quiet=quiet)


@cli.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.argument("into", metavar="INTO")
@root_option
@json_option
@quiet_option
def merge(slug: str, into: str, root: Path | None, as_json: bool, quiet: bool) -> None:
    """Make one of two papers, or of two topics: INTO stays, SLUG leads there from now on.

    Write topic:NAME where a paper has the same name. What INTO lacks is filled; what it cannot hold is printed.
    """
    from litwiki.curation.merge import merge as run

    with _errors():
        _show_outcome(run(_root(root), slug, into), as_json=as_json, quiet=quiet)


@cli.command(epilog=EPILOG)
@click.argument("slug", metavar="SLUG")
@click.argument("new", metavar="NEW")
@root_option
@json_option
@quiet_option
def rename(slug: str, new: str, root: Path | None, as_json: bool, quiet: bool) -> None:
    """Give a paper or topic another name; its old address leads to the new one.

    Ledgers, reading lists, references and decisions follow. Write topic:NAME where a paper has the same name.
    """
    from litwiki.curation.merge import rename as run

    with _errors():
        _show_outcome(run(_root(root), slug, new), as_json=as_json, quiet=quiet)


@cli.command(epilog=EPILOG)
@root_option
@click.option("--answer", "answers", metavar="ID=ANSWER", multiple=True, help="Answer a question; once for each.")
@json_option
def review(root: Path | None, answers: tuple[str, ...], as_json: bool) -> None:
    """Go through what waits for a person, one question at a time.

    Papers that may be one, values of listings that differ from a paper's, and topics that were suggested. An
    answer is remembered and not asked for again; leave at any time.
    """
    from litwiki.content import Loaded
    from litwiki.curation import review as module

    with _errors():
        folder = _root(root)
        outcomes = []
        for given in answers:
            question, sign, text = given.partition("=")
            if not sign:
                raise UsageError(f"--answer {given!r} has no =; write ID=ANSWER")
            outcomes.append(module.answer(folder, question, text))
        found = module.questions(folder)
    if isinstance(found, Loaded):
        _show(found.problems)
        _fail("nothing can be asked: mend content/ first (litwiki check shows the same)")
    if as_json:
        said: JsonValue = [line for outcome in outcomes for line in outcome.said]
        _print_json({"said": said, "questions": [question.to_json() for question in found]})
    elif answers:
        for outcome in outcomes:
            _show_outcome(outcome, as_json=False, quiet=False)
    else:
        _ask(folder, found)


def _ask(root: Path, found: Sequence["Question"]) -> None:
    """Puts questions on the terminal, side by side where there are two sides."""
    from rich.columns import Columns
    from rich.panel import Panel
    from rich.text import Text

    from litwiki.curation.review import answer

    console = Console()
    if not found:
        click.echo("nothing waits for an answer")
    for number, question in enumerate(found, 1):
        width = max(30, console.width // len(question.sides) - 1)
        panels = []
        for side in question.sides:
            lines = [Text.assemble((f"{name}: ", "bold"), printable(text)) for name, text in side]
            panels.append(Panel(Text("\n").join(lines), width=width))
        console.print(Columns(panels))
        choices = [*question.answers, "skip", "quit"]
        for choice, what in question.answers.items():
            click.echo(f"  {choice}: {what}")
        while True:
            given = click.prompt(f"{number}/{len(found)} {question.text} [{'/'.join(choices)}]", default="skip")
            if given == "quit":
                return
            if given == "skip":
                break
            try:
                _show_outcome(answer(root, question.id, given), as_json=False, quiet=False)
                break
            except LitwikiError as error:
                click.echo(f"litwiki: {error}", err=True)


@cli.command(epilog=EPILOG)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@root_option
@json_option
@click.pass_context
def accept(context: click.Context, file: Path, root: Path | None, as_json: bool) -> None:
    """Carry out what the text of an issue asks for that was made with one of the issue forms."""
    from litwiki.curation.accept import accept as run
    from litwiki.curation.forms import read_request

    with _errors():
        folder = _root(root)
        try:
            request = read_request(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file} cannot be read: {error}") from None
        if request.form != "add-listing":
            report = run(folder, request)
            _show_outcome(report, as_json=as_json, quiet=False)
            return
    with tempfile.TemporaryDirectory() as temporary:
        listing = Path(temporary) / "listing.txt"
        listing.write_text(request.values["listing"], encoding="utf-8")
        title, date = request.values["title"] or None, request.values["date"] or None
        context.invoke(ingest, files=(listing,), root=folder, title=title, date=date, as_json=as_json)


@cli.command(epilog=EPILOG)
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

    with _errors():
        found = run(_root(root), base)
    if form == "json":
        _print_json(found.to_json())
    else:
        click.echo(found.to_markdown())


def main() -> None:
    """The entry point: whatever no one foresaw is a bug, and says so without a traceback."""
    # Our matrices are small: more threads of the linear algebra library only wait for each other (a build of 384
    # papers took 8.5 instead of 7.3 s of the processor). It reads this when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli(standalone_mode=True)
    except Exception as error:
        if os.environ.get("LITWIKI_TRACEBACK"):
            traceback.print_exc()
        click.echo(
            f"litwiki: a bug in litwiki: {type(error).__name__}: {error}\n"
            "Please report it; LITWIKI_TRACEBACK=1 shows where it happened.",
            err=True,
        )
        sys.exit(3)


# --- helpers of the commands ---------------------------------------------------------------------------


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except LitwikiError as error:
        click.echo(f"litwiki: {error}", err=True)
        sys.exit(error.exit_code)


@dataclass(slots=True)
class _Steps:
    """A bar on a terminal: what is being done, and how much of it where that is known."""

    bar: Progress
    task: TaskID
    most: int = 0

    def say(self, what: str) -> None:
        self.most = 0
        self.bar.update(self.task, description=what, total=None, completed=0)

    def tick(self, left: int) -> None:
        self.most = max(self.most, left + 1)
        self.bar.update(self.task, total=self.most, completed=self.most - left)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[_Steps]:
    """Shows on a terminal what is being done; shows nothing anywhere else."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description} …"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        yield _Steps(bar, bar.add_task("starting", total=None))


def _root(given: Path | None) -> Path:
    root = given or find_root(Path.cwd())
    if root is None:
        raise UsageError("there is no wiki here: no folder above has a site_config/wiki.yml; see --root")
    return root.absolute()


def _show_ingested(report: "Report | Loaded", *, as_json: bool, quiet: bool) -> NoReturn:
    """Prints what came of listings or entries, and ends."""
    from litwiki.curation.ingest import Report

    if not isinstance(report, Report):
        if as_json:
            _print_json({"problems": [problem.to_json() for problem in report.problems]})
        _show(report.problems)
        _fail("nothing was ingested: mend content/ first (litwiki check shows the same)")
    if as_json:
        _print_json(report.to_json())
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for rejected in report.rejected:
        click.echo(str(rejected), err=True)
    if not as_json:
        for conflict in report.conflicts:
            where = f"content/papers/{conflict.slug}.md"
            click.echo(
                f"conflict: {where} keeps its {conflict.field} {_short(conflict.stored)!r}; "
                f"{conflict.path}:{conflict.line} has {_short(conflict.given)!r}",
                err=True,
            )
        for pair in report.uncertain:
            click.echo(f"perhaps one paper: {pair.slug} and {pair.other}", err=True)
    if not as_json and not quiet:
        new = f"{len(report.new)} new paper{'s' if len(report.new) != 1 else ''}"
        click.echo(f"{report.entries} entries: {new}, {len(report.known)} known; {len(report.written)} files written")
    sys.exit(1 if report.rejected else 0)


def _show_outcome(outcome: Outcome, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        _print_json(outcome.to_json())
    elif not quiet:
        for line in outcome.said:
            click.echo(printable(line))


def _listing_files(root: Path, files: tuple[Path, ...], *, sources: bool) -> tuple[Path, ...]:
    from litwiki.curation.ingest import source_files

    if not files and not sources:
        raise UsageError("name the files of listings, or --sources")
    return (*files, *(source_files(root) if sources else ()))


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    # `fromisoformat` alone also takes 20260317 and 2026-W12-2.
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with suppress(ValueError):
            return datetime.date.fromisoformat(text).isoformat()
    raise UsageError(f"--date {text!r} is no date; write YYYY-MM-DD")


def _show(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _annotation(problem: Problem) -> str:
    """A workflow command (docs.github.com, "Workflow commands for GitHub Actions")."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    place, text = problem.place, f"{problem.message}; {problem.fix}" if problem.fix else problem.message
    where = f"file={value(place.path)},line={place.line},col={place.column},title={value(problem.code)}"
    return f"::{problem.severity.value} {where}::{data(text)}"


def _print_json(value: JsonValue) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"


def _fail(message: str) -> NoReturn:
    click.echo(f"litwiki: {message}", err=True)
    sys.exit(1)
