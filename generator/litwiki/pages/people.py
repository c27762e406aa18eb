"""People who wrote papers: an overview of letters, lists by family name, a page for each who wrote several; whoever
wrote one is a link to it. Nothing where no paper names its authors.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter

from litwiki.facts.addresses import followed, person_link, topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Cards, Derived, Link
from litwiki.model.ids import DocPath, Slug, TopicId, person_path, url_of
from litwiki.model.people import Person
from litwiki.pages.metadata import Head, profile
from litwiki.pages.papers import Letter, by_letter, letters_of
from litwiki.pages.view import PER_PAGE as PAPERS
from litwiki.pages.view import Count, Frame, ListView, View, paginate
from litwiki.text.orcid import url_of_orcid

PER_PAGE = 200
"""Names on one page of a letter."""
MOST = 24
"""People on the overview."""
BESIDE = 6
"""Co-authors, and topics, on a person's page."""
INDEX = DocPath("people/index.md")
ABOVE = (Link(url_of(INDEX), "People"),)


class PeopleView(View, frozen=True, kw_only=True):
    """The overview."""

    template = "people.html.j2"
    letters: tuple[Letter, ...]
    busiest: tuple[Count, ...]

    @property
    def count(self) -> int:
        """People in all."""
        return sum(letter.size for letter in self.letters)

    @property
    def frame(self) -> Frame:
        return Frame("People", styles=("people.css",))


class PeopleLetterView(ListView, frozen=True, kw_only=True):
    """One page of the people of a letter."""

    template = "people_letter.html.j2"
    shown: str
    url: str
    letters: tuple[Letter, ...]
    people: tuple[Count, ...]

    @property
    def frame(self) -> Frame:
        return Frame(f"People: {self.shown}", crumbs=ABOVE, styles=("people.css",), number=self.number)


class PersonView(ListView, frozen=True, kw_only=True):
    """One page of a person; topics and co-authors stand on the first. `years` are the first and the last, if known."""

    template = "person.html.j2"
    name: str
    also: tuple[str, ...]
    orcid: str
    namesakes: tuple[Link, ...]
    letter: Letter
    count: int
    feed: str
    cards: Cards
    years: tuple[int, ...]
    topics: Sequence[Count]
    coauthors: Sequence[Count]

    @property
    def frame(self) -> Frame:
        settings = self.settings
        return Frame(
            self.name,
            f"Papers by {self.name} in {settings.site_name}",
            crumbs=(*ABOVE, Link(self.letter.url, self.letter.shown)),
            head=Head(kind="profile", thing=profile(settings, self.path, self.name, self.orcid), feed=self.feed),
            number=self.number,
        )

    @property
    def orcid_url(self) -> str:
        """The person's page at ORCID, if known."""
        return url_of_orcid(self.orcid) if self.orcid else ""


class NamesakesView(View, frozen=True, kw_only=True):
    """Whom a name may mean, at the address that it had when it was thought to be one person's."""

    template = "namesakes.html.j2"
    name: str
    people: tuple[Count, ...]

    @property
    def frame(self) -> Frame:
        return Frame(self.name, f"People of this name: {len(self.people)}", crumbs=ABOVE, styles=("people.css",))


def views(site: Site) -> Iterable[View]:
    """The overview, as many pages a letter as it needs, and as many a person of several papers."""
    people = site.wiki.people.by_slug
    if not people:
        return
    by = by_letter(people.values(), attrgetter("letter"))
    row = letters_of(dict.fromkeys(by, 0), letter_page)  # all pages but the overview print no counts
    letter_of = dict(zip(by, row, strict=True))
    busiest = sorted((p for p in people.values() if len(p.papers) > 1), key=lambda p: (-len(p.papers), p.name, p.slug))
    yield PeopleView(
        path=INDEX,
        settings=site.settings,
        letters=letters_of({letter: len(some) for letter, some in by.items()}, letter_page),
        busiest=tuple(map(_count, busiest[:MOST])),
    )
    for letter, some in by.items():
        for page, chunk in paginate(site, some, letter_page(letter), PER_PAGE):
            yield PeopleLetterView(
                **page,
                shown=letter_of[letter].shown,
                url=letter_of[letter].url,
                letters=row,
                people=tuple(map(_count, chunk)),
            )
    for slug, several in site.wiki.people.namesakes.items():
        persons = [people[one] for one in several]
        yield NamesakesView(
            path=person_path(slug), settings=site.settings, name=persons[0].name, people=tuple(map(_count, persons))
        )
    for person in people.values():
        if person.has_page:
            yield from _of_person(site, person, letter_of[person.letter])


def _of_person(site: Site, person: Person, letter: Letter) -> Iterator[PersonView]:
    wiki = site.wiki
    # They come by title, and those of one year stay so.
    papers = sorted(person.papers, key=lambda slug: -wiki.years.get(slug, 0))
    years = sorted({wiki.years[slug] for slug in papers if slug in wiki.years})
    cards, bylines = [[*map(known.__getitem__, papers)] for known in (site.card_digests, wiki.bylines)]
    for page, chunk in paginate(site, papers, person_path(person.slug), PAPERS):
        yield PersonView(
            **page,
            name=person.name,
            also=person.also,
            orcid=person.orcid,
            namesakes=tuple(person_link(one) for one in wiki.people.others_of(person)),
            letter=letter,
            count=len(papers),
            feed=followed(person_path(person.slug), papers),
            cards=site.cards(chunk),
            years=tuple(dict.fromkeys((years[0], years[-1]))) if years else (),
            topics=Derived(_topics(site, papers), cards) if page["number"] == 1 else (),
            coauthors=Derived(_coauthors(site, person), bylines) if page["number"] == 1 else (),
        )


def letter_page(letter: str) -> DocPath:
    """The first page of a letter."""
    return DocPath(f"people/a-z/{letter}.md")


def _count(person: Person) -> Count:
    return Count(person_link(person), len(person.papers))


def _topics(site: Site, papers: Iterable[Slug]) -> Iterator[Count]:
    """Topics of the papers with their counts, most first."""
    count: Counter[TopicId] = Counter(topic.id for slug in papers for topic in site.topics(slug))
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    yield from (Count(topic_link(site.wiki.topics[topic]), number) for topic, number in ordered[:BESIDE])


def _coauthors(site: Site, person: Person) -> Iterator[Count]:
    """People who wrote papers with this one, and how many, most first."""
    wiki = site.wiki
    count = Counter(chain.from_iterable(wiki.writers[slug] for slug in person.papers))
    del count[person.slug]
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    yield from (Count(person_link(wiki.people.by_slug[slug]), number) for slug, number in ordered[:BESIDE])
