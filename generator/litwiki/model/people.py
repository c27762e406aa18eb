"""Who wrote the papers: papers in, people with their papers out.

One name is one person: what `names.person_key` folds together is the same, everything else is not. Two people who
print the same name share a page, and a person who prints two names has two; a wiki has nothing to tell them apart by.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from litwiki.model.ids import MAX_SLUG, RESERVED, Slug, digest, slugify
from litwiki.model.records import Paper
from litwiki.text.latex import to_plain
from litwiki.text.names import parse_name, person_key
from litwiki.text.words import clean


@dataclass(frozen=True, slots=True)
class Person:
    """A person or group: `name` as printed most often, given name first; `also` other printings of it."""

    slug: Slug
    name: str
    family: str
    also: tuple[str, ...]
    papers: tuple[Slug, ...]

    @property
    def has_page(self) -> bool:
        """Whether there is more to say than on the one paper's page: most people of a wiki wrote one of its papers."""
        return len(self.papers) > 1

    @property
    def letter(self) -> str:
        """The letter of the family name in an alphabetical list: `a` to `z`, or `other`."""
        first = slugify(self.family)[:1]
        return first if first.isalpha() else "other"


@dataclass(frozen=True, slots=True)
class People:
    """All people by their slugs, in alphabetical order of their family names, and who a printed name is."""

    by_slug: Mapping[Slug, Person]
    slug_by_key: Mapping[str, Slug]

    def of(self, printed: str) -> Person | None:
        """The person of a name as some paper prints it."""
        slug = self.slug_by_key.get(_key(printed))
        return self.by_slug[slug] if slug else None


def make_people(papers: Iterable[Paper]) -> People:
    """The people of `papers`, each with papers in the order given. The same whatever the order of names."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, dict[Slug, None]] = defaultdict(dict)
    for paper in papers:
        for author in paper.authors:
            if key := _key(author):
                printed[key][parse_name(_plain(author)).in_order] += 1
                written[key][paper.slug] = None
    slugs: dict[str, Slug] = {}
    taken: set[str] = set()
    # Names in plain letters first: their slugs have no digits and are theirs whoever else comes.
    for key in sorted(written, key=lambda key: (not key.isascii(), key)):
        slugs[key] = person_slug(key, taken.__contains__)
        taken.add(slugs[key])
    people = [_person(slugs[key], printed[key], tuple(written[key])) for key in written]
    people.sort(key=lambda person: (slugify(person.family), slugify(person.name), person.slug))
    return People({person.slug: person for person in people}, slugs)


def _person(slug: Slug, printed: Counter[str], papers: tuple[Slug, ...]) -> Person:
    name, *also = sorted(printed, key=lambda name: (-printed[name], name))
    return Person(slug, name, parse_name(name).family, tuple(also), papers)


@functools.lru_cache(maxsize=20_000)
def _key(printed: str) -> str:
    """What two printings of a name have in common, each looked at once: an author stands on many papers."""
    return person_key(_plain(printed))


def _plain(printed: str) -> str:
    return clean(to_plain(clean(printed)))


def person_slug(key: str, is_taken: Callable[[str], bool]) -> Slug:
    """The address of the person with a key. It does not depend on who else is there: where the slug has lost
    something of the key (accents, other scripts, length), digits of the key's digest keep it apart.

    >>> person_slug("ada boyle", lambda slug: False), person_slug("zoë ohara", lambda slug: False)
    ('ada-boyle', 'zoe-ohara-d63d')
    """
    stem, digits = slugify(key), 4
    if stem and stem.replace("-", " ") == key and stem not in RESERVED and not is_taken(stem):
        return Slug(stem)
    while True:
        candidate = f"{(stem or 'person')[: MAX_SLUG - digits - 1].rstrip('-')}-{digest(key, digits)}"
        if not is_taken(candidate):
            return Slug(candidate)
        digits += 4
