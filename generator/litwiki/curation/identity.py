"""Which paper an entry is about: entries and the wiki in, matches and uncertain pairs out.

Certain are a strong id and an equal title key; everything else that looks alike stays apart and is listed
for a person, because a false merge loses a paper while a duplicate only annoys. The outcome does not
depend on the order in which entries come.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from litwiki.model.ids import Slug, propose_slug
from litwiki.model.records import Entry, ListingReading, Match, Paper, Uncertain
from litwiki.model.wiki import Wiki, strong_ids
from litwiki.text.words import clean, title_key


@dataclass(frozen=True, slots=True)
class Identified:
    """Every entry with its paper, the titles of new papers, and the pairs that a person must judge."""

    matches: tuple[Match, ...]
    uncertain: tuple[Uncertain, ...]


def match(readings: Sequence[ListingReading], wiki: Wiki) -> Identified:
    """The papers of all entries; new papers get their slugs here, once and for all."""
    entries = [(number, entry) for number, reading in enumerate(readings) for entry in reading.entries]
    parts = _parts([entry for _, entry in entries], _Known(wiki))
    new = [part for part in parts if part.slug is None]
    taken: set[str] = set()

    def is_taken(slug: str) -> bool:
        return slug in taken or wiki.resolve(slug) is not None

    slugs: dict[Slug, list[Entry]] = {}
    found: dict[int, tuple[Slug, bool]] = {n: (part.slug, False) for part in parts if part.slug for n in part.places}
    for part in sorted(new, key=lambda part: (min(part.keys), sorted(part.ids))):
        own = [entries[n][1] for n in part.places]
        slug = propose_slug(chosen_title(own), is_taken)
        taken.add(slug)
        slugs[slug] = own
        found |= dict.fromkeys(part.places, (slug, True))
    matches = tuple(Match(number, entry, *found[n]) for n, (number, entry) in enumerate(entries))
    return Identified(matches, tuple(_uncertain(slugs, wiki)))


def chosen_title(entries: Iterable[Entry]) -> str:
    """The title that most entries print; of equals the first in the alphabet."""
    counts = Counter(clean(entry.title) for entry in entries)
    return min(counts, key=lambda title: (-counts[title], title))


# --- certain matches -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """Entries that are certainly one paper, with all their ids and title keys."""

    places: list[int]
    ids: set[tuple[str, str]]
    keys: set[str]
    slug: Slug | None = None
    """The paper where it is a known one."""

    def take(self, other: "_Part") -> None:
        self.places += other.places
        self.ids |= other.ids
        self.keys |= other.keys
        self.slug = self.slug or other.slug

    def contradicts(self, ids: Iterable[tuple[str, str]]) -> bool:
        """Whether an id of one kind is another here than there: two papers then, whatever their titles."""
        theirs, ours = set(ids), {kind for kind, _ in self.ids}
        kinds = {kind for kind, _ in theirs} & ours
        return any(not {x for x in self.ids & theirs if x[0] == kind} for kind in kinds)


def _parts(entries: Sequence[Entry], known: "_Known") -> list[_Part]:
    """Entries by their papers: equal ids join first, whatever the titles; then known papers are looked up;
    then equal titles join what no id keeps apart, known papers first. Each step sorts what it joins, so
    that the order of the entries does not matter.
    """
    by_id: dict[tuple[str, str], _Part] = {}
    without_ids: dict[str, _Part] = {}
    for place, entry in enumerate(entries):
        part = _Part([place], set(strong_ids(entry.ids.items())), {title_key(entry.title)})
        if not part.ids:
            without_ids.setdefault(min(part.keys), _Part([], set(), set())).take(part)
            continue
        for other in {id(by_id[x]): by_id[x] for x in part.ids if x in by_id}.values():
            part.take(other)
        by_id |= dict.fromkeys(part.ids, part)
    parts = [*{id(part): part for part in by_id.values()}.values(), *without_ids.values()]
    for part in parts:
        part.slug = known.find(part)
    by_key: dict[str, list[_Part]] = defaultdict(list)
    joined: list[_Part] = []
    for part in sorted(parts, key=lambda x: (x.slug is None, x.slug or "", not x.ids, sorted(x.ids))):
        earlier = [other for key in sorted(part.keys) for other in by_key[key]]
        same = next((x for x in earlier if not part.slug and not x.contradicts(part.ids)), None)
        if same:
            same.take(part)
        else:
            joined.append(part)
        for key in part.keys:
            by_key[key].append(same or part)
    return joined


class _Known:
    """Looks parts up among the papers: by id, by title, by a title that a listing printed before."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.printed: dict[str, Slug] = {}
        for listing in wiki.listings.values():
            for line in listing.entries:
                slug = wiki.paper_of(line)
                if slug:
                    self.printed.setdefault(title_key(line.title), slug)

    def find(self, part: _Part) -> Slug | None:
        """The known paper of a part, or None. Two different ids of one kind are two papers."""
        for strong in sorted(part.ids):
            for slug in self.wiki.slugs_by_id.get(strong, ()):
                return slug
        for key in sorted(part.keys):
            printed = self.printed.get(key)
            for slug in (*self.wiki.slugs_by_title_key.get(key, ()), *([printed] if printed else [])):
                if not part.contradicts(strong_ids(self.wiki.papers[slug].ids.items())):
                    return slug
        return None


# --- near matches --------------------------------------------------------------------------------------


def _uncertain(new: Mapping[Slug, list[Entry]], wiki: Wiki) -> Sequence[Uncertain]:
    """Pairs of a new paper and another that look alike."""

    def said(slug: Slug) -> tuple[str, str]:
        return _said_by_entries(new[slug]) if slug in new else _said_by_paper(wiki.papers[slug])

    return _pairs([*wiki.papers, *new], said, new.keys(), wiki)


def alike(wiki: Wiki, slugs: Collection[Slug] | None = None) -> tuple[Uncertain, ...]:
    """Papers of the wiki that look alike and of which no one has said whether they are one; with `slugs`, only
    the pairs with one of these. Looks up rare terms, so that the cost is about that of reading the wiki.
    """
    asked = wiki.papers.keys() if slugs is None else slugs
    return tuple(_pairs([*wiki.papers], lambda slug: _said_by_paper(wiki.papers[slug]), asked, wiki))


def _pairs(
    slugs: Sequence[Slug], said: Callable[[Slug], tuple[str, str]], asked: Collection[Slug], wiki: Wiki
) -> Sequence[Uncertain]:
    if not asked:
        return ()
    from litwiki.curation import duplicates as near  # which imports numpy

    return near.pairs(slugs, said, asked, {decision.papers for decision in wiki.decisions})


def _said_by_paper(paper: Paper) -> tuple[str, str]:
    return paper.title, " ".join([paper.abstract or "", *paper.terms])


def _said_by_entries(entries: Sequence[Entry]) -> tuple[str, str]:
    return chosen_title(entries), max((entry.abstract or "" for entry in entries), key=lambda t: (len(t), t))
