"""The `litwiki` command: the group of all commands, and what becomes of an error that nobody foresaw.

Standard output has results, standard error everything else. Exit codes: 0 fine, 1 problems in content or
input, 2 wrong usage, 3 a bug in litwiki.
"""

import atexit
import io
import os
import sys
from contextlib import suppress

import click

from litwiki import __version__
from litwiki.commands import COMMANDS
from litwiki.commands.console import errors
from litwiki.commands.options import EPILOG
from litwiki.workers.memory import collect_young


class Commands(click.Group):
    """A group whose commands end with the exit code of what a person can mend."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command that was named."""
        with errors():
            return super().invoke(ctx)


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="litwiki")
def cli() -> None:
    """A wiki of the literature: what people have to read in, a curated, searchable static site out.

    A wiki is a git repository: `content/` is its database and a pull request its editor.
    """


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """The entry point: whatever no one foresaw is a bug, and says so without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Windows writes another encoding to files and pipes, in which no title in Chinese can be written.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # Our matrices are small: more threads of the linear algebra library only wait for each other (a build of 384
    # papers took 8.5 instead of 7.3 s of the processor). It reads this when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli(standalone_mode=True)
    except Exception as error:
        if os.environ.get("LITWIKI_TRACEBACK"):
            import traceback

            traceback.print_exc()
        click.echo(
            f"litwiki: a bug in litwiki: {type(error).__name__}: {error}\n"
            "Please report it; LITWIKI_TRACEBACK=1 shows where it happened.",
            err=True,
        )
        sys.exit(3)


def run() -> None:
    """`main` in a process of its own, which ends where the interpreter would take all values apart, one by one: they go
    with the process."""
    collect_young()
    code = 1

    def leave() -> None:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # nobody reads on
                stream.flush()
        os._exit(code)

    atexit.register(leave)  # the first to be registered is the last to be called, when threads and executors have ended
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        raise
