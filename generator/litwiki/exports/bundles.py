"""What a bibliography can be had of: a paper, a topic, a listing, everything. The wiki in, names and citations out.

Every bibliography format (`bibtex`, `ris`, `csl_json`) writes one file for each bundle. A long bundle
is cut into parts (`citations.part_names`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from litwiki.citations import PER_PART, part_names
from litwiki.model.ids import DocPath, Slug
from litwiki.model.wiki import Wiki
from litwiki.traces import Job


def plan(wiki: Wiki, ending: str, make: Callable[..., bytes]) -> Iterator[Job]:
    """One job a bundle: `make` gets the papers of one, `ending` is the files'."""
    for name, slugs in bundles(wiki):
        yield Job(DocPath(f"cite/{name}.{ending}"), make, (slugs,))


def bundles(wiki: Wiki) -> Iterator[tuple[str, Sequence[Slug]]]:
    """(name, papers) of every bundle; one without papers is left out."""
    yield from _parts("all", wiki.in_title_order)
    for topic, slugs in wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, record in wiki.listings.items():
        slugs = tuple(dict.fromkeys(slug for entry in record.entries if (slug := wiki.paper_of(entry))))
        yield from _parts(f"listings/{listing}", slugs)
    for slug in wiki.papers:
        yield f"papers/{slug}", (slug,)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterable[tuple[str, Sequence[Slug]]]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
