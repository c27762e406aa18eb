"""What pages and exports say of the collection, gathered once: the wiki and its links in, `facts.values` out."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, wraps
from itertools import islice
from typing import Any

from markupsafe import Markup
from msgspec import Struct, field

from litwiki.citations import SHOWN_AUTHORS, Citation, cite
from litwiki.facts import access
from litwiki.facts.addresses import topic_link
from litwiki.facts.values import (
    Card,
    Cards,
    Link,
    Named,
    Near,
    Notes,
    OnPath,
    PaperFacts,
    Place,
    Reported,
    TopicName,
    V,
)
from litwiki.markup.curated import curated
from litwiki.memo import Memo, MemoryMemo, key_of, remembered
from litwiki.model.arrivals import last_change, newest_first
from litwiki.model.comparisons import results_by_topic
from litwiki.model.config import Settings
from litwiki.model.digests import digest_of, digest_of_bytes
from litwiki.model.ids import (
    DocPath,
    ReadingPathId,
    Slug,
    TopicId,
    paper_path,
    person_path,
    reading_path_path,
    url_of,
    venue_path,
)
from litwiki.model.link_graph import LinkGraph, Related
from litwiki.model.record_files import RecordFiles, layout_of
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki

REMEMBERED = 20_000
"""Papers of which facts and citations are held: those of all papers of a large wiki are as much as the wiki."""

BRIEF_AUTHORS = 3
"""Authors that a list names; of more, one fewer and how many more."""

LONGEST_NAME = 30
"""Characters of a name that stands for a paper in a narrow place."""


_topic_name = lru_cache(maxsize=10_000)(TopicName)


def _held(most: float = float("inf")) -> "Callable[[Callable[[Site, Slug], V]], Callable[[Site, Slug], V]]":
    """A method whose values a site holds, of so many papers at most; where there are more, it begins again."""

    def holding(make: "Callable[[Site, Slug], V]") -> "Callable[[Site, Slug], V]":
        @wraps(make)
        def held(site: "Site", slug: Slug) -> V:
            values = site.held[make.__name__]
            value: V | None = values.get(slug)
            if value is None:
                if len(values) >= most:
                    values.clear()
                value = values[slug] = make(site, slug)
            return value

        return held

    return holding


class Site(Struct, frozen=True, dict=True):
    """A wiki and its links as pages and exports ask for them. What was gathered once is remembered."""

    wiki: Wiki
    graph: LinkGraph
    memo: Memo = field(default_factory=MemoryMemo)
    records: Mapping[Slug, Paper] | None = None
    """The papers whole, where `wiki` is an outline."""
    lists: "Site | None" = None
    """The site that lists see, which makes the cards of papers for others, too."""

    @cached_property
    def held(self) -> defaultdict[str, dict[Slug, Any]]:
        """The values of papers that were asked for, by the names of the methods that make them."""
        return defaultdict(dict)

    def record(self, slug: Slug) -> Paper:
        """A paper whole, with its long texts: for its own page, and for exports that say what they follow from."""
        return (self.wiki.papers if self.records is None else self.records)[slug]

    @cached_property
    def settings(self) -> Settings:
        """What pages may know of the settings."""
        return self.wiki.config.settings

    @cached_property
    def record_files(self) -> RecordFiles:
        """Where records of the API are."""
        return layout_of(len(self.wiki.papers), self.wiki.config.records)

    @cached_property
    def newest_first(self) -> tuple[Slug, ...]:
        """All papers, those that came last first."""
        return newest_first(self.wiki)

    @cached_property
    def last_change(self) -> str:
        """The last day that content names; '' where it names none."""
        return last_change(self.wiki)

    @_held()
    def title(self, slug: Slug) -> Markup:
        """A paper's title as HTML."""
        return rich(self.wiki.papers[slug].title).html

    @_held()
    def topics(self, slug: Slug) -> tuple[Topic, ...]:
        """As of the wiki."""
        return self.wiki.topics_of(slug)

    @_held()
    def card(self, slug: Slug) -> Card:
        """A paper in a list."""
        if self.lists:
            return self.lists.card(slug)
        paper = self.wiki.papers[slug]
        venue, best = self.venue(paper), access.best(paper)
        return Card(
            url_of(paper_path(slug)),
            rich(paper.title).html,
            rich(paper.summary).lead.html,
            self.by(paper),
            paper.year,
            venue.label if venue else "",
            Link(best.url, best.label) if best else None,
            paper.status.kind if paper.status else "",
            any(link.kind == "code" for link in paper.links),
            len(self.wiki.appearances.get(slug, ())),
            tuple(map(topic_link, self.topics(slug))),
        )

    def by(self, paper: Paper) -> str:
        """The first authors of a paper, in few words: `Ada Boyle, Max Ober and 3 more`."""
        first = len(paper.authors) if len(paper.authors) <= BRIEF_AUTHORS else BRIEF_AUTHORS - 1
        shown = [name for _, name in islice(self.wiki.rows[paper.slug].authors(), first)]
        more = len(paper.authors) - len(shown)
        if more or not paper.authors_complete:
            return (
                ", ".join(shown) + (f" and {more} more" if more else "") + ("" if paper.authors_complete else " et al.")
            )
        return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)

    def cards(self, slugs: Sequence[Slug]) -> Cards:
        """Papers in a list."""
        return Cards(map(self.card, slugs), (self.card_digests[slug] for slug in slugs))

    @cached_property
    def card_digests(self) -> Mapping[Slug, str]:
        """Of each paper a digest of all that its card follows from."""
        if self.lists:
            return self.lists.card_digests
        wiki, digests = self.wiki, {}
        for slug, row in wiki.rows.items():
            topics = [(topic.id, topic.name) for topic in wiki.topics_of(slug)]
            venue = wiki.venues.get(slug)
            shown = (row.outline, topics, venue and venue.name, len(wiki.appearances.get(slug, ())))
            digests[slug] = digest_of_bytes(repr(shown).encode("utf-8", "surrogatepass"))
        return digests

    def digests_where_linked(self) -> Mapping[Slug, str]:
        """Of each paper a digest of all that papers say of it that are linked with it: its title, and which topics
        both have."""
        return {
            slug: digest_of(row.outline, [topic.id for topic in self.topics(slug)])
            for slug, row in self.wiki.rows.items()
        }

    def paper(self, slug: Slug) -> PaperFacts:
        """Everything of a paper."""
        return self._paper_and_scores(slug)[0]

    @_held(REMEMBERED)
    def _paper_and_scores(self, slug: Slug) -> tuple[PaperFacts, tuple[float, ...]]:
        related = self.graph.related.get(slug, ())
        facts = replace(
            self.unlinked(slug),
            mentions=tuple(Named(m.slug, self.title(m.slug), m.surface) for m in self.graph.mentions.get(slug, ())),
            backlinks=tuple(Named(other, self.title(other), "") for other in self.graph.backlinks.get(slug, ())),
            related=tuple(map(self._near, related)),
        )
        return facts, tuple(near.score for near in related)

    def _near(self, near: Related) -> Near:
        topics = tuple(self.wiki.topics[topic].name for topic in near.topics)
        return Near(near.slug, self.title(near.slug), topics, near.terms)

    def unlinked(self, slug: Slug) -> PaperFacts:
        """A paper without the papers that it names, that name it, and that are near it."""
        wiki, paper = self.wiki, self.record(slug)
        return PaperFacts(
            paper,
            wiki.citation_keys[slug],
            wiki.bibliography.get(slug, {}),
            self.venue(paper),
            *self._authors_and_orcids(slug),
            tuple(_topic_name(topic.id, topic.name, topic.group) for topic in self.topics(slug)),
            tuple(
                Place(place.listing, wiki.listings[place.listing].title, place.position)
                for place in wiki.appearances.get(slug, ())
            ),
            self._reported(slug),
            tuple(self._on_path(path, number) for path, number in wiki.steps_by_paper.get(slug, ())),
        )

    def digest_unlinked(self, slug: Slug) -> str:
        """A digest of what a paper's page follows from, beside its record, its links and its notes."""
        wiki = self.wiki
        places = [(x.listing, wiki.listings[x.listing].title, x.position) for x in wiki.appearances.get(slug, ())]
        topics = [self._topics_shown[topic.id] for topic in self.topics(slug)]
        steps = [self._on_path(path, number) for path, number in wiki.steps_by_paper.get(slug, ())]
        venue = wiki.venues.get(slug)
        said = (wiki.citation_keys[slug], wiki.bibliography.get(slug), venue and venue.name, wiki.bylines.get(slug))
        shown = repr((self._shown_by_all, said, topics, places, self._reported(slug), steps))
        return digest_of_bytes(shown.encode("utf-8", "surrogatepass"))

    @cached_property
    def _shown_by_all(self) -> str:
        """A digest of what is the same on all papers' pages."""
        return digest_of(self.settings, self.record_files)

    @cached_property
    def _topics_shown(self) -> dict[TopicId, str]:
        """A digest of what pages of its papers say of each topic."""
        return {topic.id: digest_of(topic.name, topic.group, self.crumbs(topic)) for topic in self.wiki.topics.values()}

    def _reported(self, slug: Slug) -> tuple[Reported, ...]:
        """A paper's results, in the order of its topics."""
        if not self.wiki.whole.papers[slug].results:
            return ()
        results = results_by_topic(self.wiki, slug)
        reports = []
        for topic in self.topics(slug):
            if said := results.get(topic.id):
                cells = ((column.label, said.values.get(column.key, "")) for column in topic.columns)
                name = TopicName(topic.id, topic.name, topic.group)
                reports.append(Reported(name, tuple((label, value) for label, value in cells if value), said.note))
        return tuple(one for one in reports if one.values)

    def _on_path(self, path: ReadingPathId, number: int) -> OnPath:
        slugs = self.wiki.papers_by_path[path]
        before, after = (slugs[number - 2] if number > 1 else None), (slugs[number] if number < len(slugs) else None)
        return OnPath(
            Link(url_of(reading_path_path(path)), self.wiki.reading_paths[path].title),
            number,
            len(slugs),
            self.short(before) if before else None,
            self.short(after) if after else None,
        )

    def short(self, slug: Slug) -> Link:
        """A paper by what others call it; where it has no short name, by its title up to the first colon."""
        paper = self.wiki.papers[slug]
        title = rich(paper.title).plain
        name = next((rich(name).plain for name in paper.names if len(name) <= LONGEST_NAME), "")
        return Link(url_of(paper_path(slug)), name or title.partition(": ")[0] or title)

    def scores(self, slug: Slug) -> tuple[float, ...]:
        """How near each of a paper's related papers is."""
        return self._paper_and_scores(slug)[1]

    def notes(self, markdown: str, source: str) -> Notes | None:
        """A curator's Markdown in the content file `source`; nothing where there is none."""
        if not markdown.strip():
            return None
        pages: dict[str, tuple[str, str]] = {}
        for target in self._targets(markdown):
            page = self.wiki.find(target, source)
            pages[target] = (url_of(page[0]), page[1]) if page else ("", "")
        return Notes(markdown, pages)

    def _targets(self, markdown: str) -> list[str]:
        """What a curator's Markdown refers to. To find out takes as long as to write it as HTML."""

        def ask() -> bytes:
            asked: dict[str, None] = {}
            curated(markdown, asked.setdefault)
            return json.dumps(list(asked)).encode()

        return [str(target) for target in json.loads(remembered(self.memo, references_key(markdown), ask))]

    def venue(self, paper: Paper) -> Link | None:
        """Where a paper appeared, if its file says so."""
        venue = self.wiki.venues.get(paper.slug)
        return Link(url_of(venue_path(venue.slug)), venue.name) if venue else None

    def crumbs(self, topic: Topic) -> tuple[Link, ...]:
        """Where a topic stands: the pages above it from the top. A group that is called as the topic below it is left
        out: both would read as one page that stands below itself."""
        overview = url_of(DocPath("topics/index.md"))
        number = 1 + self._groups.index(topic.group)
        parent = self.wiki.topics.get(topic.parent) if topic.parent else None
        top = Link(overview, "Topics")
        group = Link(f"{overview}#group-{number}", topic.group)
        above = (top,) if topic.group.casefold() == (parent or topic).name.casefold() else (top, group)
        return (*above, topic_link(parent)) if parent else above

    @cached_property
    def _groups(self) -> list[str]:
        return [group for group, _ in self.wiki.groups]

    def _authors_and_orcids(self, slug: Slug) -> tuple[tuple[Link, ...], tuple[str, ...]]:
        """The authors that a paper's page shows, given name first, each with the page of the person where there is one;
        and their ORCIDs, empty where they are not known."""
        people = self.wiki.people
        named = [*islice(self.wiki.rows[slug].authors(), SHOWN_AUTHORS)]
        persons = [people.of_key(key, slug) for key, _ in named]
        links = tuple(
            Link(url_of(person_path(person.slug)) if person and person.has_page else "", name)
            for (_, name), person in zip(named, persons, strict=True)
        )
        return links, tuple(person.orcid if person else "" for person in persons)

    @_held(REMEMBERED)
    def citation(self, slug: Slug) -> Citation:
        """A paper for a bibliography."""
        return cite(self.wiki, slug, self.record(slug))

    @_held()
    def digest_of_bibliographic(self, slug: Slug) -> str:
        """A digest of what a paper's citation follows from, beside its record."""
        wiki = self.wiki
        shown = repr((wiki.citation_keys[slug], wiki.other_keys.get(slug), wiki.bibliography.get(slug)))
        return digest_of_bytes(shown.encode("utf-8", "surrogatepass"))


def references_key(markdown: str) -> bytes:
    """The key in the memo of what a curator's Markdown refers to."""
    return key_of("references", markdown.encode("utf-8", "surrogatepass"))
