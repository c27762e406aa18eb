"""A Markdown file with front matter: bytes in, strict YAML and body out; and one value changed in place.

The fences are exact: the first line is `---`, the next line that is `---` ends the front matter. MkDocs
and others guess here, and print what they could not read to their readers.
"""

import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from io import StringIO

from msgspec import Struct

from litwiki.content.slips import Origin
from litwiki.content.strict_yaml import Mapping, RefusedError, Scalar, is_empty, parse, refuse_merge_markers
from litwiki.content.strict_yaml import Sequence as ListNode
from litwiki.markup.yaml import yaml_items, yaml_list
from litwiki.model.problems import Exchange, Place, Problem

MAX_FILE = 200_000
BOM = (Exchange(1, 1, "\ufeff", ""),)


class Document(Struct, frozen=True):
    """A file that was read. `body_line` is the line (from 1) on which the body begins."""

    path: str
    text: str
    front: Mapping
    body: str
    body_line: int


def decode(content: bytes, path: str, limit: int = MAX_FILE) -> str:
    """The text of a file in UTF-8. Raises `RefusedError` with the codes Y001, Y002 and Y010."""
    if len(content) > limit:
        line = content.count(b"\n", 0, limit) + 1
        message = f"{len(content):,} bytes; a file may have {limit:,}"
        raise RefusedError(Problem(Place(path, min(line, 3)), "Y010", message, "shorten it"))
    if content.startswith(b"\xef\xbb\xbf"):
        raise RefusedError(
            Problem(Place(path), "Y002", "a byte order mark begins the file", "save it as UTF-8 without BOM", mend=BOM)
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise RefusedError(Problem(Place(path, line), "Y001", message, "save the file as UTF-8")) from None


def read_mapping(content: bytes, path: str, limit: int = MAX_FILE) -> Mapping:
    """What a YAML file says; nothing where it is empty. Raises `RefusedError` with the codes Y001 to Y014."""
    text = decode(content, path, limit).replace("\r\n", "\n")
    return Mapping(Origin(path), None, None, {}, {}) if is_empty(text) else parse(text, path)


def read(content: bytes, path: str, limit: int = MAX_FILE) -> Document:
    """A content file of at most `limit` bytes in its parts. Raises `RefusedError` with the codes Y001 to Y014."""
    text = decode(content, path, limit)
    first = FIRST_FENCE.match(text)
    # The line break before the last fence may be the one behind the first.
    last = LAST_FENCE.search(text, first.end() - 1) if first else None
    if not first or not last:
        refuse_merge_markers(text.replace("\r\n", "\n"), Origin(path))
        raise RefusedError(_no_fence(path, [line.rstrip("\r\n") for line in _lines(text)]))
    written = text[first.end() : last.start() + 1]
    front = parse(written.replace("\r\n", "\n"), path, first_line=2)
    _refuse_other_styles(front)
    return Document(path, text, front, text[last.end() :], written.count("\n") + 3)


FIRST_FENCE = re.compile(r"---\r*\n")
LAST_FENCE = re.compile(r"\n---\r*(?:\n|\Z)")
NEARLY_FENCE = re.compile(r"\s*(?:-{2,}|[–—―]+-?|\*{3,}|_{3,}|-(?: -)+)\s*")
"""What people and their editors make of a line of three hyphens."""


def _no_fence(path: str, lines: list[str]) -> Problem:
    """Front matter without its first or last line, or nearly with it."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[first] != "---":
        if lines and NEARLY_FENCE.fullmatch(lines[first]):
            return _nearly(path, first, lines[first], "Y003", "begins")
        fix = "put front matter first: a line ---, the keys, and a line --- again"
        return Problem(Place(path), "Y003", "the file does not begin with a line `---`", fix)
    if first:
        gone = tuple(Exchange(n + 1, 1, lines[n], None) for n in range(first))
        return Problem(Place(path), "Y003", "an empty line stands before the front matter", "remove it", mend=gone)
    nearly = next((n for n in range(1, len(lines)) if NEARLY_FENCE.fullmatch(lines[n])), None)
    if nearly is not None:
        return _nearly(path, nearly, lines[nearly], "Y004", "ends")
    return Problem(Place(path), "Y004", "no line `---` ends the front matter", "add one before the notes")


def _nearly(path: str, number: int, line: str, code: str, does: str) -> Problem:
    place, exchange = Place(path, number + 1), Exchange(number + 1, 1, line, "---")
    message = f"{line!r} is not the line `---` that {does} the front matter"
    return Problem(place, code, message, "write three hyphens and nothing else", mend=(exchange,))


def _refuse_other_styles(front: Mapping) -> None:
    """`{title: x}`, `? title` and indented keys are YAML too, but there no key could be added, and no value
    changed, without writing the rest anew."""
    odd: list[Scalar | Mapping] = [key for key in front.keys.values() if key.first.column]
    first = next(iter(front.keys.values()), None)
    if first is None or (front.line, front.column) != (first.line, first.column):
        odd = [front]  # braces, or a question mark
    if odd:
        fix = "write `key: value`, one key a line"
        raise RefusedError(Problem(odd[0].place, "Y005", "a key that does not begin its line", fix))


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as in editors and git."""
    return [*StringIO(text, newline="\n")]


def with_value(document: Document, key: str, value: str, behind: str = "") -> str:
    """The file's text with `key` set to `value` (YAML syntax), every other byte as it was.

    The value may run over several lines; the file's line ending is used. Comments on the key's line and
    behind the old value stay. A key that is missing is added `behind` another one, if that is there, else at the end
    of the front matter.
    """
    newline = "\r\n" if document.text.startswith("---\r\n") else "\n"
    lines = _lines(document.text)
    written = value.replace("\n", newline)
    if key not in document.front.items:
        end = _line_behind(document, behind, lines)
        return "".join([*lines[:end], f"{key}:{behind_key(written)}{newline}", *lines[end:]])
    node, name = document.front.items[key], document.front.keys[key]
    first = name.place.line - 1
    # Lines of the front matter are counted from the one after the fence.
    last_line, last_column = node.end[0] + 1, node.end[1]
    is_block = last_line > first and last_column == 0
    if is_block:
        text = isinstance(node, Scalar) or "\n" in value
        last_line = _last_line_of_block(lines, first, last_line - 1, text=text)
        tail = newline
    else:
        tail = lines[last_line][last_column:] or newline
    if is_block or node.place.line > name.place.line:
        # Nothing but a block's sign and a comment stands behind the key.
        comment = re.search(r"\s+#.*", lines[first][name.end[1] :].rstrip("\r\n"))
        tail = (comment[0] if comment else "") + tail
    if "\n" in value:
        comment_line = tail.strip()
        written = written.replace(newline, f" {comment_line}{newline}" if comment_line else newline, 1)
        tail = newline
    prefix = lines[first][: name.end[1]]
    return "".join([*lines[:first], f"{prefix}:{behind_key(written)}{tail}", *lines[last_line + 1 :]])


def _line_behind(document: Document, key: str, lines: list[str]) -> int:
    """Where a line goes that is to stand behind a key and its value: before the next key and the comments on it."""
    end = document.body_line - 2
    if key not in document.front.keys:
        return end
    start = document.front.keys[key].place.line
    row = min((one.place.line - 1 for one in document.front.keys.values() if one.place.line > start), default=end)
    while row > start and (not lines[row - 1].strip() or lines[row - 1].startswith("#")):
        row -= 1
    return row


def front_matter(values: AnyMapping[str, str], body: str) -> str:
    """A new file: values in YAML by their keys, those that are empty left out."""
    lines = [f"{key}:{behind_key(value)}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", body])


def behind_key(written: str) -> str:
    """A list with one item a line begins below its key, anything else behind a space."""
    return written if written.startswith(("\n", "\r\n", " #")) else f" {written}"


def list_value(document: Document, key: str, items: Sequence[str]) -> str:
    """A list in YAML in the form that `document` has it in: on one line, or with one item a line, which is the form of
    a list that was empty: two people who add an item each then change two lines."""
    node = document.front.items.get(key)
    is_flow = isinstance(node, ListNode) and node.items and node.is_flow
    return yaml_list(items) if is_flow else yaml_items(items)


def _last_line_of_block(lines: list[str], first: int, last: int, *, text: bool) -> int:
    """YAML ends a block where the next key begins; blank lines and comments between belong to the person.

    In a block of `text`, the old one or the new one, an indented `#` is text.
    """
    while last > first:
        line = lines[last] if text else lines[last].lstrip()
        if line.strip() and not line.startswith("#"):
            break
        last -= 1
    return last
