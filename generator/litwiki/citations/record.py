"""The record that every citation is made from: a paper and what its bibliographies said in, a `Citation` out."""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from litwiki.model.entries import NOT_PUBLISHED, Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.identifiers import url_of
from litwiki.text.latex import to_plain
from litwiki.text.name_parts import Name, parse_name
from litwiki.text.words import clean

PUBLISHED = ("doi", "acl", "openreview", "pmlr", "cvf", "arxiv", "pmcid", "pmid")
"""The ids whose page is the paper's own, best first; the others describe it."""
FIELDS = ("doi", "arxiv")
"""The ids that have a field of their own in all formats, so that nobody needs their addresses."""
PER_PART = 1_000
"""Records in one file; more go on in `<name>/2`, `<name>/3`, so that no file grows without a bound."""
SHOWN_AUTHORS = 20
"""Authors that a page prints of a long list; its downloads have all."""
PAGE_RANGE = re.compile(r"([^\s,;–—-]+)\s*[–—-]+\s*([^\s,;–—-]+)")


class Citation(Struct, frozen=True):
    """What is known of a paper for a bibliography; texts are on one line, what is unknown is empty.

    `markup` is the title in our markup (`text.latex`), `title` the same as plain text; `authors` and `editors` are as
    printed, in order; texts of `publication` and `abstract` are in our markup. `extra` are fields of a BibTeX file
    that nothing else here holds, by their names and as they were written.
    """

    slug: Slug
    title: str
    markup: str
    key: str = ""
    other_keys: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    year: int | None = None
    publication: Publication = NOT_PUBLISHED
    doi: str = ""
    arxiv: str = ""
    pmid: str = ""
    isbn: str = ""
    url: str = ""
    """The page of the paper itself, made from an id where there is one."""
    address: str = ""
    """An address that neither a DOI nor an arXiv id stands for."""
    code: tuple[str, ...] = ()
    status: str = ""
    """What became of it: `Retracted 2024-01-02, https://…`."""
    abstract: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[Name, ...]:
        """The authors' names in parts."""
        return _names(self.authors)

    @property
    def editors(self) -> tuple[Name, ...]:
        """The editors' names in parts."""
        return _names(self.publication.editors)

    @property
    def is_preprint(self) -> bool:
        """Said to be one, or known from arXiv and from nowhere else."""
        type_ = self.publication.type
        return type_ == "preprint" or (not type_ and bool(self.arxiv) and not self.doi)

    @property
    def date(self) -> tuple[int, ...]:
        """Year, month and day of publication, as far as known."""
        date = self.publication.date
        return tuple(int(part) for part in date.split("-")) if date else (self.year,) if self.year else ()

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        """Both ends of one range of pages; of a single page, or of several ranges, all of it and nothing."""
        pages = PAGE_RANGE.fullmatch(self.publication.pages)
        return (pages[1], pages[2]) if pages else (self.publication.pages, "")

    def shortened(self) -> "Citation":
        """As a page shows it: without abstract, and of a long list of authors the first ones."""
        publication = replace(self.publication, editors=self.publication.editors[:SHOWN_AUTHORS])
        complete = self.authors_complete and len(self.authors) <= SHOWN_AUTHORS
        authors = self.authors[:SHOWN_AUTHORS]
        return replace(self, abstract="", authors=authors, authors_complete=complete, publication=publication)


@lru_cache(maxsize=1_000)
def _names(printed: tuple[str, ...]) -> tuple[Name, ...]:
    """Names in parts: every form of a citation asks for them."""
    return tuple(map(parse_name, printed))


def plain(markup: str) -> str:
    """A text of a citation in characters alone; most are empty."""
    return clean(to_plain(markup)) if markup else ""


def make_citation(
    paper: Paper, extra: Mapping[str, str] | None = None, key: str = "", *, abstract: bool = True
) -> Citation:
    """The citation of a paper, with its abstract where that is asked for. `extra` is what its bibliography said and its
    file does not hold; `key` its citation key there, which no other paper has."""
    page = next((url_of(kind, paper.ids[kind]) for kind in PUBLISHED if paper.ids.get(kind)), "")
    address = next((link.url for link in paper.links if link.kind == "paper"), "")
    stands_for_it = any(address == url_of(kind, paper.ids[kind]) for kind in FIELDS if paper.ids.get(kind))
    markup = clean(paper.title)
    status = f"{paper.status.kind.capitalize()} {paper.status.date}".strip() if paper.status else ""
    notice = clean(paper.status.notice) if paper.status else ""
    return Citation(
        slug=paper.slug,
        key=key or paper.slug,
        title=plain(markup),
        markup=markup,
        authors=tuple(author for printed in paper.authors if (author := plain(clean(printed)))),
        authors_complete=paper.authors_complete,
        year=paper.year,
        publication=paper.publication,
        doi=clean(paper.ids.get("doi", "")),
        arxiv=clean(paper.ids.get("arxiv", "")),
        pmid=clean(paper.ids.get("pmid", "")),
        isbn=clean(paper.ids.get("isbn", "")),
        url=page or clean(address),
        address="" if stands_for_it else clean(address),
        code=tuple(clean(link.url) for link in paper.links if link.kind == "code"),
        status=", ".join(filter(None, (status, notice))),
        abstract=clean(paper.abstract or "") if abstract else "",
        extra=tuple((extra or {}).items()),
    )


def cite(wiki: Wiki, slug: Slug, record: Paper | None = None) -> Citation:
    """The citation of a paper of the wiki, with what its bibliographies said of it; `record` is its own, where the wiki
    is an outline."""
    citation = make_citation(record or wiki.papers[slug], wiki.bibliography.get(slug), wiki.citation_keys[slug])
    others = wiki.other_keys.get(slug, ())
    return replace(citation, other_keys=others) if others else citation


def part_names(name: str, count: int) -> list[str]:
    """The names of the files that `count` records fill.

    >>> part_names("topics/tea", 1001)
    ['topics/tea', 'topics/tea/2']
    """
    return [name if part == 1 else f"{name}/{part}" for part in range(1, -(-count // PER_PART) + 1)]
