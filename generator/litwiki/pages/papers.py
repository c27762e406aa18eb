"""All papers from A to Z: an overview of the letters, and pages for each letter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import LinkGraph, Page, Paper
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import LIST_SCRIPTS, Desk, Here, pager, paginate
from litwiki.text.words import collation_key
from litwiki.traces import Job

name = "papers"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """The overview and, for each letter, as many pages as it needs."""
    del graph
    letters = by_letter(wiki)
    yield Job(DocPath("papers/index.md"), _overview, ({letter: len(slugs) for letter, slugs in letters.items()},))
    for letter, slugs in letters.items():
        for path, number, chunk in paginate(slugs, letter_page(letter)):
            yield Job(path, _letter, (letter, number, tuple(chunk), len(slugs), tuple(letters)))


def _overview(desk: Desk, path: DocPath, letters: Mapping[str, int]) -> Page:
    return desk.page(
        path,
        "papers.md.j2",
        "Papers",
        description=f"All {len(desk.wiki.papers)} papers from A to Z, to filter by topic, year, listing and code.",
        scripts=LIST_SCRIPTS,
        letters=letters,
    )


def _letter(
    desk: Desk, path: DocPath, letter: str, number: int, slugs: Sequence[Slug], count: int, letters: Sequence[str]
) -> Page:
    return desk.page(
        path,
        "letter.md.j2",
        f"Papers: {letter.upper()}" + (f", page {number}" if number > 1 else ""),
        letters=letters,
        letter=letter,
        slugs=slugs,
        count=count,
        pager=pager(Here(desk, path), letter_page(letter), count, number),
    )


def by_letter(wiki: Wiki) -> dict[str, list[Slug]]:
    """Papers by the first letter of their title; digits together, then all other scripts and signs."""
    found: dict[str, list[Slug]] = defaultdict(list)
    for slug in wiki.in_title_order:
        found[letter_of(wiki.papers[slug])].append(slug)
    order = ["0-9", *"abcdefghijklmnopqrstuvwxyz", "other"]
    return {letter: found[letter] for letter in order if letter in found}


def letter_of(paper: Paper) -> str:
    """`a` to `z`, `0-9` or `other`."""
    first = collation_key(paper.title)[:1]
    return first if "a" <= first <= "z" else "0-9" if first.isdigit() else "other"


def letter_page(letter: str) -> DocPath:
    """The first page of a letter."""
    return DocPath(f"papers/a-z/{letter}.md")
