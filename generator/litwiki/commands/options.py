"""Options that several commands have, which a command takes together as a `Call`, and what every `--help` ends with."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from litwiki.commands.console import Steps, print_json, print_lines, progress
from litwiki.model.config import find_root
from litwiki.model.errors import UnsoundError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from litwiki.content.edit import Edit
    from litwiki.model.matches import Outcome

Command = Callable[..., Any]
EPILOG = "Exit codes: 0 fine, 1 problems in content or input, 2 wrong usage, 3 a bug in litwiki."
OPTIONS = {
    "root": click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False),
        help="The wiki's folder; the nearest one above with a site_config/wiki.yml unless given.",
    ),
    "dry_run": click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing."),
    "scheduler": click.option(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="Let the workers of a Dask scheduler work, such as tcp://10.0.0.1:8786. They share the wiki's folder.",
    ),
    "as_json": click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
    "quiet": click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong."),
}
CONTENT = ("root", "dry_run", "as_json", "quiet")
"""The options of commands that change `content/`."""


class Call(Struct, frozen=True):
    """What was given for the options in `OPTIONS`; what a command does not have of them was not given."""

    root: Path | None = None
    dry_run: bool = False
    scheduler: str = ""
    as_json: bool = False
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """The wiki's. Raises `UsageError` where there is none."""
        root = self.root or find_root(Path.cwd())
        if root is None:
            raise UsageError("there is no wiki here: no folder above has a site_config/wiki.yml; see --root")
        return root.absolute()

    def progress(self) -> AbstractContextManager[Steps]:
        """Shows on a terminal what is being done, unless somebody wants to read nothing but the results."""
        return progress(quiet=self.quiet or self.as_json)

    def executor(self) -> "AbstractContextManager[Executor | None]":
        """The workers of the scheduler, or nothing where none was given: then a command has workers of its own."""
        if not self.scheduler:
            return nullcontext()
        from litwiki.workers.cluster import cluster

        return cluster(self.scheduler, self.folder)

    def carry_out(self, act: "Callable[[Edit], Iterable[str]]") -> None:
        """Lets `act` change files of `content/`, all of them or none, and prints what it did."""
        from litwiki.content.edit import carry_out

        self.show(carry_out(self.folder, act, is_dry=self.dry_run))

    def show(self, outcome: "Outcome") -> None:
        """Prints what a command did to `content/`."""
        if self.as_json:
            print_json(outcome)
        elif not self.quiet:
            print_lines(outcome.said)


def shared(*names: str) -> Callable[[Command], Command]:
    """Gives a command the options of these names; its function takes them as `call`."""

    def with_options(command: Command) -> Command:
        @wraps(command)
        def called(**values: Any) -> Any:
            call = Call(**{name: values.pop(name) for name in names})
            try:
                return command(call=call, **values)
            except UnsoundError as error:
                if call.as_json:
                    print_json({"problems": error.problems})
                raise

        for name in reversed(names):
            called = OPTIONS[name](called)
        return called

    return with_options
