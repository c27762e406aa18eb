"""The collection in other forms: the wiki and its links in, files out.

To add an export, write `exports/<format>.py` with a `name` and `files`, and add it to `EXPORTS`. `files` says which
there are and what each follows from; a file is made where that is not what it was.
"""

from collections.abc import Iterable
from typing import Protocol

from litwiki.exports import (
    api,
    api_description,
    atom,
    bibliographies,
    citation_file,
    images,
    json_feed,
    lists,
    llms,
    redirects,
    robots,
    tables,
)
from litwiki.facts.site import Site
from litwiki.model.outputs import Output


class Export(Protocol):
    """What a module of this package provides."""

    name: str

    def files(self, site: Site) -> Iterable[Output]:
        """Every file of this form, in a fixed order."""
        ...


EXPORTS: tuple[Export, ...] = (
    api,
    api_description,
    lists,
    citation_file,
    atom,
    json_feed,
    llms,
    robots,
    redirects,
    images,
    tables,
    bibliographies,
)
