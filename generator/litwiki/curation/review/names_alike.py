"""Pairs of names that may be one person's, for a person to decide.

Observed: one author prints "A. Boyle", "Ada Boyle" and "Ada M. Boyle", with accents and without, mostly in papers with
the same colleagues; and a family name with an initial is shared by hundreds who never met. The rule: family names
alike but for accents and case, given names of which one may be short for the other, and a co-author in common. Names
that differ in nothing but accents and case need none. Where it is wrong, a person says so once. Two who wrote one
paper are two, and so are two ORCIDs.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from litwiki.model.ids import Slug
from litwiki.model.people import Person, name_key
from litwiki.model.wiki import Wiki
from litwiki.text.name_parts import parse_name

MOST = 200
"""People of one family name and initial who are compared with each other: where there are more, the others wait until
some of these are decided, so that a name that thousands share costs no square of them."""


def alike_names(wiki: Wiki) -> Iterator[tuple[Person, Person, tuple[Person, ...]]]:
    """The pairs that nobody has decided, in the order of the people: who has the longer name, the other, and co-authors
    of both."""
    people = wiki.people.by_slug
    apart = {frozenset({name_key(one.name), name_key(one.unlike)}) for one in wiki.names.different if one.unlike}
    buckets: dict[tuple[tuple[str, ...], str], list[Person]] = defaultdict(list)
    for person in people.values():
        first_names, family = _parts(person.name)
        if first_names and not person.hint:
            buckets[family, first_names[0][0]].append(person)
    for bucket in buckets.values():
        for one, other in combinations(bucket[:MOST], 2):
            if frozenset({name_key(one.name), name_key(other.name)}) in apart or not _may_be_one(one, other):
                continue
            common = _co_authors(wiki, one) & _co_authors(wiki, other)
            if common or _parts(one.name) == _parts(other.name):
                first, second = sorted((one, other), key=_says_less)
                yield first, second, tuple(people[slug] for slug in sorted(common))


def _says_less(person: Person) -> tuple[int, int, str]:
    """Orders a longer name, and one with its accents, before another."""
    return (-len(person.name), -sum(not sign.isascii() for sign in person.name), person.slug)


def _may_be_one(one: Person, other: Person) -> bool:
    if (one.orcid and other.orcid) or {*one.papers} & {*other.papers}:
        return False
    ours, theirs = _parts(one.name)[0], _parts(other.name)[0]
    return _is_short_for(ours, theirs) or _is_short_for(theirs, ours)


def _is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each given name of one is that of the other or its initial, in order; the other may have more.

    >>> _is_short_for(["a"], ["ada", "m"]), _is_short_for(["ada", "b"], ["ada", "m"])
    (True, False)
    """
    pairs = zip(short, long, strict=False)
    return len(short) <= len(long) and all(name == other or name == other[0] for name, other in pairs)


def _co_authors(wiki: Wiki, person: Person) -> set[Slug]:
    return {slug for paper in person.papers for slug in wiki.writers[paper] if slug != person.slug}


def _parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of given names, in small and without marks and points, and those of the family name."""
    parsed = parse_name(name)
    return _words(parsed.given), _words(parsed.family)


def _words(text: str) -> tuple[str, ...]:
    bare = (sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return tuple(re.findall(r"[^\W_]+", "".join(bare)))
