"""What a build writes: pages, other files, and what they are made from."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from litwiki.model.ids import DocPath, Slug


class Page(Struct, frozen=True):
    """A page: `meta` are the strings of its front matter, finished HTML all of them; `heading` is Markdown on one
    line, `html` the content below it."""

    path: DocPath
    meta: Mapping[str, str]
    heading: str
    html: str


class Output(Struct, frozen=True):
    """A file that is to be: `make` gives its content. This follows, beside our code, from `inputs`, values that
    `digests.digest_of` takes and that the outline of a wiki has (`model.outline`), and from the records of `papers`."""

    path: DocPath
    inputs: object
    make: Callable[[], bytes]
    papers: Sequence[Slug] = ()
