"""A paper's page: TL;DR, facts, summary, abstract, connections, how to cite, where to edit."""

from collections.abc import Iterable

from litwiki.ids import DocPath, paper_path, topic_path
from litwiki.latex import to_plain
from litwiki.markup import bibtex, preformatted
from litwiki.model import Page, Paper
from litwiki.pages.desk import Desk, crumbs_of
from litwiki.pages.papers import letter_of, letter_page
from litwiki.text import first_sentence
from litwiki.wiki import Wiki

name = "paper"

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
}
ID_LINKS = {
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}"),
    "doi": ("DOI", "https://doi.org/{}"),
    "openreview": ("OpenReview", "https://openreview.net/forum?id={}"),
    "acl": ("ACL Anthology", "https://aclanthology.org/{}/"),
    "pmid": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "dblp": ("DBLP", "https://dblp.org/rec/{}"),
    "s2": ("Semantic Scholar", "https://www.semanticscholar.org/paper/{}"),
    "openalex": ("OpenAlex", "https://openalex.org/{}"),
}


def make(desk: Desk) -> Iterable[Page]:
    """One page a paper."""
    for slug, paper in desk.wiki.papers.items():
        tldr = first_sentence(paper.summary)
        appearances = desk.wiki.appearances.get(slug, ())
        yield desk.page(
            paper_path(slug),
            "paper.md.j2",
            to_plain(paper.title),
            description=tldr or paper.title,
            paper=paper,
            crumbs=_crumbs(desk.wiki, paper),
            topics=desk.wiki.topics_of(slug),
            tldr=tldr,
            rest=paper.summary[len(tldr) :].strip(),
            links=_links(paper),
            appearances=appearances,
            mentions=desk.graph.mentions.get(slug, ()),
            backlinks=desk.graph.backlinks.get(slug, ()),
            related=desk.graph.related.get(slug, ()),
            citation=preformatted(_citation(paper)),
            source=f"content/papers/{slug}.md",
        )


def _crumbs(wiki: Wiki, paper: Paper) -> list[tuple[DocPath, str]]:
    """Where a paper stands: under its first topic, or else under its letter."""
    topics = wiki.topics_of(paper.slug)
    if topics:
        return [*crumbs_of(wiki, topics[0]), (topic_path(topics[0].id), topics[0].name)]
    letter = letter_of(paper)
    return [(DocPath("papers/index.md"), "Papers"), (letter_page(letter), letter.upper())]


def _links(paper: Paper) -> list[tuple[str, str]]:
    """(label, address) of everything a paper links to, identifiers first."""
    found = [
        (ID_LINKS[kind][0], ID_LINKS[kind][1].format(value)) for kind, value in paper.ids.items() if kind in ID_LINKS
    ]
    return found + [(LINK_LABELS[link.kind], link.url) for link in paper.links]


def _citation(paper: Paper) -> str:
    """A BibTeX entry of what is known. An arXiv id is written as arXiv asks (info.arxiv.org, BibTeX)."""
    fields = [("title", to_plain(paper.title))]
    if paper.authors:
        fields.append(("author", " and ".join(paper.authors)))
    if paper.year:
        fields.append(("year", str(paper.year)))
    if "arxiv" in paper.ids:
        fields += [("eprint", paper.ids["arxiv"]), ("archiveprefix", "arXiv")]
    if "doi" in paper.ids:
        fields.append(("doi", paper.ids["doi"]))
    return bibtex("misc", paper.slug, fields)
