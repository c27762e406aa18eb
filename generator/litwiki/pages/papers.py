"""All papers from A to Z: an overview of the letters, and pages for each letter."""

from collections import defaultdict
from collections.abc import Iterable

from litwiki.ids import DocPath, Slug
from litwiki.model import Page
from litwiki.pages.desk import Desk, Here, pager, paginate
from litwiki.text import collation_key
from litwiki.wiki import Wiki

name = "papers"


def make(desk: Desk) -> Iterable[Page]:
    """The overview and, for each letter, as many pages as it needs."""
    letters = by_letter(desk.wiki)
    yield desk.page(
        DocPath("papers/index.md"), "papers.md.j2", "Papers", letters={k: len(v) for k, v in letters.items()}
    )
    for letter, slugs in letters.items():
        first = DocPath(f"papers/a-z/{letter}.md")
        for path, number, chunk in paginate(slugs, first):
            yield desk.page(
                path,
                "letter.md.j2",
                f"Papers: {letter.upper()}" + (f", page {number}" if number > 1 else ""),
                letters=list(letters),
                letter=letter,
                slugs=chunk,
                count=len(slugs),
                pager=pager(Here(desk, path), first, len(slugs), number),
            )


def by_letter(wiki: Wiki) -> dict[str, list[Slug]]:
    """Papers by the first letter of their title; digits together, then all other scripts and signs."""
    found: dict[str, list[Slug]] = defaultdict(list)
    for slug in wiki.in_title_order:
        first = collation_key(wiki.papers[slug].title)[:1]
        found[first if "a" <= first <= "z" else "0-9" if first.isdigit() else "other"].append(slug)
    order = ["0-9", *"abcdefghijklmnopqrstuvwxyz", "other"]
    return {letter: found[letter] for letter in order if letter in found}
