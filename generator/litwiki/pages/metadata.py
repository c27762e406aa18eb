"""What a page's head tells programs: the wiki in, names with contents and JSON-LD out, all of it plain data.

OpenGraph (ogp.me) for those who show a link, schema.org for search engines, Highwire tags for reference managers.
The pages are about other people's papers: what belongs to the paper (its authors, its address) is said of the
paper, and the page is only what the paper is the main entity of. `pages.printing` writes it into front matter.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

from msgspec import Struct

from litwiki.citations import Citation
from litwiki.facts import access
from litwiki.facts.values import Link
from litwiki.model.as_json import JsonValue
from litwiki.model.config import Settings
from litwiki.model.ids import DocPath, url_of
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.text.name_parts import Name
from litwiki.text.orcid import url_of_orcid
from litwiki.text.words import clean

Tags = list[tuple[str, str]]
Thing = dict[str, JsonValue]


class Head(Struct, frozen=True):
    """What a page's head says beside its title and description: OpenGraph's type, further tags, the thing of
    schema.org it is about, the name of its feed, and the file with the same as data.
    """

    kind: str = "website"
    tags: Sequence[tuple[str, str]] = ()
    thing: Mapping[str, JsonValue] | None = None
    feed: str = ""
    record: str = ""


NO_HEAD = Head()

MOST_NAMES = 100
"""Authors in a head: a page has a bound, and whoever wants all of thousands takes a download."""
VENUE_TAGS = {
    "article": "citation_journal_title",
    "inproceedings": "citation_conference_title",
    "chapter": "citation_inbook_title",
    "book": "citation_series_title",
    "preprint": "citation_journal_title",
}
NUMBER_TAGS = {"report": "citation_technical_report_number"}
PUBLISHER_TAGS = {"thesis": "citation_dissertation_institution", "report": "citation_technical_report_institution"}
ITEM_TYPES = {
    "preprint": "preprint",
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "book": "book",
    "chapter": "bookSection",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "computerProgram",
    "other": "document",
}
"""Zotero's names of our types (its schema, "itemTypes")."""


def card(config: Settings, path: DocPath, title: str, kind: str = "website") -> Tags:
    """What is shown of a page where somebody shares its address; its description is the page's own, which the theme
    prints (`frame.html`). Twitter falls back to OpenGraph for the rest."""
    tags = [
        ("og:type", kind),
        ("og:site_name", config.site_name),
        ("og:title", title),
        ("og:url", config.address_of(url_of(path))),
        ("twitter:card", "summary"),
    ]
    return [(name, clean(content)) for name, content in tags if content]


def highwire(paper: Paper, citation: Citation, orcids: Sequence[str] = ()) -> Tags:
    """The tags that Zotero and Google Scholar read; a name the paper has several of comes several times.

    Google Scholar knows a book's title as `citation_inbook_title`, Zotero as `citation_book_title`. Zotero takes the
    page's address for the paper's unless `citation_public_url` has another, and without `z:itemType` it makes a journal
    article of every page. Of a paper without a type, a preprint is known by its id, what has a DOI may be an article,
    and what has neither is a document.
    """
    publication = citation.publication
    first, last = citation.first_and_last_page
    publisher = _plain(publication.publisher)
    unknown = "preprint" if citation.is_preprint else "" if citation.doi else "document"
    tags = [("citation_title", citation.title)]
    for name, orcid in _with_orcids(citation.names, orcids):
        tags += [("citation_author", _tagged(name)), ("citation_author_orcid", orcid)]
    tags += [("citation_editor", _tagged(name)) for name in citation.editors[:MOST_NAMES]]
    tags += [
        (VENUE_TAGS.get(publication.type, ""), _plain(publication.venue)),
        ("citation_book_title" if publication.type == "chapter" else "", _plain(publication.venue)),
        ("citation_volume", _plain(publication.volume)),
        (NUMBER_TAGS.get(publication.type, "citation_issue"), _plain(publication.issue)),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        (PUBLISHER_TAGS.get(publication.type, "citation_publisher"), publisher),
        ("citation_date", "/".join(f"{part:02}" for part in citation.date)),
        ("citation_doi", citation.doi),
        ("citation_arxiv_id", citation.arxiv),
        ("citation_pmid", citation.pmid),
        ("citation_isbn", citation.isbn),
        ("citation_pdf_url", access.pdf_of(paper)),
        ("citation_public_url", citation.url),
        ("z:itemType", ITEM_TYPES.get(publication.type, unknown)),
    ]
    return [(name, content) for name, content in tags if name and content]


def _tagged(name: Name) -> str:
    """A name for a tag. Zotero takes the last word for the family name where there is no comma, and two names for one
    where both sides of a comma have a space."""
    is_parted = " " in name.family and name.given and " " not in name.given and not name.suffix
    return name.inverted if is_parted else name.in_order


def _plain(markup: str) -> str:
    return rich(markup).plain if markup else ""


# --- schema.org ----------------------------------------------------------------------------------------


def article(
    config: Settings, path: DocPath, paper: Paper, citation: Citation, topics: Sequence[str], orcids: Sequence[str] = ()
) -> Thing:
    """A paper: its own address under `url`, ours only as the page that is about it."""
    publication = citation.publication
    thing: Thing = {"@type": THINGS.get(publication.type, "ScholarlyArticle"), "name": citation.title}
    if citation.authors:
        thing["author"] = _people(citation.names, orcids)
    if citation.editors:
        thing["editor"] = _people(citation.editors)
    publisher = _plain(publication.publisher)
    known: dict[str, JsonValue] = {
        "isPartOf": _whole_of(citation),
        "pagination": _plain(publication.pages),
        "publisher": {"@type": "Organization", "name": publisher} if publisher else "",
        "isbn": citation.isbn if publication.type == "book" else "",
        "datePublished": "-".join(f"{part:02}" for part in citation.date),
        "creativeWorkStatus": paper.status.kind if paper.status else "",
        "keywords": list(topics),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value}
            for kind, value in (("doi", citation.doi), ("arxiv", citation.arxiv), ("pmid", citation.pmid))
            if value
        ],
        "url": citation.url,
        "mainEntityOfPage": config.address_of(url_of(path)),
    }
    return thing | {key: value for key, value in known.items() if value}


THINGS = {
    "book": "Book",
    "chapter": "Chapter",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
}
WHOLES = {"article": "Periodical", "inproceedings": "Book", "chapter": "Book", "book": "BookSeries"}


def _people(names: Sequence[Name], orcids: Sequence[str] = ()) -> JsonValue:
    return [
        {"@type": "Person", "name": name.in_order, **({"@id": orcid} if orcid else {})}
        for name, orcid in _with_orcids(names, orcids)
    ]


def _with_orcids(names: Sequence[Name], orcids: Sequence[str]) -> list[tuple[Name, str]]:
    """Names, as many as a head has, each with the address of its ORCID; of those beyond `orcids` none is known."""
    known = zip(names[:MOST_NAMES], chain(orcids, repeat("")), strict=False)
    return [(name, url_of_orcid(orcid) if orcid else "") for name, orcid in known]


def _whole_of(citation: Citation) -> Thing:
    """What the paper is a part of: the journal, by way of issue and volume, or the book; nothing without a venue."""
    publication = citation.publication
    venue, volume, issue = map(_plain, (publication.venue, publication.volume, publication.issue))
    if not venue:
        return {}
    whole: Thing = {"@type": WHOLES.get(publication.type, "CreativeWork"), "name": venue}
    if publication.type == "article" and volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": whole}
    if publication.type == "article" and issue:
        whole = {"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": whole}
    return whole


def collection(config: Settings, path: DocPath, name: str, description: str, count: int) -> Thing:
    """A topic's or a listing's page: what it is about and how many papers it has."""
    thing: Thing = {"@type": "CollectionPage", "name": clean(name)}
    thing |= {"description": clean(description)} if description else {}
    return thing | _address(config, path) | {"mainEntity": {"@type": "ItemList", "numberOfItems": count}}


def profile(config: Settings, path: DocPath, name: str, orcid: str = "") -> Thing:
    """A person's page."""
    person: Thing = {"@type": "Person", "name": name}
    thing: Thing = {"@type": "ProfilePage", "mainEntity": person | ({"@id": url_of_orcid(orcid)} if orcid else {})}
    return thing | _address(config, path)


def site(config: Settings) -> Thing:
    """The home page, with the address of its search."""
    thing: Thing = {"@type": "WebSite", "name": clean(config.site_name)}
    if config.site_url:
        target = config.address_of("search/?q={search_term_string}")
        query = "required name=search_term_string"
        thing["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": query}
    return thing | _address(config, DocPath("index.md"))


def _address(config: Settings, path: DocPath) -> Thing:
    return {"url": config.address_of(url_of(path))} if config.site_url else {}


def document(config: Settings, title: str, crumbs: Sequence[Link], thing: Mapping[str, JsonValue] | None) -> Thing:
    """The JSON-LD of one page: `thing` and the way to it; empty where there is neither.

    `crumbs` are links from the top. Google asks for full addresses and for two steps at least ("Breadcrumb
    structured data"). So there is no way without an address of the site, places inside a page are no step, and the page
    itself, which need not be one, is the second where there would be no other.
    """
    things: list[JsonValue] = [dict(thing)] if thing else []
    pages = [link for link in crumbs if "#" not in link.url]
    if pages and config.site_url:
        steps: list[JsonValue] = [
            {"@type": "ListItem", "position": number, "name": clean(page.label), "item": config.address_of(page.url)}
            for number, page in enumerate(pages, 1)
        ]
        if len(steps) == 1:
            steps.append({"@type": "ListItem", "position": 2, "name": clean(title)})
        things.append({"@type": "BreadcrumbList", "itemListElement": steps})
    return {"@context": "https://schema.org", "@graph": things} if things else {}
