"""`litwiki review`: what only a person can decide, asked one by one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litwiki.commands.console import print_json, print_lines
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import LitwikiError, UsageError
from litwiki.text.messages import printable

if TYPE_CHECKING:
    from litwiki.content.journal import Change
    from litwiki.curation.review.question import Question


@click.command(epilog=EPILOG)
@click.option("--answer", "answers", metavar="ID=ANSWER", multiple=True, help="Answer a question; once for each.")
@click.option(
    "--joined",
    is_flag=True,
    help="Show entries that were joined with others; each may become its own paper.",
)
@shared("root", "as_json")
def review(answers: tuple[str, ...], joined: bool, call: Call) -> None:
    """Go through what waits for a person, one question at a time and one key an answer.

    Papers that may be one, papers that were taken away, records that may be a paper's, values that differ from a
    paper's, suggested topics, names that may be one person's, papers without an address. An answer is
    remembered and not asked for again; take it back with u, go back with p, leave with q.
    """
    from litwiki.curation import review as module

    folder, said = call.folder, list[str]()
    for reply in answers:
        question, sign, text = reply.partition("=")
        if not sign:
            raise UsageError(f"--answer {reply!r} has no =; write ID=ANSWER")
        said += module.answer(folder, question, text).said
    waiting = module.questions(folder, joined=joined)
    if call.as_json:
        print_json({"said": said, "questions": waiting})
    elif answers:
        print_lines(said)
    else:
        _ask(folder, waiting)


def _ask(root: Path, questions: Sequence["Question"]) -> None:
    """Puts questions on the terminal, one key an answer; an answer can be taken back, a question come back to."""
    from litwiki.curation.undo import last_changes, take_back

    if not questions:
        click.echo("nothing waits for an answer")
    history: list[tuple[int, Sequence[Change]]] = []
    number = 0
    while number < len(questions) or history:
        if number < len(questions):
            _show(questions[number])
            step = _answer_by_key(root, questions[number], f"{number + 1}/{len(questions)}")
        else:
            click.echo("that was the last one  [u undo, q quit] ", nl=False)
            step = {"u": "undo", "p": "previous"}.get(_key(), "quit")
        if step == "quit":
            break
        if step == "undo" and history:
            try:
                before, changes = history.pop()
                take_back(root, changes)
                click.echo("taken back")
                number = before
            except LitwikiError as error:
                click.echo(f"litwiki: {error}", err=True)
        elif step == "undo":
            click.echo("nothing was answered yet")
        elif step == "previous":
            number = max(0, number - 1)
        else:
            if step == "answered":
                history.append((number, last_changes(root)))
            number += 1


MOVES = {" ": "later", "p": "previous", "u": "undo", "q": "quit", "\x1b": "quit", "\x03": "quit", "\x04": "quit"}
"""Keys that answer nothing; the codes are those of Escape, Ctrl+C and the end of input."""
OPEN = {
    "TOPIC,TOPIC": ("", "topics, the most central first"),
    "ID": ("", "id or address"),
    "because REASON": ("because ", "why"),
}
"""Answers of which a part is asked for: what stands before it, and what it is."""


def _show(question: "Question") -> None:
    from rich.columns import Columns
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console()
    width = max(30, console.width // len(question.sides) - 1)
    panels = []
    for side in question.sides:
        lines = [Text.assemble((f"{name}: ", "bold"), printable(text)) for name, text in side]
        panels.append(Panel(Text("\n").join(lines), width=width))
    console.print(Columns(panels))


def _answer_by_key(root: Path, question: "Question", place: str) -> str:
    """What a person does about a question: `answered`, `later`, `previous`, `undo` or `quit`."""
    from litwiki.curation.review import answer

    chosen = list(question.chosen)
    for key, (reply, effect) in question.answers.items():
        click.echo(f"  {key}  {reply}: {effect}")
    while True:
        for number, one in enumerate(question.proposals, 1):
            mark = "x" if one.topic in chosen else " "
            click.echo(
                f"  {number}  [{mark}] {one.topic}  {printable(one.reason)}"
                + (f" ({one.score:.2f}{', sure' if one.is_sure else ''})" if one.score else "")
            )
        click.echo(f"{place} {printable(question.text)}  [space later, p previous, u undo, q quit] ", nl=False)
        key = _key()
        if key in MOVES:
            return MOVES[key]
        if key.isdigit() and 0 < int(key) <= len(question.proposals):
            topic = question.proposals[int(key) - 1].topic
            chosen = [one for one in chosen if one != topic] if topic in chosen else [*chosen, topic]
            continue
        reply = _reply(question, key, chosen)
        if not reply:
            click.echo(f"{key!r} is none of the keys above")
            continue
        try:
            print_lines(answer(root, question.id, reply).said)
        except LitwikiError as error:
            click.echo(f"litwiki: {error}", err=True)
            continue
        return "answered"


def _key() -> str:
    """The next key, shown; the end of the input is `q`. Raises `UsageError` where there is no terminal."""
    try:
        key = click.getchar() or "q"
    except (EOFError, KeyboardInterrupt):
        key = "q"
    except OSError as error:  # as in a workflow: neither the input nor /dev/tty can be opened
        click.echo("")
        raise UsageError(
            "there is no terminal to ask on; --json lists the questions, --answer ID=ANSWER answers one"
        ) from error
    click.echo(key if key.isprintable() else "")
    return key.lower()


def _reply(question: "Question", key: str, chosen: Sequence[str]) -> str:
    """The answer that a key stands for; what it leaves open is asked."""
    first = next(iter(question.answers))
    key = first if key in "\r\n" and question.kind == "topics" else key
    reply = question.answers.get(key, ("", ""))[0]
    if reply in OPEN:
        before, prompt = OPEN[reply]
        return f"{before}{click.prompt(prompt)}"
    if question.kind == "topics" and key == first:
        return ",".join(chosen) or "none"
    return reply
