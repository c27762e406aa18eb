"""Papers as the last build read them: what need not be read again.

Reading ten thousand front matters strictly takes seconds. A paper whose files have not changed, and in which nothing
was wrong, is taken from `build/cache/papers/`, where it stands as JSON, in files by a checksum of the slug, so that a
changed paper costs one of them. Who calls knows which papers changed.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from litwiki.ids import Slug, TopicId
from litwiki.model import Link, Paper

FILES = 64


def recall(folder: Path, changed: Collection[Slug]) -> Mapping[Slug, Paper]:
    """The papers that `remember` wrote, without those that changed since; none where a file cannot be read."""
    found: dict[Slug, Paper] = {}
    try:
        for number in range(FILES):
            for row in json.loads((folder / f"{number}.json").read_bytes()):
                paper = _paper(*row)
                if paper.slug not in changed:
                    found[paper.slug] = paper
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return found


def remember(folder: Path, papers: Iterable[Paper], changed: Collection[Slug] | None) -> None:
    """Writes papers; with `changed`, only the files in which they would be, the others being as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(FILES) if changed is None else sorted({_file(slug) for slug in changed})
    rows: dict[int, list[Any]] = {number: [] for number in numbers}
    for paper in papers:
        if (number := _file(paper.slug)) in rows:
            rows[number].append(_row(paper))
    for number, some in rows.items():
        text = json.dumps(some, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{number}.json").write_text(text, encoding="utf-8", errors="surrogatepass")


def _file(slug: Slug) -> int:
    return crc32(slug.encode()) % FILES


def _row(paper: Paper) -> list[Any]:
    links = [[link.kind, link.url] for link in paper.links]
    return [
        *(paper.slug, paper.title, paper.authors, paper.year, dict(paper.ids), paper.topics, paper.topics_status),
        *(paper.summary, links, paper.names, paper.also_titled, paper.aliases, paper.abstract, paper.notes),
        dict(paper.terms),
    ]


def _paper(
    slug: str,
    title: str,
    authors: list[str],
    year: int | None,
    ids: dict[str, str],
    topics: list[str],
    status: str,
    summary: str,
    links: list[list[str]],
    names: list[str],
    also_titled: list[str],
    aliases: list[str],
    abstract: str | None,
    notes: str,
    terms: dict[str, int],
) -> Paper:
    return Paper(
        slug=Slug(slug),
        title=title,
        authors=tuple(authors),
        year=year,
        ids=ids,
        topics=tuple(map(TopicId, topics)),
        topics_status="curated" if status == "curated" else "suggested",
        summary=summary,
        links=tuple(Link(kind, url) for kind, url in links),
        names=tuple(names),
        also_titled=tuple(also_titled),
        aliases=tuple(map(Slug, aliases)),
        abstract=abstract,
        notes=notes,
        terms=terms,
    )
