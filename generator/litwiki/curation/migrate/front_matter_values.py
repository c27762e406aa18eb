"""Values of front matter, YAML or TOML, as texts, lists and mappings.

Links stand in many forms there: `links: [{name: code, url: …}]`, `links: {code: …}`, `links: [{code: …}]`.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
LABELS = ("name", "label", "title", "text", "type", "kind", "icon")
ADDRESSES = ("url", "link", "href", "address")
NAMES = ("name", "full_name", "fullname", "title", "label", "url")
"""Keys of a record of which one says what it is, the best first."""
MARK = re.compile(r"(?:true|yes|x|\d{1,9})?", re.IGNORECASE)
"""Values of a mapping whose keys are what it lists."""
MOST_TEXTS = 10_000
DEEPEST = 20
"""Lists and mappings inside each other; what is deeper is left out."""


def plain_value(node: object, depth: int = 0) -> Value:
    """A node of YAML or a value of TOML; what says nothing is an empty text."""
    if isinstance(node, Scalar):
        return "" if node.is_null else node.text
    if depth > DEEPEST:
        return ""
    if isinstance(node, Sequence | list):
        items: tuple[Node, ...] | list[object] = node.items if isinstance(node, Sequence) else node
        return [plain_value(item, depth + 1) for item in items]
    if isinstance(node, Mapping | dict):
        pairs = node.items.items() if isinstance(node, Mapping) else node.items()
        return {str(key): plain_value(item, depth + 1) for key, item in pairs}
    return str(node)


def texts_of(value: Value) -> Iterator[str]:
    """All texts of a value in order; of a person's record the name, of another mapping its values."""
    waiting, count = [value], 0
    while waiting and count < MOST_TEXTS:
        one = waiting.pop()
        if isinstance(one, str):
            count += 1
            yield one
        elif isinstance(one, list):
            waiting += reversed(one)
        elif {"given", "family"} <= one.keys():
            yield ", ".join(part for part in (one["family"], one["given"]) if isinstance(part, str))
        elif named := next((one[key] for key in NAMES if one.get(key)), None):
            waiting.append(named)
        elif all(isinstance(part, str) and MARK.fullmatch(part) for part in one.values()):
            waiting += reversed(one)  # `tags: {tea: 1, pots: true}`
        else:
            waiting += reversed(one.values())


def links_of(value: Value) -> tuple[list[tuple[str, str]], Value]:
    """The links in a list of records or in one, each with its label, and what is left.

    >>> links_of([{"name": "code", "url": "https://example.org/x"}, {"pdf": "https://example.org/y"}, "z"])
    ([('code', 'https://example.org/x'), ('pdf', 'https://example.org/y')], ['z'])
    """
    links: list[tuple[str, str]] = []
    rest: list[Value] = []
    for item in value if isinstance(value, list) else [value]:
        more = _links(item) if isinstance(item, dict) else []
        links += more
        if not more:
            rest.append(item)
    return links, rest if isinstance(value, list) else "" if links else value


def _links(record: dict[str, Value]) -> list[tuple[str, str]]:
    address = next((url for key in ADDRESSES if _is_address(url := record.get(key, ""))), None)
    if isinstance(address, str):
        label = next((text for key in LABELS if isinstance(text := record.get(key), str) and text), "")
        return [(label, address)]
    pairs = [(label, url) for label, url in record.items() if isinstance(url, str) and _is_address(url)]
    return pairs if len(pairs) == len(record) else []


def _is_address(value: Value) -> bool:
    return isinstance(value, str) and value.lower().startswith(("http://", "https://")) and " " not in value
