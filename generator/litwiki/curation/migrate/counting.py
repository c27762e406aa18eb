"""What went in and what came out, counted at both ends: a table in which each line must add up.

The left column is counted from what the readers said (the outline), the right one from the files that were written,
read again: neither side knows how the other got there. A line that does not add up is a bug, and the command fails
with it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from litwiki.curation.migrate.filing import Run
from litwiki.curation.migrate.latex_prose import to_markdown
from litwiki.curation.migrate.outline import Cited, EntryRef, Form, Outline
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import Entry, Publication
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


FIELDS = Publication.__struct_fields__


def count(run: Run, wiki: Wiki) -> tuple[Line, ...]:
    """All lines. `wiki` is what the run has written, read again."""
    ledger = ledger_lines(run.read, wiki)
    lines = (
        Line.of("entries", _entries(run.read, ledger, wiki)),
        Line.of("values of fields", _values(run, ledger, wiki)),
        Line.of("fields that papers have no place for", _ledger_fields(run.read, ledger)),
        Line.of("headings and tags", _headings(run, wiki)),
        Line.of("filings", _filings(run, ledger, wiki)),
        Line.of("introductions", _texts(run, wiki)),
        Line.of("links of lists", _links(run.read, wiki, is_first=not run.before.topics)),
        Line.of("texts of pages", _bodies(run, wiki)),
    )
    return tuple(line for line in lines if line.came)


def ledger_lines(outline: Outline, wiki: Wiki) -> Mapping[EntryRef, LedgerEntry]:
    """The line of each entry in the ledger of its reading."""
    listings = {listing.sha256: listing for listing in wiki.listings.values()}
    return {
        EntryRef(reading.raw.path, position): line
        for reading in outline.readings
        if reading.raw.sha256 in listings
        for position, line in enumerate(listings[reading.raw.sha256].entries)
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


def _values(run: Run, ledger: Mapping[EntryRef, LedgerEntry], wiki: Wiki) -> Iterator[str]:
    """Values of fields that papers have a place for; of a paper of this run nobody can have taken one away."""
    for ref, entry in run.read.entries:
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
                yield "removed here" if paper.slug not in run.new else ""


def _fields(entry: Entry) -> list[tuple[str, object]]:
    fields = [(name, getattr(entry, name)) for name in ("title", "authors", "year", "abstract")]
    fields += [(name, getattr(entry.publication, name)) for name in FIELDS]
    fields += [(f"ids.{kind}", value) for kind, value in entry.ids.items()]
    fields += [("keys", entry.key), *(("links", link.url) for link in entry.links)]
    return [(name, value) for name, value in fields if value]


def _has(paper: Paper, line: LedgerEntry | None, name: str, value: object) -> bool:
    if name == "title":
        titles = {paper.title, *paper.also_titled, line.title if line else ""}
        return title_key(str(value)) in {title_key(title) for title in titles if title}
    if name == "keys":
        return value in paper.keys or (line is not None and line.key == value)
    if name == "abstract":
        return bool(paper.abstract or paper.terms)
    if name == "links":
        return any(link.url == value for link in paper.links)
    if name.startswith("ids."):
        return bool({*strong_ids([(name[4:], str(value))])} & {*strong_ids(paper.ids.items())}) or name[4:] in paper.ids
    return bool(getattr(paper.publication if name in FIELDS else paper, name) == value)


def _has_another(paper: Paper, name: str) -> bool:
    return bool(getattr(paper.publication if name in FIELDS else paper, name.partition(".")[0]))


def _ledger_fields(read: Outline, ledger: Mapping[EntryRef, LedgerEntry]) -> Iterator[str]:
    """Fields without a place: by their own names in the ledgers."""
    for ref, entry in read.entries:
        line = ledger.get(ref)
        yield from ("kept in the ledgers" if line and name in line.fields else "" for name in entry.extra)


def _headings(run: Run, wiki: Wiki) -> Iterator[str]:
    topics: set[TopicId] = set()
    for heading in run.read.headings:
        topic = run.placed.ids.get(heading.names)
        if topic and topic in wiki.topics:
            yield "joined with one of these" if topic in topics else "topics"
            topics.add(topic)
        else:
            yield "removed here" if topic is None and heading.names in run.before.topics else ""


def _filings(run: Run, ledger: Mapping[EntryRef, LedgerEntry], wiki: Wiki) -> Iterator[str]:
    before = run.before
    known = {entry.key.lower() for _, entry in run.read.entries if entry.key}
    for filing in run.read.filings:
        slug, topic = run.slug_of(filing.target), run.placed.ids.get(filing.heading)
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


def _texts(run: Run, wiki: Wiki) -> Iterator[str]:
    read, before = run.read, run.before
    # The first text of a new wiki is none of the source.
    texts = [(read.introduction, read.form, wiki.home.strip() not in {"", FIRST_TEXT}, bool(before.topics))]
    for heading in read.headings:
        topic = run.placed.ids.get(heading.names)
        is_there = bool(topic and wiki.topics[topic].introduction.strip())
        texts.append((heading.text, heading.form, is_there, heading.names in before.topics))
    for text, form, is_there, was_there in texts:
        if _says_something(text, form):
            yield "kept" if is_there else "removed here" if was_there else ""


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
        identifier = parse_identifier(url)
        keys = strong_ids([(identifier.kind, identifier.value)]) if identifier else []
        if url in urls or any(wiki.slugs_by_id.get(key) for key in keys):
            yield "of papers"
        elif url in texts:
            yield "in texts"
        elif (identifier and f"{identifier.kind}:{identifier.value}" in waiting) or url in said:
            yield "waiting for their record"
        elif url in rejected or url in gone or not ids.isdisjoint(keys):
            yield "of what was refused or is not here"
        elif url in badges:
            yield "of pictures"
        else:
            yield "" if is_first else "removed here"


def _bodies(run: Run, wiki: Wiki) -> Iterator[str]:
    for ref in run.read.notes:
        slug = run.slugs.get(ref)
        if slug is None:
            yield "of pages that are no papers here"
        elif wiki.papers[slug].notes.strip():
            yield "notes"
        else:
            yield "" if slug in run.new else "removed here"
