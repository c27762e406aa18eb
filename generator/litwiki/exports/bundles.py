"""What a bibliography can be had of: a topic, a listing, everything. The wiki in, names and papers out.

BibTeX has a file for each bundle. The other formats (`ris`, `csl_json`) have files of everything, of which a page's
script makes those of a topic or a listing (`theme/assets/references.js`): a paper would else stand in every format in
each of its topics and listings. A long bundle is cut into parts (`citations.part_names`). The citation of one paper is
on its page, of which the browser makes files.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from litwiki.citations import PER_PART, Citation, part_names
from litwiki.facts import Site
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import Output
from litwiki.model.wiki import Wiki

Bundle = tuple[str, Sequence[Slug]]
"""The name of a file without its ending, and its papers."""


def files(
    site: Site,
    parts: Iterable[Bundle],
    ending: str,
    write: Callable[[Citation], str],
    join: Callable[[Iterable[str]], str],
) -> Iterator[Output]:
    """One file a bundle: `write` makes a record, `join` a file of records, `ending` is the files'."""
    written: dict[Slug, str] = {}  # a paper is in the bundles of its topics and of its listings

    def record(slug: Slug) -> str:
        if slug not in written:
            written[slug] = write(site.citation(slug))
        return written[slug]

    def make(slugs: Sequence[Slug]) -> bytes:
        return join(map(record, slugs)).encode()

    for name, slugs in parts:
        digests = [site.digest_of_citation(slug) for slug in slugs]
        yield Output(DocPath(f"cite/{name}.{ending}"), digests, partial(make, slugs))


def everything(wiki: Wiki) -> Iterator[Bundle]:
    """All papers by their titles, as pages' scripts count them; nothing where there are none."""
    yield from _parts("all", wiki.in_title_order)


def of_topics_and_listings(wiki: Wiki) -> Iterator[Bundle]:
    """The bundles of topics and listings that have papers."""
    for topic, slugs in wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, record in wiki.listings.items():
        found = tuple(dict.fromkeys(slug for entry in record.entries if (slug := wiki.paper_of(entry))))
        yield from _parts(f"listings/{listing}", found)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterable[Bundle]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
