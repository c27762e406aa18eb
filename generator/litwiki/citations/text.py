"""A citation as one line for a reader: authors, year, title, where it appeared, its address."""

from collections.abc import Sequence

from litwiki.citations.record import Citation, plain

IN_A_BOOK = frozenset({"inproceedings", "chapter"})
"""Types whose venue is a book that they are in."""


def to_text(citation: Citation) -> str:
    """One line for a reader.

    >>> to_text(Citation(Slug("x"), "Kettle", "", "", ("Boyle, Ada", "Max Ober"), year=2026, arxiv="2601.01234"))
    'Ada Boyle and Max Ober (2026). Kettle. arXiv:2601.01234.'
    """
    people = citation.names or citation.editors
    role = "" if citation.names or not people else " (eds.)" if len(people) > 1 else " (ed.)"
    complete = citation.authors_complete or not citation.names
    who = _joined([name.in_order for name in people], complete=complete) + role
    when = f"({citation.date[0]})" if citation.date else ""
    parts = [" ".join(filter(None, (who, when))), citation.title, where(citation)]
    parts += [f"arXiv:{citation.arxiv}" if citation.arxiv else "", f"[{citation.status}]" if citation.status else ""]
    text = " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)
    address = citation.url if not citation.is_preprint else ""
    return f"{text} {address}".strip()


def _joined(people: Sequence[str], *, complete: bool) -> str:
    if not complete:
        return ", ".join([*people, "et al."])
    return ", ".join(people[:-1]) + (" and " if people[:-1] else "") + "".join(people[-1:])


def where(citation: Citation, *, venue: bool = True) -> str:
    """Venue (where it is asked for), volume, issue, pages and publisher as far as known, without a point at the end.

    >>> article = Publication("article", venue="Journal of Tea", volume="4", issue="2", pages="10-19")
    >>> where(Citation(Slug("x"), "Tea", "Tea", publication=article))
    'Journal of Tea 4(2), 10–19'
    """
    publication = citation.publication
    printed = (publication.venue if venue else "", publication.volume, publication.issue, publication.publisher)
    book, volume, issue, publisher = map(plain, printed)
    numbers = volume + (f"({issue})" if issue and volume else f"no. {issue}" if issue else "")
    first, last = citation.first_and_last_page
    pages = plain(f"{first}–{last}" if last else first)
    lead = f"In {book}" if book and publication.type in IN_A_BOOK else book
    name = " ".join(part for part in (lead, numbers) if part)
    return ", ".join(part for part in (name, pages, publisher) if part)
