"""The collection with the indexes that every later stage asks.

Indexes map keys to ids, in a fixed order, so that whatever is made of them is the same on every build.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import chain, permutations

from litwiki.model.collection import Collection, shared
from litwiki.model.digests import digest_of_bytes
from litwiki.model.ids import ListingId, ReadingPathId, Slug, TopicId
from litwiki.model.people import People, make_people
from litwiki.model.records import Appearance, CoTopic, LedgerEntry, Listing, PublishedDigest, Topic
from litwiki.model.venues import Venue, make_venues
from litwiki.text.words import collation_key


class Wiki(Collection, frozen=True, dict=True):
    """A collection and what follows from it; each index is made when somebody asks for it first."""

    @shared
    def appearances(self) -> Mapping[Slug, tuple[Appearance, ...]]:
        """Where each paper appeared; a paper twice in one listing has its first position there."""
        places_of: dict[Slug, dict[ListingId, Appearance]] = defaultdict(dict)
        for listing in self.listings_in_order:
            for position, slug in enumerate(self.papers_of_entries[listing.id], 1):
                if slug:
                    places_of[slug].setdefault(listing.id, Appearance(listing.id, position))
        return {slug: tuple(places.values()) for slug, places in places_of.items()}

    @shared
    def papers_of_entries(self) -> Mapping[ListingId, tuple[Slug | None, ...]]:
        """What `paper_of` says of the entries of every listing."""
        return {id_: tuple(map(self.paper_of, listing.entries)) for id_, listing in self.listings.items()}

    @shared
    def papers_by_listing(self) -> Mapping[ListingId, tuple[Slug, ...]]:
        """The papers of every listing in the order of its entries, each once."""
        return {id_: tuple(dict.fromkeys(filter(None, slugs))) for id_, slugs in self.papers_of_entries.items()}

    @cached_property
    def listings_in_order(self) -> tuple[Listing, ...]:
        """Newest first: by full date, then by a printed date without a year, then those without one."""
        return tuple(sorted(self.listings.values(), key=_age))

    @shared
    def days(self) -> Mapping[Slug, str]:
        """The day (ISO 8601) on which each paper came. Where its own file does not say it, the earliest date of a
        listing with the paper stands in; empty where neither is known."""
        days = {slug: paper.added or "" for slug, paper in self.papers.items()}
        for slug, places in self.appearances.items():
            if not days[slug]:
                dates = (self.listings[place.listing].date for place in places)
                days[slug] = min((date for date in dates if date), default="")
        return days

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
        papers: dict[TopicId, list[Slug]] = {topic: [] for topic in self.topics}
        for slug in self.in_title_order:
            for name in self.papers[slug].topics:
                topic = self.resolve_topic(name)
                if topic and papers[topic][-1:] != [slug]:  # two of its names may be one topic
                    papers[topic].append(slug)
        return {topic: tuple(slugs) for topic, slugs in papers.items()}

    @shared
    def co_topics(self) -> Mapping[TopicId, tuple[CoTopic, ...]]:
        """The neighbors of each topic that shares papers with others, most papers first."""
        filed = ([topic.id for topic in self.topics_of(slug)] for slug in self.papers)
        near_topics: dict[TopicId, list[CoTopic]] = defaultdict(list)
        for (topic, other), papers in Counter(chain.from_iterable(permutations(some, 2) for some in filed)).items():
            near_topics[topic].append(CoTopic(other, papers))
        return {
            topic: tuple(sorted(near_topics[topic], key=lambda near: (-near.papers, near.topic)))
            for topic in near_topics
        }

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
        slugs: dict[Slug, list[Slug]] = defaultdict(list)
        for person in self.people.by_slug.values():
            for slug in person.papers:
                slugs[slug].append(person.slug)
        return {slug: tuple(people) for slug, people in slugs.items()}

    @shared
    def bylines(self) -> Mapping[Slug, str]:
        """Of each paper whose file says who wrote it a digest of how pages link these people."""
        shown = {person.slug: repr(person.shown) for person in self.people.by_slug.values()}
        lines = ((slug, "\n".join(map(shown.__getitem__, people))) for slug, people in self.writers.items())
        return {slug: digest_of_bytes(line.encode("utf-8", "surrogatepass")) for slug, line in lines}

    @shared
    def with_code(self) -> tuple[Slug, ...]:
        """Papers that link to code, by title."""
        return tuple(slug for slug in self.in_title_order if any(x.kind == "code" for x in self.papers[slug].links))

    @shared
    def papers_by_year(self) -> Mapping[int, tuple[Slug, ...]]:
        """The papers of every year that has any, newest year first, by title."""
        papers: dict[int, list[Slug]] = defaultdict(list)
        for slug in self.in_title_order:
            if year := self.papers[slug].year:
                papers[year].append(slug)
        return {year: tuple(papers[year]) for year in sorted(papers, reverse=True)}

    @shared
    def years(self) -> Mapping[Slug, int]:
        """The year of every paper that has one."""
        return {slug: year for year, slugs in self.papers_by_year.items() for slug in slugs}

    @cached_property
    def slugs_by_title_key(self) -> Mapping[str, tuple[Slug, ...]]:
        """Papers by the keys of their title and of the other titles they had."""
        papers: dict[str, list[Slug]] = defaultdict(list)
        for slug, row in self.rows.items():
            for key in row.titles:
                papers[key].append(slug)
        return {key: tuple(slugs) for key, slugs in papers.items()}

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
        others_of: dict[Slug, tuple[str, ...]] = {}
        for slug, row in self.rows.items():
            if others := tuple(key for key in row.keys if key not in taken):
                others_of[slug] = others
                taken.update(others)
        return others_of

    @shared
    def bibliography(self) -> Mapping[Slug, Mapping[str, str]]:
        """What BibTeX files said of papers and no field of theirs holds, as it was written there.

        Of several entries of a paper the one counts whose key is given back, else the first of the newest listing:
        fields of two entries would say together what neither said.
        """
        entries: dict[Slug, LedgerEntry] = {}
        for listing in self.listings_in_order:
            papers = self.papers_of_entries[listing.id] if listing.source == "bibtex" else ()
            for entry, slug in zip(listing.entries, papers, strict=False):
                if slug and (slug not in entries or entries[slug].key != entry.key == self.citation_keys[slug]):
                    entries[slug] = entry
        return {slug: entry.fields for slug, entry in entries.items() if entry.fields}

    @shared
    def papers_by_venue(self) -> Mapping[Slug, Venue]:
        """Where papers appeared, by the slug of the venue's name; by name."""
        return make_venues((slug, self.papers[slug].publication.venue) for slug in self.in_title_order)

    @shared
    def venues(self) -> Mapping[Slug, Venue]:
        """Where each paper appeared whose file says so."""
        return {slug: venue for venue in self.papers_by_venue.values() for slug in venue.papers}

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
        steps_of: dict[Slug, list[tuple[ReadingPathId, int]]] = defaultdict(list)
        for path, slugs in self.papers_by_path.items():
            for number, slug in enumerate(slugs, 1):
                steps_of[slug].append((path, number))
        return {slug: tuple(steps) for slug, steps in steps_of.items()}

    @cached_property
    def excluded_by_listing(self) -> Mapping[ListingId, Mapping[str, int]]:
        """How many entries of each listing are not wanted, by the reason."""
        counts_of: dict[ListingId, dict[str, int]] = {}
        for listing in self.listings_in_order:
            for entry in listing.entries:
                known = self.exclusions.get(entry.paper or "")
                if reason := entry.excluded or (known.reason if known and not self.resolve(known.paper) else ""):
                    counts = counts_of.setdefault(listing.id, {})
                    counts[reason] = counts.get(reason, 0) + 1
        return counts_of

    def sort_key(self, slug: Slug) -> tuple[str, str]:
        """Orders papers by title, case and punctuation aside."""
        return (self.rows[slug].order, slug)


MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _age(listing: Listing) -> tuple[int, list[int], str]:
    """Sorts newest first; a printed date without a year is younger than none."""
    if listing.date:
        return (0, [-int(part) for part in listing.date.split("-") if part.isdigit()], listing.id)
    month, _, day = (listing.printed or "").lower().partition(" ")
    if month[:3] in MONTHS and day.isdigit():
        return (1, [-MONTHS.index(month[:3]), -int(day)], listing.id)
    return (2, [], listing.id)
