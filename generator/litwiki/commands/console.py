"""What commands share with the terminal: errors as exit codes, progress, results on standard output, the rest on
standard error."""

import json
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click
from msgspec import Struct

from litwiki.model.as_json import as_json
from litwiki.model.errors import LitwikiError, UnsoundError
from litwiki.text.messages import printable

if TYPE_CHECKING:
    from rich.progress import Progress

    from litwiki.model.matches import Conflict


@contextmanager
def errors() -> Iterator[None]:
    """Ends a command with a message and an exit code where a person can mend what is wrong: our own errors, and what
    the system refuses (a full disk, a missing permission)."""
    try:
        yield
    except UnsoundError as error:
        print_lines(error.problems, err=True)
        fail(str(error))
    except LitwikiError as error:
        click.echo(f"litwiki: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        raise  # click ends quietly where nobody reads on
    except OSError as error:
        where = printable(f"{error.filename}: ") if error.filename else ""
        click.echo(f"litwiki: {where}{error.strerror or error}", err=True)
        sys.exit(1)


class Steps(Struct):
    """What is being done, and how much of it where that is known, as a bar on a terminal; said nowhere without one."""

    bar: "Progress | None" = None
    most: int = 0

    def say(self, what: str) -> None:
        """Names the step that begins."""
        self.most = 0
        if self.bar:
            self.bar.update(self.bar.task_ids[0], description=what, total=None, completed=0)

    def tick(self, left: int) -> None:
        """Says how much of the step is left."""
        self.most = max(self.most, left + 1)
        if self.bar:
            self.bar.update(self.bar.task_ids[0], total=self.most, completed=self.most - left)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Steps]:
    """Shows on a terminal what is being done; shows nothing anywhere else."""
    if quiet or not sys.stderr.isatty():
        yield Steps()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} …"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("starting", total=None)
        yield Steps(bar)


def print_lines(lines: Iterable[object], *, err: bool = False) -> None:
    """Prints lines in which anybody's text may stand, on standard output or, with `err`, standard error."""
    for line in lines:
        click.echo(printable(str(line)), err=err)


def print_counts(rows: Iterable[tuple[str, int, str]]) -> None:
    """Prints what was counted, each with what there is to say of it."""
    print_lines(f"  {name}: {count:,}{f' ({text})' if text else ''}" for name, count, text in rows)


def print_json(value: object) -> None:
    """Prints the one object of `--json`: a report, or what `as_json` knows."""
    click.echo(json.dumps(as_json(value), ensure_ascii=False))


def say_some(lines: Iterable[str], most: int = 20, rest: str = "; --json has all") -> None:
    """Prints at most so many lines of a kind on standard error, then how many more there are, and where (`rest`)."""
    some = list(lines)
    print_lines(some[:most], err=True)
    if len(some) > most:
        click.echo(f"… and {len(some) - most:,} more like this{rest}", err=True)


def conflict_lines(conflicts: Iterable["Conflict"]) -> Iterator[str]:
    """Values that papers keep, each with the other one and where that stands."""
    for c in conflicts:
        stored = f"content/papers/{c.slug}.md keeps its {c.field} {short(c.stored)}"
        yield f"conflict: {stored}; {c.path}:{c.line} has {short(c.given)}"


def show_end(written: Collection[str], *, is_dry: bool) -> None:
    """Prints that nothing was written, or how what was written is taken back."""
    if is_dry:
        click.echo("Nothing was written (--dry-run).")
    elif written:
        from litwiki.scaffold.installation import invocation

        click.echo(f"`{invocation()} undo` takes this back.")


def short(text: str) -> str:
    """The beginning of a long value, in quotes."""
    return repr(text if len(text) <= 80 else f"{text[:77]}…")


def fail(message: str) -> NoReturn:
    """Ends with exit code 1."""
    click.echo(f"litwiki: {message}", err=True)
    sys.exit(1)
