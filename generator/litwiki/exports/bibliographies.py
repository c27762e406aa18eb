"""Bibliographies: `/cite/all.bib`, `.ris` and `.json`, `/cite/topics/<topic>.bib`, `/cite/listings/<id>.bib`.

BibTeX has a file for each topic and each listing, too. Of the other formats there are files of everything, of which a
page's script makes those of a topic or a listing (`theme/assets/references.js`): a paper would else stand in every
format in each of its topics and listings. The citation of one paper is on its page, of which the browser makes files.

Abstracts stand in the files of everything, so that a bibliography that came in can be given back. BibTeX of topics and
listings has none: LaTeX prints none, and a paper's would stand in each of them once more. CSL-JSON has none either: no
style prints one, and RIS has them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from litwiki.citations import PER_PART, Citation, part_names, to_bibtex, to_csl, to_ris
from litwiki.citations.bibtex import with_abstract
from litwiki.facts.site import Site
from litwiki.facts.values import Parts
from litwiki.markup.json import json_bytes
from litwiki.model.ids import DocPath, Slug
from litwiki.model.outputs import Output
from litwiki.model.replace import replace

name = "bibliographies"

Bundle = tuple[str, Sequence[Slug]]
"""The name of a file without its ending, and its papers."""


def files(site: Site) -> Iterator[Output]:
    """Files of bundles, each cut into parts (`citations.part_names`). Those of the same papers follow each other: a
    site does not hold all citations of a large wiki."""

    def short(slug: Slug) -> Citation:
        return replace(site.citation(slug), abstract="")

    @cache  # a paper is in the bundles of its topics and of its listings, too
    def entry(slug: Slug) -> str:
        return to_bibtex(short(slug))

    def make(write: Callable[[Slug], str], join: Callable[[Iterable[str]], str], slugs: Sequence[Slug]) -> bytes:
        return join(map(write, slugs)).encode()

    def outputs(bundles: Iterable[Bundle], makers: Mapping[str, Callable[[Sequence[Slug]], bytes]]) -> Iterator[Output]:
        for name, slugs in bundles:
            for ending, make_file in makers.items():
                inputs = Parts(slugs, map(site.digest_of_bibliographic, slugs))
                yield Output(DocPath(f"cite/{name}.{ending}"), inputs, partial(make_file, slugs), slugs)

    forms: dict[str, Callable[[Sequence[Slug]], bytes]] = {
        "bib": partial(make, lambda x: with_abstract(entry(x), site.citation(x).abstract), "\n".join),
        "ris": partial(make, lambda x: to_ris(site.citation(x)), "\r\n".join),
        "json": lambda slugs: json_bytes([to_csl(short(slug)) for slug in slugs]),
    }
    yield from outputs(everything(site), forms)
    yield from outputs(of_topics_and_listings(site), {"bib": partial(make, entry, "\n".join)})


def everything(site: Site) -> Iterator[Bundle]:
    """All papers by their coming, as `place` in the facets of a list counts them, so that a new paper changes the last
    part alone; nothing where there are none."""
    return _parts("all", site.newest_first[::-1])


def of_topics_and_listings(site: Site) -> Iterator[Bundle]:
    """The bundles of topics and listings that have papers."""
    for topic, slugs in site.wiki.papers_by_topic.items():
        yield from _parts(f"topics/{topic}", slugs)
    for listing, slugs in site.wiki.papers_by_listing.items():
        yield from _parts(f"listings/{listing}", slugs)


def _parts(name: str, slugs: Sequence[Slug]) -> Iterator[Bundle]:
    for number, part in enumerate(part_names(name, len(slugs))):
        yield part, slugs[number * PER_PART : (number + 1) * PER_PART]
