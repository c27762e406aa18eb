"""Answers of people: `content/decisions.yml`, what was asked once and is not asked again.

Pairs of papers that are one or two, values that a paper keeps against a listing's, and papers that are not wanted
here. Commands add lines to its lists and change no other; a pull request may add some, too.
"""

import re
from collections.abc import Iterable
from typing import Any

from litwiki.content.fields import Fields, Key, Report, Schema
from litwiki.content.front_matter import read_mapping
from litwiki.content.ids_and_links import IDENTIFIERS_KIND
from litwiki.content.items import item_value, items_kind, lists_kind
from litwiki.content.ledgers import MAX_LEDGER
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.content.text_fields import SLUG_KIND, SLUG_TEXT, text_kind
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import Decision, Excluded, Kept

PAPER = Key("paper", SLUG_KIND, "The slug of the paper: the name of its file without `.md`.", needed=True)


def _pair(words: Iterable[Scalar]) -> frozenset[Slug] | None:
    slugs = frozenset(Slug(word.text) for word in words)
    return slugs if len(slugs) == 2 else None


PAIR: Schema = {"type": "array", "items": {**SLUG_TEXT}, "minItems": 2, "maxItems": 2, "uniqueItems": True}
PAIRS_KIND = lists_kind(_pair, "two slugs", "write - [one, other]", PAIR)
KEPT_VALUE = (
    PAPER,
    Key("field", text_kind(40), "The key of the paper file that keeps its value."),
    Key("given", text_kind(16), "The beginning of the SHA-256 of the listing's value that was turned down."),
)
EXCLUSION = (
    PAPER,
    Key("title", text_kind(500), "The paper's title, by which listings' entries are recognized.", needed=True),
    Key("ids", IDENTIFIERS_KIND, "The paper's identifiers, by which listings' entries are recognized."),
    Key("reason", text_kind(300), "Why this paper is not wanted here.", needed=True),
)


def excluded_item(excluded: Excluded) -> str:
    """An exclusion in YAML, on one line: the item of `with_item`."""
    return item_value(EXCLUSION, excluded)


SAME = Key("same", PAIRS_KIND, "Pairs of slugs that are one paper.")
DIFFERENT = Key("different", PAIRS_KIND, "Pairs of slugs that look alike and are two papers.")
KEPT = Key(
    "kept",
    items_kind(
        KEPT_VALUE,
        lambda get: get.record(Kept),
        "write - {paper: slug, field: title, given: digest}",
        "paper, field and given",
    ),
    "Values of papers that a person kept where a listing had another.",
)
EXCLUDED = Key(
    "excluded",
    items_kind(
        EXCLUSION,
        lambda get: get.record(Excluded),
        "write - {paper: slug, title: '…', reason: '…'}",
        "paper, title and reason",
    ),
    "Papers that are not wanted here; no listing brings them back.",
)
DECISIONS: tuple[Key[Any], ...] = (SAME, DIFFERENT, KEPT, EXCLUDED)
Answers = tuple[tuple[Decision, ...], frozenset[Kept], tuple[Excluded, ...]]


def read_decisions(node: Mapping, report: Report) -> Answers:
    """What `content/decisions.yml` says: answers about pairs of papers, values that a person kept against a listing's,
    and papers that are not wanted here."""
    get = Fields(node, DECISIONS, report)
    pairs = (*(Decision("same", pair) for pair in get(SAME)), *(Decision("different", pair) for pair in get(DIFFERENT)))
    settled = get(KEPT)
    return pairs, frozenset(settled), get(EXCLUDED)


def with_item(text: str, key: str, item: str, path: str) -> str:
    """A YAML file's text with one more line `- item` in the list `key`, every other line as it was."""
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    newline = "\r" if "\r\n" in text else ""
    node = read_mapping(text.encode(), path, MAX_LEDGER).items.get(key)
    if isinstance(node, Sequence) and node.items and not node.is_flow:
        last = node.items[-1]
        indent = " " * (node.column - 1)
        lines.insert(max(last.end[0], last.line - 1) + 1, f"{indent}- {item}{newline}")
    elif node is None or node.is_null or (isinstance(node, Sequence) and not node.items):
        # An absent or empty list: a line of its own begins a new one.
        lines = [line for line in lines if not re.match(rf"{key}\s*:", line)]
        lines += [f"{key}:{newline}", f"- {item}{newline}"]
    else:
        raise UsageError(f"{path}:{node.line}: write the list {key!r} with one item a line, then run this again")
    return "\n".join(lines) + "\n"


def without_item(text: str, key: str, index: int) -> str:
    """A YAML file's text without the line of one item of the list `key`; a list that is empty then goes, too."""
    lines = text.split("\n")
    node = read_mapping(text.encode(), "content/decisions.yml", MAX_LEDGER).items[key]
    if not isinstance(node, Sequence) or node.is_flow:
        raise UsageError(f"content/decisions.yml: take item {index + 1} out of the list {key!r}, then run this again")
    item = node.items[index]
    del lines[item.line - 1 : _last_line(item) + 1]
    if len(node.items) == 1:
        lines = [line for line in lines if not re.match(rf"{key}\s*:", line)]
    return "\n".join(lines)


def _last_line(node: Node) -> int:
    """The line, from 0, on which the last scalar of a value ends: a block itself ends where the next thing begins."""
    if isinstance(node, Scalar):
        return node.end[0]
    inner = node.items if isinstance(node, Sequence) else tuple(node.items.values())
    is_flow = node.end[1] > 0
    return node.end[0] if is_flow or not inner else _last_line(inner[-1])
