"""What a wiki does not know yet, in queues: the collection in, papers that lack an id, authors, a venue, a summary,
topics or a check of their summary out, and ids that still wait for the rest.

A queue is work that somebody may do, not a fault: `litwiki check` warns of faults, `litwiki check --todo` and the page
/todo/ count these.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from litwiki.model.ids import Slug
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


@dataclass(frozen=True, slots=True)
class Queues:
    """`lacking` has for each key the papers without it, by title; `pending` the ids that wait, oldest first, those
    without a day last."""

    lacking: Mapping[str, tuple[Slug, ...]]
    pending: tuple[Pending, ...]

    def old(self, today: str) -> tuple[Pending, ...]:
        """The ids that have waited for more than `OLD` days on a day (ISO 8601)."""
        limit = (datetime.date.fromisoformat(today) - datetime.timedelta(days=OLD)).isoformat()
        return tuple(one for one in self.pending if one.since and one.since < limit)


def make_queues(wiki: Wiki) -> Queues:
    """Every queue of a wiki, also those that are empty."""
    return Queues(
        {key: tuple(slug for slug in wiki.in_title_order if lacks(wiki.papers[slug])) for key, lacks in LACKS.items()},
        tuple(sorted(wiki.pending, key=lambda one: (one.since or "9999", one.id))),
    )
