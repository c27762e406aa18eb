"""The collection: papers, topics and listings with the indexes that every later stage asks.

Built once from what `content` loaded and never changed. Indexes map keys to ids, in a fixed order, so
that whatever is made of them is the same on every build.
"""

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar, cast, overload

from msgspec import Struct, field

from litwiki.model.config import Config
from litwiki.model.digests import digest_of_bytes
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
from litwiki.model.people import NO_ANSWERS, People, make_people
from litwiki.model.records import (
    Appearance,
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
from litwiki.model.venues import Venue, make_venues
from litwiki.text.words import collation_key

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
        name, (whole, values) = self.attrname or "", cast("Wiki", wiki).in_common
        if name not in values:
            values[name] = self.func(whole)
        value: T = values[name]
        vars(wiki)[name] = value  # where Python looks first, as for every `cached_property`
        return value


class Wiki(Struct, frozen=True, dict=True):
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
    def in_common(self) -> "tuple[Wiki, dict[str, Any]]":
        """Whom the properties that are `shared` are worked out from, and those that were asked for."""
        return self, {}

    @property
    def whole(self) -> "Wiki":
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

    @shared
    def appearances(self) -> Mapping[Slug, tuple[Appearance, ...]]:
        """Where each paper appeared; a paper twice in one listing has its first position there."""
        found: dict[Slug, dict[ListingId, Appearance]] = defaultdict(dict)
        for listing in self.listings_in_order:
            for position, slug in enumerate(self.papers_of_entries[listing.id], 1):
                if slug:
                    found[slug].setdefault(listing.id, Appearance(listing.id, position))
        return {slug: tuple(places.values()) for slug, places in found.items()}

    @shared
    def papers_of_entries(self) -> Mapping[ListingId, tuple[Slug | None, ...]]:
        """What `paper_of` says of the entries of every listing."""
        return {id_: tuple(map(self.paper_of, listing.entries)) for id_, listing in self.listings.items()}

    @shared
    def papers_by_listing(self) -> Mapping[ListingId, tuple[Slug, ...]]:
        """The papers of every listing in the order of its entries, each once."""
        return {id_: tuple(dict.fromkeys(filter(None, found))) for id_, found in self.papers_of_entries.items()}

    @cached_property
    def listings_in_order(self) -> tuple[Listing, ...]:
        """Newest first: by full date, then by a printed date without a year, then those without one."""
        return tuple(sorted(self.listings.values(), key=_age))

    @shared
    def days(self) -> Mapping[Slug, str]:
        """The day (ISO 8601) on which each paper came. Where its own file does not say it, the earliest date of a
        listing with the paper stands in; empty where neither is known."""
        found = {slug: paper.added or "" for slug, paper in self.papers.items()}
        for slug, places in self.appearances.items():
            if not found[slug]:
                dates = (self.listings[place.listing].date for place in places)
                found[slug] = min((date for date in dates if date), default="")
        return found

    @shared
    def changed(self) -> Mapping[Slug, str]:
        """The last day that each paper's file names: on which it came, or its summary was checked."""
        checks = ((slug, paper.summary_by) for slug, paper in self.papers.items())
        return {slug: max(self.days[slug], said.checked if said else "") for slug, said in checks}

    @cached_property
    def repeats(self) -> tuple[Slug, ...]:
        """Papers in two or more listings, most listings first, then by title."""
        several = [slug for slug in self.papers if len(self.appearances.get(slug, ())) > 1]
        return tuple(sorted(several, key=lambda s: (-len(self.appearances[s]), self.sort_key(s))))

    @shared
    def papers_by_topic(self) -> Mapping[TopicId, tuple[Slug, ...]]:
        """The papers of every topic, by title; a topic without papers is there too."""
        found: dict[TopicId, list[Slug]] = {topic: [] for topic in self.topics}
        for slug in self.in_title_order:
            for name in self.papers[slug].topics:
                topic = self.resolve_topic(name)
                if topic and found[topic][-1:] != [slug]:  # two of its names may be one topic
                    found[topic].append(slug)
        return {topic: tuple(slugs) for topic, slugs in found.items()}

    @shared
    def in_title_order(self) -> tuple[Slug, ...]:
        """Every paper by its title as a reader would look it up."""
        return tuple(sorted(self.papers, key=self.sort_key))

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[Topic, ...]], ...]:
        """Topic groups in the wiki's order, each with its topics by name."""
        names = {topic.group for topic in self.topics.values()}
        order = [name for name in self.config.groups if name in names]
        order += sorted(names - set(order))
        return tuple(
            (name, tuple(sorted((t for t in self.topics.values() if t.group == name), key=lambda t: t.name)))
            for name in order
        )

    @shared
    def people(self) -> People:
        """Everybody who wrote a paper, as far as papers name their authors; their papers by title."""
        papers = (self.papers[slug] for slug in self.in_title_order)
        return make_people(papers, self.names, lambda paper: self.rows[paper.slug].authors())

    @shared
    def writers(self) -> Mapping[Slug, tuple[Slug, ...]]:
        """Who wrote each paper whose file says so, each person once."""
        found: dict[Slug, list[Slug]] = defaultdict(list)
        for person in self.people.by_slug.values():
            for slug in person.papers:
                found[slug].append(person.slug)
        return {slug: tuple(people) for slug, people in found.items()}

    @shared
    def bylines(self) -> Mapping[Slug, str]:
        """Of each paper whose file says who wrote it a digest of how pages link these people."""
        told = {person.slug: repr(person.told) for person in self.people.by_slug.values()}
        lines = ((slug, "\n".join(map(told.__getitem__, people))) for slug, people in self.writers.items())
        return {slug: digest_of_bytes(line.encode("utf-8", "surrogatepass")) for slug, line in lines}

    @shared
    def with_code(self) -> tuple[Slug, ...]:
        """Papers that link to code, by title."""
        return tuple(slug for slug in self.in_title_order if any(x.kind == "code" for x in self.papers[slug].links))

    @shared
    def papers_by_year(self) -> Mapping[int, tuple[Slug, ...]]:
        """The papers of every year that has any, newest year first, by title."""
        found: dict[int, list[Slug]] = defaultdict(list)
        for slug in self.in_title_order:
            if year := self.papers[slug].year:
                found[year].append(slug)
        return {year: tuple(found[year]) for year in sorted(found, reverse=True)}

    @shared
    def years(self) -> Mapping[Slug, int]:
        """The year of every paper that has one."""
        return {slug: year for year, slugs in self.papers_by_year.items() for slug in slugs}

    @cached_property
    def slugs_by_title_key(self) -> Mapping[str, tuple[Slug, ...]]:
        """Papers by the keys of their title and of the other titles they had."""
        found: dict[str, list[Slug]] = defaultdict(list)
        for slug, row in self.rows.items():
            for key in row.titles:
                found[key].append(slug)
        return {key: tuple(slugs) for key, slugs in found.items()}

    @cached_property
    def slugs_by_id(self) -> Mapping[tuple[str, str], tuple[Slug, ...]]:
        """Papers by kind and value of a strong id, in lower case and without arXiv's version."""
        found: dict[tuple[str, str], list[Slug]] = defaultdict(list)
        for slug, row in self.rows.items():
            for key in row.ids:
                found[key].append(slug)
        return {key: tuple(slugs) for key, slugs in found.items()}

    @shared
    def citation_keys(self) -> Mapping[Slug, str]:
        """The key of each paper in bibliographies: the first of its old ones that no paper before it has, or its slug.

        A key is one paper's in the whole wiki, so that it is in every file that has some of its papers.
        """
        taken: dict[str, Slug] = {}
        for slug, row in self.rows.items():
            key = next((key for key in row.keys if key not in taken and key not in self.papers), slug)
            taken[key] = slug
        return {slug: key for key, slug in taken.items()}

    @shared
    def other_keys(self) -> Mapping[Slug, tuple[str, ...]]:
        """The further keys that a paper had and no other paper has."""
        taken = {*self.citation_keys.values(), *self.papers}
        found: dict[Slug, tuple[str, ...]] = {}
        for slug, row in self.rows.items():
            if others := tuple(key for key in row.keys if key not in taken):
                found[slug] = others
                taken.update(others)
        return found

    @shared
    def bibliography(self) -> Mapping[Slug, Mapping[str, str]]:
        """What BibTeX files said of papers and no field of theirs holds, as it was written there.

        Of several entries of a paper the one counts whose key is given back, else the first of the newest listing:
        fields of two entries would say together what neither said.
        """
        found: dict[Slug, LedgerEntry] = {}
        for listing in self.listings_in_order:
            papers = self.papers_of_entries[listing.id] if listing.source == "bibtex" else ()
            for entry, slug in zip(listing.entries, papers, strict=False):
                if slug and (slug not in found or found[slug].key != entry.key == self.citation_keys[slug]):
                    found[slug] = entry
        return {slug: entry.fields for slug, entry in found.items() if entry.fields}

    @shared
    def papers_by_venue(self) -> Mapping[Slug, Venue]:
        """Where papers appeared, by the slug of the venue's name; by name."""
        return make_venues((slug, self.papers[slug].publication.venue) for slug in self.in_title_order)

    @shared
    def venues(self) -> Mapping[Slug, Venue]:
        """Where each paper appeared whose file says so."""
        return {slug: venue for venue in self.papers_by_venue.values() for slug in venue.papers}

    @shared
    def _paper_aliases(self) -> Mapping[str, Slug]:
        return {alias: slug for slug, paper in self.papers.items() for alias in paper.aliases}

    @cached_property
    def _topic_aliases(self) -> Mapping[str, TopicId]:
        return {alias: topic.id for topic in self.topics.values() for alias in topic.aliases}

    @cached_property
    def papers_by_path(self) -> Mapping[ReadingPathId, tuple[Slug, ...]]:
        """The papers of every reading path in the order of its steps, each once; paths in the order of their list."""
        paths = sorted(
            self.reading_paths.values(),
            key=lambda path: (path.order is None, path.order or 0, collation_key(path.title), path.id),
        )
        return {
            path.id: tuple(dict.fromkeys(slug for step in path.steps if (slug := self.resolve(step.target))))
            for path in paths
        }

    @cached_property
    def digests_in_order(self) -> tuple[PublishedDigest, ...]:
        """Newest first by their last day; of one day, those of the whole wiki before those of a topic."""
        ordered = sorted(self.digests.values(), key=lambda digest: (digest.topic or "", digest.id))
        return tuple(sorted(ordered, key=lambda digest: digest.until, reverse=True))

    @cached_property
    def steps_by_paper(self) -> Mapping[Slug, tuple[tuple[ReadingPathId, int], ...]]:
        """The reading paths that each paper is on, each with the number of its step from 1."""
        found: dict[Slug, list[tuple[ReadingPathId, int]]] = defaultdict(list)
        for path, slugs in self.papers_by_path.items():
            for number, slug in enumerate(slugs, 1):
                found[slug].append((path, number))
        return {slug: tuple(steps) for slug, steps in found.items()}

    def resolve(self, name: str) -> Slug | None:
        """The paper that a slug or a former slug names."""
        return Slug(name) if name in self.rows else self._paper_aliases.get(name)

    @cached_property
    def exclusions(self) -> Mapping[str, Excluded]:
        """What is not wanted here, by its slug."""
        return {excluded.paper: excluded for excluded in self.excluded}

    @cached_property
    def removed(self) -> Mapping[Slug, str]:
        """Papers that ledgers name and that are neither here nor excluded, each with its title as printed first:
        somebody took their files away and has not said why."""
        found: dict[Slug, str] = {}
        for listing in self.listings.values():
            for entry in listing.entries:
                if entry.paper and not entry.excluded and not self.resolve(entry.paper):
                    found.setdefault(entry.paper, entry.title)
        return {slug: title for slug, title in sorted(found.items()) if slug not in self.exclusions}

    @cached_property
    def excluded_by_listing(self) -> Mapping[ListingId, Mapping[str, int]]:
        """How many entries of each listing are not wanted, by the reason."""
        found: dict[ListingId, dict[str, int]] = {}
        for listing in self.listings_in_order:
            for entry in listing.entries:
                known = self.exclusions.get(entry.paper or "")
                if reason := entry.excluded or (known.reason if known and not self.resolve(known.paper) else ""):
                    counts = found.setdefault(listing.id, {})
                    counts[reason] = counts.get(reason, 0) + 1
        return found

    def paper_of(self, entry: LedgerEntry) -> Slug | None:
        """The paper that a ledger's entry is about; None where it is not known yet, excluded or gone."""
        if entry.paper:
            return self.resolve(entry.paper)
        kind, _, value = entry.pending.partition(":")
        return next((slug for key in strong_ids([(kind, value)]) for slug in self.slugs_by_id.get(key, ())), None)

    def resolve_topic(self, name: str) -> TopicId | None:
        """The topic that an id or a former id names."""
        return TopicId(name) if name in self.topics else self._topic_aliases.get(name)

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

    def sort_key(self, slug: Slug) -> tuple[str, str]:
        """Orders papers by title, case and punctuation aside."""
        return (self.rows[slug].order, slug)

    def topics_of(self, slug: Slug) -> tuple[Topic, ...]:
        """A paper's topics, most central first."""
        names = self.whole.papers[slug].topics
        if names not in self._filed:
            found = map(self.resolve_topic, names)
            self._filed[names] = tuple(self.topics[topic] for topic in dict.fromkeys(found) if topic)
        return self._filed[names]

    @cached_property
    def _filed(self) -> dict[tuple[TopicId, ...], tuple[Topic, ...]]:
        """A cache: many papers are filed alike."""
        return {}


KINDS_BY_FOLDER = {
    "content/papers": "",
    "content/topics": "topic",
    "content/listings": "listing",
    "content/paths": "path",
    "content/digests": "digest",
}
"""What a reference to a file of each folder begins with."""
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _age(listing: Listing) -> tuple[int, list[int], str]:
    """Sorts newest first; a printed date without a year is younger than none."""
    if listing.date:
        return (0, [-int(part) for part in listing.date.split("-") if part.isdigit()], listing.id)
    month, _, day = (listing.printed or "").lower().partition(" ")
    if month[:3] in MONTHS and day.isdigit():
        return (1, [-MONTHS.index(month[:3]), -int(day)], listing.id)
    return (2, [], listing.id)
