"""All pages and exports of a wiki in memory, or those of some kinds."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from litwiki.exports import EXPORTS, Export, api
from litwiki.facts.site import Site
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Page
from litwiki.pages import KINDS, Kind, Printer, View


class File(NamedTuple):
    path: DocPath
    content: bytes


def pages_of(site: Site, kinds: Iterable[Kind] = KINDS) -> tuple[Page, ...]:
    printer = Printer(site.wiki.config.root)
    return tuple(map(printer.page, views_of(site, kinds)))


def views_of(site: Site, kinds: Iterable[Kind] = KINDS) -> Iterator[View]:
    return chain.from_iterable(kind.views(site) for kind in kinds)


def files_of(site: Site, forms: Iterable[Export] = EXPORTS) -> Iterator[File]:
    for form in forms:
        if form is api:
            yield from records_of(site)
        for output in form.files(site):
            yield File(output.path, output.make())


def records_of(site: Site) -> Iterator[File]:
    """The records of papers, as the API has them."""
    for path, _, portable in api.records(site, dict.fromkeys(site.wiki.papers)):
        yield File(path, portable()())
