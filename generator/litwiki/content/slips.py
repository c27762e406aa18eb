"""Slips in YAML: what a person meant by a line that the parser refuses.

A parser names the rule of its grammar that a text breaks, often lines behind the slip. Here lines are read as people
write them, `key: value`, and the first one that cannot be meant so is named with the line that was meant. This is only
asked about text that the parser refused: a guess that is wrong makes a worse message, and never another value.
Each line is read once.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from litwiki.markup.yaml import yaml_text
from litwiki.model.problems import Exchange, Place, Problem


class Origin(Struct, frozen=True):
    """Where a text of YAML is from: the file, and the line of it on which the text begins."""

    path: str
    first_line: int = 1

    def place(self, line: int = 0, column: int = 0) -> Place:
        """A place of the text, from 0, in the file."""
        return Place(self.path, self.first_line + line, column + 1)


class Slip(NamedTuple):
    """The column of a line, from 1, what is wrong there and what to write. `line_meant` is the whole line as it was
    meant, where there is no doubt about that."""

    column: int
    message: str
    fix: str
    line_meant: str | None = None
    code: str = "Y005"


MERGE_MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""What git writes around two versions of some lines (gitattributes(5), "conflict-marker-size")."""
MERGE_SIGNS = ("<" * 7, ">" * 7, "|" * 7)
"""What every such marker begins with."""
KEY = re.compile(r"(?P<head>\s*(?:-\s+)*(?P<key>[A-Za-z_][\w-]*|'[^']*'|\"[^\"]*\")\s*:(?P<space>\s+|$))(?P<value>.*)")
BLOCK_SIGN = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:\s+#.*)?\s*\Z")
CURLY = {"“": "”", "„": "“", "‘": "’", "«": "»", "”": "”", "’": "’"}
"""Quotes of printed text, which are none for YAML."""
QUOTE = re.compile(r"""'(?:[^']|'')*+'|"(?:[^"\\]|\\.)*+\"""")
"""A text in quotes, in which two single ones stand for one, and a backslash before a double one."""
BEHIND_QUOTE = re.compile(r"\s*(?:[],}:#]|\Z)")
BRACKETS = {"[": "]", "{": "}"}
MEANING = re.compile(r"[@`%*&!|>,\]}]|[?-](?: |\Z)")
"""Signs that mean something to YAML where a value begins (YAML 1.1, 5.3)."""
LONGEST_SHOWN = 160


def find_slip(text: str, origin: Origin) -> Problem | None:
    """The first slip of a YAML text."""
    lines = text.split("\n")
    block, above = False, ""
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#") or (block and line[:1] == " "):
            continue
        if slip := _read_line(lines, number, above, follows_block=block):
            place = origin.place(number, slip.column - 1)
            mend = () if slip.line_meant is None else (Exchange(place.line, 1, line, slip.line_meant),)
            return Problem(place, slip.code, slip.message, slip.fix, mend=mend)
        match = KEY.fullmatch(line)
        block = bool(match and BLOCK_SIGN.fullmatch(match["value"]))
        above = above if line[:1] in " \t\u00a0\u3000" else line
    return None


def _read_line(lines: Sequence[str], number: int, above: str, *, follows_block: bool) -> Slip | None:
    line = lines[number]
    odd = re.match(r" *([\t\u00a0\u3000])[\s\u00a0]*", line)
    if odd:
        name = "a tab" if odd[1] == "\t" else f"a space that is none for YAML (U+{ord(odd[1]):04X})"
        meant = odd[0].replace("\t", "  ").replace("\u00a0", " ").replace("\u3000", "  ") + line[odd.end() :]
        return Slip(odd.start(1) + 1, f"{name} indents this line", "indent with spaces", meant, "Y006")
    match = KEY.fullmatch(line)
    if match:
        return _indented_key(line, above) or _value(lines, number, match)
    if follows_block and line[:1] != " ":
        return _slip(1, "the text below a key does not begin behind spaces", f"  {line}")
    return _no_key(line)


def _no_key(line: str) -> Slip | None:
    """A line that is neither `key: value` nor an item of a list."""
    if item := re.fullmatch(r"(\s*)-([^\s-].*)", line):
        return _slip(len(item[1]) + 1, "no space stands behind the hyphen", f"{item[1]}- {item[2]}")
    if glued := re.fullmatch(r"(\s*)([A-Za-z_]+):(?!//)(\S.*)", line):
        meant = f"{glued[1]}{glued[2]}: {glued[3]}"
        return _slip(len(glued[1] + glued[2]) + 1, "no space stands behind the colon", meant)
    if equals := re.fullmatch(r"([A-Za-z_]+)\s*(?:=|：)\s*(.*)", line):
        return _slip(len(equals[1]) + 1, "no colon stands behind the key", f"{equals[1]}: {equals[2]}")
    if line[:1] not in " \t-'\"[{]}#?" and ":" not in line and line.strip() not in {"...", "---"}:
        fix = "write `key: value`; text that belongs to the line before begins behind two spaces"
        return Slip(1, "a line that is no `key: value`", fix)
    return None


def _indented_key(line: str, above: str) -> Slip | None:
    """A key of the file that stands behind spaces, below one that has its value already."""
    before = KEY.fullmatch(above)
    if line[:1] != " " or line.lstrip().startswith("-") or not before:
        return None
    value = before["value"].strip()
    if not value or value[0] in "#|>[{'\"":
        return None
    return _slip(len(line) - len(line.lstrip()) + 1, "a key that does not begin its line", line.lstrip())


def _value(lines: Sequence[str], number: int, match: "re.Match[str]") -> Slip | None:
    head, value = match["head"], match["value"].rstrip()
    column = len(head) + 1
    first = value[:1]
    if first in {"'", '"'}:
        return _quoted(lines, number, head, value)
    if first in BRACKETS:
        return _bracket(lines, number, head, value)
    if first in CURLY and ": " in value:
        inner = value[1:-1] if value.endswith(CURLY[first]) else value
        fix = f"write {_shown(head.lstrip() + yaml_text(inner))}"
        return Slip(column, f"{first} is no quote for YAML, which sees a colon in this text", fix)
    meant = head + yaml_text(value)
    if first in "|>" and first and not BLOCK_SIGN.fullmatch(value):
        return _slip(column, f"text stands behind the sign {first}", head + yaml_text(value[1:].strip()))
    if MEANING.match(value) and not BLOCK_SIGN.fullmatch(value):
        return _slip(column, f"the text begins with {first}, which means something else to YAML", meant)
    colon = re.search(r":(?=\s|$)", value)
    if colon and not value.startswith("#"):
        return _slip(column + colon.start(), "a colon stands in text without quotes", meant)
    return None


def _quoted(lines: Sequence[str], number: int, head: str, value: str) -> Slip | None:
    sign, column = value[0], len(head) + 1
    end = _end_of_quote(value)
    rest = value[end + 1 :].strip() if end else ""
    if end and (not rest or (rest.startswith("#") and value[end + 1].isspace())):
        bad = re.search(r"(?<!\\)(?:\\\\)*\\(?![0abtnvfre \"/\\N_LPxuU\n])", value[1:end]) if sign == '"' else None
        if bad:
            message = "a backslash stands in double quotes, where it means something else"
            return _slip(column + 1 + bad.start(), message, head + yaml_text(value[1:end]))
        return None
    inner = value[1:-1] if value.endswith(sign) and len(value) > 1 else value[1:]
    if sign == "'":
        doubled = value.startswith("''") and value.endswith("''") and len(value) > 4
        inner = value[2:-2] if doubled else inner.replace("''", "'")
    meant = head + yaml_text(inner)
    if end:
        name = "an apostrophe" if sign == "'" and value[end - 1 : end].isalnum() else f"the quote {sign}"
        return _slip(column + end, f"{name} ends the text before its end", meant)
    if _begins_anew(lines, number + 1):
        return _slip(column, f"the quote {sign} is not closed", meant)
    return None


def _end_of_quote(value: str, start: int = 0) -> int:
    """Where the quote ends that begins at `start`; 0 where it does not."""
    match = QUOTE.match(value, start)
    return match.end() - 1 if match else 0


def _bracket(lines: Sequence[str], number: int, head: str, value: str) -> Slip | None:
    """A list or mapping on one line: not closed, or a text that begins with a bracket."""
    column = len(head) + 1
    waiting: list[str] = []
    position, before = 0, ""
    while position < len(value):
        sign = value[position]
        if sign in "'\"" and before in {"[", "{", ",", ":"}:
            end = _end_of_quote(value, position)
            if not end:
                inside = f"the quote {sign} is not closed"
                return Slip(column + position, inside, f"write {sign} where the text ends")
            if not BEHIND_QUOTE.match(value, end + 1):
                name = "an apostrophe" if sign == "'" else f"the quote {sign}"
                fix = "write the apostrophe twice: ''" if sign == "'" else "put the text in single quotes"
                return Slip(column + end, f"{name} ends the text before its end", fix)
            position = end
        elif sign in BRACKETS:
            waiting.append(BRACKETS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                rest = value[position + 1 :].strip()
                if not rest or rest.startswith("#"):
                    return None
                message = f"the text begins with {value[0]}, which means something else to YAML"
                return _slip(column, message, head + yaml_text(value))
        before = before if sign.isspace() else sign
        position += 1
    if waiting and _begins_anew(lines, number + 1):
        return _slip(column, f"the bracket {value[0]} is not closed", f"{head}{value}{''.join(reversed(waiting))}")
    return None


def _begins_anew(lines: Sequence[str], number: int) -> bool:
    """Whether the next line with something on it is a key or an item, or there is none."""
    following = next((lines[n] for n in range(number, len(lines)) if lines[n].strip()), "")
    return not following or bool(KEY.fullmatch(following)) or following.lstrip().startswith(("- ", "#", "---"))


def _slip(column: int, message: str, meant: str) -> Slip:
    return Slip(column, message, f"write {_shown(meant.strip())}", meant)


def _shown(line: str) -> str:
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
