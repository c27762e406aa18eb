"""One file of `content/` by itself: its path or text in, its parts out, or everything that is wrong with it.

Stories ask for a file to change it, to say where a value stands in it, or to see before they write that what they are
about to write can be read.
"""

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path, PurePosixPath

from litwiki.content.decisions import read_decisions
from litwiki.content.digests import read_digest
from litwiki.content.fields import Fields, Key, Report
from litwiki.content.files import Changes
from litwiki.content.front_matter import Document, decode, read, read_mapping
from litwiki.content.ledgers import MAX_LEDGER, read_ledger
from litwiki.content.naming import fenced
from litwiki.content.papers import read_paper
from litwiki.content.paths import read_reading_path
from litwiki.content.pending import read_pending
from litwiki.content.people import read_people
from litwiki.content.redirects import read_redirects
from litwiki.content.strict_yaml import Mapping, Node, RefusedError, Sequence
from litwiki.content.text_fields import text_kind
from litwiki.content.topics import read_topic
from litwiki.model.errors import LitwikiError
from litwiki.model.ids import DigestId, ListingId, ReadingPathId, Slug, TopicId
from litwiki.model.problems import Place, Problem, Severity
from litwiki.workers import InProcess, shards

PAGES: AnyMapping[str, Callable[[Document, str, Report], object]] = {
    "papers": lambda document, name, report: read_paper(document, Slug(name), {}, report),
    "topics": lambda document, name, report: read_topic(document, TopicId(name), report),
    "digests": lambda document, name, report: read_digest(document, DigestId(name), report),
    "paths": lambda document, name, report: read_reading_path(document, ReadingPathId(name), report),
}
"""The readers of files in folders, by these."""
YAML_FILES: AnyMapping[str, Callable[[Mapping, Report], object]] = {
    "decisions.yml": read_decisions,
    "pending.yml": read_pending,
    "people.yml": read_people,
    "redirects.yml": read_redirects,
}
"""The readers of single files."""
PAGE_TITLE = Key("title", text_kind(), "The title of the page.")
AT_A_TIME = 1_000
"""Files as large as a paper's that are read in one task."""
PAPER = 500
"""Bytes of YAML that are as much work as a paper, most of which is text."""


def read_document(root: Path, path: str) -> Document:
    """One content file in its parts. Raises `RefusedError` where it cannot be read."""
    return read((root / path).read_bytes(), path)


def read_text(text: str, path: str) -> Document:
    """A content file's text in its parts, as `read_document` reads a file."""
    return read(text.encode(), path)


def read_yaml(root: Path, path: str, text: str | None = None) -> Document:
    """A YAML file, or `text` in its place, as a document without a body; `unfenced` gives its text back."""
    written = decode((root / path).read_bytes(), path, MAX_LEDGER) if text is None else text
    return fenced(written, path, MAX_LEDGER)


def read_again(changes: Changes, executor: Executor | None = None) -> tuple[Problem, ...]:
    """The errors of texts (paths under `content/`) that are about to be written; nothing, one hopes."""
    executor = executor or InProcess()
    size = sum(len(text or "") for text in changes.values())
    weight = min(AT_A_TIME, max(1, size // max(1, len(changes)) // PAPER))
    tasks = shards([*changes.items()], AT_A_TIME // weight, executor, weight)
    return tuple(chain.from_iterable(executor.map(_errors_of, tasks)))


def refuse_errors(changes: Changes, executor: Executor | None = None, errors: AnySequence[Problem] = ()) -> None:
    """Raises `LitwikiError` where texts that are about to be written have errors, or others had some."""
    if wrong := (*errors, *read_again(changes, executor)):
        raise LitwikiError("nothing was written, because this would be wrong:\n" + "\n".join(map(str, wrong)))


def _errors_of(changes: AnySequence[tuple[PurePosixPath, str | None]]) -> tuple[Problem, ...]:
    texts = ((path, text) for path, text in changes if text is not None and path.suffix != ".txt")
    problems = (problem for path, text in texts for problem in read_alone(text, f"content/{path}"))
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def read_alone(text: str, path: str) -> tuple[Problem, ...]:
    """Everything that is wrong with the text of one file of `content/` by itself."""
    problems: list[Problem] = []
    report, place = problems.append, PurePosixPath(path)
    folder, name = place.parent.name, place.stem
    try:
        if folder in PAGES:
            PAGES[folder](read_text(text, path), name, report)
        elif path.endswith(".md"):
            Fields(read_text(text, path).front, (PAGE_TITLE,), report)(PAGE_TITLE)
        elif folder == "listings":
            read_ledger(read_mapping(text.encode(), path, MAX_LEDGER), ListingId(name), report)
        elif place.name in YAML_FILES:
            YAML_FILES[place.name](read_mapping(text.encode(), path, MAX_LEDGER), report)
    except RefusedError as refused:
        report(refused.problem)
    return tuple(problems)


def locate(root: Path, path: str, *keys: str | int) -> Place:
    """Where in a content file the value stands that `keys` lead to, as far as they lead."""
    try:
        content, is_page = (root / path).read_bytes(), path.endswith(".md")
        node: Node = read(content, path).front if is_page else read_mapping(content, path, MAX_LEDGER)
    except (OSError, RefusedError):
        return Place(path)
    for key in keys:
        if isinstance(node, Mapping) and key in node.items:
            node = node.items[str(key)]
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            break
    return node.place if keys else Place(path)


def body_line(root: Path, path: str) -> int:
    """The line of a content file on which its body begins."""
    try:
        return read_document(root, path).body_line
    except (OSError, RefusedError):
        return 1
