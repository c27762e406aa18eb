"""`litwiki build`: the site made of the content."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import fail, print_json, print_lines
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.hosts import HOSTS
from litwiki.model.problems import Severity

if TYPE_CHECKING:
    from litwiki.build import Report


@click.command(epilog=EPILOG)
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; `site` in the wiki's folder.")
@click.option("--clean", is_flag=True, help="Write every generated file anew.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--offline", is_flag=True, help="Also write the site as a zip whose pages open without a server.")
@click.option(
    "--explain", metavar="PATH", default="", help="Say why a file of build/docs or of the site was made again."
)
@click.option(
    "--host",
    type=click.Choice(tuple(HOSTS)),
    help="Where the site is published: say whether it fits there. `host` of site_config/wiki.yml where not given.",
)
@shared("root", "scheduler", "as_json", "quiet")
def build(
    site_dir: Path | None, clean: bool, strict: bool, offline: bool, explain: str, host: str | None, call: Call
) -> None:
    """Build the site. The last good one stays in place until the new one is complete."""
    from litwiki.build import build as run

    # The process ends soon. To look for cycles in all that a build made, once it was over, took a sixth of a build in
    # which one page of 10,000 had changed.
    gc.disable()
    with call.progress() as steps, call.executor() as executor:
        report = run(
            call.folder,
            site=site_dir,
            clean=clean,
            strict=strict,
            archive=offline,
            explain=explain,
            host=host or "",
            executor=executor,
            say=steps.say,
            tick=steps.tick,
        )
    fit = report.fit
    if call.as_json:
        print_json(report)
    else:
        print_lines((p for p in report.problems if report.site is None or p.severity is Severity.ERROR), err=True)
        print_lines(report.reasons)
    print_lines(report.warnings, err=True)
    if report.site is None:
        fail("nothing was built")
    if not call.as_json:
        print_lines((*fit.too_much, *fit.near) if fit else (), err=True)
        print_lines(() if call.quiet else _summary(report))
    if fit and fit.too_much:
        fail("the site is built, and does not fit where it is published")


def _summary(report: "Report") -> Iterator[str]:
    warned = sum(p.severity is Severity.WARNING for p in report.problems)
    advice = f"; {warned} warnings (litwiki check)" if warned else ""
    yield f"{report.pages:,} pages of {report.papers:,} papers in {report.seconds:.1f} s: {report.site}{advice}"
    if report.fit:
        yield report.fit.summary
    if report.layout:
        yield report.layout
    if report.archive:
        yield f"to read without a server: {report.archive}"
