"""What a file was made from: a wiki and its links in, the same two with everything that is read of them noted.

A job makes one file from plain arguments and from what it looks up in the wiki and its links. Each thing that can be
looked up is a *fact* with a name (`papers/kivi`, `related/kivi`) and a digest of its value. Nobody declares what a
job depends on, so nothing can be forgotten, in a template of somebody's own neither: where the arguments and the facts
that were read are what they were, so is the file. These are the verifying traces of Mokhov, Mitchell and
Peyton Jones 2018, "Build Systems à la Carte", section 4.2.2.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

from litwiki.citations import Citation, cite
from litwiki.model.ids import DocPath, Slug
from litwiki.model.people import People
from litwiki.model.records import LinkGraph, Page
from litwiki.model.wiki import Wiki

K = TypeVar("K", bound=str)
V = TypeVar("V")

KEYS, SIZE, ALL = "?keys", "?size", "?all"
"""Facts of a whole collection; no key of ours has a question mark."""
PER_PAPER = ("papers", "citations")
"""Collections of facts that follow from a paper's own files."""
ABSENT = ""
"""The digest of a fact that is not there."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: `make(desk, path, *args)` returns a page or bytes; `args` are plain values that print alike
    where they are alike, since their digest stands for them."""

    path: DocPath
    make: Callable[..., Page | bytes]
    args: tuple[object, ...] = ()

    @property
    def digest(self) -> str:
        """What stands for the function and its arguments."""
        return digest_of((self.make.__module__, self.make.__qualname__, self.args))


def digest_of(value: object) -> str:
    """A digest of how a value prints; of a set, in which order its members print is chance."""
    if isinstance(value, frozenset):
        value = sorted(map(repr, value))
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What jobs look things up in."""

    wiki: Wiki
    graph: LinkGraph


@dataclass(slots=True)
class Book:
    """Numbers of facts, and those that were read since `seen` was emptied."""

    numbers: dict[str, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def number(self, fact: str) -> int:
        """The number of a fact, given out in the order of asking."""
        return self.numbers.setdefault(fact, len(self.numbers))

    def note(self, fact: str) -> None:
        """Notes that a fact was read."""
        self.seen.add(self.number(fact))


WHOLE = frozenset(
    {"listings_in_order", "repeats", "in_title_order", "groups", "home", "decisions", "kept", "excluded", "pending"}
)
"""What is read as a whole, or not at all."""
MAPPINGS = (
    "papers",
    "topics",
    "listings",
    "appearances",
    "papers_by_topic",
    "papers_by_year",
    "papers_by_venue",
    "citation_keys",
    "other_keys",
    "bibliography",
    "excluded_by_listing",
    "slugs_by_title_key",
    "slugs_by_id",
    "_paper_aliases",
    "_topic_aliases",
)
LINKS = ("mentions", "backlinks", "related", "co_topics", "spots")


class Watched(Mapping[K, V]):
    """A collection that notes what is read of it."""

    def __init__(self, book: Book, name: str, items: Mapping[K, V]) -> None:
        self._book, self._name, self._items = book, name, items
        self._numbers: dict[object, int] = {}

    def _note(self, key: object) -> None:
        if key not in self._numbers:
            self._numbers[key] = self._book.number(f"{self._name}/{key}")
        self._book.seen.add(self._numbers[key])

    def __getitem__(self, key: K) -> V:
        self._note(key)
        return self._items[key]

    def get(self, key: K, default: Any = None) -> Any:
        """As of any mapping; that a key is missing is a fact, too."""
        self._note(key)
        return self._items.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._items

    def __iter__(self) -> Iterator[K]:
        self._note(KEYS)
        return iter(self._items)

    def __len__(self) -> int:
        self._note(SIZE)
        return len(self._items)

    def keys(self) -> Any:
        """All keys."""
        self._note(KEYS)
        return self._items.keys()

    def values(self) -> Any:
        """All values."""
        self._note(ALL)
        return self._items.values()

    def items(self) -> Any:
        """All keys with their values."""
        self._note(ALL)
        return self._items.items()


def _whole(name: str) -> Any:
    """An attribute of a watched wiki that is noted as a whole."""

    def read(self: "WatchedWiki") -> Any:
        self.book.note(f"{name}/")
        return getattr(self.raw, name)

    return property(read)


class WatchedWiki(Wiki):
    """A wiki whose collections are watched; what is no mapping is noted as a whole."""

    book: Book
    raw: Wiki
    listings_in_order = _whole("listings_in_order")
    repeats = _whole("repeats")
    in_title_order = _whole("in_title_order")
    groups = _whole("groups")
    home = _whole("home")
    decisions = _whole("decisions")
    kept = _whole("kept")
    excluded = _whole("excluded")
    pending = _whole("pending")

    def citation(self, slug: Slug) -> Citation:
        """As of the wiki: what cites a paper does not depend on the paper's other texts."""
        self.book.note(f"citations/{slug}")
        return cite(self.raw, slug)


_MISSING = object()


@dataclass(frozen=True)
class Facts:
    """A wiki and its links as jobs see them, and the digests of what they may read."""

    book: Book
    wiki: WatchedWiki
    graph: LinkGraph
    raw: Mapping[str, Mapping[Any, Any]]

    def digest(self, fact: str) -> str:
        """The digest of a fact's value now."""
        name, _, key = fact.partition("/")
        if name in WHOLE:
            return digest_of(getattr(self.wiki.raw, name))
        if name == "citations":
            return digest_of(cite(self.wiki.raw, Slug(key))) if key in self.wiki.raw.papers else ABSENT
        if key in (KEYS, SIZE, ALL):
            return self._of_all(name, key)
        value = self.raw[name].get(self._keys[name].get(key, key), _MISSING)
        return ABSENT if value is _MISSING else digest_of(value)

    def _of_all(self, name: str, key: str) -> str:
        items = self.raw[name]
        return digest_of(len(items) if key == SIZE else list(items) if key == KEYS else list(items.items()))

    @cached_property
    def _keys(self) -> Mapping[str, Mapping[str, object]]:
        """Keys that are no texts by what stands for them in the names of facts."""
        return {
            name: {str(key): key for key in items} if any(not isinstance(key, str) for key in items) else {}
            for name, items in self.raw.items()
        }


def watch(wiki: Wiki, graph: LinkGraph, known: Iterable[str] = ()) -> Facts:
    """The wiki and its links, watched. Facts `known` from the last build keep the numbers they have by their order."""
    book = Book({fact: number for number, fact in enumerate(known)})
    raw: dict[str, Mapping[Any, Any]] = {name: getattr(wiki, name) for name in MAPPINGS}
    raw |= {name: getattr(graph, name) for name in LINKS}
    raw |= {"people": wiki.people.by_slug, "names": wiki.people.slug_by_key}
    watched = {name: Watched(book, name, items) for name, items in raw.items()}
    seen = WatchedWiki.__new__(WatchedWiki)
    plain = {"config": wiki.config, "book": book, "raw": wiki}
    people = People(watched["people"], watched["names"])
    seen.__dict__.update(plain | {name: watched[name] for name in MAPPINGS} | {"people": people})
    return Facts(book, seen, LinkGraph(**{name: watched[name] for name in LINKS}), raw)
