"""Questions that only a person may know the answer to: whether two names are one person's, and where a paper is. An
answer goes into `content/people.yml` or the paper's file."""

from collections.abc import Iterable
from functools import partial

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.content.people import namesake_item, same_item
from litwiki.curation.review.names_alike import alike_names
from litwiki.curation.review.question import Question, Side, printed_lines, side
from litwiki.facts import access
from litwiki.markup.yaml import yaml_map
from litwiki.model.entries import Link
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.people import Person
from litwiki.model.records import Namesake
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.id_kinds import id_key
from litwiki.text.identifiers import parse_identifier

MOST_PAPERS = 8
"""Papers of a person that a question shows."""


def people(wiki: Wiki) -> Iterable[Question]:
    """Pairs of names that may be one person's."""
    for one, other, common in alike_names(wiki):
        yield Question(
            id=f"person:{one.slug}:{other.slug}",
            text=f"Are {one.name} and {other.name} one person?",
            sides=(_side_of_person(wiki, one, common), _side_of_person(wiki, other, common)),
            answers={
                "s": ("same", f"{one.name} is shown, and has the papers of both"),
                "d": ("different", "two people; asks no more"),
            },
            act=partial(_answer_person, one.name, other.name),
        )


def _side_of_person(wiki: Wiki, person: Person, common: Iterable[Person]) -> Side:
    titles = tuple(("paper", wiki.papers[slug].title) for slug in person.papers[:MOST_PAPERS])
    return (("name", person.name), *titles, ("with", ", ".join(other.name for other in common)))


def _answer_person(one: str, other: str, edit: Edit, reply: str) -> Iterable[str]:
    if reply == "same":
        edit.name("same", same_item((one, other)))
        return [f"{other} is {one}"]
    edit.name("different", namesake_item(Namesake(other, unlike=one)))
    return [f"{other} is not {one}"]


def addresses(wiki: Wiki) -> Iterable[Question]:
    """Papers without an id or an address, each with addresses where a person can search for its title."""
    for slug in wiki.in_title_order:
        paper = wiki.papers[slug]
        if not paper.ids and not access.best(paper):
            searches = tuple((way.label, way.url) for way in access.searches(rich(paper.title).plain))
            yield Question(
                id=f"address:{slug}",
                text=f"Where is {slug}? Open these, paste its id or address",
                sides=(side(*printed_lines(paper)), searches),
                answers={"i": ("ID", "gives the paper this id (arxiv:…, doi:…) or address")},
                act=partial(_answer_address, slug),
            )


def _answer_address(slug: Slug, edit: Edit, reply: str) -> Iterable[str]:
    paper, path, text = edit.wiki.papers[slug], f"papers/{slug}.md", reply.strip()
    identifier = parse_identifier(text)
    if identifier:
        owner = next(
            iter(edit.wiki.slugs_by_id.get((identifier.kind, id_key(identifier.kind, identifier.value)), ())), None
        )
        if owner:
            raise UsageError(f"{owner} has this id; `litwiki merge {slug} {owner}` makes one of the two")
        edit.set(path, "ids", yaml_map({**paper.ids, identifier.kind: identifier.value}))
        return [f"{slug} is {identifier.kind}:{identifier.value}; `litwiki enrich` may know more of it now"]
    if not content.is_web_address(text):
        raise UsageError(f"{reply!r} is neither an id that we know nor a web address")
    edit.set(path, "links", content.links_value((*paper.links, Link("paper", text)), edit.document(path)))
    return [f"{slug} is at {text}"]
