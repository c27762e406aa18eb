"""Which paper an entry is about: entries and the wiki in, matches, waiting ids and uncertain pairs out.

A strong id joins, then an equal title where nothing contradicts (`curation.evidence`). What else looks alike stays
apart and is listed for a person, because a false join loses a paper while a duplicate only annoys. Entries are taken
in an order made of what they say, those that say most first: the outcome does not depend on the order in which they
come. What an entry is compared with is bounded, so that ten thousand editorials cost no more than other papers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from litwiki.curation import evidence
from litwiki.curation.evidence import Verdict
from litwiki.curation.identity import duplicates
from litwiki.curation.identity.clusters import REMOVED, Cluster, Clusters, groups_of
from litwiki.model.entries import Entry, ListingReading, Remark
from litwiki.model.ids import ListingId, Slug, propose_slug
from litwiki.model.index_rows import strong_ids
from litwiki.model.matches import Match, Uncertain
from litwiki.model.records import LedgerEntry, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean, title_key
from litwiki.workers import InProcess

__all__ = ["REMOVED", "Identified", "Waiting", "alike", "chosen_title", "match"]

MOST_ALIKE = 20
"""Papers with one title of which pairs are made."""


Item = TypeVar("Item")
IN_PROCESS = InProcess()
NONE_CONTINUED: Mapping[str, ListingId] = MappingProxyType({})


class Waiting(Struct, frozen=True):
    """An entry of which only ids are known, and none of them is a paper's."""

    reading: int
    position: int
    entry: Entry


class Identified(Struct, frozen=True):
    """Every entry with its paper or waiting, the pairs that a person must judge, and what a person should know."""

    matches: tuple[Match, ...]
    uncertain: tuple[Uncertain, ...]
    waiting: tuple[Waiting, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Joined(Struct, frozen=True):
    """Every entry with its paper, the entries of new papers, and the words of known ones, which workers read."""

    identified: Identified
    new: Mapping[Slug, list[Entry]]
    known_words: Iterator[duplicates.Words]


def match(readings: Sequence[ListingReading], wiki: Wiki) -> Identified:
    """The papers of all entries and the pairs that a person must judge, in this process."""
    some = joined(readings, wiki, NONE_CONTINUED, IN_PROCESS)
    return replace(some.identified, uncertain=uncertain(some, wiki, IN_PROCESS))


def joined(
    readings: Sequence[ListingReading], wiki: Wiki, continued: Mapping[str, ListingId], executor: Executor
) -> Joined:
    """The papers of all entries with the pairs of one title; new papers get their slugs here, once and for all.
    `continued` are listings whose files have changed, by the digests that these have now. What entries are compared by
    takes much memory; it is gone when papers are compared by their words."""
    known_words = duplicates.read([*wiki.papers.values()], _said_by_paper, executor)
    places = [(n, p, entry) for n, reading in enumerate(readings) for p, entry in enumerate(reading.entries)]
    entries = [entry for _, _, entry in places]
    groups, refused = groups_of(entries)
    clusters = Clusters(wiki, groups, _hints(readings, wiki, continued))
    clusters.assign()
    refused = [*refused, *clusters.refused]
    for place, kind, value in refused:
        entries[place] = _without_id(entries[place], (kind, value))
    slugs = _new_slugs(clusters.new, entries, wiki)
    matches, waiting = [], []
    for place, (number, position, _) in enumerate(places):
        cluster, entry = clusters.of.get(place), entries[place]
        if cluster is None:
            waiting.append(Waiting(number, position, entry))
            continue
        slug, is_new = (cluster.slug, False) if cluster.slug else (slugs[id(cluster)], True)
        reason = clusters.reasons.get(place, "")
        matches.append(Match(number, entry, slug, is_new, reason, cluster.excluded, position))
    remarks = [
        Remark(readings[places[n][0]].raw.path, entries[n].line, f"its {kind} id {value} is another paper's; left out")
        for n, kind, value in sorted(refused)
    ]
    new = {slugs[id(cluster)]: [entries[n] for n in cluster.places] for cluster in clusters.new}
    asked = tuple(_asked(clusters, slugs, wiki))
    return Joined(Identified(tuple(matches), asked, tuple(waiting), tuple(remarks)), new, known_words)


def _without_id(entry: Entry, refused: tuple[str, str]) -> Entry:
    """An entry that has an id of another paper among its other fields."""
    ids = {kind: value for kind, value in entry.ids.items() if refused not in strong_ids([(kind, value)])}
    others = {kind: value for kind, value in entry.ids.items() if kind not in ids}
    return replace(entry, ids=ids, extra={**others, **entry.extra})


def chosen_title(entries: Iterable[Entry]) -> str:
    """The title that most entries print; of equals the first in the alphabet."""
    counts = Counter(clean(entry.title) for entry in entries if entry.title)
    return min(counts, key=lambda title: (-counts[title], title))


def _hints(readings: Sequence[ListingReading], wiki: Wiki, continued: Mapping[str, ListingId]) -> Mapping[int, Slug]:
    """The papers of entries from files that were ingested before: the ledger has them line by line. Of a file that has
    changed since, an entry is found by its title where this stands once in both: what a person merged stays merged."""
    by_digest = {listing.sha256: listing.entries for listing in wiki.listings.values() if listing.sha256}
    slugs_by_place: dict[int, Slug] = {}
    end = 0
    for reading in readings:
        keys = [title_key(entry.title) for entry in reading.entries]
        first, end = end, end + len(keys)
        lines: Sequence[LedgerEntry | None] = by_digest.get(reading.raw.sha256, ())
        if not lines and (former := wiki.listings.get(continued.get(reading.raw.sha256, ListingId("")))):
            once = _once((title_key(line.title), line) for line in former.entries)
            here = _once(zip(keys, keys, strict=True))
            lines = [once.get(key) if key in here else None for key in keys]
        if len(lines) == len(keys):
            for place, key, line in zip(range(first, end), keys, lines, strict=True):
                if line and line.paper and title_key(line.title) == key:
                    slugs_by_place[place] = line.paper
    return slugs_by_place


def _once(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, Item]:
    """What has a key that nothing else has."""
    items: dict[str, Item | None] = {}
    for key, item in pairs:
        items[key] = None if key in items or not key else item
    return {key: item for key, item in items.items() if item is not None}


def _new_slugs(new: Sequence[Cluster], entries: Sequence[Entry], wiki: Wiki) -> Mapping[int, Slug]:
    """Slugs of new papers. One that a ledger or an exclusion names is taken, although its file is gone."""
    taken: set[str] = {*wiki.exclusions, *wiki.removed}

    def is_taken(slug: str) -> bool:
        return slug in taken or wiki.resolve(slug) is not None

    slugs = {}
    for cluster in new:
        # What tells a paper from another one with its title: its first author and year.
        first = cluster.records[0]
        difference = f"{next(iter(first.people), '')} {first.year or ''}".strip()
        slug = propose_slug(chosen_title(entries[n] for n in cluster.places), is_taken, difference)
        taken.add(slug)
        slugs[id(cluster)] = slug
    return slugs


# --- pairs ---------------------------------------------------------------------------------------------


def _asked(clusters: Clusters, slugs: Mapping[int, Slug], wiki: Wiki) -> Iterator[Uncertain]:
    """New papers and others with their title, where it is not certain that they are two."""
    for one, other, reason in clusters.unsure:
        first, second = (cluster.slug or slugs.get(id(cluster)) for cluster in (one, other))
        if first and second and first != second and (wiki.resolve(second) or second in slugs.values()):
            yield Uncertain(first, second, 1.0, None, reason)


def uncertain(joined: Joined, wiki: Wiki, executor: Executor) -> tuple[Uncertain, ...]:
    """Pairs of a new paper and another that have one title or look alike."""
    new = joined.new

    def authors(slug: Slug) -> evidence.Record:
        entry = min(new[slug], key=lambda e: (not e.authors, e.authors)) if slug in new else None
        return evidence.of_entry(entry) if entry else evidence.of_paper(wiki.papers[slug])

    words = chain(joined.known_words, duplicates.read([*new.values()], _said_by_entries, executor))
    pairs = duplicates.pairs([*wiki.papers, *new], words, new.keys(), wiki.config.build, executor)
    return _without_doubles([*joined.identified.uncertain, *(one for one in pairs if _may_be_one(one, authors))], wiki)


def alike(wiki: Wiki, executor: Executor | None = None) -> tuple[Uncertain, ...]:
    """Papers of the wiki that look alike and of which no one has said whether they are one. Looks up rare terms, so
    that the cost is about that of reading the wiki. Whoever hands in an executor holds the lock of the wiki.
    """
    executor = executor or IN_PROCESS
    words = duplicates.read([*wiki.papers.values()], _said_by_paper, executor)
    pairs = duplicates.pairs([*wiki.papers], words, wiki.papers.keys(), wiki.config.build, executor)
    certain = [pair for pair in pairs if _may_be_one(pair, lambda slug: evidence.of_paper(wiki.papers[slug]))]
    return _without_doubles([*_with_one_title(wiki), *certain], wiki)


def _with_one_title(wiki: Wiki) -> Iterator[Uncertain]:
    for slugs in wiki.slugs_by_title_key.values():
        some = slugs[:MOST_ALIKE]
        for number, one in enumerate(some):
            for other in some[number + 1 :]:
                verdict, reason = evidence.compare(*(evidence.of_paper(wiki.papers[s]) for s in (one, other)))
                if verdict is not Verdict.DIFFERENT:
                    yield Uncertain(one, other, 1.0, None, reason)


def _may_be_one(pair: Uncertain, record: Callable[[Slug], evidence.Record]) -> bool:
    """Whether authors and, where they have one title, everything else leave it open."""
    one, other = record(pair.slug), record(pair.other)
    if one.key == other.key:
        return evidence.compare(one, other)[0] is not Verdict.DIFFERENT
    return evidence.share_an_author(one, other) is not False


def _without_doubles(pairs: Iterable[Uncertain], wiki: Wiki) -> tuple[Uncertain, ...]:
    decided = {decision.papers for decision in wiki.decisions}
    pairs_by_slugs: dict[frozenset[Slug], Uncertain] = {}
    for pair in pairs:
        both = frozenset({pair.slug, pair.other})
        if both not in decided:
            pairs_by_slugs.setdefault(both, pair)
    return (*pairs_by_slugs.values(),)


def _said_by_paper(paper: Paper) -> tuple[str, str]:
    return paper.title, " ".join([paper.abstract or "", *paper.terms])


def _said_by_entries(entries: Sequence[Entry]) -> tuple[str, str]:
    return chosen_title(entries), max((entry.abstract or "" for entry in entries), key=lambda t: (len(t), t))
