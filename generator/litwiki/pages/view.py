"""What a page is made from: a frozen value that its template sees as `view`, and nothing else.

Every page kind has a view of its own; here is what all of them have. A view holds facts, what follows from them is a
property: so a view is cheap to make, and its digest says whether the page is still what it was.
"""

import re
from abc import ABCMeta, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, TypedDict, TypeVar
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct, StructMeta

from litwiki.citations import FORMATS, cite_page, part_names
from litwiki.facts.addresses import root_of
from litwiki.facts.site import Site
from litwiki.facts.values import Link
from litwiki.markup.html import escape
from litwiki.model.config import Settings
from litwiki.model.ids import DocPath, url_of
from litwiki.pages.metadata import NO_HEAD, Head

T = TypeVar("T")

LIST_SCRIPTS = ("list.js", "visits.js")
"""What a page with a list of papers loads: the bar that filters it, and marks at what is new to the reader."""
CITED_SCRIPTS = (*LIST_SCRIPTS, "references.js")
"""What such a page loads where its papers can be had as a bibliography: formats of which there is no file."""
TEXT_FACE = "fonts/source-serif-4-latin-400-normal.woff2"
"""Among a page's styles: the face of a text that readers see first, such as a summary. It is loaded with the page."""
PER_PAGE = 60
"""Papers on one page of a list; longer lists go on on further pages."""


class Frame(Struct, frozen=True):
    """What stands around a page's content. All text is plain.

    `name` is what the page is called; its `number` among the pages of a list is in the title alone. `heading` is
    Markdown, the name unless given; `crumbs` are the pages above; `styles` and `scripts` are files of the theme's
    `assets/` that the page needs beyond those of every page.
    """

    name: str
    description: str = ""
    heading: Markup | None = None
    crumbs: Sequence[Link] = ()
    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    head: Head = NO_HEAD
    number: int = 1

    @property
    def title(self) -> str:
        """The name, and the number where it is not that of the first page."""
        return numbered(self.name, self.number)

    @property
    def shown_heading(self) -> Markup:
        """The heading, or the name where there is no other."""
        return escape(self.name) if self.heading is None else self.heading


def numbered(name: str, number: int) -> str:
    """What a page of a list is called."""
    return name + (f", page {number}" if number > 1 else "")


class _Abstract(StructMeta, ABCMeta):
    """Of records with abstract methods."""


class View(Struct, metaclass=_Abstract, frozen=True, kw_only=True):
    """What every view has: the page's own path, and the settings that pages may know."""

    template: ClassVar[str]
    in_sitemap: ClassVar[bool] = True
    """Whether search engines are told of the page."""
    path: DocPath
    settings: Settings

    @property
    @abstractmethod
    def frame(self) -> Frame:
        """Title, description and everything else around the content."""

    @property
    def changed(self) -> str:
        """The day (ISO 8601) of what the page shows, as its content says it; '' where it says none."""
        return ""

    @property
    def inputs(self) -> object:
        """What the page follows from and its key is the digest of: the view, or what stands for it and is shorter."""
        return self

    @property
    def root(self) -> str:
        """What leads to the site's root, to be written before every address of ours."""
        return root_of(self.path)

    @property
    def source(self) -> str:
        """The file that people edit to change what the page says; '' where it is made of many."""
        return ""

    @property
    def action(self) -> Link | None:
        """What a reader may do about the page, beside its title: a whole address, or one from this page."""
        return self.edit_link(self.source) if self.source else self.form_link("Add a paper", "new=paper")

    def form_link(self, label: str, query: str) -> Link | None:
        """A form of the page /edit/; None where the wiki has none."""
        return Link(f"{self.root}edit/?{query}", label) if self.settings.editing else None

    def edit_link(self, source: str) -> Link | None:
        """Where a source file is edited."""
        address = self.edit_url(source)
        return Link(address, "Edit") if address else None

    def edit_url(self, source: str) -> str:
        """Where a source file is edited; '' where no repository is set."""
        settings = self.settings
        return f"{settings.repository}/edit/{quote(settings.branch)}/{quote(source)}" if settings.repository else ""

    def page_citation(self, title: str) -> str:
        """How to cite this page, in a line of text."""
        return cite_page(self.settings, title, self.settings.address_of(url_of(self.path)), self.changed)

    def issue_url(self, form: str, **fields: str) -> str:
        """A form of the repository's issues with its `fields` filled in; '' where no repository is set.

        GitHub fills a field from the parameter that has its id, and the issue's title from `title`.
        """
        filled = "".join(f"&{name}={_quoted(text)}" for name, text in fields.items())
        return f"{self.settings.repository}/issues/new?template={form}{filled}" if self.settings.repository else ""

    def downloads(self, name: str, count: int) -> Sequence[Sequence[Link]]:
        """The bibliography of the bundle `name` with its `count` papers: for each format that has files its parts."""
        return [
            [
                Link(f"cite/{part}.{ending}", label if number == 1 else str(number))
                for number, part in enumerate(part_names(name, count), 1)
            ]
            for label, ending in FORMATS.items()
            if name == "all" or ending == "bib"
        ]


class Step(Struct, frozen=True):
    """A page of a list: without an address the present one, or, with no number either, some that are left out."""

    url: str
    number: int


class ListView(View, frozen=True, kw_only=True):
    """One page of a list, its `number` from 1, and the `steps` to the others."""

    number: int
    steps: tuple[Step, ...]


def neighbors(links: Iterable[Link]) -> Iterator[tuple[Link | None, Link | None]]:
    """Of each page of a row the one before it and the one behind it."""
    row = [None, *links, None]
    return zip(row, row[2:], strict=False)


class Count(Struct, frozen=True):
    """A page and how many papers it has, or has in common with the one that says so."""

    link: Link
    papers: int


def _quoted(text: str) -> str:
    """A text for a query."""
    return text.replace(" ", "%20") if WORDS.fullmatch(text) else quote(text, safe="")


WORDS = re.compile(r"[A-Za-z0-9_.~ -]*")
"""What `quote` leaves as it is but for spaces; it looks at every sign by itself."""


class Paging(TypedDict):
    """What the view of one page of a list begins with."""

    path: DocPath
    settings: Settings
    number: int
    steps: tuple[Step, ...]


def paginate(
    site: Site, items: Sequence[T], first: DocPath, size: int = PER_PAGE
) -> Iterator[tuple[Paging, Sequence[T]]]:
    """Chunks of a list, each on a page: `topics/peft.md`, `topics/peft/2.md`, …; at least one."""
    for number, start in enumerate(range(0, max(1, len(items)), size), 1):
        steps = pager(first, len(items), number, size)
        page = Paging(path=_page(first, number), settings=site.settings, number=number, steps=steps)
        yield page, items[start : start + size]


def _page(first: DocPath, number: int) -> DocPath:
    stem = first.removesuffix(".md").removesuffix("/index")
    return first if number == 1 else DocPath(f"{stem}/{number}.md")


def pager(first: DocPath, count: int, number: int, size: int) -> tuple[Step, ...]:
    """The pages of a list of `count`, seen from the one with this number; nothing where there is one page."""
    total = -(-count // size)
    if total < 2:
        return ()
    shown = sorted({1, 2, number - 1, number, number + 1, total - 1, total} & set(range(1, total + 1)))
    steps: list[Step] = []
    for before, n in zip([0, *shown], shown, strict=False):
        if n > before + 1:
            steps.append(Step("", 0))
        steps.append(Step("" if n == number else url_of(_page(first, n)), n))
    return tuple(steps)
