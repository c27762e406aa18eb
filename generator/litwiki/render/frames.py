"""Pages of the navigation: each has a place of its own in it, so none shares its shell, and each has one for itself.

Traced are only what a page has of its own, its front matter, content and table of contents; its place is what it
was at the last build. Other pages may show something of a page in the navigation: what was read there is watched, and
has to stay as it is, as have its headings.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any

from litwiki.render.leaf import Leaf, Toc
from litwiki.render.shells import NOT_AS_TRACED, Shells, Trace, Traced

ALL = "*"
"""Stands for all keys, where somebody went through them."""
OWN = ("meta", "content", "toc")


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's own shell, and the front matter and headings that the page had."""

    front: dict[str, Any]
    headings: list[Any]
    shells: Shells = field(default_factory=Shells)

    def fill(self, page: Leaf, watched: Set[str]) -> str | None:
        """The page's text; None where another page may depend on what changed in it, or it takes another course."""
        keys = self.front.keys() | page.meta.keys() if ALL in watched else watched
        if any(self.front.get(key) != page.meta.get(key) for key in keys) or told(page.toc) != self.headings:
            return None
        try:
            return self.shells.fill(page)
        except NOT_AS_TRACED:
            return None

    def to_json(self) -> list[object]:
        """What `from_json` reads."""
        return [self.front, self.headings, self.shells.to_json()]

    @classmethod
    def from_json(cls, read: Any) -> "Frame":
        """The frame that `to_json` wrote down. Raises `TypeError`, `ValueError` and the like for any other."""
        front, headings, shells = read
        return cls(dict(front), list(headings), Shells.from_json(shells))


def told(toc: Toc) -> list[Any]:
    """Headings as plain values."""
    return [[anchor.level, anchor.id, anchor.title, told(Toc(anchor.children))] for anchor in toc]


def dress(page: Any, trace: Trace) -> Any:
    """A page of MkDocs with what is its own traced."""
    for name in OWN:
        setattr(page, name, Traced(trace, trace.step("attribute", 0, name)))
    return page


class Watched(dict[str, Any]):
    """A front matter that writes down which keys are asked for."""

    def __init__(self, meta: dict[str, Any], seen: set[str]) -> None:
        super().__init__(meta)
        self.plain, self.seen = meta, seen

    def __getitem__(self, key: str) -> Any:
        self.seen.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.seen.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or else the default."""
        self.seen.add(key)
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        self.seen.add(ALL)
        return super().__iter__()

    def keys(self) -> Any:
        """All keys."""
        self.seen.add(ALL)
        return super().keys()

    def values(self) -> Any:
        """All values."""
        self.seen.add(ALL)
        return super().values()

    def items(self) -> Any:
        """All keys and values."""
        self.seen.add(ALL)
        return super().items()
