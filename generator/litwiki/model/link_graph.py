"""What connects papers: mentions, backlinks, related papers, neighboring topics, places on the map."""

from collections.abc import Mapping

from msgspec import Struct, field

from litwiki.model.ids import Slug, TopicId


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


class Spot(Struct, frozen=True):
    """Where a paper stands; x to the right, y down, neither with a bound."""

    x: int
    y: int


class LinkGraph(Struct, frozen=True):
    """What connects the collection, keyed by slug or topic; a key without links may be absent.

    `mentions` and `backlinks` are each other's inverse. `backlinks` are sorted by slug, `related` and
    `co_topics` best first.
    """

    mentions: Mapping[Slug, tuple[Mention, ...]]
    backlinks: Mapping[Slug, tuple[Slug, ...]]
    related: Mapping[Slug, tuple[Related, ...]]
    co_topics: Mapping[TopicId, tuple[CoTopic, ...]]
    spots: Mapping[Slug, Spot] = field(default_factory=dict)
    """Where papers stand on the map; empty where nobody has laid it out."""
