"""YAML as litwiki accepts it: text in, a tree of nodes with places out, or the first thing wrong.

YAML 1.1 turns `2401.01230` into a float, `no` into False and keeps the last of two equal keys; none of
that is what a person meant. Here a plain scalar is its source text until a field asks for something else,
and what people do not write on purpose is refused with its line: duplicate keys, tags, anchors, aliases,
directives, several documents, tabs, control characters, deep or huge trees. libyaml's event parser does
the reading; the tree is ours because only events tell an explicit tag from an implied one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from litwiki.model import Place, Problem

MAX_TEXT = 100_000
MAX_DEPTH = 8
MAX_KEYS = 200
# All but the letters a YAML file may hold (YAML 1.1, production c-printable), and the line breaks that YAML 1.1
# sees where editors and git see none: with them our line numbers would not be a person's.
FORBIDDEN = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RefusedError(Exception):
    """A file that cannot be read; `problem` says where and why. It never leaves `content`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf. `plain` tells an unquoted scalar; `end` is the line and column (from 0) after it."""

    place: Place
    text: str
    plain: bool
    end: tuple[int, int]

    @property
    def is_null(self) -> bool:
        """Whether it stands for nothing."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in either style."""

    place: Place
    items: tuple["Node", ...]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping with unique string keys, in the file's order."""

    place: Place
    items: dict[str, "Node"]
    keys: dict[str, Scalar]
    end: tuple[int, int]


Node = Scalar | Sequence | Mapping


def parse(text: str, path: str, first_line: int = 1) -> Mapping:
    """The one mapping that `text` holds. `first_line` is where `text` begins in its file.

    Raises `RefusedError` with the codes Y005 to Y013.
    """
    _refuse_letters(text, path, first_line)
    tree = _Tree(text, path, first_line)
    try:
        node = tree.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RefusedError(_syntax(error, text, path, first_line, mark)) from None
    except yaml.YAMLError as error:
        raise RefusedError(Problem(Place(path, first_line), "Y005", f"not valid YAML: {error}")) from None
    if not isinstance(node, Mapping):
        place = node.place if node else Place(path, first_line)
        raise RefusedError(Problem(place, "Y005", "expected `key: value` lines", "write one key a line"))
    return node


def is_empty(text: str) -> bool:
    """Whether a YAML file says nothing: blank lines and comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _syntax(
    error: yaml.MarkedYAMLError, text: str, path: str, first_line: int, mark: yaml.error.Mark | None
) -> Problem:
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if error.context_mark and line >= len(lines) - 1:
        # An unterminated quote or bracket is noticed at the end; the place to mend is where it began.
        line, column = error.context_mark.line, error.context_mark.column
    if line >= len(lines) or not lines[line].strip():
        line, column = max((n for n, written in enumerate(lines[:line]) if written.strip()), default=0), 0
    place = Place(path, first_line + line, column + 1)
    if line < len(lines) and "\t" in lines[line]:
        return Problem(place, "Y006", "a tab indents this line", "indent with spaces")
    cause = error.problem or error.context or "unexpected text"
    return Problem(place, "Y005", f"not valid YAML: {cause}", "put the value in single quotes if it is text")


def _refuse_letters(text: str, path: str, first_line: int) -> None:
    found = FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start())
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        message = f"control character U+{ord(found[0]):04X}"
        raise RefusedError(Problem(Place(path, first_line + line, column + 1), "Y013", message, "remove it"))


class _Tree:
    """Builds nodes from libyaml's events, refusing on the way."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.lines = text.split("\n")
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.size = 0

    def document(self) -> Node | None:
        next(self.events)  # stream start
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            return None
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            self.refuse(start, "Y012", "a YAML directive", "remove it")
        node = self.node(next(self.events), 0)
        end = next(self.events)
        if isinstance(end, yaml.DocumentEndEvent) and end.explicit:
            self.refuse(end, "Y012", "a document end `...`", "remove it")
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            self.refuse(following, "Y012", "a second YAML document", "keep one")
        return node

    def place(self, event: yaml.Event) -> Place:
        line, column = _start(event)
        return Place(self.path, self.first_line + line, column + 1)

    def refuse(self, event: yaml.Event, code: str, message: str, fix: str) -> None:
        raise RefusedError(Problem(self.place(event), code, message, fix))

    def node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(event, "Y009", "a YAML anchor or alias", "quote the value if `*` or `&` is text")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "tag:yaml.org,2002:str":
            self.refuse(event, "Y008", f"the YAML tag {tag!r}", "remove it")
        self.size += 1
        if depth > MAX_DEPTH or self.size > 50 * MAX_KEYS * MAX_KEYS:
            self.refuse(event, "Y010", f"more than {MAX_DEPTH} levels", "keep front matter flat")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if len(event.value) > MAX_TEXT:
            self.refuse(event, "Y010", f"a value of more than {MAX_TEXT:,} characters", "shorten it")
        plain = event.style is None or event.style == ""
        return Scalar(self.place(event), event.value, plain and event.tag is None, _end(event))

    def sequence(self, event: yaml.Event, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(inner, depth + 1))
        return Sequence(self.place(event), tuple(items), _end(inner))

    def mapping(self, event: yaml.Event, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self.node(inner, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(inner, "Y005", "a key that is no word", "write `key: value`")
            elif key.text == "<<" and key.plain:
                self.refuse(inner, "Y009", "a YAML merge key", "write the keys out")
            elif key.text in items:
                self.refuse(inner, "Y007", f"the key {key.text!r} stands here twice", "remove one")
            elif len(items) >= MAX_KEYS:
                self.refuse(inner, "Y010", f"more than {MAX_KEYS} keys", "remove some")
            else:
                keys[key.text] = key
                items[key.text] = self.node(next(self.events), depth + 1)
        return Mapping(self.place(event), items, keys, _end(inner))


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _end(event: yaml.Event) -> tuple[int, int]:
    mark = event.end_mark
    return (mark.line, mark.column) if mark else (0, 0)
