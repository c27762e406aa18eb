"""Slips in YAML: what a person meant by a line that the parser refuses.

A parser names the rule of its grammar that a text breaks, often lines behind the slip. Here lines are read as people
write them, `key: value`, and the first one that cannot be meant so is named with the line that was meant. This is only
asked about text that the parser refused: a guess that is wrong makes a worse message, and never another value.
Each line is read once.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from litwiki.markup.yaml import yaml_text
from litwiki.model.problems import Exchange


class Slip(NamedTuple):
    """A line, from 0, and a column, from 1; what is wrong there and what to write. `line_meant` is the whole line as it
    was meant, where there is no doubt about that."""

    line: int
    column: int
    code: str
    message: str
    fix: str
    line_meant: str | None = None

    def exchange(self, lines: Sequence[str], first_line: int) -> tuple[Exchange, ...]:
        """The remedy as a change of the file, whose line `first_line` is the first of `lines`."""
        if self.line_meant is None:
            return ()
        return (Exchange(first_line + self.line, 1, lines[self.line], self.line_meant),)


MERGE_MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""What git writes around two versions of some lines (gitattributes(5), "conflict-marker-size")."""
MERGE_SIGNS = ("<" * 7, ">" * 7, "|" * 7)
"""What every such marker begins with."""
KEY = re.compile(r"(?P<head>\s*(?:-\s+)*(?P<key>[A-Za-z_][\w-]*|'[^']*'|\"[^\"]*\")\s*:(?P<space>\s+|$))(?P<value>.*)")
BLOCK_SIGN = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:\s+#.*)?\s*\Z")
CURLY = {"“": "”", "„": "“", "‘": "’", "«": "»", "”": "”", "’": "’"}
"""Quotes of printed text, which are none for YAML."""
BRACKETS = {"[": "]", "{": "}"}
MEANING = frozenset("@`%*&!|>,]}?-")
"""Signs that mean something to YAML where a value begins (YAML 1.1, 5.3)."""
LONGEST_SHOWN = 160


def find_slip(text: str) -> Slip | None:
    """The first slip of a YAML text."""
    lines = text.split("\n")
    block = False
    above = ""
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indented = line[:1] in " \t\u00a0\u3000"
        if block and line[:1] == " ":
            continue
        slip = _read_line(lines, number, above, follows_block=block)
        if slip:
            return slip
        found = KEY.fullmatch(line)
        block = bool(found and BLOCK_SIGN.fullmatch(found["value"]))
        if not indented:
            above = line
    return None


def _read_line(lines: Sequence[str], number: int, above: str, *, follows_block: bool) -> Slip | None:
    line = lines[number]
    odd = re.match(r" *([\t\u00a0\u3000])[\s\u00a0]*", line)
    if odd:
        name = "a tab" if odd[1] == "\t" else f"a space that is none for YAML (U+{ord(odd[1]):04X})"
        meant = odd[0].replace("\t", "  ").replace("\u00a0", " ").replace("\u3000", "  ") + line[odd.end() :]
        return Slip(number, odd.start(1) + 1, "Y006", f"{name} indents this line", "indent with spaces", meant)
    found = KEY.fullmatch(line)
    if found:
        return _indented_key(line, number, above) or _value(lines, number, found)
    if follows_block and line[:1] != " ":
        return _slip(number, 1, "the text below a key does not begin behind spaces", f"  {line}")
    return _no_key(line, number)


def _no_key(line: str, number: int) -> Slip | None:
    """A line that is neither `key: value` nor an item of a list."""
    if item := re.fullmatch(r"(\s*)-([^\s-].*)", line):
        return _slip(number, len(item[1]) + 1, "no space stands behind the hyphen", f"{item[1]}- {item[2]}")
    if glued := re.fullmatch(r"(\s*)([A-Za-z_]+):(?!//)(\S.*)", line):
        meant = f"{glued[1]}{glued[2]}: {glued[3]}"
        return _slip(number, len(glued[1] + glued[2]) + 1, "no space stands behind the colon", meant)
    if equals := re.fullmatch(r"([A-Za-z_]+)\s*(?:=|：)\s*(.*)", line):
        return _slip(number, len(equals[1]) + 1, "no colon stands behind the key", f"{equals[1]}: {equals[2]}")
    if line[:1] not in " \t-'\"[{]}#?" and ":" not in line and line.strip() not in {"...", "---"}:
        fix = "write `key: value`; text that belongs to the line before begins behind two spaces"
        return Slip(number, 1, "Y005", "a line that is no `key: value`", fix)
    return None


def _indented_key(line: str, number: int, above: str) -> Slip | None:
    """A key of the file that stands behind spaces, below one that has its value already."""
    before = KEY.fullmatch(above)
    if line[:1] != " " or line.lstrip().startswith("-") or not before:
        return None
    value = before["value"].strip()
    if not value or value[0] in "#|>[{'\"":
        return None
    return _slip(number, len(line) - len(line.lstrip()) + 1, "a key that does not begin its line", line.lstrip())


def _value(lines: Sequence[str], number: int, found: "re.Match[str]") -> Slip | None:
    head, value = found["head"], found["value"].rstrip()
    column = len(head) + 1
    first = value[:1]
    if first in {"'", '"'}:
        return _quoted(lines, number, head, value)
    if first in BRACKETS:
        return _bracket(lines, number, head, value)
    if first in CURLY and ": " in value:
        inner = value[1:-1] if value.endswith(CURLY[first]) else value
        fix = f"write {_shown(head.lstrip() + yaml_text(inner))}"
        return Slip(number, column, "Y005", f"{first} is no quote for YAML, which sees a colon in this text", fix)
    meant = head + yaml_text(value)
    if first in "|>" and first and not BLOCK_SIGN.fullmatch(value):
        return _slip(number, column, f"text stands behind the sign {first}", head + yaml_text(value[1:].strip()))
    if (
        first in MEANING
        and first
        and (first not in "-?" or value[1:2] in {" ", ""})
        and not BLOCK_SIGN.fullmatch(value)
    ):
        return _slip(number, column, f"the text begins with {first}, which means something else to YAML", meant)
    colon = re.search(r":(?=\s|$)", value)
    if colon and not value.startswith("#"):
        at = column + colon.start()
        return _slip(number, at, "a colon stands in text without quotes", meant)
    return None


def _quoted(lines: Sequence[str], number: int, head: str, value: str) -> Slip | None:
    sign, column = value[0], len(head) + 1
    end = _end_of_quote(value)
    rest = value[end + 1 :].strip() if end else ""
    if end and (not rest or (rest.startswith("#") and value[end + 1].isspace())):
        bad = re.search(r"(?<!\\)(?:\\\\)*\\(?![0abtnvfre \"/\\N_LPxuU\n])", value[1:end]) if sign == '"' else None
        if bad:
            message = "a backslash stands in double quotes, where it means something else"
            return _slip(number, column + 1 + bad.start(), message, head + yaml_text(value[1:end]))
        return None
    inner = value[1:-1] if value.endswith(sign) and len(value) > 1 else value[1:]
    if sign == "'":
        doubled = value.startswith("''") and value.endswith("''") and len(value) > 4
        inner = value[2:-2] if doubled else inner.replace("''", "'")
    meant = head + yaml_text(inner)
    if end:
        name = "an apostrophe" if sign == "'" and value[end - 1 : end].isalnum() else f"the quote {sign}"
        return _slip(number, column + end, f"{name} ends the text before its end", meant)
    if _begins_anew(lines, number + 1):
        return _slip(number, column, f"the quote {sign} is not closed", meant)
    return None


def _end_of_quote(value: str) -> int:
    """Where the quote ends that `value` begins with; 0 where it does not."""
    sign, position = value[0], 1
    while position < len(value):
        if value[position] == sign:
            if sign == "'" and value[position + 1 : position + 2] == "'":
                position += 2
                continue
            return position
        position += 2 if sign == '"' and value[position] == "\\" else 1
    return 0


def _bracket(lines: Sequence[str], number: int, head: str, value: str) -> Slip | None:
    """A list or mapping on one line: not closed, or a text that begins with a bracket."""
    column = len(head) + 1
    waiting: list[str] = []
    position = 0
    while position < len(value):
        sign = value[position]
        if sign in "'\"" and value[:position].rstrip()[-1:] in {"[", "{", ",", ":"}:
            end = _end_of_quote(value[position:])
            if not end:
                inside = f"the quote {sign} is not closed"
                return Slip(number, column + position, "Y005", inside, f"write {sign} where the text ends")
            rest = value[position + end + 1 :].lstrip()
            if rest[:1] not in {"", ",", "]", "}", ":", "#"}:
                name = "an apostrophe" if sign == "'" else f"the quote {sign}"
                fix = "write the apostrophe twice: ''" if sign == "'" else "put the text in single quotes"
                return Slip(number, column + position + end, "Y005", f"{name} ends the text before its end", fix)
            position += end
        elif sign in BRACKETS:
            waiting.append(BRACKETS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                rest = value[position + 1 :].strip()
                if not rest or rest.startswith("#"):
                    return None
                message = f"the text begins with {value[0]}, which means something else to YAML"
                return _slip(number, column, message, head + yaml_text(value))
        position += 1
    if waiting and _begins_anew(lines, number + 1):
        opening = value[0]
        return _slip(
            number, column, f"the bracket {opening} is not closed", f"{head}{value}{''.join(reversed(waiting))}"
        )
    return None


def _begins_anew(lines: Sequence[str], number: int) -> bool:
    """Whether the next line with something on it is a key or an item, or there is none."""
    following = next((line for line in lines[number:] if line.strip()), "")
    return not following or bool(KEY.fullmatch(following)) or following.lstrip().startswith(("- ", "#", "---"))


def _slip(number: int, column: int, message: str, meant: str) -> Slip:
    return Slip(number, column, "Y005", message, f"write {_shown(meant.strip())}", meant)


def _shown(line: str) -> str:
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
