"""`litwiki serve`: the site built, served on this machine, and built again when something changes."""

import time
import traceback
from contextlib import suppress
from pathlib import Path

import click

from litwiki.commands.console import errors, fail, progress, show, wiki_root
from litwiki.commands.options import EPILOG, quiet_option, root_option
from litwiki.model.errors import BusyError, LitwikiError
from litwiki.model.records import Severity

WATCHED = ("content", "templates", "site_config", "mkdocs.yml")
PAUSE = 0.5
"""Seconds after which a build is tried again that another command kept from its work."""


@click.command(epilog=EPILOG)
@root_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to serve on.")
@quiet_option
def serve(root: Path | None, port: int, quiet: bool) -> None:
    """Build the site, serve it on this machine, and rebuild when something changes."""
    from litwiki.build import Warm
    from litwiki.build import build as run
    from litwiki.site.banner import Notice
    from litwiki.site.serve import SiteServer
    from litwiki.site.watching import Changes

    with errors():
        folder = wiki_root(root)
        notice, warm = Notice(), Warm()

        def rebuild() -> None:
            try:
                with progress(quiet=quiet) as steps:
                    report = run(folder, say=steps.say, tick=steps.tick, warm=warm)
            except BusyError:
                warm.inputs = None  # the files that the other command writes are not those of any build
                time.sleep(PAUSE)
                return
            except LitwikiError as error:
                click.echo(f"litwiki: {error}; the last good site stays", err=True)
                notice.show((), str(error))
                return
            except Exception:  # a bug, or a file that came and went: the next change may be built all the same
                traceback.print_exc()
                notice.show((), "litwiki failed; the terminal says where")
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
        server = SiteServer(folder / "site", port, notice)
        changes = Changes([folder / name for name in WATCHED], warm.is_current)
        server.start()
        if not quiet:
            click.echo(f"Serving on http://127.0.0.1:{port} (Ctrl+C stops)")
        with suppress(KeyboardInterrupt):
            while True:
                changes.wait()
                rebuild()
                server.renew()
        changes.close()
