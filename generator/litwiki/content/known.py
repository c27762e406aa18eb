"""Papers and listings as the last build read them: what need not be read again.

Reading ten thousand front matters strictly takes seconds. A paper or listing whose files have not changed, and in
which nothing was wrong, is taken from `build/cache/content/`, where it stands as JSON, papers in files by a checksum of
the slug, so that a changed paper costs one of them. Who calls knows what changed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.records import Attribution, LedgerEntry, Link, Listing, Paper, Publication, Status

FILES = 64
LISTINGS = "listings.json"


@dataclass(frozen=True, slots=True)
class Changes:
    """Papers and listings whose files changed, came or went since the last build, while nothing but content did."""

    papers: frozenset[Slug]
    listings: frozenset[ListingId]


@dataclass(frozen=True, slots=True)
class Known:
    """What need not be read again."""

    papers: Mapping[Slug, Paper] = field(default_factory=dict)
    listings: Mapping[ListingId, Listing] = field(default_factory=dict)


def recall(folder: Path, changes: Changes) -> Known:
    """What `remember` wrote, without what changed since; nothing where a file cannot be read."""
    try:
        rows = (row for number in range(FILES) for row in json.loads((folder / f"{number}.json").read_bytes()))
        found = {paper.slug: paper for paper in (_paper(*row) for row in rows)}
        told = (_listing(*row) for row in json.loads((folder / LISTINGS).read_bytes()))
        return Known(
            {slug: paper for slug, paper in found.items() if slug not in changes.papers},
            {listing.id: listing for listing in told if listing.id not in changes.listings},
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Known()


def remember(folder: Path, papers: Iterable[Paper], listings: Iterable[Listing], changes: Changes | None) -> None:
    """Writes papers and listings; with `changes` only the files where those would be, the others being as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(FILES) if changes is None else sorted({_file(slug) for slug in changes.papers})
    rows: dict[int, list[Any]] = {number: [] for number in numbers}
    for paper in papers:
        if (number := _file(paper.slug)) in rows:
            rows[number].append(_row(paper))
    for number, some in rows.items():
        _write(folder / f"{number}.json", some)
    if changes is None or changes.listings:
        _write(folder / LISTINGS, [_listing_row(listing) for listing in listings])


def _write(path: Path, rows: list[Any]) -> None:
    path.write_text(json.dumps(rows, separators=(",", ":")), encoding="utf-8")


def _listing_row(listing: Listing) -> list[Any]:
    entries = [
        [e.paper, e.title, dict(e.digests), e.pending, e.excluded, e.key, dict(e.fields)] for e in listing.entries
    ]
    return [
        *(listing.id, listing.title, listing.source, listing.printed, listing.date, listing.sha256),
        entries,
    ]


def _listing(
    name: str, title: str, source: str, printed: str | None, date: str | None, sha256: str, entries: list[Any]
) -> Listing:
    read = tuple(LedgerEntry(Slug(paper) if paper else None, *rest) for paper, *rest in entries)
    return Listing(ListingId(name), title, source, printed, date, sha256, read)


def _file(slug: Slug) -> int:
    return crc32(slug.encode()) % FILES


def _row(paper: Paper) -> list[Any]:
    links = [[link.kind, link.url] for link in paper.links]
    publication, status = asdict(paper.publication), asdict(paper.status) if paper.status else None
    return [
        *(paper.slug, paper.title, paper.authors, paper.year, dict(paper.ids), paper.topics, paper.topics_status),
        *(paper.summary, links, paper.names, paper.also_titled, paper.aliases, paper.abstract),
        *(publication, paper.authors_complete, paper.keys, paper.added, status, paper.notes),
        dict(paper.terms),
        {name: [said.who, said.digest] for name, said in paper.sources.items()},
    ]


def _paper(slug: str, title: str, authors: list[str], year: int | None, *rest: Any) -> Paper:
    ids, topics, topics_status, summary, links, names, also_titled, aliases, abstract, *more = rest
    publication, complete, keys, added, status, notes, terms, sources = more
    return Paper(
        slug=Slug(slug),
        title=title,
        authors=tuple(authors),
        year=year,
        ids=ids,
        topics=tuple(map(TopicId, topics)),
        topics_status="curated" if topics_status == "curated" else "suggested",
        summary=summary,
        links=tuple(Link(kind, url) for kind, url in links),
        names=tuple(names),
        also_titled=tuple(also_titled),
        aliases=tuple(map(Slug, aliases)),
        abstract=abstract,
        publication=Publication(**{**publication, "editors": tuple(publication["editors"])}),
        authors_complete=complete,
        keys=tuple(keys),
        added=added,
        status=Status(**status) if status else None,
        sources={name: Attribution(*said) for name, said in sources.items()},
        notes=notes,
        terms=terms,
    )
