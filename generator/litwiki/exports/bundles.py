"""What a bibliography can be had of: a topic, a listing, everything. The wiki in, names and papers out.

BibTeX has a file for each bundle. The other formats (`ris`, `csl_json`) have files of everything, of which a page's
script makes those of a topic or a listing (`theme/assets/references.js`): a paper would else stand in every format in
each of its topics and listings. A long bundle is cut into parts (`citations.part_names`). The citation of one paper is
on its page, of which the browser makes files.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from litwiki.citations import PER_PART, part_names
from litwiki.facts.site import Site
from litwiki.facts.values import Parts
from litwiki.model.ids import DocPath, Slug
from litwiki.model.outputs import Output
from litwiki.model.wiki import Wiki

Bundle = tuple[str, Sequence[Slug]]
"""The name of a file without its ending, and its papers."""


def files(
    site: Site,
    parts: Iterable[Bundle],
    ending: str,
    write: Callable[[Slug], str],
    join: Callable[[Iterable[str]], str],
) -> Iterator[Output]:
    """One file a bundle: `write` makes the record of a paper, `join` a file of records, `ending` is the files'."""

    def make(slugs: Sequence[Slug]) -> bytes:
        return join(map(write, slugs)).encode()

    for name, slugs in parts:
        inputs = Parts(slugs, map(site.digest_of_bibliographic, slugs))
        yield Output(DocPath(f"cite/{name}.{ending}"), inputs, partial(make, slugs), slugs)


def everything(site: Site) -> Iterator[Bundle]:
    """All papers by their coming, as `place` in the facets of a list counts them, so that a new paper changes the last
    part alone; nothing where there are none."""
    yield from _parts("all", site.newest_first[::-1])


def of_topics_and_listings(wiki: Wiki) -> Iterator[Bundle]:
    """The bundles of topics and listings that have papers."""
    for topic, slugs in wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, slugs in wiki.papers_by_listing.items():
        yield from _parts(f"listings/{listing}", slugs)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterable[Bundle]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
