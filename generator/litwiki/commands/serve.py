"""`litwiki serve`: the site built, served on this machine, and built again when something changes."""

from pathlib import Path

import click

from litwiki.commands.console import errors, fail, progress, show, wiki_root
from litwiki.commands.options import EPILOG, quiet_option, root_option
from litwiki.model.errors import LitwikiError
from litwiki.model.records import Severity


@click.command(epilog=EPILOG)
@root_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to serve on.")
@quiet_option
def serve(root: Path | None, port: int, quiet: bool) -> None:
    """Build the site, serve it on this machine, and rebuild when something changes."""
    from litwiki.build import build as run
    from litwiki.site.banner import Notice
    from litwiki.site.serve import serve as serve_site

    with errors():
        folder = wiki_root(root)
        notice = Notice()

        def rebuild() -> None:
            try:
                with progress(quiet=quiet) as steps:
                    report = run(folder, say=steps.say, tick=steps.tick)
            except LitwikiError as error:
                click.echo(f"litwiki: {error}; the last good site stays", err=True)
                notice.show((), str(error))
                return
            wrong = [problem for problem in report.problems if problem.severity is Severity.ERROR]
            show(wrong)
            if report.site is None:
                click.echo("the last good site stays until this is mended", err=True)
                notice.show(wrong)
                return
            notice.clear()
            if not quiet:
                click.echo(f"{report.pages} pages in {report.seconds:.1f} s")

        rebuild()
        if not (folder / "site" / "index.html").is_file():
            fail("there is nothing to serve yet")
        if not quiet:
            click.echo(f"Serving on http://127.0.0.1:{port} (Ctrl+C stops)")
        watched = [folder / name for name in ("content", "templates", "site_config", "mkdocs.yml")]
        serve_site(folder / "site", port, watched, rebuild, notice)
