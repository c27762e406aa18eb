"""Comparison tables in front matter: a topic's `columns`, a paper's `results`.

    columns:
    - key: memory
      name: 'Memory against full precision'
      unit: '%'
      better: lower

    results:
      kettles: {memory: 12.5, note: 'Abstract; the two-liter kettle'}

Values are numbers or short texts. Which topics and columns there are is judged where the whole wiki is known.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping

from litwiki.content.fields import Fields, Key, Kind, Report, schema_of, wrong
from litwiki.content.front_matter import Document, with_value
from litwiki.content.items import flow_mapping, items_kind
from litwiki.content.strict_yaml import Mapping, Node, quoted
from litwiki.content.text_fields import choice_kind, text_kind
from litwiki.markup.yaml import yaml_text, yaml_word
from litwiki.model.ids import SLUG, is_slug, slugify
from litwiki.model.problems import Problem
from litwiki.model.results import DIRECTIONS, FIXED, NOTE, Column, Result
from litwiki.text.quantities import DECIMAL_COMMA, is_bare_number
from litwiki.text.words import clean

LONGEST_VALUE = 60
MOST_COLUMNS = 12
"""A table that is wider is read by nobody."""
COLUMN_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _column_key(node: Node, report: Report) -> str:
    text = node.text
    if COLUMN_KEY.fullmatch(text) and text != NOTE:
        return text
    if text == NOTE:
        report(wrong(node, "'note' is where a value was read, and no column", "choose another key", "F004"))
        return ""
    meant = slugify(text).replace("-", "_")[:40] if len(text) <= 200 else ""
    sure = COLUMN_KEY.fullmatch(meant) and meant != NOTE
    fix = f"write {meant}" if sure else "use a-z, 0-9 and _, a letter first"
    report(wrong(node, f"{text[:60]!r} is no key of a column", fix, "F004"))
    return ""


COLUMN_KEY_KIND = Kind(
    _column_key, "", {"type": "string", "pattern": f"^{COLUMN_KEY.pattern}$", "not": {"enum": [NOTE]}}
)
"""What a paper calls a column: small letters, digits and `_`."""


KEY = Key("key", COLUMN_KEY_KIND, "What papers call the column in their `results`.", needed=True)
NAME = Key("name", text_kind(60), "The heading that readers see, without the unit.", needed=True)
UNIT = Key("unit", text_kind(20), "What its numbers count: %, bits, GB, B parameters; values do not repeat it.")
BETTER = Key("better", choice_kind(("", *DIRECTIONS), ""), "Which way is better, where one is: higher or lower.")
COLUMN = (KEY, NAME, UNIT, BETTER)


def _column(get: Fields) -> tuple[Column, Fields] | None:
    column = get.record(Column)
    return (column, get) if column else None


COLUMN_LIST = items_kind(COLUMN, _column, "write - {key: memory, name: 'Memory', unit: 'GB'}", "key and name")


def _columns(node: Node, report: Report) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for column, get in COLUMN_LIST.read(node, report):
        if column.key in columns:
            place, fault, fix = KEY.name, f"two columns have the key {column.key!r}", "give each its own"
        else:
            place, fault, fix = NAME.name, _clash(column, columns.values()), "give it a name or unit of its own"
            columns[column.key] = column
        if fault:
            report(wrong(get.node.items[place], fault, fix, "F004"))
    if len(columns) > MOST_COLUMNS:
        message = f"{len(columns)} columns; at most {MOST_COLUMNS}"
        report(wrong(node, message, "leave out what few papers report", "F005"))
    return tuple(columns.values())[:MOST_COLUMNS]


def columns_value(columns: tuple[Column, ...]) -> str:
    """Columns in YAML, one below the other; '' where there are none."""
    lines = []
    for column in columns:
        lines += [f"- key: {column.key}", f"  name: {yaml_text(column.name)}"]
        lines += [f"  unit: {yaml_text(column.unit)}"] if column.unit else []
        lines += [f"  better: {column.better}"] if column.better else []
    return "".join(f"\n{line}" for line in lines)


COLUMNS_KIND: Kind[tuple[Column, ...]] = Kind(
    _columns, (), {**COLUMN_LIST.schema, "maxItems": MOST_COLUMNS}, columns_value
)
"""A topic's columns in the order in which its table shows them."""


def _clash(column: Column, others: Iterable[Column]) -> str:
    """What else has the heading of a column: a table that comes back from a spreadsheet is read by its headings."""
    heading = column.label.casefold()
    if heading in {*FIXED, NOTE}:
        return f"{column.label!r} is a heading of every table in spreadsheets"
    same = next((other for other in others if other.label.casefold() == heading), None)
    return f"the columns {same.key!r} and {column.key!r} have one heading, {column.label!r}" if same else ""


WHERE = Key(NOTE, text_kind(500), "Where the values were read, and under which conditions they hold.", needed=True)


def _results(node: Node, report: Report) -> AnyMapping[str, Result]:
    if not isinstance(node, Mapping):
        report(wrong(node, "expected results by topic", "write `topic: {column: 4, note: 'Abstract'}` below it"))
        return {}
    results = {}
    for topic, item in node.items.items():
        if not is_slug(topic):
            fix = f"write {meant}" if is_slug(meant := slugify(topic[:200])) else "use the name of the topic's file"
            report(wrong(node.keys[topic], f"{topic[:60]!r} is no topic", fix, "F004"))
        elif not isinstance(item, Mapping):
            fix = f"write {topic}: {{column: 4, note: 'Abstract'}}"
            report(wrong(item, "expected values by column, and a note", fix))
        elif result := _read_result(item, report):
            results[topic] = result
    return results


def results_value(results: AnyMapping[str, Result]) -> str:
    """Results in YAML, one topic a line below the key; `{}` where there are none."""
    return "".join(f"\n  {yaml_word(topic)}: {result_value(result)}" for topic, result in results.items()) or "{}"


def result_value(result: Result) -> str:
    """One topic's values with their note, on one line."""
    cells = {key: cell if is_bare_number(cell) else yaml_text(cell) for key, cell in result.values.items()}
    return flow_mapping({**cells, NOTE: yaml_text(result.note)})


RESULTS_KIND: Kind[AnyMapping[str, Result]] = Kind(
    _results,
    {},
    {
        "type": "object",
        "propertyNames": {"pattern": f"^{SLUG.pattern.removesuffix(chr(92) + 'Z')}$"},
        "additionalProperties": {
            **schema_of([WHERE]),
            "additionalProperties": {"type": ["number", "string"], "maxLength": LONGEST_VALUE, "pattern": r"\S"},
            "propertyNames": {"pattern": f"^{COLUMN_KEY.pattern}$"},
            "minProperties": 2,
        },
    },
    results_value,
)
"""What a paper reports, by topic."""


def _read_result(item: Mapping, report: Report) -> Result | None:
    note = Fields(_only_note(item), (WHERE,), report, is_item=True)(WHERE)
    values = {}
    for key, node in item.items.items():
        if key == NOTE:
            continue
        if not COLUMN_KEY.fullmatch(key):
            report(wrong(item.keys[key], f"{key[:60]!r} is no key of a column", "write it as the topic does", "F004"))
        elif value := read_value(node, report):
            values[key] = value
    if not values:
        report(wrong(item, "no value", "write a column's key and its value, or remove this line", "F002"))
    return Result(values, note) if values and note else None


def _only_note(item: Mapping) -> Mapping:
    items = {NOTE: item.items[NOTE]} if NOTE in item.items else {}
    keys = {NOTE: item.keys[NOTE]} if items else {}
    return Mapping(item.origin, item.first, item.behind, items, keys)


def read_value(node: Node, report: Report) -> str:
    """A number or a short text; anything else is reported, and '' returned."""
    text = "" if node.is_null else clean(node.text)
    if not text:
        report(wrong(node, "expected a number or a short text", "write 4 or '2–4', or remove the key"))
        return ""
    if len(text) > LONGEST_VALUE:
        fix = "write the number here, and its conditions in the note"
        report(wrong(node, f"{len(text)} characters; at most {LONGEST_VALUE}", fix, "F005"))
        return ""
    if match := DECIMAL_COMMA.search(text):
        meant = text.replace(match[0], match[0].replace(",", "."))
        fix = f"write {meant}, or {text.replace(',', ', ')!r} where these are several numbers"
        report(wrong(node, f"{match[0]!r} may be one number or two", fix, "F004"))
        return ""
    return text


def of_cell(text: str, key: str) -> tuple[str, str]:
    """A cell that stands in another file as a value, or as the note, and what is wrong with it; one of both is ''."""
    said: list[Problem] = []
    value = (WHERE.kind.read if key == NOTE else read_value)(quoted(text), said.append)
    return value, "; ".join(f"{problem.message}; {problem.fix}" for problem in said)


def with_result(document: Document, topic: str, result: Result) -> str:
    """The file's text with `result` as what it reports under `topic`, the results of other topics as they were.

    A result on one line is exchanged there, and a new one is a line behind the last; otherwise all of them are
    written anew.
    """
    node, written = document.front.items.get("results"), result_value(result)
    if isinstance(node, Mapping) and node.items and node.line > document.front.keys["results"].line:
        lines = document.text.split("\n")
        item = node.items.get(topic)
        last = list(node.items.values())[-1]
        if item is not None and _is_on_one_line(item):
            line = lines[item.line - 1]
            lines[item.line - 1] = line[: item.column - 1] + written + line[item.end[1] :]
            return "\n".join(lines)
        if item is None and _is_on_one_line(last):
            indent = " " * (next(iter(node.keys.values())).column - 1)
            ending = "\r" if lines[last.line - 1].endswith("\r") else ""
            lines.insert(last.line, f"{indent}{yaml_word(topic)}: {written}{ending}")
            return "\n".join(lines)
    results: dict[str, Result] = {}
    if node is not None:
        results |= _results(node, lambda _: None)
    return with_value(document, "results", results_value({**results, topic: result}))


def _is_on_one_line(node: Node) -> bool:
    """Whether a mapping stands in braces on one line (lines of ends are counted from the one behind the fence)."""
    return isinstance(node, Mapping) and node.line == node.end[0] + 2 and node.end[1] > node.column
