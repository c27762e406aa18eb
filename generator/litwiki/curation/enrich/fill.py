"""Filling of a paper by what a source says: its record and an accepted one in, changes of the file and conflicts out.

Only what is empty is filled, and each value carries who said it. A person's value stays for good; another one is a
conflict, which `review` asks about. With `update` a machine's value gives way to one of the same or a better source.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from litwiki import content
from litwiki.content import Document
from litwiki.content.papers import LONGEST_TITLE
from litwiki.content.record_fields import status_value
from litwiki.curation import evidence
from litwiki.curation.enrich.status import WORST
from litwiki.curation.ingest.filling import Difference, Digests, edited, fill, value_digest
from litwiki.curation.ingest.offers import arxiv_of, link_key, text_of, with_number
from litwiki.markup.yaml import yaml_list, yaml_map
from litwiki.model.entries import Entry, Link, Publication
from litwiki.model.ids import digest
from litwiki.model.records import Attribution, Paper
from litwiki.model.replace import replace
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import title_key

GROUPS = ("ids", "authors", "year", "venue", "links", "abstract", "status")
"""What `--only` may name; with the venue goes all that says where and when a paper appeared."""
MOST_TITLES = 10
OTHER_TITLES = ("title_there",)
"""Fields of lists that hold another title of the paper."""


class Filled(Struct, frozen=True):
    """A file's new text, the fields that were filled, and what a person must settle."""

    document: Document
    fields: tuple[str, ...] = ()
    conflicts: tuple[Difference, ...] = ()


NO_DIGESTS: Digests = {}


def fill_from(
    stored: Paper,
    entry: Entry,
    who: str,
    document: Document,
    *,
    abstracts: bool,
    only: str = "",
    update: bool = False,
    ingested: Digests = NO_DIGESTS,
) -> Filled:
    """What a record changes in a paper's file. `only` is one of `GROUPS` or empty; `ingested` are digests of what
    listings gave for the paper."""
    offered = _within(_offered(stored, entry), only)
    digests = {
        name: frozenset({value_digest(name, text_of(stored, name))})
        for name in stored.sources
        if update and may_replace(who, stored, name)
    }
    without_links = replace(offered, links=())
    edits, conflicts = fill(stored, without_links, (), digests, lambda: document, abstracts=abstracts, update=update)
    _publish(stored, offered, edits, conflicts, ingested)
    # Where a better source said the value that stays, nobody has to look at what a worse one has.
    worse = {
        name for name, said in stored.sources.items() if is_by_machine(stored, name) and rank(who) > rank(said.who)
    }
    conflicts = [one for one in conflicts if one[0].startswith("ids.") or one[0] not in worse]
    ids = _ids(stored, offered, who, conflicts, update=update)
    if ids != stored.ids or "ids" in edits:
        doi = offered.ids.get("doi", "")
        # A publisher's DOI takes the place of arXiv's own, which is its number.
        edits["ids"] = yaml_map({**ids, "doi": doi} if doi and arxiv_of(stored.ids.get("doi", "")) else ids)
    links = _links(stored, offered, conflicts)
    if links:
        edits["links"] = content.links_value((*stored.links, *links), document)
    _status(stored, offered, edits, conflicts)
    titles = _other_titles(stored, entry)
    if titles and not only:
        edits["also_titled"] = yaml_list([*stored.also_titled, *titles])
    written = document
    for key, value in edits.items():
        written = edited(written, key, value) or written
    if written is document:
        return Filled(document, (), tuple(conflicts))
    now, before = content.read_paper(written, stored.slug, stored.terms, lambda _: None), fields_of(stored)
    changed = tuple(name for name, text in fields_of(now).items() if before.get(name) != text)
    return Filled(attributed(now, written, changed, who), changed, tuple(conflicts))


def _publish(
    stored: Paper, offered: Paper, edits: dict[str, str], conflicts: list[Difference], ingested: Digests
) -> None:
    """A published version takes the place of a preprint: its type and day replace those of the preprint, unless a
    person wrote them. What a listing said of a preprint was true on its day."""
    publication = offered.publication
    if stored.publication.venue or not publication.venue or publication.type in {"", "preprint"}:
        return
    for one in [one for one in conflicts if one[0] in {"type", "date"}]:
        name, ours, _ = one
        listed = value_digest(name, ours) in ingested.get(name, frozenset()) and name not in stored.sources
        if is_by_machine(stored, name) or listed:
            edits[name] = content.publication_values(publication)[name]
            conflicts.remove(one)


def _status(stored: Paper, offered: Paper, edits: dict[str, str], conflicts: list[Difference]) -> None:
    """What became of the paper. Worse news replaces what a machine wrote; a person's word stays."""
    ours, theirs = stored.status, offered.status
    if theirs is None or (ours and WORST.index(ours.kind) <= WORST.index(theirs.kind)):
        return
    if ours is None or is_by_machine(stored, "status"):
        edits["status"] = status_value(theirs)
    else:
        conflicts.append(("status", text_of(stored, "status"), text_of(offered, "status")))


def _offered(stored: Paper, entry: Entry) -> Paper:
    """What a record says, as a paper, without what is no news: titles are settled apart, and of a preprint and its
    published version each keeps its own year."""
    year, publication = entry.year, entry.publication
    ours, theirs = evidence.of_paper(stored), evidence.of_entry(entry)
    if publication.date == str(year):
        # A year alone is said by `year`.
        publication = replace(publication, date="")
    if stored.publication.type and (publication.type == "preprint" or theirs.is_preprint):
        # A preprint says nothing of where the paper was published.
        publication = replace(publication, type="")
    if stored.year and year and year != stored.year and (theirs.has_venue or theirs.is_published):
        publication = replace(publication, date=publication.date or str(year))
        year = min(year, stored.year)
    if ours.has_venue and theirs.has_venue and title_key(stored.publication.venue) != title_key(publication.venue):
        publication = Publication(venue=publication.venue)
    return Paper(
        slug=stored.slug,
        title="",
        authors=entry.authors,
        year=year,
        ids=with_number(entry.ids),
        links=entry.links,
        abstract=entry.abstract,
        publication=publication,
        authors_complete=entry.authors_complete,
        status=entry.status,
    )


def _within(offered: Paper, only: str) -> Paper:
    """What belongs to the group that somebody named."""
    if not only:
        return offered
    name = "publication" if only == "venue" else only
    value: dict[str, Any] = {name: getattr(offered, name)}
    return Paper(offered.slug, "", authors_complete=offered.authors_complete, **value)


def _ids(stored: Paper, offered: Paper, who: str, conflicts: list[Difference], *, update: bool) -> Mapping[str, str]:
    """Ids of kinds that the paper lacks, and with `update` those that take another one's place."""
    ids = {**offered.ids, **stored.ids}
    for one in [one for one in conflicts if update and one[0].startswith("ids.")]:
        if may_replace(who, stored, one[0]):
            ids[one[0].removeprefix("ids.")] = one[2]
            conflicts.remove(one)
    return ids


def _links(stored: Paper, offered: Paper, conflicts: list[Difference]) -> Sequence[Link]:
    """Links of kinds that the paper lacks. One that a source said once and that is gone, a person took away."""
    have: dict[str, list[str]] = {}
    for link in stored.links:
        have.setdefault(link.kind, []).append(link.url)
    added = []
    for link in offered.links:
        if link.kind == "paper" and parse_identifier(link.url):
            continue
        if link.kind not in have:
            if f"links.{link.kind}" not in stored.sources:
                added.append(link)
        elif link_key(link.url).casefold() not in {link_key(url).casefold() for url in have[link.kind]}:
            conflicts.append((f"links.{link.kind}", have[link.kind][0], link.url))
    return added


def _other_titles(stored: Paper, entry: Entry) -> list[str]:
    """Titles of the record that the paper is not known by: listings that print them are recognised then."""
    known = {title_key(title) for title in (stored.title, *stored.also_titled)}
    titles: dict[str, str] = {}
    for title in (entry.title, *(entry.extra.get(name, "") for name in OTHER_TITLES)):
        if title and len(title) <= LONGEST_TITLE and title_key(title) not in known:
            titles.setdefault(title_key(title), title)
    return [*titles.values()][: max(0, MOST_TITLES - len(stored.also_titled))]


# --- who said a value ----------------------------------------------------------------------------------

DIGITS = 4
RANKS = (
    *("crossref", "datacite", "doi", "acl", "openreview", "dblp", "arxiv", "openalex"),
    *("semantic-scholar", "huggingface"),
)
"""Who may replace whose values, best first: who registers a publication, who keeps a bibliography by hand, who hosts
the preprint, who gathers from all of them. Lists of people's own come last."""


def attributed(paper: Paper, document: Document, fields: Iterable[str], who: str) -> Document:
    """The file of `paper` in which `who` said the values of `fields`, if there is room for that."""
    said = {field: Attribution(who, digest(text_of(paper, field), DIGITS)) for field in fields}
    return edited(document, "sources", content.sources_value({**paper.sources, **said})) or document


def is_by_machine(paper: Paper, field: str) -> bool:
    """Whether the value is still the one that a source said: a person who changes it makes it a person's."""
    said = paper.sources.get(field)
    return said is not None and bool(said.digest) and said.digest == digest(text_of(paper, field), DIGITS)


def may_replace(who: str, paper: Paper, field: str) -> bool:
    """Whether a value of `who` may take the place of the one that is there: a machine's, of the same or a worse
    source."""
    return is_by_machine(paper, field) and (
        who == paper.sources[field].who or rank(who) < rank(paper.sources[field].who)
    )


def rank(who: str) -> int:
    """The place of a source in `RANKS`, 0 for the best."""
    return RANKS.index(who) if who in RANKS else len(RANKS)


def fields_of(paper: Paper) -> Mapping[str, str]:
    """Everything that a source may say of a paper, by field, as far as it is said."""
    names = ("authors", "year", "abstract", "also_titled", "status")
    publication = ("type", "venue", "volume", "issue", "pages", "publisher", "editors", "date")
    links = dict.fromkeys(f"links.{link.kind}" for link in paper.links)
    fields = (*names, *publication, *(f"ids.{kind}" for kind in paper.ids), *links)
    return {field: text for field in fields if (text := text_of(paper, field))}
