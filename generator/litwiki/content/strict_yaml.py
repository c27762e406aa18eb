"""YAML as litwiki accepts it: text in, a tree of nodes with places out, or the first thing wrong.

YAML 1.1 turns `2401.01230` into a float, `no` into False and keeps the last of two equal keys; none of
that is what a person meant. Here a plain scalar is its source text until a field asks for something else,
and what people do not write on purpose is refused with its line: duplicate keys, tags, anchors, aliases,
directives, several documents, tabs, control characters, deep or huge trees. libyaml's event parser does
the reading; the tree is ours because only events tell an explicit tag from an implied one.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct

from litwiki.content.slips import MERGE_MARKER, MERGE_SIGNS, Origin, find_slip
from litwiki.model.problems import Place, Problem

MAX_TEXT = 100_000
MAX_DEPTH = 8
MAX_KEYS = 200
MOST_NODES = 50 * MAX_KEYS * MAX_KEYS
TEXT_TAG = "tag:yaml.org,2002:str"
# What no YAML file may hold (YAML 1.1, all but production c-printable), and the line breaks that YAML 1.1 sees where
# editors and git see none: with them our line numbers would not be a person's.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RefusedError(Exception):
    """A file that cannot be read; `problem` says where and why. It never leaves `content`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Spot(Struct):
    """The marks that libyaml puts at the beginning of a node and behind it. Nodes are many, and few are asked for
    their place: it is made then. For the same reason they are not frozen, which would double the time to make one.
    """

    origin: Origin
    first: Any
    behind: Any

    @property
    def place(self) -> Place:
        """Where the node begins."""
        return self.origin.place(*_at(self.first))

    @property
    def line(self) -> int:
        """The line of the file, from 1, on which the node begins."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column, from 1, in which the node begins."""
        return self.place.column

    @property
    def end(self) -> tuple[int, int]:
        """Line and column behind the node, from 0, in the text that was parsed."""
        return _at(self.behind)

    @property
    def text(self) -> str:
        """What a leaf says; nothing has parts and a text."""
        return ""

    @property
    def plain(self) -> bool:
        """Whether it is a leaf without quotes."""
        return False

    @property
    def is_null(self) -> bool:
        """Whether it is a leaf that stands for nothing."""
        return self.plain and self.text in {"", "~", "null"}


class Scalar(_Spot):
    """A leaf."""

    text: str
    plain: bool


class Sequence(_Spot):
    """A list, in brackets (`is_flow`) or with one item a line."""

    items: tuple["Node", ...]
    is_flow: bool


class Mapping(_Spot):
    """A mapping with unique string keys, in the file's order."""

    items: dict[str, "Node"]
    keys: dict[str, Scalar]


Node = Scalar | Sequence | Mapping


def quoted(text: str) -> Scalar:
    """A text in quotes that stands in no file."""
    return Scalar(Origin(""), None, None, text, plain=False)


def parse(text: str, path: str, first_line: int = 1) -> Mapping:
    """The one mapping that `text` holds. `first_line` is where `text` begins in its file.

    Raises `RefusedError` with the codes Y005 to Y014.
    """
    origin = Origin(path, first_line)
    refuse_merge_markers(text, origin)
    _refuse_letters(text, origin)
    try:
        node = _Tree(text, origin).document()
    except yaml.MarkedYAMLError as error:
        raise RefusedError(find_slip(text, origin) or _syntax(error, text, origin)) from None
    except yaml.YAMLError as error:
        raise RefusedError(Problem(origin.place(), "Y005", f"not valid YAML: {error}")) from None
    if not isinstance(node, Mapping):
        place = node.place if node else origin.place()
        odd = Problem(place, "Y005", "expected `key: value` lines", "write one key a line")
        raise RefusedError(find_slip(text, origin) or odd)
    return node


def is_empty(text: str) -> bool:
    """Whether a YAML file says nothing: blank lines and comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _syntax(error: yaml.MarkedYAMLError, text: str, origin: Origin) -> Problem:
    line, column = _at(error.problem_mark or error.context_mark)
    lines = text.split("\n")
    if error.context_mark and line >= len(lines) - 1:
        # An unterminated quote or bracket is noticed at the end; the place to mend is where it began.
        line, column = _at(error.context_mark)
    if line >= len(lines) or not lines[line].strip():
        line, column = max((n for n, written in enumerate(lines[:line]) if written.strip()), default=0), 0
    place = origin.place(line, column)
    if line < len(lines) and "\t" in lines[line]:
        return Problem(place, "Y006", "a tab indents this line", "indent with spaces")
    cause = error.problem or error.context or "unexpected text"
    return Problem(place, "Y005", f"not valid YAML: {cause}", "put the value in single quotes if it is text")


def refuse_merge_markers(text: str, origin: Origin) -> None:
    """Raises `RefusedError` where git left two versions of some lines in `text` (Y014)."""
    # To look for the letters alone takes a tenth of the time.
    if any(sign in text for sign in MERGE_SIGNS) and (marker := MERGE_MARKER.search(text)):
        fix = "keep the lines that are right, and remove those that begin with <<<<<<<, ======= and >>>>>>>"
        place = origin.place(text.count("\n", 0, marker.start()))
        raise RefusedError(Problem(place, "Y014", "a merge that was not finished", fix))


def _refuse_letters(text: str, origin: Origin) -> None:
    # Nothing that prints is forbidden (Python's `isprintable` knows the categories of Unicode), and asking is faster.
    if text.replace("\n", "").isprintable():
        return
    if match := FORBIDDEN.search(text):
        at = match.start()
        place = origin.place(text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1))
        raise RefusedError(Problem(place, "Y013", f"control character U+{ord(match[0]):04X}", "remove it"))


class _Tree:
    """Builds nodes from libyaml's events, refusing on the way."""

    def __init__(self, text: str, origin: Origin) -> None:
        self.text, self.origin = text, origin
        self.next: Callable[[], Any] = _Loader(text).get_event
        self.size = 0

    def document(self) -> Node | None:
        self.next()  # stream start
        start = self.next()
        if isinstance(start, yaml.StreamEndEvent):
            return None
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            self.refuse(start, "Y012", "a YAML directive", "remove it")
        node = self.node(self.next(), 0)
        end = self.next()
        if isinstance(end, yaml.DocumentEndEvent) and end.explicit:
            self.refuse(end, "Y012", "a document end `...`", "remove it")
        following = self.next()
        if not isinstance(following, yaml.StreamEndEvent):
            self.refuse(following, "Y012", "a second YAML document", "keep one")
        return node

    def refuse(self, event: yaml.Event, code: str, message: str, fix: str) -> None:
        place = self.origin.place(*_at(event.start_mark))
        slip = find_slip(self.text, self.origin) if code in {"Y008", "Y009"} else None
        if slip and slip.mend and slip.place.line == place.line:
            raise RefusedError(Problem(place, code, message, slip.fix, mend=slip.mend))
        raise RefusedError(Problem(place, code, message, fix))

    def node(self, event: Any, depth: int) -> Node:
        self.size += 1
        if event.anchor is not None or event.tag is not None or depth > MAX_DEPTH or self.size > MOST_NODES:
            self.examine(event, depth)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            text = event.value
            if len(text) > MAX_TEXT:
                self.refuse(event, "Y010", f"a value of more than {MAX_TEXT:,} characters", "shorten it")
            return Scalar(self.origin, event.start_mark, event.end_mark, text, not event.style and event.tag is None)
        return self.sequence(event, depth) if kind is yaml.SequenceStartEvent else self.mapping(event, depth)

    def examine(self, event: Any, depth: int) -> None:
        """Refuses what nobody writes on purpose."""
        if event.anchor is not None:
            self.refuse(event, "Y009", "a YAML anchor or alias", "quote the value if `*` or `&` is text")
        if event.tag is not None and event.tag != TEXT_TAG:
            self.refuse(event, "Y008", f"the YAML tag {event.tag!r}", "remove it")
        if depth > MAX_DEPTH or self.size > MOST_NODES:
            self.refuse(event, "Y010", f"more than {MAX_DEPTH} levels", "keep front matter flat")

    def sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while type(inner := self.next()) is not yaml.SequenceEndEvent:
            items.append(self.node(inner, depth + 1))
        return Sequence(self.origin, event.start_mark, inner.end_mark, tuple(items), event.flow_style)

    def mapping(self, event: yaml.Event, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while type(inner := self.next()) is not yaml.MappingEndEvent:
            key = self.node(inner, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(inner, "Y005", "a key that is no word", "write `key: value`")
            elif key.text == "<<" and key.plain:
                self.refuse(inner, "Y009", "a YAML merge key", "write the keys out")
            elif key.text in items:
                first = keys[key.text].line
                self.refuse(
                    inner, "Y007", f"the key {key.text!r} stands here twice, first on line {first}", "remove one"
                )
            elif len(items) >= MAX_KEYS:
                self.refuse(inner, "Y010", f"more than {MAX_KEYS} keys", "remove some")
            else:
                keys[key.text] = key
                items[key.text] = self.node(self.next(), depth + 1)
        return Mapping(self.origin, event.start_mark, inner.end_mark, items, keys)


def _at(mark: Any) -> tuple[int, int]:  # libyaml has marks of its own
    return (mark.line, mark.column) if mark else (0, 0)
