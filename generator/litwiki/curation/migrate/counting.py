"""What went in and what came out, counted at both ends: a table in which each line must add up.

The left column is counted from what the readers said (the outline), the right one from the files that were written,
read again: neither side knows how the other got there. A line that does not add up is a bug, and the command fails
with it.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from msgspec import Struct

from litwiki.curation.migrate.latex_prose import to_markdown
from litwiki.curation.migrate.outline import Cited, EntryRef, Form, Outline, Target
from litwiki.curation.migrate.settings import Migrated
from litwiki.curation.migrate.topics import Placed
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug, TopicId
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import LedgerEntry, Paper
from litwiki.model.wiki import Wiki
from litwiki.site.next_steps import FIRST_TEXT
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import title_key


class Line(Struct, frozen=True):
    """One kind of thing: how many came in, and where each is now, by words for people."""

    name: str
    came: int
    went: Mapping[str, int]

    @classmethod
    def of(cls, name: str, places: Iterable[str]) -> "Line":
        """Counts where things are now, most first; '' is a thing that came in and is nowhere."""
        counts = Counter(places)
        return cls(name, counts.total(), {where: count for where, count in counts.most_common() if where})

    @property
    def adds_up(self) -> bool:
        """Whether as many are somewhere as came in."""
        return self.came == sum(self.went.values())

    def to_json(self) -> dict[str, JsonValue]:
        """The line as `litwiki migrate --json` prints it."""
        return {"name": self.name, "in": self.came, "out": dict(self.went), "adds_up": self.adds_up}

    def __str__(self) -> str:
        parts = ", ".join(f"{count:,} {where}" for where, count in self.went.items()) or "nothing"
        return f"{self.came:,} {self.name}: {parts}"


class Balance(Struct, frozen=True):
    """All lines."""

    lines: tuple[Line, ...]

    @property
    def wrong(self) -> tuple[Line, ...]:
        """The lines that do not add up."""
        return tuple(line for line in self.lines if not line.adds_up)


FIELDS = ("venue", "volume", "issue", "pages", "publisher", "editors", "date", "type")


def count(
    read: Outline,
    wiki: Wiki,
    slugs: Mapping[EntryRef, Slug | None],
    slug_of: Callable[[Target], Slug | None],
    placed: Placed,
    before: Migrated,
    new: Container[Slug],
) -> Balance:
    """All lines. `wiki` is what was written, read again; `new` are papers that this run made, which nobody can have
    changed yet."""
    ledger = ledger_lines(read, wiki)
    lines = (
        Line.of("entries", _entries(read, ledger, wiki)),
        Line.of("values of fields", _values(read, ledger, wiki, new)),
        Line.of("fields that papers have no place for", _kept_fields(read, ledger)),
        Line.of("headings and tags", _headings(read, wiki, placed, before)),
        Line.of("filings", _filings(read, ledger, wiki, slug_of, placed, before)),
        Line.of("introductions", _texts(read, wiki, placed, before)),
        Line.of("links of lists", _links(read, wiki, is_first=not before.topics)),
        Line.of("texts of pages", _bodies(read, slugs, wiki, new)),
    )
    return Balance(tuple(line for line in lines if line.came))


def ledger_lines(outline: Outline, wiki: Wiki) -> Mapping[EntryRef, LedgerEntry]:
    """The line of each entry in the ledger of its reading."""
    listings = {listing.sha256: listing for listing in wiki.listings.values()}
    known = [listings.get(reading.raw.sha256) for reading in outline.readings]
    return {
        EntryRef(number, position): line
        for number, listing in enumerate(known)
        for position, line in enumerate(listing.entries if listing else ())
    }


# Each of these says of every thing that came in where it is now, in words; '' where it is nowhere, which is a bug.


def _entries(read: Outline, ledger: Mapping[EntryRef, LedgerEntry], wiki: Wiki) -> Iterator[str]:
    papers: set[Slug] = set()
    for ref, _ in read.entries:
        line = ledger.get(ref)
        slug = wiki.paper_of(line) if line else None
        if line is None:
            yield ""
        elif slug is None and line.paper:
            yield "not wanted" if line.excluded or line.paper in wiki.exclusions else "removed here"
        elif slug is None:
            yield "waiting for their record"
        else:
            yield "joined with one of these" if slug in papers else "papers"
            papers.add(slug)
    yield from ("refused, with their lines" for _ in read.rejected)


def _values(read: Outline, ledger: Mapping[EntryRef, LedgerEntry], wiki: Wiki, new: Container[Slug]) -> Iterator[str]:
    """Values of fields that papers have a place for."""
    for ref, entry in read.entries:
        line = ledger.get(ref)
        slug = wiki.paper_of(line) if line else None
        paper = wiki.papers[slug] if slug else None
        for name, value in _fields(entry):
            if paper is None:
                yield "with entries that are no papers here"
            elif _has(paper, line, name, value):
                yield "kept"
            elif _has_another(paper, name):
                yield "kept as another entry or a person gave them"
            else:
                yield "removed here" if paper.slug not in new else ""


def _fields(entry: Entry) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [("title", entry.title), ("authors", entry.authors), ("year", entry.year)]
    found += [("abstract", entry.abstract), ("key", entry.key)]
    found += [(name, getattr(entry.publication, name)) for name in FIELDS]
    found += [(f"ids.{kind}", value) for kind, value in entry.ids.items()]
    found += [("link", link.url) for link in entry.links]
    return [(name, value) for name, value in found if value]


def _has(paper: Paper, line: LedgerEntry | None, name: str, value: object) -> bool:
    if name == "title":
        titles = {paper.title, *paper.also_titled, line.title if line else ""}
        return title_key(str(value)) in {title_key(title) for title in titles if title}
    if name == "key":
        return value in paper.keys or (line is not None and line.key == value)
    if name == "abstract":
        return bool(paper.abstract or paper.terms)
    if name == "link":
        return any(link.url == value for link in paper.links)
    if name.startswith("ids."):
        return bool({*strong_ids([(name[4:], str(value))])} & {*strong_ids(paper.ids.items())}) or name[4:] in paper.ids
    return bool(getattr(paper.publication if name in FIELDS else paper, name) == value)


def _has_another(paper: Paper, name: str) -> bool:
    if name == "link":
        return bool(paper.links)
    return bool(getattr(paper.publication if name in FIELDS else paper, name.partition(".")[0], None))


def _kept_fields(read: Outline, ledger: Mapping[EntryRef, LedgerEntry]) -> Iterator[str]:
    """Fields without a place: by their own names in the ledgers."""
    for ref, entry in read.entries:
        line = ledger.get(ref)
        yield from ("kept in the ledgers" if line and name in line.fields else "" for name in entry.extra)


def _headings(read: Outline, wiki: Wiki, placed: Placed, before: Migrated) -> Iterator[str]:
    topics: set[TopicId] = set()
    for heading in read.headings:
        topic = placed.ids.get(heading.names)
        if topic and topic in wiki.topics:
            yield "joined with one of these" if topic in topics else "topics"
            topics.add(topic)
        else:
            yield "removed here" if topic is None and heading.names in before.topics else ""


def _filings(
    read: Outline,
    ledger: Mapping[EntryRef, LedgerEntry],
    wiki: Wiki,
    slug_of: Callable[[Target], Slug | None],
    placed: Placed,
    before: Migrated,
) -> Iterator[str]:
    known = {entry.key.lower() for _, entry in read.entries if entry.key}
    for filing in read.filings:
        slug, topic = slug_of(filing.target), placed.ids.get(filing.heading)
        line = ledger.get(filing.target) if isinstance(filing.target, EntryRef) else None
        if slug is None and isinstance(filing.target, Cited) and filing.target.key.lower() not in known:
            yield "of keys that no file has"
        elif slug is None:
            waits = line is not None and bool(line.pending) and not line.paper
            yield "waiting with their papers" if waits else "of entries that are no papers here"
        elif topic and topic in {wiki.resolve_topic(name) for name in wiki.papers[slug].topics}:
            yield "kept"
        else:
            was_here = (topic or "", slug) in before.filed or (topic is None and filing.heading in before.topics)
            yield "changed here since" if was_here else ""


def _texts(read: Outline, wiki: Wiki, placed: Placed, before: Migrated) -> Iterator[str]:
    if _says_something(read.introduction, read.form):
        # The first text of a new wiki is none of the source.
        is_there = wiki.home.strip() not in {"", FIRST_TEXT}
        yield "kept" if is_there else "removed here" if before.topics else ""
    for heading in read.headings:
        if _says_something(heading.text, heading.form):
            topic = placed.ids.get(heading.names)
            if topic and wiki.topics[topic].introduction.strip():
                yield "kept"
            else:
                yield "removed here" if heading.names in before.topics else ""


def _says_something(text: str, form: Form) -> bool:
    r"""Whether a reader sees anything of a text; of `\maketitle` and `\label{x}` nobody does."""
    return bool(to_markdown(text, lambda key: key) if form == "latex" else text.strip())


def _links(read: Outline, wiki: Wiki, *, is_first: bool) -> Iterator[str]:
    """Links of lists: an id or link of a paper, or in a text; after the first run also what a person took away."""
    urls = {link.url for paper in wiki.papers.values() for link in paper.links}
    texts = "\n".join([wiki.home, *(topic.introduction for topic in wiki.topics.values())])
    texts += "\n".join(paper.notes for paper in wiki.papers.values())
    waiting = {one.id for one in wiki.pending}
    said = {value for listing in wiki.listings.values() for line in listing.entries for value in line.fields.values()}
    badges = {*read.badges}
    rejected = "\n".join(one.raw for one in read.rejected)
    gone = {link.url for _, entry in read.entries for link in entry.links}
    ids = {key for _, entry in read.entries for key in strong_ids(entry.ids.items())}
    for url in read.links:
        found = parse_identifier(url)
        keys = strong_ids([(found.kind, found.value)]) if found else []
        if url in urls or any(wiki.slugs_by_id.get(key) for key in keys):
            yield "of papers"
        elif url in texts:
            yield "in texts"
        elif (found and f"{found.kind}:{found.value}" in waiting) or url in said:
            yield "waiting for their record"
        elif url in rejected or url in gone or not ids.isdisjoint(keys):
            yield "of what was refused or is not here"
        elif url in badges:
            yield "of pictures"
        else:
            yield "" if is_first else "removed here"


def _bodies(read: Outline, slugs: Mapping[EntryRef, Slug | None], wiki: Wiki, new: Container[Slug]) -> Iterator[str]:
    for ref in read.notes:
        slug = slugs.get(ref)
        if slug is None:
            yield "of pages that are no papers here"
        elif wiki.papers[slug].notes.strip():
            yield "notes"
        else:
            yield "" if slug in new else "removed here"
