"""A paper's page: summary, facts, abstract, connections, how to cite, where to edit."""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from litwiki.citations import SHOWN_AUTHORS, Citation, beside_csl, make_citation, to_bibtex, to_csl, to_text, where
from litwiki.facts import access
from litwiki.facts.access import Way, Ways
from litwiki.facts.addresses import topic_link
from litwiki.facts.site import Site
from litwiki.facts.values import Link, Notes, PaperFacts
from litwiki.markup.html import preformatted
from litwiki.model.ids import DocPath, Slug, paper_path, topic_path, url_of
from litwiki.model.record_files import RecordFiles
from litwiki.model.records import Authorship, Paper
from litwiki.model.richtext import rich
from litwiki.pages import metadata
from litwiki.pages.metadata import Head
from litwiki.pages.papers import letter_of, letter_page, shown_letter
from litwiki.pages.view import TEXT_FACE, Frame, View
from litwiki.text.dates import printed_day
from litwiki.text.identifiers import url_of as id_url
from litwiki.text.latex import to_plain
from litwiki.text.name_parts import parse_name
from litwiki.text.words import clean

TYPE_WORDS = {
    "preprint": "Preprint",
    "article": "Article",
    "inproceedings": "Conference paper",
    "book": "Book",
    "chapter": "Chapter of a book",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Data set",
    "software": "Software",
}
STATUS_WORDS = {
    "retracted": "This paper was retracted",
    "withdrawn": "This paper was withdrawn",
    "corrected": "This paper was corrected",
    "superseded": "A later paper takes this one’s place",
}
WRITER_WORDS = {"model": "a model", "person": "a person", "both": "a person and a model"}
FOLD = 8
"""Authors under the title; of a longer list the first six, and the rest folded."""


class CiteForm(Struct, frozen=True):
    """A form of the citation: its name, its text in a box, and lines of RIS that do not follow from it."""

    name: str
    text: Markup
    ris: str


class CiteBox(Struct, frozen=True):
    """The forms of a citation, and the name without an ending of the files that the browser may save them as."""

    file: str
    forms: Sequence[CiteForm]


class PaperView(View, frozen=True, kw_only=True, dict=True):
    """A paper with what connects it; `above` are the pages above it."""

    template = "paper.html.j2"
    facts: PaperFacts
    notes: Notes | None
    above: tuple[Link, ...]
    record: DocPath
    """The file of the API that has the paper's record."""

    @property
    def is_record_shared(self) -> bool:
        """Whether other papers' records are in that file, too."""
        return self.record != RecordFiles().path(self.paper.slug)

    @property
    def paper(self) -> Paper:
        """The record itself."""
        return self.facts.paper

    @property
    def frame(self) -> Frame:
        paper, settings = self.paper, self.settings
        citation = self.citation
        names = [topic.name for topic in self.facts.topics]
        # Whoever shares a retracted paper says so.
        became = f"{paper.status.kind.capitalize()}: " if paper.status else ""
        return Frame(
            rich(paper.title).plain,
            became + (rich(paper.summary).lead.plain or rich(paper.title).plain),
            rich(paper.title).heading,
            self.above,
            (TEXT_FACE, "cite.css"),
            ("cite.js",),
            Head(
                kind="article",
                tags=metadata.highwire(paper, citation, self.facts.orcids) if settings.highwire else (),
                thing=metadata.article(settings, self.path, paper, citation, names, self.facts.orcids),
                record=self.record,
            ),
        )

    @property
    def action(self) -> Link | None:
        """A form with what the page says, or else the paper's own file."""
        return self.form_link("Edit", f"paper={self.paper.slug}") or self.edit_link(self.source)

    @property
    def changed(self) -> str:
        """The day on which the paper came or its summary was checked, whichever is later."""
        said = self.paper.summary_by
        return max(self.paper.added or "", said.checked if said else "")

    @property
    def plain_title(self) -> str:
        """The title without markup."""
        return rich(self.paper.title).plain

    @property
    def source(self) -> str:
        return f"content/papers/{self.paper.slug}.md"

    @property
    def authorship(self) -> str:
        """Who wrote the summary and who checked it, in a sentence; '' where nobody said."""
        return authorship(self.paper.summary_by) if self.paper.summary and self.paper.summary_by else ""

    @property
    def topics(self) -> Sequence[Link]:
        """The paper's topics."""
        return tuple(Link(url_of(topic_path(topic.id)), topic.name) for topic in self.facts.topics)

    @cached_property
    def citation(self) -> Citation:
        """The paper for a bibliography."""
        return make_citation(self.paper, self.facts.extra, self.facts.key, abstract=False)

    @property
    def first_authors(self) -> Sequence[Link]:
        """The authors under the title."""
        authors = self.facts.authors
        return authors if len(self.paper.authors) <= FOLD else authors[: FOLD - 2]

    @property
    def more_authors(self) -> Sequence[Link]:
        """The others; those beyond `SHOWN_AUTHORS` by name alone, for a page has a bound."""
        rest = self.paper.authors[SHOWN_AUTHORS:]
        names = (Link("", parse_name(clean(to_plain(clean(author)))).in_order) for author in rest)
        return (*self.facts.authors[len(self.first_authors) :], *names)

    @cached_property
    def ways(self) -> Ways:
        """Where the paper can be read, and what belongs to it."""
        return access.ways(self.paper)

    @property
    def searches(self) -> Sequence[Way]:
        """Where it may be looked for, as long as nobody knows where it is."""
        ways = self.ways
        return () if ways.read or ways.others else access.searches(rich(self.paper.title).plain)

    @property
    def doi(self) -> Link | None:
        """The published version's own identifier."""
        doi = self.paper.ids.get("doi", "")
        return Link(id_url("doi", doi), doi) if doi and not access.is_arxivs(doi) else None

    @property
    def published_in(self) -> str:
        """The word before the venue."""
        type_ = self.paper.publication.type
        return {"inproceedings": "Published at", "preprint": "In"}.get(type_, "Published in")

    @property
    def published_year(self) -> int | None:
        """The year of publication, where it is not the one in which the paper first came out."""
        date = self.paper.publication.date
        return int(date[:4]) if date and int(date[:4]) != self.paper.year else None

    @property
    def published(self) -> str:
        """Where and how the paper appeared, but for the venue, which has a page."""
        return where(self.citation, venue=not self.facts.venue).removeprefix("In ")

    @property
    def editors(self) -> str:
        """Editors of the book that the paper is in."""
        return ", ".join(name.in_order for name in self.citation.editors[:SHOWN_AUTHORS])

    @property
    def type(self) -> str:
        """What kind of publication the paper is, in a word."""
        return TYPE_WORDS.get(self.paper.publication.type, "")

    @property
    def status(self) -> str:
        """What became of the paper, since when, and who says so."""
        status = self.paper.status
        if not status:
            return ""
        day = f" {'on' if len(status.date) == len('2024-01-02') else 'in'} {status.date}" if status.date else ""
        return f"{STATUS_WORDS[status.kind]}{day}{f', says {status.source}' if status.source else ''}."

    @property
    def cite(self) -> CiteBox:
        """The forms of the citation."""
        return cite_box(self.citation.shortened())


def views(site: Site) -> Iterable[View]:
    """One page a paper."""
    for slug in site.wiki.papers:
        yield view_of(site, slug)


def view_of(site: Site, slug: Slug) -> PaperView:
    """The page of a paper."""
    return PaperView(
        path=paper_path(slug),
        settings=site.settings,
        facts=site.paper(slug),
        notes=notes_of(site, slug),
        above=_above(site, slug),
        record=site.record_files.path(slug),
    )


def authorship(said: Authorship) -> str:
    """Who wrote a summary and who checked it, in words.

    >>> print(authorship(Authorship("model", "2026-03-17", "model")))
    Summary written by a model, checked by a model on March 17, 2026. No person has checked it yet.
    """
    text = f"Summary written by {WRITER_WORDS[said.written]}"
    if said.checked or said.checked_by:
        by = f" by {WRITER_WORDS[said.checked_by]}" if said.checked_by else ""
        text += f", checked{by}{f' on {printed_day(said.checked)}' if said.checked else ''}."
        return text if said.is_verified else f"{text} No person has checked it yet."
    return f"{text}." if said.is_verified else f"{text}. Nobody has checked it yet."


def notes_of(site: Site, slug: Slug) -> Notes | None:
    """A curator's notes on a paper."""
    notes = site.record(slug).notes
    return site.notes(notes, f"content/papers/{slug}.md") if notes else None


def _above(site: Site, slug: Slug) -> tuple[Link, ...]:
    """Where a paper stands: under its first topic, or else under its letter."""
    topics = site.topics(slug)
    if topics:
        return (*site.crumbs(topics[0]), topic_link(topics[0]))
    letter = letter_of(site.wiki, slug)
    index = Link(url_of(DocPath("papers/index.md")), "Papers")
    return (index, Link(url_of(letter_page(letter)), shown_letter(letter)))


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def cite_box(citation: Citation) -> CiteBox:
    """The forms of a citation that are on its page. The page's script makes RIS of the item of CSL, and of what that
    does not say."""
    forms = [
        ("BibTeX", to_bibtex(citation).rstrip(), ""),
        ("CSL-JSON", _json(to_csl(citation)), beside_csl(citation)),
        ("Text", to_text(citation), ""),
    ]
    return CiteBox(citation.slug, [CiteForm(name, preformatted(text), ris) for name, text, ris in forms])
