"""A paper's page: TL;DR, facts, summary, abstract, connections, how to cite, where to edit."""

import json
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from litwiki import metadata
from litwiki.citations import SHOWN_AUTHORS, Citation, cite, to_bibtex, to_csl, to_ris, to_text, where
from litwiki.markup import preformatted
from litwiki.metadata import Head
from litwiki.model.config import Config
from litwiki.model.ids import DocPath, Slug, paper_path, topic_path
from litwiki.model.records import LinkGraph, Page, Paper, Topic
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.pages.desk import Desk, crumbs_of
from litwiki.pages.papers import letter_of, letter_page
from litwiki.text.identifiers import ID_KINDS, url_of
from litwiki.text.latex import to_plain
from litwiki.text.names import parse_name
from litwiki.text.words import clean
from litwiki.traces import Job

name = "paper"

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
LINK_LABELS = {
    "paper": "Paper",
    "code": "Code",
    "data": "Data",
    "model": "Model",
    "project": "Project page",
    "doi": "DOI",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
    "poster": "Poster",
    "blog": "Blog post",
}


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One page a paper."""
    del graph  # each page looks up its own links
    for slug in wiki.papers:
        yield Job(paper_path(slug), _page, (slug,))


def _page(desk: Desk, path: DocPath, slug: Slug) -> Page:
    paper = desk.wiki.papers[slug]
    title, summary = rich(paper.title), rich(paper.summary)
    citation, topics = cite(desk.wiki, slug), desk.wiki.topics_of(slug)
    appearances = desk.wiki.appearances.get(slug, ())
    return desk.page(
        path,
        "paper.md.j2",
        title.plain,
        description=summary.lead.plain or title.plain,
        paper=paper,
        crumbs=_crumbs(desk.wiki, paper),
        topics=topics,
        **_publication(desk.wiki, paper, citation),
        **_authors(paper),
        tldr=summary.lead.html,
        rest=summary.rest.html,
        links=_links(paper),
        appearances=appearances,
        mentions=desk.graph.mentions.get(slug, ()),
        backlinks=desk.graph.backlinks.get(slug, ()),
        related=desk.graph.related.get(slug, ()),
        head=_head(desk.wiki.config, paper, citation, topics),
        styles=["cite.css"],
        scripts=["cite.js"],
        cite=_cite(citation.shortened()),
        source=f"content/papers/{slug}.md",
    )


def _publication(wiki: Wiki, paper: Paper, citation: Citation) -> dict[str, object]:
    """Where and how the paper appeared, in words; the venue apart, since it has a page."""
    publication, status = paper.publication, paper.status
    venue = wiki.venue_of(paper)
    return {
        "venue": venue,
        "published": where(citation, venue=not venue).removeprefix("In "),
        "editors": ", ".join(name.in_order for name in citation.editors[:SHOWN_AUTHORS]),
        "kind": TYPE_WORDS.get(publication.type, ""),
        "status": ", ".join(part for part in (status.date, status.source) if part) if status else "",
    }


def _authors(paper: Paper) -> dict[str, object]:
    """The authors that the page shows with links to their pages, how many more there are, and all of them as text."""
    more = max(0, len(paper.authors) - SHOWN_AUTHORS)
    names = (parse_name(clean(to_plain(clean(author)))).in_order for author in paper.authors) if more else ()
    return {"shown_authors": paper.authors[:SHOWN_AUTHORS], "more_authors": more, "all_authors": ", ".join(names)}


def _crumbs(wiki: Wiki, paper: Paper) -> list[tuple[DocPath, str]]:
    """Where a paper stands: under its first topic, or else under its letter."""
    topics = wiki.topics_of(paper.slug)
    if topics:
        return [*crumbs_of(wiki, topics[0]), (topic_path(topics[0].id), topics[0].name)]
    letter = letter_of(paper)
    return [(DocPath("papers/index.md"), "Papers"), (letter_page(letter), letter.upper())]


def _head(config: Config, paper: Paper, citation: Citation, topics: Sequence[Topic]) -> Head:
    names = [topic.name for topic in topics]
    return Head(
        kind="article",
        tags=metadata.highwire(paper, citation) if config.highwire else (),
        thing=metadata.article(config, paper_path(paper.slug), paper, citation, names),
    )


def _links(paper: Paper) -> list[tuple[str, str]]:
    """(label, address) of everything a paper links to, identifiers first."""
    found = [(ID_KINDS[kind].label, url_of(kind, value)) for kind, value in paper.ids.items() if kind in ID_KINDS]
    return found + [(LINK_LABELS[link.kind], link.url) for link in paper.links]


def _cite(citation: Citation) -> list[tuple[str, Markup, str]]:
    """(name, text, ending of the file) of each form of the citation; the plain text has no file."""
    csl = json.dumps(to_csl(citation), ensure_ascii=False, indent=2)
    forms = [
        ("BibTeX", to_bibtex(citation), "bib"),
        ("RIS", to_ris(citation).replace("\r\n", "\n"), "ris"),
        ("CSL-JSON", csl, "json"),
        ("Text", to_text(citation), ""),
    ]
    return [(name, preformatted(text.rstrip()), ending) for name, text, ending in forms]
