"""Merges what several entries say about one paper: one value for each field, and the values that were not taken.

The values are the same in whatever order the entries came. Year, venue and all that goes with it come from one entry,
the one that says most, so that no paper has the year of a preprint and the pages of the published version.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import astuple

from litwiki.curation.evidence import people, share_a_person
from litwiki.curation.identity import chosen_title
from litwiki.model.entries import Entry, Publication, Status
from litwiki.model.ids import Slug
from litwiki.model.matches import Match
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.text.id_kinds import id_key, normal
from litwiki.text.words import clean, title_key

TEXTS = tuple(name for name in Publication.__struct_fields__ if name != "editors")
"""The fields of `Publication` that are one text."""


class Offer(Struct, frozen=True):
    """What the entries of one paper say together. `others` are values that were not taken, each with who said it."""

    paper: Paper
    others: tuple[tuple[str, str, Match], ...] = ()
    keywords: tuple[str, ...] = ()


def offer(slug: Slug, matches: Sequence[Match]) -> Offer:
    """One value for each field: the longest abstract, the most frequent title, the most complete list of authors."""
    entries = [match.entry for match in matches]
    if len(entries) > 1:
        entries.sort(key=_order)
    first = entries[0]
    titled = [entry for entry in entries if entry.title]
    abstracts = sorted({e.abstract for e in entries if e.abstract}, key=lambda t: (-len(t), t))
    by_links = sorted(entries, key=lambda e: (-len(e.links), [(link.kind, link.url) for link in e.links]))
    complete, authors = _authors(entries)
    paper = Paper(
        slug=slug,
        title=chosen_title(titled) if titled else "",
        authors=authors,
        year=first.year or next((entry.year for entry in entries if entry.year), None),
        ids=_ids(entries),
        links=tuple(dict.fromkeys(link for entry in by_links for link in entry.links)),
        abstract=abstracts[0] if abstracts else None,
        publication=_publication(entries),
        authors_complete=complete,
        keys=tuple(sorted({entry.key for entry in entries if entry.key}, key=lambda key: (key != first.key, key))),
    )
    notes = [note for note in dict.fromkeys(entry.note for entry in entries) if note]
    paper = replace(paper, notes="\n\n".join(notes))
    keywords = tuple(dict.fromkeys(clean(word) for entry in entries for word in entry.keywords))
    # One entry says nothing else than what was taken of it.
    others = tuple(_others(paper, matches)) if len(matches) > 1 else ()
    return Offer(paper, others, keywords)


def _order(entry: Entry) -> tuple[object, ...]:
    """What says most of where it appeared comes first; equal are only entries that say the same."""
    publication = entry.publication
    values = astuple(publication)
    said = sum(1 for value in values if value)
    return (
        *(not publication.venue, publication.type == "preprint", -said, not entry.year, not entry.authors),
        *(values, entry.year or 0, entry.authors, sorted(entry.ids.items()), entry.key, entry.title),
        *(entry.abstract or "", entry.note, entry.keywords, [(link.kind, link.url) for link in entry.links]),
    )


def _authors(entries: Sequence[Entry]) -> tuple[bool, tuple[str, ...]]:
    """The complete list before one that is not, the longer before the shorter, given names before initials."""

    def order(entry: Entry) -> tuple[object, ...]:
        names = entry.authors
        return (not entry.authors_complete, -len(names), -sum(map(len, names)), names)

    named = [entry for entry in entries if entry.authors]
    if not named:
        return True, ()
    best = min(named, key=order)
    return best.authors_complete, best.authors


def _ids(entries: Iterable[Entry]) -> Mapping[str, str]:
    """One id of a kind. arXiv's own DOI is its number, and gives way to a publisher's."""
    ids: dict[str, str] = {}
    for entry in entries:
        for kind, value in sorted(entry.ids.items()):
            if kind not in ids or (kind == "doi" and arxiv_of(ids[kind]) and not arxiv_of(value)):
                ids[kind] = value
            if kind == "doi" and (number := arxiv_of(value)):
                ids.setdefault("arxiv", number)
    return dict(sorted(ids.items()))


def arxiv_of(doi: str) -> str:
    """The number that arXiv's own DOI holds; empty for any other.

    >>> arxiv_of("10.48550/arXiv.2410.23168")
    '2410.23168'
    """
    identifier = normal("doi", doi)
    return identifier.value if identifier and identifier.kind == "arxiv" else ""


def with_number(ids: Mapping[str, str]) -> Mapping[str, str]:
    """Ids with arXiv's own DOI as its number."""
    number = arxiv_of(ids.get("doi", ""))
    return {"arxiv": number, **{kind: value for kind, value in ids.items() if kind != "doi"}} if number else ids


def _publication(entries: Sequence[Entry]) -> Publication:
    """That of the first entry; what it lacks from others that name no other venue."""
    publication = entries[0].publication
    for entry in entries[1:]:
        other = entry.publication
        if publication.venue and other.venue and title_key(publication.venue) != title_key(other.venue):
            continue
        if publication.venue and not other.venue and other.type == "preprint":
            continue
        missing = {name: getattr(other, name) for name in (*TEXTS, "editors") if not getattr(publication, name)}
        if missing.get("date") and entry.year != entries[0].year:
            del missing["date"]
        publication = replace(publication, **missing)
    return publication


# --- what was not taken --------------------------------------------------------------------------------


def _others(paper: Paper, matches: Sequence[Match]) -> Iterable[tuple[str, str, Match]]:
    """Values of entries that differ from those that were taken."""
    for match in matches:
        entry = match.entry
        said = Paper(paper.slug, "", entry.authors, entry.year, entry.ids)
        said = replace(said, abstract=entry.abstract, publication=entry.publication)
        for name, ours, theirs in differences(paper, said):
            if theirs and ours:
                yield name, theirs, match


def text_of(paper: Paper, field: str) -> str:
    """A value (`year`, `venue`, `ids.doi`, `links.code`) as one text; '' where there is none."""
    kind, dot, name = field.partition(".")
    if dot:
        named = paper.ids if kind == "ids" else {}
        return named.get(name, "") or " ".join(link.url for link in paper.links if (kind, link.kind) == ("links", name))
    value = getattr(paper if hasattr(paper, field) else paper.publication, field)
    if isinstance(value, Status):
        return " ".join(part for part in (value.kind, value.notice, value.date) if part)
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")


def differences(ours: Paper, theirs: Paper) -> Iterable[tuple[str, str, str]]:
    """Fields of which two records of one paper have values that say something else, and both values as texts.

    Spelling is no difference: initials for given names, a dash for two hyphens, the case of a DOI.
    """
    if not _same_authors(ours.authors, theirs.authors):
        yield "authors", "; ".join(ours.authors), "; ".join(theirs.authors)
    if ours.year != theirs.year:
        yield "year", str(ours.year or ""), str(theirs.year or "")
    if clean(ours.abstract or "") != clean(theirs.abstract or ""):
        yield "abstract", ours.abstract or "", clean(theirs.abstract or "")
    for name in TEXTS:
        one, other = str(getattr(ours.publication, name)), str(getattr(theirs.publication, name))
        if not _same_text(name, one, other):
            yield name, one, other
    if not _same_authors(ours.publication.editors, theirs.publication.editors):
        yield "editors", "; ".join(ours.publication.editors), "; ".join(theirs.publication.editors)
    for kind, value in theirs.ids.items():
        mine = ours.ids.get(kind, "")
        if not mine or id_key(kind, mine) == id_key(kind, value) or (kind == "doi" and arxiv_of(value)):
            continue
        yield f"ids.{kind}", mine, value


def _same_text(name: str, one: str, other: str) -> bool:
    if not one or not other:
        return one == other
    if name == "date":
        return one.startswith(other) or other.startswith(one)
    if name in {"venue", "publisher"}:
        return title_key(one) == title_key(other)
    if name == "type":
        return one == other or "other" in {one, other}
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"[\s‐‑–—-]+", "-", text).casefold().strip("-")


def _same_authors(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists name the same people in the same order, given names spelled out or not."""
    if tuple(one) == tuple(other):
        return True
    return len(one) == len(other) and all(
        clean(a).casefold() == clean(b).casefold() or share_a_person(people([a]), people([b]))
        for a, b in zip(one, other, strict=True)
    )


def link_key(url: str) -> str:
    """What spellings of one address have in common.

    >>> link_key("http://www.github.com/x/y.git"), link_key("https://GitHub.com/x/y/")
    ('github.com/x/y', 'github.com/x/y')
    """
    scheme, _, rest = url.partition("://")
    host, slash, path = (rest or scheme).partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/").removesuffix(".git")
