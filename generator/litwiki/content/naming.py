"""Replaces the names of papers and topics in content files and leaves every other byte as it was."""

from collections.abc import Iterator, Mapping, Sequence

from litwiki.content import strict_yaml
from litwiki.content.front_matter import Document, read
from litwiki.content.strict_yaml import Node, Scalar

FENCE = "---\n"
NAMES = "*:"


def exchange_names(document: Document, pattern: Sequence[str], names: Mapping[str, str]) -> str:
    """The document's text with the scalars that `pattern` leads to replaced by what `names` has for them.

    A pattern is the keys from the top, `*` for every item of a list, `NAMES` for the keys of a mapping themselves:
    `("pinned", "*", "paper")`, `("results", NAMES)`.
    """
    lines = document.text.split("\n")
    scalars = [scalar for scalar in _scalars(document.front, pattern) if scalar.text in names]
    for scalar in sorted(scalars, key=lambda s: s.place, reverse=True):
        row, start = scalar.place.line - 1, scalar.place.column - 1
        lines[row] = lines[row][:start] + names[scalar.text] + lines[row][scalar.end[1] :]
    return "\n".join(lines)


def _scalars(node: Node, pattern: Sequence[str]) -> Iterator[Scalar]:
    if not pattern:
        if isinstance(node, Scalar):
            yield node
    elif isinstance(node, strict_yaml.Mapping) and pattern[0] == NAMES:
        yield from node.keys.values()
    elif isinstance(node, strict_yaml.Sequence) and pattern[0] == "*":
        for item in node.items:
            yield from _scalars(item, pattern[1:])
    elif isinstance(node, strict_yaml.Mapping) and pattern[0] in node.items:
        yield from _scalars(node.items[pattern[0]], pattern[1:])


# A YAML file is edited as front matter is, between fences that are not written.


def fenced(text: str, path: str, limit: int) -> Document:
    """A YAML file's text as a document without a body; `unfenced` gives the text back."""
    newline = "\r\n" if "\r\n" in text else "\n"
    fence = FENCE.replace("\n", newline)
    ending = "" if not text or text.endswith("\n") else newline
    return read(f"{fence}{text}{ending}{fence}".encode(), path, limit)


def unfenced(text: str) -> str:
    """The YAML between the fences that `fenced` put around it."""
    first, rest = text.split("\n", 1)
    return rest.removesuffix(f"{first}\n")
