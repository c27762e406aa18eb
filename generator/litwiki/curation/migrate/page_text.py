"""Bodies of a former wiki's pages as notes: references lead to papers, and one that leads nowhere keeps its words.

Obsidian writes `[[Kettle|the kettle]]`, Jekyll and MkDocs `[the kettle](../papers/kettle.md)`.
"""

import posixpath
import re
from collections.abc import Callable

from litwiki.markup import exchange_references, find_references

REFERENCE = re.compile(r"!?\[\[\s*(?P<target>[^\[\]|\n]{1,120}?)\s*(?:\|(?P<words>[^\[\]\n]{0,300}))?\]\]")
RELATIVE = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]{0,500})\]\(\s*<?(?P<address>(?![a-z][a-z0-9+.-]*:|#)[^()\s<>]{1,500})>?(?:\s+\"[^\"\n]*\")?\s*\)"
)


def as_notes(text: str, slug_of: Callable[[str], str | None]) -> str:
    """A body with the references of our wiki. `slug_of` gives the paper that a name (a file's, without its ending and
    in small letters) means, or None."""

    def other(target: str) -> str | None:
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
            return None
        slug = slug_of(name_of(target))
        if slug is None:
            return None
        return f"{slug}.md" if "/" in target or "." in target else slug

    found = exchange_references(text, other)
    here = {target for _, target in find_references(found) if slug_of(name_of(target))}

    def words(match: re.Match[str]) -> str:
        if match["target"] in here:
            return match[0]
        return match["words"] or match["target"]

    def plain(match: re.Match[str]) -> str:
        return match[0] if slug_of(name_of(match["address"])) else match["words"]

    return RELATIVE.sub(plain, REFERENCE.sub(words, found))


def name_of(target: str) -> str:
    """What a reference calls a page: the last step of its path, without ending and anchor, in small letters."""
    path = target.partition("#")[0].rstrip("/")
    return re.sub(r"\.(?:md|markdown|html?)\Z", "", posixpath.basename(path), flags=re.IGNORECASE).lower()
