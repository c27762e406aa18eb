"""What connects papers: mentions, backlinks, related papers, neighbors on the map."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from litwiki.model.ids import Slug, TopicId

if TYPE_CHECKING:
    from litwiki.text.term_table import Integers


class Mention(Struct, frozen=True):
    """Another paper named in a text, and the words that named it."""

    slug: Slug
    surface: str


class Related(Struct, frozen=True):
    """A paper near by content: cosine in (0, 1], topics in common, the terms that weigh most as printed."""

    slug: Slug
    score: float
    topics: tuple[TopicId, ...]
    terms: tuple[str, ...]


class LinkGraph(Struct, frozen=True):
    """What connects papers, by slug; one without links may be absent.

    `mentions` and `backlinks` are each other's inverse. `backlinks` are sorted by slug, `related` best first.
    """

    mentions: Mapping[Slug, tuple[Mention, ...]] = field(default_factory=dict)
    backlinks: Mapping[Slug, tuple[Slug, ...]] = field(default_factory=dict)
    related: Mapping[Slug, tuple[Related, ...]] = field(default_factory=dict)
    nearest: "Integers | None" = None
    """Of each paper, by their order in the wiki, the numbers of those that it stands near on the map, filled up with -1
    from the left; None where nobody linked papers."""
