"""Where papers appeared: printed venues in, each venue once with its papers out.

Two printings are one venue where only case, signs, accents' forms or a leading "The" differ, or "&" and "and": "IEEE
Trans. on Tea" and "IEEE Transactions on Tea" stay two, because nothing here knows abbreviations. Years and numbers
are part of a name: whether two years of a conference are one venue, a printed name does not say.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from litwiki.model.ids import Slug, slug_of_key, slugify
from litwiki.text.latex import to_plain
from litwiki.text.words import clean


class Venue(Struct, frozen=True):
    """A journal, conference or book: `name` as printed most often, plain."""

    slug: Slug
    name: str
    papers: tuple[Slug, ...]


def make_venues(printed: Iterable[tuple[Slug, str]]) -> Mapping[Slug, Venue]:
    """The venues of papers, each with its papers in the order given, by name. The same whatever the order of papers."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    papers: dict[str, list[Slug]] = defaultdict(list)
    for slug, venue in printed:
        if venue and (key := venue_key(venue)):
            names[key][clean(to_plain(venue))] += 1
            papers[key].append(slug)
    records = []
    for key, counts in names.items():
        name = min(counts, key=lambda name: (-counts[name], name))
        records.append(Venue(slug_of_key(key, "venue", 8, lambda _: False), name, tuple(papers[key])))
    records.sort(key=lambda venue: (slugify(venue.name), venue.slug))
    return {venue.slug: venue for venue in records}


def venue_key(printed: str) -> str:
    """What two printings of one venue have in common.

    >>> venue_key("The Journal of Tea & Pots") == venue_key("journal of tea and pots")
    True
    """
    folded = unicodedata.normalize("NFKC", clean(to_plain(printed))).casefold().replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", folded)).removeprefix("the ") or folded
