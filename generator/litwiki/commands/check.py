"""`litwiki check`: everything wrong with the content, for people, scripts and GitHub Actions."""

import datetime
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import print_json, print_lines, progress
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import UnsoundError, UsageError
from litwiki.model.problems import Problem, Severity
from litwiki.text.messages import counted, printable

if TYPE_CHECKING:
    from litwiki.model.wiki import Wiki


IN_TEXTS = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_VALUES = IN_TEXTS | str.maketrans({":": "%3A", ",": "%2C"})
"""What signs are written as in a workflow command."""


@click.command(epilog=EPILOG)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Lines for people, one JSON object, or annotations for GitHub Actions.",
)
@click.option("--site-dir", type=click.Path(path_type=Path), help="Check the links of the site built there, too.")
@click.option(
    "--online", is_flag=True, help="Ask whether code, data and project links still lead somewhere; mark dead ones."
)
@click.option("--fix", is_flag=True, help="Mend what needs no judgment first, and say what was mended.")
@click.option("--todo", is_flag=True, help="Count what is not known yet instead: papers without ids, summary, topics.")
@shared("root", "quiet")
def check(form: str, site_dir: Path | None, online: bool, fix: bool, todo: bool, call: Call) -> None:
    """Show everything that is wrong with the wiki's content, and what to do about it."""
    if todo:
        _show_todo(call.folder, form)
        return
    from litwiki.curation.checks import check_content as run
    from litwiki.curation.checks.mend import mend
    from litwiki.curation.days import Days, fill_days

    if site_dir and not (site_dir / "index.html").is_file():
        raise UsageError(f"{site_dir} holds no site; `litwiki build` makes one")
    folder, quiet = call.folder, call.quiet
    mended = mend(folder) if fix else ()
    days = fill_days(folder) if fix else Days()
    dead = look_at_links(folder, quiet=quiet or form != "text") if online else ()
    wiki, problems, _ = run(folder)
    if site_dir:
        from litwiki.site.deadlinks import check_site

        problems += check_site(site_dir, wiki.config.site_url)
    problems += dead
    if form == "text" and not quiet:
        print_lines((*(f"mended {one}" for one in mended), *days.said))
    wrong = sum(problem.severity is Severity.ERROR for problem in problems)
    if form == "json":
        done = {"mended": mended, "days": days} if fix else {}
        print_json({"papers": len(wiki.papers), "problems": problems, **done})
    elif form == "github":
        print_lines(map(annotation, problems))
    else:
        print_lines(one for one in problems if not quiet or one.severity is Severity.ERROR)
        if not quiet:
            _hint(wiki, problems, is_fixed=fix)
            said = f"{counted(len(wiki.papers), 'paper')}, {counted(len(wiki.topics), 'topic')}"
            rest = f"{counted(wrong, 'error')} and {counted(len(problems) - wrong, 'warning')}"
            click.echo(f"{said}: {rest}", err=True)
    sys.exit(1 if wrong else 0)


def look_at_links(root: Path, *, quiet: bool) -> tuple[Problem, ...]:
    """Asks the network about the links of papers; nothing where `content/` has errors, which the check shows."""
    from litwiki.curation.online.dead_links import check_links

    try:
        with progress(quiet=quiet) as steps:
            report = check_links(root, say=steps.say)
    except UnsoundError:
        return ()
    if not quiet:
        said = f"{report.asked:,} links asked, {len(report.problems):,} dead, {report.silent:,} without a clear answer"
        click.echo(f"{said}; {counted(len(report.written), 'file')} marked anew", err=True)
    return report.problems


def _hint(wiki: "Wiki", problems: Iterable[Problem], *, is_fixed: bool) -> None:
    """What `--fix` would do."""
    mendable = sum(bool(problem.mend) for problem in problems)
    undated = sum(not wiki.days[slug] for slug in wiki.papers)
    if mendable and not is_fixed:
        click.echo(f"litwiki check --fix mends {mendable} of these", err=True)
    if undated and not is_fixed:
        click.echo(f"{counted(undated, 'paper')} without a day of arrival; litwiki check --fix writes it", err=True)


def _show_todo(root: Path, form: str) -> None:
    """What waits, queue by queue: counts for people with the age of the oldest, all names for programs."""
    from litwiki.content import load
    from litwiki.curation.identity import alike
    from litwiki.model.clock import today
    from litwiki.model.queues import OLD, make_queues

    wiki, day = load(root).wiki, today()
    queues, pairs = make_queues(wiki), alike(wiki)
    old = queues.old(day)
    if form == "json":
        print_json(
            {
                "without": queues.lacking,
                "pending": [p.id for p in queues.pending],
                "old": [p.id for p in old],
                "alike": [[pair.slug, pair.other] for pair in pairs],
                "introductions": [one._asdict() for one in queues.introductions],
                "recommended": [one._asdict() for one in queues.recommended],
            }
        )
        return
    for key, slugs in queues.lacking.items():
        since = min((came for slug in slugs if (came := wiki.days[slug])), default="")
        _show_queue(f"papers without {key.replace('_', ' ')}", slugs, _age(since, day))
    _show_queue("pairs of papers that look alike (litwiki review)", [f"{p.slug} and {p.other}" for p in pairs])
    oldest = queues.introductions[0].updated if queues.introductions else ""
    _show_queue(
        "introductions older than their ten newest papers",
        [one.topic for one in queues.introductions],
        _age(oldest, day),
    )
    _show_queue(
        "places in reading lists of papers that were taken back or left out",
        [f"{one.paper} in content/{one.source}" for one in queues.recommended],
    )
    since = queues.pending[0].since or "" if queues.pending else ""
    _show_queue("ids that wait in content/pending.yml", [one.id for one in queues.pending], _age(since, day))
    _show_queue(f"of them for more than {OLD} days", [one.id for one in old])


def _show_queue(what: str, names: Sequence[str], age: str = "") -> None:
    shown = f": {', '.join(names[:3])}{', …' if len(names) > 3 else ''}" if names else ""
    click.echo(printable(f"{len(names):>6}  {what}{age}{shown}"))


def _age(since: str, today: str) -> str:
    if not since:
        return ""
    days = (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(since)).days
    return f", the oldest for {counted(days, 'day')}" if days > 0 else ", since today"


def annotation(problem: Problem) -> str:
    """A workflow command (docs.github.com, "Workflow commands for GitHub Actions")."""
    place, text = problem.place, f"{problem.message}; {problem.fix}" if problem.fix else problem.message
    where = f"file={place.path.translate(IN_VALUES)},line={place.line},col={place.column},title={problem.code}"
    return f"::{problem.severity.value} {where}::{text.translate(IN_TEXTS)}"
