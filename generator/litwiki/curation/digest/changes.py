"""What changed in a wiki in a span of days, in the order in which readers want it.

The day in a paper's file says whether it is new. Everything else is the difference between two states of the wiki.
Everything is called by its name of today.
"""

from collections.abc import Container, Iterable, Iterator

from msgspec import Struct

from litwiki.model.arrivals import newest_first
from litwiki.model.entries import Publication
from litwiki.model.ids import ReadingPathId, Slug, TopicId
from litwiki.model.records import Paper, Pin, Topic
from litwiki.model.wiki import Wiki

States = tuple[Wiki, Wiki]
"""A wiki before the days that a digest is about, and at their end."""
PREPRINT = frozenset({"", "preprint"})
"""Types of what nobody has published yet, as far as is known."""


class Changes(Struct, frozen=True):
    """What was new; every part in a fixed order. Papers are under their first topic, topics with most papers first."""

    papers: tuple[tuple[TopicId | None, tuple[Slug, ...]], ...]
    topics: tuple[TopicId, ...]
    paths: tuple[ReadingPathId, ...]
    lists: tuple[tuple[TopicId, tuple[Pin, ...], int], ...]
    """Reading lists that changed: what came into each, and how many papers left it."""
    published: tuple[Slug, ...]
    """Preprints of which the published version is known now."""
    became: tuple[Slug, ...]
    """Papers that were retracted, withdrawn, corrected or superseded."""

    @property
    def is_empty(self) -> bool:
        return not any((self.papers, self.topics, self.paths, self.lists, self.published, self.became))


def find_changes(wiki: Wiki, states: States, since: str, until: str, topic: TopicId | None = None) -> Changes:
    """What was new from one day to another (ISO 8601), both included; in one topic where it is named. Where both
    states are the wiki as it is, only what has a day of its own is known."""
    before, after = states
    within = {*wiki.papers_by_topic[topic]} if topic else {*wiki.papers}
    came = [slug for slug in newest_first(wiki) if slug in within and since <= wiki.days[slug] <= until]
    topics = [topic] if topic else [*wiki.topics]
    there = [(one, _topic_of(before, wiki, one), _topic_of(after, wiki, one)) for one in topics]
    paths = after.reading_paths.keys() - before.reading_paths.keys()
    return Changes(
        papers=_filed(wiki, came, topic),
        topics=tuple(one for one, was, now in there if now and not was),
        paths=tuple(path for path in wiki.reading_paths if path in paths and not topic),
        lists=tuple(_lists(wiki, there)),
        published=tuple(_now_published(wiki, states, within)),
        became=tuple(s for s in wiki.in_title_order if s in within and _became(wiki, states, s, since, until)),
    )


def _filed(wiki: Wiki, slugs: list[Slug], only: TopicId | None) -> tuple[tuple[TopicId | None, tuple[Slug, ...]], ...]:
    groups: dict[TopicId | None, list[Slug]] = {}
    for slug in slugs:
        topics = wiki.topics_of(slug)
        groups.setdefault(only or (topics[0].id if topics else None), []).append(slug)
    ordered = sorted(groups.items(), key=lambda item: (item[0] is None, -len(item[1]), item[0] or ""))
    return tuple((topic, tuple(papers)) for topic, papers in ordered)


def _topic_of(state: Wiki, wiki: Wiki, topic: TopicId) -> Topic | None:
    """A topic of the wiki in one of its states, if it was there."""
    names = (topic, *wiki.topics[topic].aliases)
    return next((state.topics[TopicId(name)] for name in names if name in state.topics), None)


def _paper_of(state: Wiki, wiki: Wiki, slug: Slug) -> Paper | None:
    """A paper of the wiki in one of its states, if it was there."""
    names = (slug, *wiki.papers[slug].aliases)
    return next((state.papers[Slug(name)] for name in names if name in state.papers), None)


def _lists(
    wiki: Wiki, topics: Iterable[tuple[TopicId, Topic | None, Topic | None]]
) -> Iterator[tuple[TopicId, tuple[Pin, ...], int]]:
    """Lists of topics that have one in both states; `topics` are as they were before and after."""
    for topic, was, now in topics:
        if not was or not now:
            continue  # a new topic is told as one
        then = {wiki.resolve(pin.paper) for pin in was.pinned}
        came = tuple(pin for pin in now.pinned if wiki.resolve(pin.paper) not in then)
        left = len(then - {wiki.resolve(pin.paper) for pin in now.pinned})
        if came or left:
            yield topic, came, left


def _now_published(wiki: Wiki, states: States, within: Container[Slug]) -> Iterator[Slug]:
    """Papers that were preprints and have a venue now."""
    for slug in wiki.in_title_order:
        was, now = (_paper_of(state, wiki, slug) for state in states)
        if slug in within and was and now and not _is_published(was.publication) and _is_published(now.publication):
            yield slug


def _is_published(publication: Publication) -> bool:
    return publication.type not in PREPRINT and bool(publication.venue)


def _became(wiki: Wiki, states: States, slug: Slug, since: str, until: str) -> bool:
    """Whether something became of a paper in these days, as far as its day or the two states tell."""
    status = wiki.papers[slug].status
    if not status:
        return False
    if len(status.date) == len(since):
        return since <= status.date <= until
    was, now = (_paper_of(state, wiki, slug) for state in states)
    if not was or not now or not now.status:
        return False
    return was.status is None or was.status.kind != now.status.kind
