"""`--scheduler`: the option of commands whose work a cluster may do."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor

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
    from litwiki.cluster import cluster

    return cluster(address, root)
