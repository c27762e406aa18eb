"""What a bibliography can be had of: a topic, a listing, everything. The wiki in, names and papers out.

BibTeX has a file for each bundle. The other formats (`ris`, `csl_json`) have files of everything, of which a page's
script makes those of a topic or a listing (`theme/assets/references.js`): a paper would else stand in every format in
each of its topics and listings. A long bundle is cut into parts (`citations.part_names`). The citation of one paper is
on its page, of which the browser makes files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from litwiki.citations import PER_PART, Citation, part_names
from litwiki.facts import Site
from litwiki.model.batches import runs
from litwiki.model.ids import DocPath, Slug
from litwiki.model.memo import key_of, remembered_rows
from litwiki.model.outputs import Output
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
    """One file a bundle: `write`, a function of a module, makes a record, `join` a file of records, `ending` is the
    files'."""
    records = _Records(site, write)

    def make(slugs: Sequence[Slug]) -> bytes:
        return join(map(records.by_slug.__getitem__, slugs)).encode()

    for name, slugs in parts:
        inputs = [*map(site.bibliographic, slugs)]
        yield Output(DocPath(f"cite/{name}.{ending}"), inputs, partial(make, slugs), slugs)


class _Records:
    """The records of all papers in one form, out of the memo once one is asked for. A paper is in the bundles of its
    topics and of its listings, and a changed one in bundles of hundreds that are as they were."""

    def __init__(self, site: Site, write: Callable[[Citation], str]) -> None:
        self._site, self._write = site, write
        self._batches = [*runs(site.wiki.papers)]
        self._names = names(write, self._batches)

    @cached_property
    def by_slug(self) -> Mapping[Slug, str]:
        """Each record by its paper."""
        site, batches = self._site, self._batches
        texts = remembered_rows(
            site.memo,
            self._names,
            [[site.digest_of_citation(slug) for slug in slugs] for slugs in batches],
            partial(_written, self._write),
            lambda batch, row: site.citation(batches[batch][row]),
            site.executor,
        )
        return {
            slug: text for slugs, own in zip(batches, texts, strict=True) for slug, text in zip(slugs, own, strict=True)
        }


def names(write: Callable[[Citation], str], batches: Iterable[Sequence[Slug]]) -> list[bytes]:
    """The keys under which the memo has the records of batches in one form."""
    form = f"{write.__module__} {write.__qualname__}".encode()
    return [key_of("records", form, slugs[0].encode()) for slugs in batches]


def _written(write: Callable[[Citation], str], citations: Sequence[Citation]) -> list[str]:
    return [write(citation) for citation in citations]


def everything(wiki: Wiki) -> Iterator[Bundle]:
    """All papers by their titles, as pages' scripts count them; nothing where there are none."""
    yield from _parts("all", wiki.in_title_order)


def of_topics_and_listings(wiki: Wiki) -> Iterator[Bundle]:
    """The bundles of topics and listings that have papers."""
    for topic, slugs in wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, slugs in wiki.papers_by_listing.items():
        yield from _parts(f"listings/{listing}", slugs)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterable[Bundle]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
