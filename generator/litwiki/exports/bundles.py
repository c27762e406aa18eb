"""What a bibliography can be had of: a paper, a topic, a listing, everything. The wiki in, names and citations out.

Every bibliography format (`bibtex`, `ris`, `csl_json`) writes one file for each bundle. A long bundle
is cut into parts (`citations.part_names`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from litwiki.citations import PER_PART, Citation, make_citation, part_names
from litwiki.ids import DocPath, Slug
from litwiki.model import Artifact
from litwiki.wiki import Wiki


def dump(wiki: Wiki, ending: str, text: Callable[[Sequence[Citation]], str]) -> Iterator[Artifact]:
    """One file a bundle; `text` writes the citations of one, `ending` is the files'."""
    citations = {slug: make_citation(paper) for slug, paper in wiki.papers.items()}
    for name, slugs in bundles(wiki):
        content = text([citations[slug] for slug in slugs])
        yield Artifact(DocPath(f"cite/{name}.{ending}"), content.encode())


def bundles(wiki: Wiki) -> Iterator[tuple[str, Sequence[Slug]]]:
    """(name, papers) of every bundle; one without papers is left out."""
    yield from _parts("all", wiki.in_title_order)
    for topic, slugs in wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, record in wiki.listings.items():
        slugs = tuple(dict.fromkeys(slug for entry in record.entries if (slug := wiki.resolve(entry.paper))))
        yield from _parts(f"listings/{listing}", slugs)
    for slug in wiki.papers:
        yield f"papers/{slug}", (slug,)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterable[tuple[str, Sequence[Slug]]]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
