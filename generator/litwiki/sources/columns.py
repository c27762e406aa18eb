"""Columns of tables of papers, and fields of records: which field of an entry one holds, by its name.

Names are compared without case, spaces and signs. Sources of the names: the exports of Zotero (CSV), Web of Science
(Excel), Scopus, IEEE Xplore, Springer Link, ACM and PubMed, and what people write into spreadsheets of their own. A
name that means different things in different tables (`Source`, `Summary`, `Institution`) is none of ours: such a column
is kept, and a person can say what it is.
"""

import functools
import re
from collections.abc import Iterable, Mapping

from litwiki.model.entries import LINK_KINDS
from litwiki.model.errors import UsageError
from litwiki.text.identifiers import ID_KINDS

IGNORE, KEEP = "ignore", "keep"
"""What a person may say of a column besides a field: that it is left out, or kept without one."""

TEXT_NAMES: Mapping[str, str] = {
    "title": "title, paper title, article title, document title, item title, paper, paper name, primary title",
    "authors": "author full names, author full name, authors, author, author names, creators, written by, full authors",
    "year": "year, publication year, pub year, year of publication, year published, published year, copyright year",
    "date": "date, publication date, date published, published, pub date, date of publication, release date"
    ", published on, published at, cover date, online date, online publication date, create date",
    "abstract": "abstract, abstract note, abstract text",
    "venue": "venue, journal, conference, journal title, journal name, publication, publication title, publication name"
    ", book title, source title, container title, proceedings, proceedings title, published in, venue name"
    ", conference name, publication venue, journal conference, conference journal, venue journal, journal book"
    ", journal or conference, conference or journal, proceeding",
    "volume": "volume, vol, journal volume",
    "issue": "issue, number, issue number, journal issue",
    "pages": "pages, page, page range, page numbers",
    "first page": "first page, start page, page start, beginning page",
    "last page": "last page, end page, page end, ending page",
    "publisher": "publisher, publisher name",
    "editors": "editors, editor, book editors, volume editors",
    "type": "type, item type, document type, publication type, content type, entry type, paper type, reference type",
    "key": "citation key, cite key, citekey, bibtex key, bib key, bibkey, citekeys, key",
    "keywords": "keywords, keyword, author keywords, tags, tag, topics, topic, categories, category, subjects, subject"
    ", manual tags, subject areas, research area, research areas, tasks, collections, collection",
    "note": "note, notes, comment, comments, remark, remarks, my notes, annotation, annotations",
    "extra": "extra",
    "id": "id, identifier, paper id, ids",
}
"""Fields and the names of columns that hold them, in the order in which they count where several are there."""
ID_NAMES: Mapping[str, str] = {
    "doi": "doi, doi url, doi link, item doi, book doi, digital object identifier, doi number",
    "arxiv": "arxiv, arxiv id, paper arxiv id, arxiv number, arxiv url, arxiv link, eprint, eprint id, arxivid",
    "pmid": "pmid, pubmed id, pubmed, pub med id",
    "pmcid": "pmcid, pmc id, pmc",
    "isbn": "isbn, isbns, isbn 13",
    "openreview": "openreview, openreview id, open review, openreview url, openreview link",
    "acl": "acl, acl id, acl anthology, acl anthology id, anthology id, anthology",
    "dblp": "dblp, dblp key, dblp id, biburl",
    "s2": "semantic scholar, semantic scholar id, s2, s2 id, corpus id, semantic scholar url",
    "openalex": "openalex, openalex id",
}
LINK_NAMES: Mapping[str, str] = {
    "paper": "url, link, links, paper url, paper link, address, pdf, pdf url, pdf link, full text, full text url, urls"
    ", link to paper, paper pdf, article link, article url, url abs, url pdf, paper url abs"
    ", paper url pdf, ee, html",
    "code": "code, code url, code link, github, github url, github link, repository, repo, implementation, source code"
    ", github repo, code repository, official code, repo url, repo link, software, code of submission",
    "data": "data, dataset, data url, dataset url, datasets, dataset link, data link",
    "model": "model url, model link, checkpoint, checkpoints, weights, hugging face, huggingface, models",
    "project": "project, project page, project url, homepage, website, web page, project website, project link",
    "demo": "demo, demo url, demo link",
    "video": "video, video url, talk, youtube, video link",
    "slides": "slides, slides url",
    "poster": "poster, poster url",
    "blog": "blog, blog post, blog url",
}

WEB_OF_SCIENCE: Mapping[str, str] = {
    "ti": "title", "af": "authors", "so": "venue", "py": "year", "vl": "volume", "is": "issue", "bp": "first page",
    "ep": "last page", "di": "doi", "ab": "abstract", "de": "keywords", "dt": "type", "pu": "publisher", "pm": "pmid",
}  # fmt: skip
"""Columns of Web of Science's tables, which are named as the tags of its records are."""
OF_WEB_OF_SCIENCE = frozenset({"pt", "ti", "so", "ut"})
"""Keys of columns that only its tables have all of."""


def named_by(header: Iterable[str], mapping: Mapping[str, str]) -> Mapping[str, str]:
    """What a person said of columns, and what the program that wrote a table with this header calls them."""
    return {**WEB_OF_SCIENCE, **mapping} if set(map(column_key, header)) >= OF_WEB_OF_SCIENCE else mapping


@functools.lru_cache(maxsize=10_000)
def column_key(printed: str) -> str:
    """What two printings of a column's name have in common.

    >>> column_key(" Paper-Title "), column_key("Author(s)"), column_key("arXiv ID")
    ('papertitle', 'authors', 'arxivid')
    """
    return "".join(re.findall(r"[^\W_]+", printed.casefold()))


KEYS: Mapping[str, tuple[str, int]] = {
    column_key(name): (field, rank)
    for field, names in reversed(
        [*TEXT_NAMES.items(), *ID_NAMES.items(), *((f"{kind} link", names) for kind, names in LINK_NAMES.items())]
    )
    for rank, name in reversed([*enumerate([*names.split(", "), field])])
}
"""Keys of columns with their fields and how well they say what the field is: 0 is best. Of two fields with a name the
first has it."""
FIELDS = frozenset({*TEXT_NAMES, *ID_KINDS, *(f"{kind} link" for kind in LINK_KINDS)})
SUFFICIENT = frozenset({"title", "doi", "arxiv"})
"""Fields of which one column is enough to tell a table of papers."""
IDENTIFYING = frozenset({*ID_KINDS, "id", "paper link"})
"""Fields that say which paper a row is about without its title."""


def field_of(column: str, mapping: Mapping[str, str]) -> str:
    """The field that a column holds, by what a person said (keys of columns) or else by its name; empty where unknown.

    >>> field_of("Paper Title", {}), field_of("GitHub", {}), field_of("Mood", {}), field_of("Mood", {"mood": "note"})
    ('title', 'code link', '', 'note')
    """
    key = column_key(column)
    return mapping.get(key) or KEYS.get(key, ("", 0))[0]


def link_of(column: str) -> str | None:
    """The kind of link that a column holds, '' where only the address says it; None where it holds no link.

    >>> link_of("GitHub"), link_of("URL"), link_of("Year")
    ('code', '', None)
    """
    kind, link, _ = field_of(column, {}).partition(" link")
    return kind.replace("paper", "") if link else None


def rank_of(column: str) -> int:
    """How well a column's name says what it holds, 0 best; one that a person has mapped counts most."""
    return KEYS.get(column_key(column), ("", -1))[1]


def read_mapping(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """What a person said of columns (`Column`, `field`), by the columns' keys. Raises `UsageError` for a field that is
    none; a field may be written as any name of a column that holds it.

    >>> dict(read_mapping([("Mood", "notes"), ("Where", "Journal"), ("Rating", "ignore")]))
    {'mood': 'note', 'where': 'venue', 'rating': 'ignore'}
    """
    mapping: dict[str, str] = {}
    for column, said in pairs:
        name = said.strip()
        field = name if name in FIELDS or name in {IGNORE, KEEP} else field_of(name, {})
        if not field:
            known = ", ".join([*sorted(FIELDS), IGNORE, KEEP])
            raise UsageError(f"{column}={said}: a paper has no field {name!r}; these are known: {known}")
        if not column_key(column):
            raise UsageError(f"{column}={said}: a column's name stands before the equals sign")
        mapping[column_key(column)] = field
    return mapping


def parse_mapping(options: Iterable[str]) -> Mapping[str, str]:
    """`Column=field` as `--map` takes it. Raises `UsageError`."""
    pairs = [option.rpartition("=") for option in options]
    if bare := next((field for _, equals, field in pairs if not equals), ""):
        raise UsageError(f"{bare}: write it as 'Column=field'")
    return read_mapping((column, field) for column, _, field in pairs)
