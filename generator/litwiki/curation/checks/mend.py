"""The story of `litwiki check --fix`: mends the problems whose remedy needs no judgment.

A problem's changes are made together or not at all, and only where the line still says what they expect. The YAML
parser reports one slip of a file at a time, so the files are read again until nothing is left to do.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from litwiki import content
from litwiki.content.single_file import read_alone
from litwiki.curation.checks import check_content
from litwiki.model.as_json import JsonValue
from litwiki.model.problems import Exchange, Problem

MOST_ROUNDS = 50
"""Slips in one file that are mended before the whole wiki is looked at again."""
MOST_PASSES = 4
"""A name that is written as files are named may then turn out to be a topic's."""


class Mended(Struct, frozen=True):
    """A problem that is gone, with the line as it was and as it is."""

    problem: Problem
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.problem.place.path}:{self.problem.place.line} {self.problem.code} {self.before} → {self.after}"

    def to_json(self) -> dict[str, JsonValue]:
        """What `litwiki check --fix --format json` prints of it."""
        return {**self.problem.to_json(), "before": self.before, "after": self.after}


def mend(root: Path) -> tuple[Mended, ...]:
    """Mends what needs no judgment in `content/`. Raises `BusyError` and `StorageError`."""
    mended: list[Mended] = []
    for _ in range(MOST_PASSES):
        some = _pass(root)
        mended += some
        if not some:
            break
    return tuple(mended)


def _pass(root: Path) -> list[Mended]:
    mended: list[Mended] = []
    with content.writing(content.load_config(root)) as right:
        texts: dict[str, str] = {}
        problems: Iterable[Problem] = check_content(root, alike=False).problems
        for _ in range(MOST_ROUNDS):
            some = list(_round(root, problems, texts))
            if not some:
                break
            mended += some
            # What other files say of a file does not change with it: only the file is read again.
            changed = dict.fromkeys(one.problem.place.path for one in some)
            problems = [p for path in changed for p in read_alone(texts[path], path)]
        right.commit({PurePosixPath(path.removeprefix("content/")): text for path, text in texts.items()})
    return mended


def _round(root: Path, problems: Iterable[Problem], texts: dict[str, str]) -> Iterator[Mended]:
    """Carries out what does not touch one line twice, in the `texts` of files."""
    touched: set[tuple[str, int]] = set()
    shifted: set[str] = set()
    # From the end of each file, so that places before keep their lines.
    for problem in sorted((p for p in problems if p.mend), key=lambda p: p.place, reverse=True):
        path = problem.place.path
        places = {(path, exchange.line) for exchange in problem.mend}
        if not path.startswith("content/") or touched & places or path in shifted:
            continue
        text = texts.get(path) or _read(root / path)
        after = exchanged(text, problem.mend) if text else text
        if after == text:
            continue
        touched |= places
        if text.count("\n") != after.count("\n"):
            shifted.add(path)
        texts[path] = after
        first = min(exchange.line for exchange in problem.mend) - 1
        yield Mended(problem, _line(text, first), _line(after, first))


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _line(text: str, number: int) -> str:
    return "".join(text.split("\n")[number : number + 1]).strip()


def exchanged(text: str, exchanges: Iterable[Exchange]) -> str:
    """The text with all changes made; as it is where one of them does not meet what it expects."""
    lines = text.split("\n")
    for exchange in sorted(exchanges, key=lambda e: (e.line, e.column), reverse=True):
        row, start = exchange.line - 1, exchange.column - 1
        before = _as_written(lines[row], start, exchange.before) if row < len(lines) else None
        if before is None:
            return text
        if exchange.after is None:
            del lines[row]
        else:
            end = "\r" if lines[row].endswith("\r") else ""
            after = exchange.after.replace("\n", f"{end}\n")
            lines[row] = lines[row][:start] + after + lines[row][start + len(before) :]
    return "\n".join(lines)


def _as_written(line: str, start: int, before: str) -> str | None:
    """`before` as it stands at `start`: bare or in quotes; None where it is something else."""
    forms = (f"'{before.replace(chr(39), chr(39) * 2)}'", f'"{before}"', before)
    return next((written for written in forms if line.startswith(written, start)), None)
