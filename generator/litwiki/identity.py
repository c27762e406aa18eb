"""Which paper an entry is about: entries and the wiki in, matches and uncertain pairs out.

Certain are a strong id and an equal title key; everything else that looks alike stays apart and is listed
for a person, because a false merge loses a paper while a duplicate only annoys. The outcome does not
depend on the order in which entries come.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from litwiki.ids import Slug, propose_slug
from litwiki.model import Entry, ListingReading, Match, Paper, Uncertain
from litwiki.text import clean, terms, title_key
from litwiki.wiki import Wiki, strong_ids

SAME_TITLE = 0.88
SIMILAR_TITLE = 0.80
SIMILAR_TEXT = 0.40
SAME_TEXT = 0.70
RAREST = 4
"""Terms of a title, and of a text, by which candidates are looked up."""
MOST_COMMON = 200
"""A term that more papers than this have finds nothing that a rarer one would not."""


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
                slug = wiki.resolve(line.paper)
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


@dataclass(frozen=True, slots=True)
class _Looks:
    title: str
    title_terms: frozenset[str]
    text_terms: frozenset[str]


def _uncertain(new: Mapping[Slug, list[Entry]], wiki: Wiki) -> Iterable[Uncertain]:
    """Pairs of a new paper and another that look alike.

    Observed: preprint and published version differ in a subtitle; a renamed paper keeps its abstract;
    Part I and Part II have one title but for a digit, and different abstracts. Rule: titles alike and
    texts alike, or titles nearly equal where a text is missing, or texts nearly equal. Where it is wrong,
    a person sees one pair more.
    """
    if not new:
        return
    looks = {slug: _looks_of_paper(paper) for slug, paper in wiki.papers.items()}
    looks |= {slug: _looks_of_entries(entries) for slug, entries in new.items()}
    yield from _pairs(looks, new.keys(), {decision.papers for decision in wiki.decisions})


def alike(wiki: Wiki, slugs: Collection[Slug] | None = None) -> tuple[Uncertain, ...]:
    """Papers of the wiki that look alike and of which no one has said whether they are one; with `slugs`, only
    the pairs with one of these. Looks up rare terms, so that the cost is about that of reading the wiki.
    """
    looks = {slug: _looks_of_paper(paper) for slug, paper in wiki.papers.items()}
    decided = {decision.papers for decision in wiki.decisions}
    return tuple(_pairs(looks, wiki.papers.keys() if slugs is None else slugs, decided))


def _pairs(
    looks: Mapping[Slug, "_Looks"], asked: Collection[Slug], decided: Collection[frozenset[Slug]]
) -> Iterable[Uncertain]:
    """Pairs of one of `asked` and another that look alike, each pair once."""
    slugs = sorted(looks)
    candidates = _Candidates([looks[slug] for slug in slugs], [n for n, slug in enumerate(slugs) if slug in asked])
    for number, others in candidates:
        slug = slugs[number]
        for other in (slugs[n] for n in others):
            if other == slug or (other in asked and other < slug) or frozenset({slug, other}) in decided:
                continue
            pair = _compare(slug, other, looks[slug], looks[other])
            if pair:
                yield pair


def _looks_of_paper(paper: Paper) -> _Looks:
    words = " ".join([paper.abstract or "", *paper.terms])
    return _Looks(paper.title, frozenset(terms(paper.title)), frozenset(terms(words)))


def _looks_of_entries(entries: Sequence[Entry]) -> _Looks:
    title = chosen_title(entries)
    text = max((entry.abstract or "" for entry in entries), key=lambda t: (len(t), t))
    return _Looks(title, frozenset(terms(title)), frozenset(terms(text)))


class _Candidates:
    """For each asked paper those that share one of its rarest terms and may have enough of its text in common.

    Sharing is looked up in postings of the rarest terms only. Of the papers found, most share little else. Each has a
    *signature*: a row of bits, each term of its text sets one. A bit that one paper has and the other has not stands
    for at least one term that the other has not, so of n terms at most n minus the number of such bits are common.
    A pair is left out only if even so many were fewer than `SIMILAR_TEXT` asks for: exactly the pairs go that
    `_compare` would refuse for their texts (a pair with a text missing stays).
    """

    def __init__(self, looks: Sequence[_Looks], asked: Sequence[int]) -> None:
        import numpy as np

        self.looks, self.asked = looks, asked
        self.rarest: dict[int, list[str]] = {}
        self.postings: dict[str, list[int]] = {}
        for kind in ("title_terms", "text_terms"):
            self._look_up(kind)
        self.sizes = np.array([len(look.text_terms) for look in looks], dtype=np.int32)
        self.signatures = np.zeros((len(looks), SIGNATURE // 8), dtype=np.uint8)
        columns: dict[str, int] = {}
        for row, look in enumerate(looks):
            bits = np.fromiter((columns.setdefault(term, len(columns)) for term in look.text_terms), np.int64)
            flags = np.zeros(SIGNATURE, dtype=np.uint8)
            flags[bits % SIGNATURE] = 1
            self.signatures[row] = np.packbits(flags)
        self.signatures = self.signatures.view(np.uint64)

    def _look_up(self, kind: str) -> None:
        """Notes the rarest terms of one kind of every asked paper, and all papers that have these terms."""
        sets: list[frozenset[str]] = [getattr(look, kind) for look in self.looks]
        counts = Counter(term for terms_of_one in sets for term in terms_of_one)
        wanted: set[str] = set()
        for number in self.asked:
            rarest = sorted(sets[number], key=lambda term: (counts[term], term))[:RAREST]
            own = [term for term in rarest if counts[term] <= MOST_COMMON]
            wanted.update(own)
            self.rarest.setdefault(number, []).extend(f"{kind} {term}" for term in own)
        for term in wanted:
            self.postings[f"{kind} {term}"] = []
        for number, own_terms in enumerate(sets):
            for term in own_terms & wanted:
                self.postings[f"{kind} {term}"].append(number)

    def __iter__(self) -> Iterator[tuple[int, list[int]]]:
        import numpy as np

        for number in self.asked:
            found = {other for term in self.rarest[number] for other in self.postings[term]}
            others = np.array(sorted(found - {number}), dtype=np.int64)
            if not len(others):
                continue
            mine, theirs = self.signatures[number], self.signatures[others]
            size, sizes = self.sizes[number], self.sizes[others]
            only_mine = np.bitwise_count(mine & ~theirs).sum(axis=1, dtype=np.int32)
            only_theirs = np.bitwise_count(theirs & ~mine).sum(axis=1, dtype=np.int32)
            most = np.minimum(size - only_mine, sizes - only_theirs)
            enough = most * (1 + SIMILAR_TEXT) >= SIMILAR_TEXT * (size + sizes) - 0.001
            yield number, others[enough | (sizes == 0) | (size == 0)].tolist()


SIGNATURE = 512
"""Bits of a signature; a text has about a hundred terms."""


def _compare(slug: Slug, other: Slug, a: _Looks, b: _Looks) -> Uncertain | None:
    """The pair if it looks alike. Titles cost most, so texts go first."""
    text = _share(a.text_terms, b.text_terms) if a.text_terms and b.text_terms else None
    if text is not None and text < SIMILAR_TEXT:
        return None
    title = fuzz.token_sort_ratio(a.title.casefold(), b.title.casefold()) / 100
    alike = title >= SAME_TITLE if text is None else title >= SIMILAR_TITLE or text >= SAME_TEXT
    return Uncertain(slug, other, round(title, 3), None if text is None else round(text, 3)) if alike else None


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """How many of the terms of two papers both have (Jaccard's index)."""
    common = len(a & b)
    return common / (len(a) + len(b) - common)
