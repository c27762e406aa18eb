"""Which paper an entry is about: entries and the wiki in, matches and uncertain pairs out.

Certain are a strong id and an equal title key; everything else that looks alike stays apart and is listed
for a person, because a false merge loses a paper while a duplicate only annoys. The outcome does not
depend on the order in which entries come.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    known = _Known(wiki)
    entries = [(number, entry) for number, reading in enumerate(readings) for entry in reading.entries]
    groups: dict[str, list[Entry]] = defaultdict(list)
    found: list[Slug | str] = []
    keys_by_id: dict[tuple[str, str], str] = {}
    for _, entry in entries:
        slug = known.find(entry)
        key = title_key(entry.title)
        for strong in strong_ids(entry.ids.items()):
            key = keys_by_id.setdefault(strong, key)
        if not slug:
            groups[key].append(entry)
        found.append(slug or key)
    slugs: dict[str, Slug] = {}
    taken: set[str] = set()

    def is_taken(slug: str) -> bool:
        return slug in taken or wiki.resolve(slug) is not None

    for key in sorted(groups):
        slugs[key] = propose_slug(chosen_title(groups[key]), is_taken)
        taken.add(slugs[key])
    matches = tuple(
        Match(number, entry, slugs.get(name) or Slug(name), name in slugs)
        for (number, entry), name in zip(entries, found, strict=True)
    )
    new = {slugs[key]: groups[key] for key in slugs}
    return Identified(matches, tuple(_uncertain(new, wiki)))


def chosen_title(entries: Iterable[Entry]) -> str:
    """The title that most entries print; of equals the first in the alphabet."""
    counts = Counter(clean(entry.title) for entry in entries)
    return min(counts, key=lambda title: (-counts[title], title))


class _Known:
    """Looks entries up among the papers: by id, by title, by a title that a listing printed before."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.printed: dict[str, Slug] = {}
        for listing in wiki.listings.values():
            for line in listing.entries:
                slug = wiki.resolve(line.paper)
                if slug:
                    self.printed.setdefault(title_key(line.title), slug)

    def find(self, entry: Entry) -> Slug | None:
        """The known paper of an entry, or None. Two different ids of one kind are two papers."""
        for strong in strong_ids(entry.ids.items()):
            for slug in self.wiki.slugs_by_id.get(strong, ()):
                return slug
        key = title_key(entry.title)
        printed = self.printed.get(key)
        for slug in (*self.wiki.slugs_by_title_key.get(key, ()), *([printed] if printed else [])):
            if not _contradict(entry, self.wiki.papers[slug]):
                return slug
        return None


def _contradict(entry: Entry, paper: Paper) -> bool:
    theirs = dict(strong_ids(paper.ids.items()))
    return any(theirs.get(kind, value) != value for kind, value in strong_ids(entry.ids.items()))


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
    index = _index(looks)
    decided = {decision.papers for decision in wiki.decisions}
    for slug in sorted(new):
        for other in sorted(_candidates(looks[slug], index)):
            if other == slug or (other in new and other < slug) or frozenset({slug, other}) in decided:
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


def _index(looks: Mapping[Slug, _Looks]) -> Mapping[str, Mapping[str, list[Slug]]]:
    """Papers by their terms, apart for titles and texts."""
    titles: dict[str, list[Slug]] = defaultdict(list)
    texts: dict[str, list[Slug]] = defaultdict(list)
    for slug, look in looks.items():
        for term in look.title_terms:
            titles[term].append(slug)
        for term in look.text_terms:
            texts[term].append(slug)
    return {"title": titles, "text": texts}


def _candidates(look: _Looks, index: Mapping[str, Mapping[str, list[Slug]]]) -> set[Slug]:
    found: set[Slug] = set()
    for kind, own in (("title", look.title_terms), ("text", look.text_terms)):
        postings = index[kind]
        rarest = sorted(own, key=lambda term: (len(postings[term]), term))[:RAREST]
        found.update(slug for term in rarest if len(postings[term]) <= MOST_COMMON for slug in postings[term])
    return found


def _compare(slug: Slug, other: Slug, a: _Looks, b: _Looks) -> Uncertain | None:
    title = fuzz.token_sort_ratio(a.title.casefold(), b.title.casefold()) / 100
    text = None
    if a.text_terms and b.text_terms:
        text = len(a.text_terms & b.text_terms) / len(a.text_terms | b.text_terms)
    alike = title >= SAME_TITLE if text is None else title >= SIMILAR_TITLE and text >= SIMILAR_TEXT
    if alike or (text is not None and text >= SAME_TEXT):
        return Uncertain(slug, other, round(title, 3), None if text is None else round(text, 3))
    return None
