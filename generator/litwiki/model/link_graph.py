"""What connects papers: mentions, backlinks, related papers, neighboring topics, neighbors on the map."""

from collections.abc import Mapping

from msgspec import Struct

from litwiki.model.ids import Slug, TopicId
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


class CoTopic(Struct, frozen=True):
    """A neighboring topic and the number of papers that two topics share."""

    topic: TopicId
    papers: int


class LinkGraph(Struct, frozen=True):
    """What connects the collection, keyed by slug or topic; a key without links may be absent.

    `mentions` and `backlinks` are each other's inverse. `backlinks` are sorted by slug, `related` and
    `co_topics` best first.
    """

    mentions: Mapping[Slug, tuple[Mention, ...]]
    backlinks: Mapping[Slug, tuple[Slug, ...]]
    related: Mapping[Slug, tuple[Related, ...]]
    co_topics: Mapping[TopicId, tuple[CoTopic, ...]]
    nearest: Integers | None = None
    """Of each paper, by their order in the wiki, the numbers of those that it stands near on the map, filled up with -1
    from the left; None where nobody linked papers."""
