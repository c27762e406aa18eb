"""What every page kind works with: the wiki, its links, the templates, and addresses from where one is.

A page kind asks for `Here`, the view from one page, and hands it to its template; all links of a page go
through it, so that a page says what it means and paths are made in one place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from litwiki.citations import FORMATS, part_names
from litwiki.markup import curated, escape, escape_html, href, inline, json_ld, link
from litwiki.metadata import NO_HEAD, Head, card, document
from litwiki.model.ids import (
    DocPath,
    ListingId,
    Slug,
    TopicId,
    listing_path,
    paper_path,
    person_path,
    relative_path,
    relative_url,
    topic_path,
    venue_path,
    year_path,
)
from litwiki.model.people import Person
from litwiki.model.records import JsonValue, LinkGraph, Listing, Page, Paper, Topic
from litwiki.model.richtext import rich
from litwiki.model.venues import Venue
from litwiki.model.wiki import Wiki
from litwiki.text.latex import to_plain
from litwiki.text.names import parse_name
from litwiki.text.words import clean

T = TypeVar("T")

LIST_SCRIPTS = ("list.js",)
"""What a page with a list of papers loads: the bar that filters it."""

PER_PAGE = 50
"""Papers on one page of a list; longer lists go on on further pages."""


@dataclass(frozen=True)
class Desk:
    """The wiki, its links and the templates."""

    wiki: Wiki
    graph: LinkGraph
    environment: Environment

    def page(
        self,
        path: DocPath,
        template: str,
        title: str,
        *,
        description: str = "",
        head: Head = NO_HEAD,
        crumbs: Sequence[tuple[DocPath, str]] = (),
        styles: Sequence[str] = (),
        scripts: Sequence[str] = (),
        **values: object,
    ) -> Page:
        """A page from its template. All text is plain.

        `crumbs` are the pages above it with their names; `styles` and `scripts` are files of the theme's `assets/`
        that it needs beyond those of every page.
        """
        here = Here(self, path)
        body = self.environment.get_template(template).render(here=here, wiki=self.wiki, title=title, **values)
        # One entry of the site's navigation is no navigation: the tabs above say it already; and what a paper
        # or a topic is connected with stands where the table of contents would.
        hide: list[JsonValue] = ["navigation", "toc"]
        meta: dict[str, JsonValue] = {
            "title": str(escape_html(title)),
            "kind": template.partition(".")[0],
            "hide": hide,
        }
        if description:
            meta["description"] = str(escape_html(description))
        config = self.wiki.config
        tags = [*card(config, path, title, description, head.kind), *head.tags]
        meta["head"] = [[str(escape_html(name)), str(escape_html(text))] for name, text in tags]
        linked = document(config, path, title, crumbs, head.thing)
        meta |= {"jsonld": json_ld(linked)} if linked else {}
        meta |= {"feed": head.feed} if head.feed and config.site_url else {}
        if crumbs:
            meta["crumbs"] = [[_crumb_url(above, path), str(escape_html(name))] for above, name in crumbs]
        meta |= {"styles": list(styles)} if styles else {}
        meta |= {"scripts": list(scripts)} if scripts else {}
        return Page(path, meta, body)


@dataclass(frozen=True)
class Here:
    """The wiki as seen from the page at `path`."""

    desk: Desk
    path: DocPath

    @property
    def wiki(self) -> Wiki:
        """The collection."""
        return self.desk.wiki

    def to(self, path: str, label: str) -> Markup:
        """A link to a page, or to a generated file, by its path."""
        return link(escape(label), relative_path(DocPath(path), self.path))

    def address(self, path: str) -> Markup:
        """The address of a generated file or folder by its path, for an attribute."""
        return escape(relative_url(DocPath(path), self.path))

    def paper(self, slug: Slug, label: str = "") -> Markup:
        """A link to a paper that shows its title."""
        shown = escape(label) if label else inline(self.wiki.papers[slug].title)
        return link(shown, relative_path(paper_path(slug), self.path))

    def topic(self, topic: Topic | TopicId) -> Markup:
        """A link to a topic that shows its name."""
        found = topic if isinstance(topic, Topic) else self.wiki.topics[topic]
        return link(escape(found.name), relative_path(topic_path(found.id), self.path))

    def listing(self, listing: Listing | ListingId) -> Markup:
        """A link to a listing that shows its title."""
        found = listing if isinstance(listing, Listing) else self.wiki.listings[listing]
        return link(escape(found.title), relative_path(listing_path(found.id), self.path))

    def href(self, path: DocPath) -> Markup:
        """The attribute with which raw HTML or SVG leads to a page."""
        return href(relative_url(path, self.path))

    def person(self, person: Person) -> Markup:
        """A link to a person that shows their name."""
        return link(escape(person.name), relative_path(person_path(person.slug), self.path))

    def author(self, printed: str) -> Markup:
        """An author of a paper, given name first, with a link to the person."""
        found, label = self.wiki.people.of(printed), escape(parse_name(clean(to_plain(clean(printed)))).in_order)
        return link(label, relative_path(person_path(found.slug), self.path)) if found else label

    def venue(self, venue: Venue) -> Markup:
        """A link to a venue that shows its name."""
        return link(escape(venue.name), relative_path(venue_path(venue.slug), self.path))

    def year(self, year: int) -> Markup:
        """A link to the papers of a year."""
        return link(escape(str(year)), relative_path(year_path(year), self.path))

    def downloads(self, name: str, count: int) -> Markup:
        """Links to the bibliography of the bundle `name` with its `count` papers, in each format and part."""
        formats = []
        for label, ending in FORMATS.items():
            parts = [f"cite/{part}.{ending}" for part in part_names(name, count)]
            labels = [label if number == 1 else str(number) for number in range(1, len(parts) + 1)]
            formats.append(Markup(" ").join(map(self.to, parts, labels)))
        return Markup(" · ").join(formats)

    def outside(self, url: str, label: str) -> Markup:
        """A link that leaves the site."""
        return link(escape(label), url)

    def edit(self, path: str, label: str) -> Markup:
        """A link to a source file in the repository's editor; nothing where no repository is set."""
        config = self.wiki.config
        address = f"{config.repository}/edit/{quote(config.branch)}/{quote(path)}"
        return self.outside(address, label) if config.repository else Markup("")

    def issue(self, form: str, label: str, **fields: str) -> Markup:
        """A link to a form of the repository's issues, its `fields` filled in; nothing where no repository is set.

        GitHub fills a field from the parameter that has its id, and the issue's title from `title`.
        """
        repository = self.wiki.config.repository
        given = "&".join(f"{name}={quote(text, safe='')}" for name, text in {"template": form, **fields}.items())
        address = f"{repository}/issues/new?{given}"
        return self.outside(address, label) if repository else Markup("")

    def tldr(self, paper: Paper) -> Markup:
        """The first sentence of a summary."""
        return rich(paper.summary).lead.html

    def has_code(self, paper: Paper) -> bool:
        """Whether a paper links to code."""
        return any(link.kind == "code" for link in paper.links)

    def notes(self, markdown: str, source: str) -> Markup:
        """A curator's Markdown as HTML, its references resolved from here; `source` is its file."""
        return curated(markdown, lambda target: self.resolve(target, source)) if markdown.strip() else Markup("")

    def resolve(self, target: str, source: str) -> tuple[str, str] | None:
        """Address and title of what `[[target]]`, or a relative link in the file `source`, refers to."""
        found = self.wiki.find(target, source)
        if not found:
            return None
        path, title = found
        return relative_url(path, self.path), title


def crumbs_of(wiki: Wiki, topic: Topic) -> list[tuple[DocPath, str]]:
    """Where a topic stands: pages and their names from the top, the topic itself left out."""
    overview = DocPath("topics/index.md")
    number = 1 + [group for group, _ in wiki.groups].index(topic.group)
    found = [(overview, "Topics"), (DocPath(f"{overview}#group-{number}"), topic.group)]
    parent = wiki.topics.get(topic.parent) if topic.parent else None
    return [*found, (topic_path(parent.id), parent.name)] if parent else found


def _crumb_url(above: DocPath, path: DocPath) -> str:
    page, _, anchor = above.partition("#")
    return relative_url(DocPath(page), path) + (f"#{anchor}" if anchor else "")


def paginate(items: Sequence[T], first: DocPath, size: int = PER_PAGE) -> Iterator[tuple[DocPath, int, Sequence[T]]]:
    """Chunks of a list with the paths of their pages: `topics/peft.md`, `topics/peft/2.md`, …; at least one."""
    stem = first.removesuffix(".md").removesuffix("/index")
    for number, start in enumerate(range(0, max(1, len(items)), size), 1):
        path = first if number == 1 else DocPath(f"{stem}/{number}.md")
        yield path, number, items[start : start + size]


def pager(here: Here, first: DocPath, count: int, number: int, size: int = PER_PAGE) -> Markup:
    """Links to the pages of a list, the present one without a link; nothing where there is one page."""
    total = -(-count // size)
    if total < 2:
        return Markup("")
    paths = [path for path, _, _ in paginate(range(count), first, size)]
    shown = sorted({1, 2, number - 1, number, number + 1, total - 1, total} & set(range(1, total + 1)))
    parts = []
    for before, n in zip([0, *shown], shown, strict=False):
        if n > before + 1:
            parts.append(Markup("…"))
        parts.append(Markup("**{}**").format(n) if n == number else here.to(paths[n - 1], str(n)))
    return Markup(" ").join(parts)
