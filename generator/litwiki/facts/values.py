"""What pages and exports say of papers: small frozen values.

Addresses are relative to the site's root (`papers/kivi/`) unless they leave the site; a page writes what leads to the
root before them. Labels are plain text, but for titles and summaries of papers, which are finished HTML with their
emphasis and math. So a value is the same wherever it stands, and is made once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, overload

from markupsafe import Markup
from msgspec import Struct

from litwiki.markup.curated import curated
from litwiki.model.ids import (
    ListingId,
    Slug,
    TopicId,
)
from litwiki.model.records import Paper

V = TypeVar("V")


class Link(Struct, frozen=True):
    """An address and its words. Without an address there are only the words."""

    url: str
    label: str


class Card(Struct, frozen=True):
    """A paper in a list; `places` counts the listings that it appeared in, `by` names its first authors, `read` is
    one way to the paper itself, `status` a word where it was retracted, say."""

    url: str
    title: Markup
    tldr: Markup
    by: str
    year: int | None
    venue: str
    read: Link | None
    status: str
    has_code: bool
    places: int
    topics: tuple[Link, ...]


class Parts(Sequence[V]):
    """Values that are parts of many pages, such as cards: digests of all that each follows from, and the values, made
    when somebody looks at them. Most pages that have a part are as they were."""

    def __init__(self, parts: Iterable[V], digests: Iterable[str]) -> None:
        self._coming, self._digests = parts, digests

    @cached_property
    def digests(self) -> Sequence[str]:
        """What each follows from."""
        return tuple(self._digests)

    @cached_property
    def _parts(self) -> tuple[V, ...]:
        return tuple(self._coming)

    def __reduce__(self) -> tuple[object, ...]:
        """In another process, which prints them and asks for no digests, the values alone."""
        return tuple, (self._parts,)

    @overload
    def __getitem__(self, at: int) -> V: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[V]: ...
    def __getitem__(self, at: int | slice) -> V | Sequence[V]:
        return self._parts[at]

    def __len__(self) -> int:
        return len(self.digests)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parts) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)


class Derived(Parts[V]):
    """Values that follow from others together, as counts do: digests of those others, in place of one of each value."""

    def __len__(self) -> int:
        return len(self._parts)


Cards = Parts[Card]
"""Papers in a list."""


class Place(Struct, frozen=True):
    """A listing that a paper appeared in, and where in it."""

    listing: ListingId
    title: str
    position: int


class Near(Struct, frozen=True):
    """A related paper: names of the topics that both have, terms that weigh most. How near it is moves with every
    paper that comes, and stands apart (`Site.scores`): a page does not print it."""

    slug: Slug
    title: Markup
    topics: tuple[str, ...]
    terms: tuple[str, ...]

    @property
    def why(self) -> str:
        """What both have in common, in words."""
        topics = f"Both on {' and '.join(self.topics)}" if self.topics else ""
        terms = f"{'shared' if topics else 'Shared'} terms: {', '.join(self.terms)}" if self.terms else ""
        return "; ".join(part for part in (topics, terms) if part)


class Named(Struct, frozen=True):
    """A paper that another names, and the words that do."""

    slug: Slug
    title: Markup
    surface: str


class TopicName(Struct, frozen=True):
    """A topic that a paper is filed under."""

    id: TopicId
    name: str
    group: str


class Reported(Struct, frozen=True):
    """What a paper reports in the columns of a topic: headings with their values, and where those were read."""

    topic: TopicName
    values: tuple[tuple[str, str], ...]
    note: str


class OnPath(Struct, frozen=True):
    """A paper's place on a reading path: the number of its step of all `steps`, the papers before and after it."""

    path: Link
    number: int
    steps: int
    before: Link | None
    after: Link | None


class Notes(Struct, frozen=True):
    """A curator's Markdown, and what each of its references leads to: address and title, both '' for nowhere."""

    markdown: str
    references: Mapping[str, tuple[str, str]]

    def html(self, root: str, top: int = 3) -> Markup:
        """As HTML for a page from which `root` leads to the site's root; `top` is the level of its highest headings."""

        def resolve(target: str) -> tuple[str, str] | None:
            url, title = self.references.get(target, ("", ""))
            return (f"{root}{url}", title) if title else None

        return curated(self.markdown, resolve, top)


class PaperFacts(Struct, frozen=True):
    """A paper with everything that connects it; `authors` are those that its page shows, given name first, each with
    the page of the person where there is one."""

    paper: Paper
    key: str
    """In bibliographies."""
    extra: Mapping[str, str]
    """What bibliographies said of it and no field holds."""
    venue: Link | None
    authors: tuple[Link, ...]
    orcids: tuple[str, ...]
    """Of these authors, empty where it is not known."""
    topics: tuple[TopicName, ...]
    places: tuple[Place, ...]
    reported: tuple[Reported, ...]
    paths: tuple[OnPath, ...]
    mentions: tuple[Named, ...] = ()
    backlinks: tuple[Named, ...] = ()
    related: tuple[Near, ...] = ()
