"""What a bibliography can be had of: a topic, a listing, everything. The wiki in, names and papers out.

Every bibliography format (`bibtex`, `ris`, `csl_json`) writes one file for each bundle. A long bundle
is cut into parts (`citations.part_names`). The citation of one paper is on its page, of which the browser makes files.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from litwiki.citations import PER_PART, Citation, part_names
from litwiki.facts import Site
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import Output
from litwiki.model.wiki import Wiki


def files(
    site: Site, ending: str, write: Callable[[Citation], str], join: Callable[[Iterable[str]], str]
) -> Iterator[Output]:
    """One file a bundle: `write` makes a record, `join` a file of records, `ending` is the files'."""
    written: dict[Slug, str] = {}  # a paper is in the bundles of everything, of its topics and of its listings

    def record(slug: Slug) -> str:
        if slug not in written:
            written[slug] = write(site.citation(slug))
        return written[slug]

    def make(slugs: Sequence[Slug]) -> bytes:
        return join(map(record, slugs)).encode()

    for name, slugs in bundles(site.wiki):
        digests = [site.digest_of_citation(slug) for slug in slugs]
        yield Output(DocPath(f"cite/{name}.{ending}"), digests, partial(make, slugs))


def bundles(wiki: Wiki) -> Iterator[tuple[str, Sequence[Slug]]]:
    """(name, papers) of every bundle; one without papers is left out."""
    yield from _parts("all", wiki.in_title_order)
    for topic, slugs in wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, record in wiki.listings.items():
        slugs = tuple(dict.fromkeys(slug for entry in record.entries if (slug := wiki.paper_of(entry))))
        yield from _parts(f"listings/{listing}", slugs)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterable[tuple[str, Sequence[Slug]]]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
