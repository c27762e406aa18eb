"""Who wrote the papers: papers and what people answered about names in, people with their papers out.

One name is one person: what `names.person_key` folds together is the same, everything else is not. Where that is
wrong, `content/people.yml` says so (`NameAnswers`): two names of one person, one name of two, an ORCID. No paper
changes what it prints.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct, field

from litwiki.model.ids import MAX_SLUG, Slug, slug_of_key, slugify
from litwiki.model.records import NameAnswers, Paper
from litwiki.text.latex import to_plain
from litwiki.text.name_parts import parse_name, person_key
from litwiki.text.words import clean

Who = tuple[str, str]
"""What tells a person from all others: `name` with a key, `orcid` with a number, `namesake` with a number of ours."""
PrintedName = tuple[str, str]
"""What all printings of a name have in common (`name_key`), and this one, given name first."""
Place = tuple[int, Slug, str]
"""Where a name is printed: the number of the paper in its order, the paper, and the name, given name first."""
Numbers = dict[str, set[str]]
"""ORCIDs by the key of a name."""
NO_ANSWERS = NameAnswers()


class Person(Struct, frozen=True):
    """A person or group: `name` as printed most often, given name first; `also` other printings of it. `hint` names a
    paper of theirs where somebody else prints the same name."""

    slug: Slug
    name: str
    family: str
    also: tuple[str, ...]
    papers: tuple[Slug, ...]
    orcid: str = ""
    hint: str = ""

    @property
    def has_page(self) -> bool:
        """Whether there is more to say than on the one paper's page: most people of a wiki wrote one of its papers."""
        return len(self.papers) > 1

    @property
    def shown(self) -> tuple[object, ...]:
        """What pages of others say of the person."""
        return self.slug, self.name, self.hint, self.orcid, self.has_page

    @property
    def letter(self) -> str:
        """The letter of the family name in an alphabetical list: `a` to `z`, or `other`."""
        first = slugify(self.family)[:1]
        return first if first.isalpha() else "other"


class People(Struct, frozen=True):
    """All people by their slugs, in alphabetical order of their family names, and who a printed name is.

    `slug_by_key` says it for most; `on_paper` for names that are not the same person on every paper. `former` are
    addresses that another name of a person had. `namesakes` are those of one name by the address that nobody of them
    has; `of_name` those of every name that several people print.
    """

    by_slug: Mapping[Slug, Person]
    slug_by_key: Mapping[str, Slug]
    on_paper: Mapping[tuple[str, Slug], Slug] = field(default_factory=dict)
    former: Mapping[Slug, Slug] = field(default_factory=dict)
    namesakes: Mapping[Slug, tuple[Slug, ...]] = field(default_factory=dict)
    of_name: Mapping[str, tuple[Slug, ...]] = field(default_factory=dict)

    def others_of(self, person: Person) -> tuple[Person, ...]:
        """The other people who print one of this person's names."""
        if not self.of_name:
            return ()
        keys = {name_key(name) for name in (person.name, *person.also)}
        others = {slug: None for key in keys for slug in self.of_name.get(key, ()) if slug != person.slug}
        return tuple(self.by_slug[slug] for slug in sorted(others))

    def of(self, printed: str, paper: Slug | None = None) -> Person | None:
        """The person of a name as a paper prints it."""
        return self.of_key(name_key(printed), paper)

    def of_key(self, key: str, paper: Slug | None = None) -> Person | None:
        """The person of a name by its `name_key`."""
        slug = (self.on_paper.get((key, paper)) if paper and self.on_paper else None) or self.slug_by_key.get(key)
        return self.by_slug[slug] if slug else None


def names_on(paper: Paper) -> tuple[PrintedName, ...]:
    """Its authors."""
    return tuple(map(_printed_name, paper.authors))


def make_people(
    papers: Iterable[Paper],
    answers: NameAnswers = NO_ANSWERS,
    names_on: Callable[[Paper], Iterable[PrintedName]] = names_on,
) -> People:
    """The people of `papers`, each with papers in the order given. The same whatever the order of names."""
    whose = _Whose(answers)
    called: dict[Slug, str] = {}
    by_key: dict[str, list[Place]] = defaultdict(list)
    for number, paper in enumerate(papers):
        called[paper.slug] = paper.names[0] if paper.names else paper.slug
        for key, name in names_on(paper):
            by_key[key].append((number, paper.slug, name))
    by_key.pop("", None)
    people_of = {key: whose.of_places(key, places) for key, places in by_key.items()}
    everywhere: dict[Who, list[Place]] = defaultdict(list)
    for several in people_of.values():
        for who, places in several.items():
            everywhere[who] += places
    for places in everywhere.values():
        places.sort()  # those of a person of several names
    printed = {who: Counter([name for _, _, name in places]) for who, places in everywhere.items()}
    written = {who: dict.fromkeys([slug for _, slug, _ in places]) for who, places in everywhere.items()}
    plain = _plain_slugs(people_of)
    # As papers print them: what is made of a name, given name first, need not have its key.
    keys_of: dict[Who, list[str]] = defaultdict(list)
    for key, several in people_of.items():
        for who in several:
            keys_of[who].append(key)
    slugs = _slugs(plain, people_of, keys_of, whose, printed, written)
    people = [
        _person(
            slugs[who],
            whose.shown.get(who, ""),
            printed[who],
            tuple(papers_of),
            who[1] if who[0] == "orcid" else "",
            called[next(iter(papers_of))] if any(len(people_of[key]) > 1 for key in keys_of[who]) else "",
        )
        for who, papers_of in written.items()
    ]
    people.sort(key=lambda person: (slugify(person.family), slugify(person.name), person.slug))
    taken = {person.slug for person in people}
    default = {key: slugs[whose.of(key)] for key in people_of if whose.of(key) in slugs}
    on_paper = {
        (key, slug): slugs[who]
        for key, several in people_of.items()
        for who in several
        if default.get(key) != slugs[who]
        for slug in written[who]
        if whose.of(key, slug) == who
    }
    left = {plain[key]: tuple(sorted(slugs[who] for who in several)) for key, several in people_of.items()}
    left = {slug: several for slug, several in left.items() if slug not in taken}
    return People(
        {person.slug: person for person in people},
        default,
        on_paper,
        {slug: several[0] for slug, several in left.items() if len(several) == 1},
        {slug: several for slug, several in left.items() if len(several) > 1},
        {key: tuple(sorted(slugs[who] for who in several)) for key, several in people_of.items() if len(several) > 1},
    )


class _Whose:
    """Whose a printed name is, by the answers."""

    def __init__(self, answers: NameAnswers) -> None:
        self._first: dict[str, str] = {}
        self.shown: dict[Who, str] = {}
        self.pages: dict[Who, Slug] = {}
        """Names of pages that somebody chose."""
        self._on_paper: dict[tuple[str, Slug], Who] = {}
        for names in answers.same:
            self._join([key for name in names if (key := name_key(name))])
        everywhere, somewhere = self._take_orcids(answers)
        apart = self._take_namesakes(answers)
        self._parted = {key for key, _ in self._on_paper}
        """Names that are not one person's on all papers."""
        self._default: dict[str, Who] = {}
        for key in {*everywhere, *somewhere}:
            numbers = everywhere[key] or somewhere[key] - apart[key]
            if len(numbers) == 1:
                self._default[key] = ("orcid", next(iter(numbers)))
        for names in answers.same:
            if key := self._key(name_key(names[0])):
                self.shown.setdefault(self.of(key), parse_name(_plain(names[0])).in_order)

    def _take_orcids(self, answers: NameAnswers) -> tuple[Numbers, Numbers]:
        """ORCIDs of names on every paper, and of those on some."""
        everywhere: Numbers = defaultdict(set)
        somewhere: Numbers = defaultdict(set)
        for one in answers.orcids:
            key = self._key(name_key(one.name))
            (somewhere if one.papers else everywhere)[key].add(one.orcid)
            for slug in one.papers:
                self._on_paper[key, slug] = ("orcid", one.orcid)
        return everywhere, somewhere

    def _take_namesakes(self, answers: NameAnswers) -> Numbers:
        """ORCIDs of those who are not meant where nothing is said of a paper. What a person said counts for more than
        what a service did."""
        apart: Numbers = defaultdict(set)
        for number, namesake in enumerate(answers.different):
            key = self._key(name_key(namesake.name))
            who = ("orcid", namesake.orcid) if namesake.orcid else ("namesake", f"{number}")
            if namesake.papers:
                apart[key].add(namesake.orcid)
            if namesake.page:
                self.pages[who] = namesake.page
            for slug in namesake.papers:
                self._on_paper[key, slug] = who
        return apart

    def of(self, key: str, paper: Slug | None = None) -> Who:
        """Whose a name is: on a paper, or where nothing is said of the paper."""
        first = self._key(key)
        who = self._on_paper.get((first, paper)) if paper and self._on_paper else None
        return who or self._default.get(first) or ("name", first)

    def of_places(self, key: str, places: list[Place]) -> dict[Who, list[Place]]:
        """Whose a name is at each of its places."""
        if self._key(key) not in self._parted:
            return {self.of(key): places}
        grouped: dict[Who, list[Place]] = defaultdict(list)
        for place in places:
            grouped[self.of(key, place[1])].append(place)
        return grouped

    def _key(self, key: str) -> str:
        """The first of all names of a person."""
        while key in self._first:
            key = self._first[key]
        return key

    def _join(self, keys: list[str]) -> None:
        for key in keys[1:]:
            first, other = self._key(keys[0]), self._key(key)
            if first != other:
                self._first[other] = first


def _plain_slugs(keys: Iterable[str]) -> dict[str, Slug]:
    """The address that each name has by itself."""
    slugs: dict[str, Slug] = {}
    taken: set[str] = set()
    # Names in plain letters first: their slugs have no digits and are theirs whoever else comes.
    for key in sorted(keys, key=lambda key: (not key.isascii(), key)):
        slugs[key] = slug_of_key(key, "person", 4, taken.__contains__)
        taken.add(slugs[key])
    return slugs


def _slugs(
    plain: Mapping[str, Slug],
    people_of: Mapping[str, Collection[Who]],
    keys_of: Mapping[Who, Sequence[str]],
    whose: _Whose,
    printed: Mapping[Who, Counter[str]],
    written: Mapping[Who, Mapping[Slug, None]],
) -> dict[Who, Slug]:
    """The address of everybody: that of the name shown, where it is theirs alone or theirs unless a paper says
    otherwise; else the name with a paper of theirs, which tells more than a number would."""
    slugs: dict[Who, Slug] = {}
    taken: set[str] = {*plain.values()}
    telling: list[tuple[str, str, Who]] = []
    for who in written:
        name = whose.shown.get(who) or min(printed[who], key=lambda name: (-printed[who][name], name))
        keys = keys_of[who]
        key = keys[0] if len(keys) == 1 else name_key(name) if name_key(name) in keys else min(keys)
        if whose.pages.get(who) or (len(people_of[key]) > 1 and whose.of(key) != who):
            telling.append((key, min(written[who]), who))
        else:
            slugs[who] = plain[key]
    for key, paper, who in sorted(telling):
        stem = whose.pages.get(who) or f"{slugify(key) or 'person'}-{paper}"[:MAX_SLUG].rstrip("-")
        slugs[who] = slug_of_key(stem.replace("-", " "), "person", 4, taken.__contains__)
        taken.add(slugs[who])
    return slugs


def _person(slug: Slug, shown: str, printed: Counter[str], papers: tuple[Slug, ...], orcid: str, hint: str) -> Person:
    names = sorted(printed, key=lambda name: (-printed[name], name))
    name = shown or names[0]
    return Person(slug, name, parse_name(name).family, tuple(n for n in names if n != name), papers, orcid, hint)


@functools.lru_cache(maxsize=20_000)
def name_key(printed: str) -> str:
    """What two printings of a name have in common, each looked at once: an author stands on many papers."""
    return person_key(_plain(printed))


@functools.lru_cache(maxsize=20_000)
def _printed_name(printed: str) -> PrintedName:
    return name_key(printed), parse_name(_plain(printed)).in_order


def _plain(printed: str) -> str:
    return clean(to_plain(clean(printed)))
