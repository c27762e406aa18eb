"""`litwiki serve`: the site built, served on this machine, and built again when something changes."""

import gc
import sys
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import fail, print_lines, progress
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import BusyError, LitwikiError
from litwiki.model.problems import Severity

if TYPE_CHECKING:
    from litwiki.site.serve import SiteServer

WATCHED = ("content", "templates", "site_config", "mkdocs.yml")
PAUSE = 0.5
"""Seconds after which a build is tried again that another command kept from its work."""


@click.command(epilog=EPILOG)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to serve on.")
@shared("root", "quiet")
def serve(port: int, call: Call) -> None:
    """Build the site, serve it on this machine, and rebuild when something changes."""
    from litwiki.site.serve import SiteServer
    from litwiki.site.watching import Changes

    folder = call.folder
    builder = Builder(folder, call.quiet)
    builder.build()
    if not (folder / "site" / "index.html").is_file():
        fail("there is nothing to serve yet")
    server = SiteServer(folder / "site", port, builder.notice)
    changes = Changes([folder / name for name in WATCHED], builder.warm.is_current)
    builder.show_on(server)
    server.start()
    # Who waits for a page need not wait for a build to let go of the interpreter; and a search for cycles takes
    # longer than a page, so there is one when nobody saves.
    sys.setswitchinterval(0.001)
    gc.disable()
    if not call.quiet:
        click.echo(f"Serving on http://127.0.0.1:{port} (Ctrl+C stops)")
    with suppress(KeyboardInterrupt):
        while True:
            changes.wait(gc.collect)
            builder.build()
            server.renew()
    changes.close()


class Builder:
    """Builds the wiki in a folder, again and again, and says what keeps it from that."""

    def __init__(self, folder: Path, quiet: bool) -> None:
        from litwiki.build import Warm
        from litwiki.site.banner import Notice

        self._folder, self._quiet = folder, quiet
        self.notice, self.warm = Notice(), Warm()

    def show_on(self, server: "SiteServer") -> None:
        """Lets a server show pages as soon as they are made."""

        def show_pages(pages: Mapping[str, bytes]) -> None:
            self.notice.clear()  # what pages are made of has no faults
            server.show(pages)

        self.warm.show = show_pages

    def build(self) -> None:
        """Builds once. Whatever goes wrong, the last good site stays."""
        from litwiki.build import build

        try:
            with progress(quiet=self._quiet) as steps:
                report = build(self._folder, say=steps.say, tick=steps.tick, warm=self.warm)
        except BusyError:
            self.warm.inputs = None  # the files that the other command writes are not those of any build
            time.sleep(PAUSE)
            return
        except LitwikiError as error:
            click.echo(f"litwiki: {error}; the last good site stays", err=True)
            self.notice.show((), str(error))
            return
        except Exception:  # a bug, or a file that came and went: the next change may be built all the same
            traceback.print_exc()
            self.notice.show((), "litwiki failed; the terminal says where")
            return
        wrong = [problem for problem in report.problems if problem.severity is Severity.ERROR]
        print_lines(wrong, err=True)
        if report.site is None:
            click.echo("the last good site stays until this is mended", err=True)
            self.notice.show(wrong)
            return
        self.notice.clear()
        if not self._quiet:
            click.echo(f"{report.pages:,} pages in {report.seconds:.1f} s")
