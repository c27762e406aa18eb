"""The collection: papers, topics, listings and answers as `content/` says them, and what a name in them refers to.

Built once from what `content` loaded and never changed. `model.wiki` has its indexes.
"""

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self, TypeVar, cast, overload

from msgspec import Struct, field

from litwiki.model.config import Config
from litwiki.model.ids import (
    DigestId,
    DocPath,
    ListingId,
    ReadingPathId,
    Slug,
    TopicId,
    digest_path,
    listing_path,
    paper_path,
    reading_path_path,
    topic_path,
)
from litwiki.model.index_rows import IndexRow, row_of, strong_ids
from litwiki.model.people import NO_ANSWERS
from litwiki.model.records import (
    Decision,
    Excluded,
    Kept,
    LedgerEntry,
    Listing,
    NameAnswers,
    Paper,
    Pending,
    PublishedDigest,
    ReadingPath,
    Redirect,
    Topic,
)
from litwiki.model.richtext import rich

T = TypeVar("T")


class shared(cached_property[T]):  # noqa: N801 - as `cached_property`
    """A property that a wiki and its outline (`model.outline`) have in common: whoever is asked first works it out."""

    @overload
    def __get__(self, wiki: None, owner: type[Any] | None = None) -> "shared[T]": ...
    @overload
    def __get__(self, wiki: object, owner: type[Any] | None = None) -> T: ...
    def __get__(self, wiki: object | None, owner: type[Any] | None = None) -> "shared[T] | T":
        if wiki is None:
            return self
        name, (whole, values) = self.attrname or "", cast("Collection", wiki).in_common
        if name not in values:
            values[name] = self.func(whole)
        value: T = values[name]
        vars(wiki)[name] = value  # where Python looks first, as for every `cached_property`
        return value


class Collection(Struct, frozen=True, dict=True):
    """Papers by slug, topics by id and listings by id, each in the order of their keys."""

    config: Config
    papers: Mapping[Slug, Paper]
    topics: Mapping[TopicId, Topic]
    listings: Mapping[ListingId, Listing]
    decisions: tuple[Decision, ...] = ()
    home: str = ""
    """The curated introduction of the home page, Markdown."""
    kept: frozenset[Kept] = frozenset()
    """Conflicts with listings that a person has settled."""
    excluded: tuple[Excluded, ...] = ()
    """Papers that a person does not want here, in the order of the answers."""
    pending: tuple[Pending, ...] = ()
    """Ids of which nothing else is known yet, sorted."""
    redirects: tuple[Redirect, ...] = ()
    """Addresses of a former site."""
    names: NameAnswers = NO_ANSWERS
    """Who printed names stand for, where the names alone do not tell."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Images in `content/images`, by the names of their files, with the SHA-256 of each."""
    reading_paths: Mapping[ReadingPathId, ReadingPath] = field(default_factory=dict)
    digests: Mapping[DigestId, PublishedDigest] = field(default_factory=dict)
    about: str = ""
    """The curated text of the page about the wiki, Markdown."""

    @cached_property
    def in_common(self) -> "tuple[Self, dict[str, Any]]":
        """Whom the properties that are `shared` are worked out from, and those that were asked for."""
        return self, {}

    @property
    def whole(self) -> Self:
        """The wiki that this is an outline of, or itself; for what follows from an outline and is asked of every paper,
        so that no outlines of papers are made for it."""
        return self.in_common[0]

    @cached_property
    def rows(self) -> Mapping[Slug, IndexRow]:
        """What the indexes hold of each paper."""
        return {slug: row_of(paper) for slug, paper in self.papers.items()}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """What curators wrote, Markdown, by the paths of its files from the wiki's folder; published digests aside."""
        return {
            "content/index.md": self.home,
            "content/about.md": self.about,
            **{f"content/papers/{slug}.md": paper.notes for slug, paper in self.papers.items()},
            **{f"content/topics/{topic}.md": record.introduction for topic, record in self.topics.items()},
            **{f"content/paths/{name}.md": path.text for name, path in self.reading_paths.items()},
        }

    def resolve(self, name: str) -> Slug | None:
        """The paper that a slug or a former slug names."""
        return Slug(name) if name in self.rows else self._paper_aliases.get(name)

    @shared
    def _paper_aliases(self) -> Mapping[str, Slug]:
        return {alias: slug for slug, paper in self.papers.items() for alias in paper.aliases}

    def paper_of(self, entry: LedgerEntry) -> Slug | None:
        """The paper that a ledger's entry is about; None where it is not known yet, excluded or gone."""
        if entry.paper:
            return self.resolve(entry.paper)
        kind, _, value = entry.pending.partition(":")
        return next((slug for key in strong_ids([(kind, value)]) for slug in self.slugs_by_id.get(key, ())), None)

    @cached_property
    def slugs_by_id(self) -> Mapping[tuple[str, str], tuple[Slug, ...]]:
        """Papers by kind and value of a strong id, in lower case and without arXiv's version."""
        slugs_by_key: dict[tuple[str, str], list[Slug]] = defaultdict(list)
        for slug, row in self.rows.items():
            for key in row.ids:
                slugs_by_key[key].append(slug)
        return {key: tuple(slugs) for key, slugs in slugs_by_key.items()}

    def resolve_topic(self, name: str) -> TopicId | None:
        """The topic that an id or a former id names."""
        return TopicId(name) if name in self.topics else self._topic_aliases.get(name)

    @cached_property
    def _topic_aliases(self) -> Mapping[str, TopicId]:
        return {alias: topic.id for topic in self.topics.values() for alias in topic.aliases}

    def topics_of(self, slug: Slug) -> tuple[Topic, ...]:
        """A paper's topics, most central first."""
        names = self.whole.papers[slug].topics
        topics = self._filed.get(names)
        if topics is None:
            resolved = dict.fromkeys(map(self.resolve_topic, names))
            topics = self._filed[names] = tuple(self.topics[topic] for topic in resolved if topic)
        return topics

    @cached_property
    def _filed(self) -> dict[tuple[TopicId, ...], tuple[Topic, ...]]:
        """A cache: many papers are filed alike."""
        return {}

    @cached_property
    def exclusions(self) -> Mapping[str, Excluded]:
        """What is not wanted here, by its slug."""
        return {excluded.paper: excluded for excluded in self.excluded}

    @cached_property
    def removed(self) -> Mapping[Slug, str]:
        """Papers that ledgers name and that are neither here nor excluded, each with its title as printed first:
        somebody took their files away and has not said why."""
        titles: dict[Slug, str] = {}
        for listing in self.listings.values():
            for entry in listing.entries:
                if entry.paper and not entry.excluded and not self.resolve(entry.paper):
                    titles.setdefault(entry.paper, entry.title)
        return {slug: title for slug, title in sorted(titles.items()) if slug not in self.exclusions}

    def find(self, target: str, source: str) -> tuple[DocPath, str] | None:
        """Page and title of what a curator refers to, or None.

        `target` is the inside of `[[…]]` (`kivi`, `topic:peft`, `listing:mar-17`, `path:start`) or a relative link as
        it stands in the file `source` (`../topics/peft.md`), whose fragment does not matter.
        """
        kind, colon, name = target.partition(":")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target.split("#")[0]))
        folder, file = posixpath.split(path)
        if folder == "content/images" and file in self.images:
            return DocPath(f"images/{file}"), file
        if not colon and file.endswith(".md"):
            kind = KINDS_BY_FOLDER.get(folder, "no")
            name = file.removesuffix(".md")
        elif not colon:
            kind, name = "", target
        return self._page_of(kind, name)

    def _page_of(self, kind: str, name: str) -> tuple[DocPath, str] | None:
        if kind in {"", "paper"} and (slug := self.resolve(name)):
            return paper_path(slug), rich(self.papers[slug].title).plain
        if kind == "topic" and (topic := self.resolve_topic(name)):
            return topic_path(topic), self.topics[topic].name
        if kind == "listing" and name in self.listings:
            return listing_path(ListingId(name)), self.listings[ListingId(name)].title
        if kind == "digest" and name in self.digests:
            return digest_path(DigestId(name)), self.digests[DigestId(name)].title
        if kind == "path" and name in self.reading_paths:
            return reading_path_path(ReadingPathId(name)), self.reading_paths[ReadingPathId(name)].title
        return None


KINDS_BY_FOLDER = {
    "content/papers": "",
    "content/topics": "topic",
    "content/listings": "listing",
    "content/paths": "path",
    "content/digests": "digest",
}
"""What a reference to a file of each folder begins with."""
