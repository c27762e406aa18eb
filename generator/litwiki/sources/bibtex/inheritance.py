"""Inheritance between entries of a bibliography: `crossref` and `xdata`.

A field that an entry has itself is never replaced. What a parent's field is called in the child, biblatex's table says
(its manual, appendix B): the title of proceedings is the `booktitle` of a paper in them. An entry may stand before or
behind its parent; where parents go round in a circle, the circle is cut where it closes.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from litwiki.sources.bibtex.entry import BibtexEntry

PRIVATE = frozenset(
    """ids crossref xref entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shortauthor shorteditor shorthand shorthandintro shortjournal shortseries shorttitle sortkey sortname
    sorttitle sortyear indextitle indexsorttitle key keywords abstract annotation annote file groups timestamp owner
    doi url eprint""".split()
)
"""Fields that are about the parent alone: those of biblatex's table, and what a library program or a publisher says of
one work. An id that was inherited would make one paper of all chapters of a book."""

_BOOKS = ("inbook", "bookinbook", "suppbook")
_COLLECTIONS = ("incollection", "inreference", "suppcollection")


def _titles(prefix: str) -> dict[str, str]:
    return {"title": f"{prefix}title", "subtitle": f"{prefix}subtitle", "titleaddon": f"{prefix}titleaddon"}


_IN_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_OF_BOOK = {"author": "bookauthor"}
RENAMED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("mvbook", "book"): _titles("main"),
    **{("mvbook", child): _titles("main") | _OF_BOOK for child in _BOOKS},
    **{("book", child): _titles("book") | _OF_BOOK for child in (*_BOOKS, "incollection")},
    **{(p, c): _titles("main") for p in ("mvcollection", "mvreference") for c in ("collection", "reference")},
    **{(p, c): _titles("main") for p in ("mvcollection", "mvreference") for c in _COLLECTIONS},
    **{(p, c): _titles("book") for p in ("collection", "reference") for c in (*_COLLECTIONS, "inbook")},
    **{("mvproceedings", child): _titles("main") for child in ("proceedings", "inproceedings", "conference")},
    **{("proceedings", child): _titles("book") for child in ("inproceedings", "conference")},
    **{("periodical", child): _IN_JOURNAL for child in ("article", "suppperiodical")},
}
"""What fields are called by type of parent and child. An author of a book is the author of its chapters, too."""
SHARED_AUTHOR = frozenset((parent, child) for parent in ("mvbook", "book") for child in _BOOKS)
INSTEAD: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("date", "year", "month", "day"), ("date", "year")),
    **dict.fromkeys(("journal", "journaltitle"), ("journal", "journaltitle")),
    **dict.fromkeys(("address", "location"), ("address", "location")),
}
"""Fields that an entry does not have from another where it has one of these itself: they say the same."""
NEVER = frozenset({"crossref", "xdata", "doi", "eprint"})
"""What not even `xdata` passes on, whatever biber does."""
MOST_PARENTS = 20
"""Entries above one that are followed; biblatex's own tests have four."""
MOST_FIELDS = 200
"""Fields of a parent; the longest entry of biblatex's examples has 26."""
LONGEST_INHERITED = 20_000
"""Characters of a value that is inherited: a title, or the names of some hundred editors."""


def inherited(
    entries: Sequence[BibtexEntry], most: int = 10_000_000
) -> Iterator[tuple[dict[str, str] | None, tuple[str, ...]]]:
    """For each entry the fields that it has from others, and the keys that it names and nothing has.

    All entries together inherit at most as many characters as `most` says: one long parent of a million short
    children would be larger than any memory. Who comes after that has None.
    """
    by_key: dict[str, BibtexEntry] = {}
    for node in entries:
        by_key.setdefault(node.key, node)
    for node in entries:
        by_key.setdefault(node.key.lower(), node)
    for node in entries:
        if "crossref" not in node.fields and "xdata" not in node.fields:
            yield {}, ()
        elif most < 0:
            yield None, ()
        else:
            fields, missing = _inherited(node, by_key)
            most -= sum(map(len, fields.values()))
            yield fields, missing


def _inherited(node: BibtexEntry, by_key: Mapping[str, BibtexEntry]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Goes up from parent to parent; the nearest one counts."""
    from_parents: dict[str, str] = {}
    missing: list[str] = []
    # Each waits with the names that its fields have had on the way down.
    waiting: list[tuple[BibtexEntry, tuple[tuple[str, str], ...]]] = [(node, ())]
    seen = {id(node)}
    for child, steps in waiting:
        for key, is_crossref in _parents(child):
            parent = by_key.get(key) or by_key.get(key.lower())
            if parent is None:
                missing.append(key)
            elif id(parent) not in seen and len(seen) <= MOST_PARENTS:
                seen.add(id(parent))
                path = ((parent.type, child.type), *steps) if is_crossref else steps
                taken = node.fields.keys() | from_parents.keys()
                for field, value in _passed_on(parent.fields, path):
                    if 0 < len(value) <= LONGEST_INHERITED and taken.isdisjoint(INSTEAD.get(field, (field,))):
                        from_parents.setdefault(field, value)
                waiting.append((parent, path))
    return from_parents, tuple(missing)


def _parents(child: BibtexEntry) -> Iterator[tuple[str, bool]]:
    """The keys of entries that an entry has fields from, each with whether it is a `crossref`."""
    for key in child.fields.get("xdata", "").split(",", MOST_PARENTS)[:MOST_PARENTS]:
        if key.strip():
            yield key.strip(), False
    if parent := child.fields.get("crossref", "").strip():
        yield parent, True


def _passed_on(fields: Mapping[str, str], path: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """A parent's fields as its descendant calls them; a field of the new name that the parent has itself counts more
    than a renamed one (BibTeX's proceedings have `title` and `booktitle`)."""
    renamed: list[tuple[str, str]] = []
    for name, value in itertools.islice(fields.items(), MOST_FIELDS):
        final, is_shared = name, False
        for step in path:
            new = RENAMED.get(step, {}).get(final, final)
            is_shared = is_shared or (new != final and final == "author" and step in SHARED_AUTHOR)
            final = new if final not in PRIVATE else ""
        if not final or final in NEVER:
            continue
        if final == name:
            yield name, value
        else:
            renamed.append((final, value))
            if is_shared:
                renamed.append((name, value))
    yield from renamed
