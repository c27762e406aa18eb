"""People who wrote papers: an overview of letters, lists by family name, a page for each. Nothing where no paper
names its authors.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from litwiki.metadata import Head, profile
from litwiki.model.ids import DocPath, Slug, TopicId, person_path
from litwiki.model.people import Person
from litwiki.model.records import LinkGraph, Page, Topic
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import PER_PAGE as PAPERS
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.traces import Job

name = "people"
PER_PAGE = 200
"""Names on one page of a letter."""
MOST = 24
"""People on the overview, and co-authors and topics on a person's page."""
INDEX = DocPath("people/index.md")


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """The overview, as many pages a letter as it needs, and as many a person."""
    del graph
    people = wiki.people.by_slug
    if not people:
        return
    letters = by_letter(people.values())
    busiest = sorted((p for p in people.values() if len(p.papers) > 1), key=lambda p: (-len(p.papers), p.name, p.slug))
    counts = {letter: len(found) for letter, found in letters.items()}
    yield Job(INDEX, _overview, (counts, tuple(person.slug for person in busiest[:MOST])))
    for letter, found in letters.items():
        for path, number, chunk in paginate([person.slug for person in found], letter_page(letter), PER_PAGE):
            yield Job(path, _letter, (letter, number, tuple(chunk), len(found), tuple(letters)))
    for person in people.values():
        for path, number, _ in paginate(person.papers, person_path(person.slug)):
            yield Job(path, _person, (person.slug, number))


def by_letter(people: Iterable[Person]) -> dict[str, list[Person]]:
    """People by the first letter of their family name, those without one last."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[person.letter].append(person)
    return {letter: found[letter] for letter in [*"abcdefghijklmnopqrstuvwxyz", "other"] if letter in found}


def _shown(letter: str) -> str:
    return letter.upper() if letter != "other" else "Other"


def letter_page(letter: str) -> DocPath:
    """The first page of a letter."""
    return DocPath(f"people/a-z/{letter}.md")


def _overview(desk: Desk, path: DocPath, letters: Mapping[str, int], busiest: Sequence[Slug]) -> Page:
    return desk.page(
        path,
        "people.md.j2",
        "People",
        styles=["people.css"],
        count=sum(letters.values()),
        letters=letters,
        busiest=[desk.wiki.people.by_slug[slug] for slug in busiest],
    )


def _letter(
    desk: Desk, path: DocPath, letter: str, number: int, people: Sequence[Slug], count: int, letters: Sequence[str]
) -> Page:
    shown = _shown(letter)
    return desk.page(
        path,
        "people_letter.md.j2",
        f"People: {shown}" + (f", page {number}" if number > 1 else ""),
        styles=["people.css"],
        shown=shown,
        letter=letter,
        letters=letters,
        people=[desk.wiki.people.by_slug[slug] for slug in people],
        crumbs=[(INDEX, "People")],
        pager=pager(Here(desk, path), letter_page(letter), count, number, PER_PAGE),
    )


def _person(desk: Desk, path: DocPath, slug: Slug, number: int) -> Page:
    wiki = desk.wiki
    person = wiki.people.by_slug[slug]
    papers = sorted(person.papers, key=lambda slug: (-(wiki.papers[slug].year or 0), wiki.sort_key(slug)))
    years = sorted({year for slug in papers if (year := wiki.papers[slug].year)})
    return desk.page(
        path,
        "person.md.j2",
        person.name + (f", page {number}" if number > 1 else ""),
        description=f"Papers by {person.name} in {wiki.config.site_name}",
        head=Head(kind="profile", thing=profile(wiki.config, path, person.name)),
        person=person,
        number=number,
        slugs=papers[(number - 1) * PAPERS : number * PAPERS],
        years=years,
        topics=_topics(wiki, papers) if number == 1 else [],
        coauthors=_coauthors(wiki, person) if number == 1 else [],
        crumbs=[(INDEX, "People"), (letter_page(person.letter), _shown(person.letter))],
        pager=pager(Here(desk, path), person_path(slug), len(papers), number),
    )


def _topics(wiki: Wiki, papers: Iterable[Slug]) -> list[tuple[Topic, int]]:
    """Topics of the papers with their counts, most first."""
    count: Counter[TopicId] = Counter(topic.id for slug in papers for topic in wiki.topics_of(slug))
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return [(wiki.topics[topic], number) for topic, number in ordered[:MOST]]


def _coauthors(wiki: Wiki, person: Person) -> list[tuple[Person, int]]:
    """People who wrote papers with this one, and how many, most first."""
    count: Counter[Slug] = Counter()
    for slug in person.papers:
        found = (wiki.people.of(author) for author in wiki.papers[slug].authors)
        count.update({other.slug for other in found if other and other.slug != person.slug})
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return [(wiki.people.by_slug[slug], number) for slug, number in ordered[:MOST]]
