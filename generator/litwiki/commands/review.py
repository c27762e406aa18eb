"""`litwiki review`: what only a person can decide, asked one by one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from litwiki.commands.console import errors, fail, print_json, show, show_outcome, wiki_root
from litwiki.commands.options import EPILOG, json_option, root_option
from litwiki.model.errors import LitwikiError, UsageError
from litwiki.model.records import JsonValue
from litwiki.text.words import printable

if TYPE_CHECKING:
    from litwiki.curation.review import Question


@click.command(epilog=EPILOG)
@root_option
@click.option("--answer", "answers", metavar="ID=ANSWER", multiple=True, help="Answer a question; once for each.")
@click.option("--joined", is_flag=True, help="Show entries that were joined, each of which may be told apart.")
@json_option
def review(root: Path | None, answers: tuple[str, ...], joined: bool, as_json: bool) -> None:
    """Go through what waits for a person, one question at a time.

    Papers that may be one, papers that were taken away, values that differ from a paper's, suggested topics. An
    answer is remembered and not asked for again; leave at any time.
    """
    from litwiki.content import Loaded
    from litwiki.curation import review as module

    with errors():
        folder = wiki_root(root)
        outcomes = []
        for given in answers:
            question, sign, text = given.partition("=")
            if not sign:
                raise UsageError(f"--answer {given!r} has no =; write ID=ANSWER")
            outcomes.append(module.answer(folder, question, text))
        found = module.joined(folder) if joined else module.questions(folder)
    if isinstance(found, Loaded):
        show(found.problems)
        fail("nothing can be asked: mend content/ first (litwiki check shows the same)")
    if as_json:
        said: JsonValue = [line for outcome in outcomes for line in outcome.said]
        print_json({"said": said, "questions": [question.to_json() for question in found]})
    elif answers:
        for outcome in outcomes:
            show_outcome(outcome, as_json=False, quiet=False)
    else:
        _ask(folder, found)


def _ask(root: Path, found: Sequence["Question"]) -> None:
    """Puts questions on the terminal, side by side where there are two sides."""
    from rich.columns import Columns
    from rich.panel import Panel
    from rich.text import Text

    from litwiki.curation.review import answer

    console = Console()
    if not found:
        click.echo("nothing waits for an answer")
    for number, question in enumerate(found, 1):
        width = max(30, console.width // len(question.sides) - 1)
        panels = []
        for side in question.sides:
            lines = [Text.assemble((f"{name}: ", "bold"), printable(text)) for name, text in side]
            panels.append(Panel(Text("\n").join(lines), width=width))
        console.print(Columns(panels))
        choices = [*question.answers, "skip", "quit"]
        for choice, what in question.answers.items():
            click.echo(f"  {choice}: {what}")
        while True:
            given = click.prompt(f"{number}/{len(found)} {question.text} [{'/'.join(choices)}]", default="skip")
            if given == "quit":
                return
            if given == "skip":
                break
            try:
                show_outcome(answer(root, question.id, given), as_json=False, quiet=False)
                break
            except LitwikiError as error:
                click.echo(f"litwiki: {error}", err=True)
