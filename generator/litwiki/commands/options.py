"""Options that several commands have, and what every `--help` ends with."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor

Command = TypeVar("Command", bound=Callable[..., Any])
EPILOG = "Exit codes: 0 fine, 1 problems in content or input, 2 wrong usage, 3 a bug in litwiki."

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    help="The wiki's folder; the nearest one above with a site_config/wiki.yml unless given.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")


def content_options(command: Command) -> Command:
    """The options of commands that change `content/`: where it is, without writing, as JSON, in silence."""
    return root_option(dry_run_option(json_option(quiet_option(command))))


scheduler_option = click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="Let the workers of a Dask scheduler work, such as tcp://10.0.0.1:8786. They share the wiki's folder.",
)


def executor_at(address: str, root: Path) -> "AbstractContextManager[Executor | None]":
    """The workers of a scheduler, or nothing where no address is given: then a command has workers of its own."""
    if not address:
        return nullcontext()
    from litwiki.workers.cluster import cluster

    return cluster(address, root)
