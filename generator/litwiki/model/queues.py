"""What waits for curators, in queues: the collection in; out come papers that lack an id, authors, a venue, a summary,
topics or a check of their summary, papers with one title, introductions that are older than their papers, reading lists
with papers that were taken back, and ids that still wait for the rest.

A queue is work that somebody may do, not a fault: `litwiki check` warns of faults, `litwiki check --todo` and the page
/todo/ count these.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct

from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Paper, Pending
from litwiki.model.wiki import Wiki

OLD = 30
"""Days after which an id that waits should be looked at by a person: an enrichment runs every week."""
LACKS: Mapping[str, Callable[[Paper], bool]] = {
    "ids": lambda paper: not paper.ids,
    "authors": lambda paper: not paper.authors,
    "venue": lambda paper: not paper.publication.venue and paper.publication.type != "preprint",
    "summary": lambda paper: not paper.summary,
    "topics": lambda paper: not paper.topics,
    "summary_check": lambda paper: bool(paper.summary and paper.summary_by and not paper.summary_by.is_verified),
}
"""What papers may lack. A preprint appeared in no venue, and lacks none; a summary lacks a check where its file says
that a model wrote it and nobody or only a model checked it."""


NEWER = 10
"""Papers after which an introduction should be read again."""
TAKEN_BACK = frozenset({"retracted", "withdrawn"})
"""What became of papers that nobody should begin with."""
MOST_ALIKE = 10
"""Papers of one title that are paired: of a thousand editorials nobody answers half a million questions."""


class Introduction(NamedTuple):
    """A topic's introduction, the day on which it was last brought up to date, and how many papers came since."""

    topic: TopicId
    updated: str
    papers: int


class Recommended(NamedTuple):
    """A paper that a reading list or a reading path recommends (`source` below `content/`) and why nobody should: what
    became of it, or the reason for which it was left out. `since` is the day on which that was so, if it is known."""

    source: str
    paper: str
    why: str
    since: str


class Queues(Struct, frozen=True):
    """`lacking` has for each key the papers without it, by title; `pending` the ids that wait, oldest first, those
    without a day last."""

    lacking: Mapping[str, tuple[Slug, ...]]
    pending: tuple[Pending, ...]
    one_title: tuple[tuple[Slug, Slug], ...] = ()
    """Pairs of papers with one title of which nobody has said whether they are one."""
    introductions: tuple[Introduction, ...] = ()
    """Those after which at least `NEWER` papers came, oldest first."""
    recommended: tuple[Recommended, ...] = ()

    def old(self, today: str) -> tuple[Pending, ...]:
        """The ids that have waited for more than `OLD` days on a day (ISO 8601)."""
        limit = (datetime.date.fromisoformat(today) - datetime.timedelta(days=OLD)).isoformat()
        return tuple(one for one in self.pending if one.since and one.since < limit)


def make_queues(wiki: Wiki) -> Queues:
    """Every queue of a wiki, also those that are empty."""
    papers = wiki.whole.papers
    return Queues(
        {key: tuple(slug for slug in wiki.in_title_order if lacks(papers[slug])) for key, lacks in LACKS.items()},
        tuple(sorted(wiki.pending, key=lambda one: (one.since or "9999", one.id))),
        tuple(_one_title(wiki)),
        tuple(sorted(_introductions(wiki), key=lambda one: (one.updated, one.topic))),
        tuple(_recommended(wiki)),
    )


def _one_title(wiki: Wiki) -> Iterator[tuple[Slug, Slug]]:
    decided = {decision.papers for decision in wiki.decisions}
    for slugs in wiki.slugs_by_title_key.values():
        for one, other in combinations(slugs[:MOST_ALIKE], 2):
            if frozenset({one, other}) not in decided:
                yield one, other


def _introductions(wiki: Wiki) -> Iterator[Introduction]:
    for topic, record in wiki.topics.items():
        if record.updated and record.introduction.strip():
            since = sum(wiki.days[slug] > record.updated for slug in wiki.papers_by_topic[topic])
            if since >= NEWER:
                yield Introduction(topic, record.updated, since)


def _recommended(wiki: Wiki) -> Iterator[Recommended]:
    lists = [(f"topics/{topic}.md", [pin.paper for pin in record.pinned]) for topic, record in wiki.topics.items()]
    lists += [
        (f"paths/{path}.md", [Slug(step.target) for step in record.steps])
        for path, record in wiki.reading_paths.items()
    ]
    for source, named in lists:
        for name in named:
            slug = wiki.resolve(name)
            status = wiki.papers[slug].status if slug else None
            if status and status.kind in TAKEN_BACK:
                yield Recommended(source, name, status.kind, status.date)
            elif not slug and name in wiki.exclusions:
                yield Recommended(source, name, wiki.exclusions[name].reason, "")
