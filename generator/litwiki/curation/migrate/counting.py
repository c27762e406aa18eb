"""The lines of the balance: the outline on the left, the wiki as it was written and read again on the right."""

from collections.abc import Callable, Container, Mapping

from litwiki.curation.migrate.balance import Balance, Line
from litwiki.curation.migrate.latex_prose import to_markdown
from litwiki.curation.migrate.outline import Cited, EntryRef, Form, Outline, Target
from litwiki.curation.migrate.settings import Migrated
from litwiki.curation.migrate.topics import Placed
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Entry, LedgerEntry, Paper
from litwiki.model.wiki import Wiki, strong_ids
from litwiki.site.next_steps import FIRST_TEXT
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import title_key

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
    lines = [
        _entries(read, ledger, wiki),
        _values(read, ledger, wiki, new),
        _kept_fields(read, ledger),
        _headings(read, wiki, placed, before),
        _filings(read, ledger, wiki, slug_of, placed, before),
        _texts(read, wiki, placed, before),
        _links(read, wiki, is_first=not before.topics),
        _bodies(read, slugs, wiki, new),
    ]
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


def _entries(read: Outline, ledger: Mapping[EntryRef, LedgerEntry], wiki: Wiki) -> Line:
    refused = len([*read.rejected])
    came = len([*read.entries]) + refused
    papers: set[Slug] = set()
    went = {
        "papers": 0,
        "joined with one of these": 0,
        "waiting for their record": 0,
        "not wanted": 0,
        "removed here": 0,
    }
    for line in ledger.values():
        slug = wiki.paper_of(line)
        if slug is None and line.paper:
            excluded = line.excluded or line.paper in wiki.exclusions
            went["not wanted" if excluded else "removed here"] += 1
        elif slug is None:
            went["waiting for their record"] += 1
        elif slug in papers:
            went["joined with one of these"] += 1
        else:
            papers.add(slug)
    went["papers"] = len(papers)
    went["refused, with their lines"] = refused
    return Line("entries", came, went)


def _values(read: Outline, ledger: Mapping[EntryRef, LedgerEntry], wiki: Wiki, new: Container[Slug]) -> Line:
    """Values of fields that papers have a place for."""
    another, nowhere = "kept as another entry or a person gave them", "with entries that are no papers here"
    went = {"kept": 0, another: 0, nowhere: 0, "removed here": 0}
    came = 0
    for ref, entry in read.entries:
        line = ledger.get(ref)
        slug = wiki.paper_of(line) if line else None
        paper = wiki.papers[slug] if slug else None
        for name, value in _fields(entry):
            came += 1
            if paper is None:
                went[nowhere] += 1
            elif _has(paper, line, name, value):
                went["kept"] += 1
            elif _has_another(paper, name):
                went[another] += 1
            elif paper.slug not in new:
                went["removed here"] += 1
    return Line("values of fields", came, went)


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
    if name in FIELDS:
        return bool(getattr(paper.publication, name) == value)
    return bool(getattr(paper, name) == value)


def _has_another(paper: Paper, name: str) -> bool:
    if name == "link":
        return bool(paper.links)
    return bool(getattr(paper.publication if name in FIELDS else paper, name.partition(".")[0], None))


def _kept_fields(read: Outline, ledger: Mapping[EntryRef, LedgerEntry]) -> Line:
    """Fields without a place: by their own names in the ledgers."""
    fields = [(ledger.get(ref), name) for ref, entry in read.entries for name in entry.extra]
    came, kept = len(fields), sum(1 for line, name in fields if line and name in line.fields)
    return Line("fields that papers have no place for", came, {"kept in the ledgers": kept})


def _headings(read: Outline, wiki: Wiki, placed: Placed, before: Migrated) -> Line:
    went = {"topics": 0, "joined with one of these": 0, "removed here": 0}
    topics: set[TopicId] = set()
    for heading in read.headings:
        topic = placed.ids.get(heading.names)
        if topic is None and heading.names in before.topics:
            went["removed here"] += 1
        elif topic and topic in wiki.topics:
            went["joined with one of these" if topic in topics else "topics"] += 1
            topics.add(topic)
    return Line("headings and tags", len(read.headings), went)


def _filings(
    read: Outline,
    ledger: Mapping[EntryRef, LedgerEntry],
    wiki: Wiki,
    slug_of: Callable[[Target], Slug | None],
    placed: Placed,
    before: Migrated,
) -> Line:
    went = {
        "kept": 0,
        "changed here since": 0,
        "waiting with their papers": 0,
        "of entries that are no papers here": 0,
        "of keys that no file has": 0,
    }
    known = {entry.key.lower() for _, entry in read.entries if entry.key}
    for filing in read.filings:
        slug, topic = slug_of(filing.target), placed.ids.get(filing.heading)
        if slug is None:
            is_unknown = isinstance(filing.target, Cited) and filing.target.key.lower() not in known
            line = ledger.get(filing.target) if isinstance(filing.target, EntryRef) else None
            waits = line is not None and bool(line.pending) and not line.paper
            here = "waiting with their papers" if waits else "of entries that are no papers here"
            went["of keys that no file has" if is_unknown else here] += 1
        elif topic is None and filing.heading in before.topics:
            went["changed here since"] += 1
        elif topic and topic in {wiki.resolve_topic(name) for name in wiki.papers[slug].topics}:
            went["kept"] += 1
        elif (topic or "", slug) in before.filed:
            went["changed here since"] += 1
    return Line("filings", len(read.filings), went)


def _texts(read: Outline, wiki: Wiki, placed: Placed, before: Migrated) -> Line:
    went = {"kept": 0, "removed here": 0}
    came = 0
    if _says_something(read.introduction, read.form):
        came = 1
        # The first text of a new wiki is none of the source.
        if wiki.home.strip() not in {"", FIRST_TEXT}:
            went["kept"] += 1
        elif before.topics:
            went["removed here"] += 1
    for heading in read.headings:
        if not _says_something(heading.text, heading.form):
            continue
        came += 1
        topic = placed.ids.get(heading.names)
        if topic is None and heading.names in before.topics:
            went["removed here"] += 1
        elif topic and wiki.topics[topic].introduction.strip():
            went["kept"] += 1
        elif heading.names in before.topics:
            went["removed here"] += 1
    return Line("introductions", came, went)


def _says_something(text: str, form: Form) -> bool:
    r"""Whether a reader sees anything of a text; of `\maketitle` and `\label{x}` nobody does."""
    return bool(to_markdown(text, lambda key: key) if form == "latex" else text.strip())


def _links(read: Outline, wiki: Wiki, *, is_first: bool) -> Line:
    """Links of lists: an id or link of a paper, or in a text; after the first run also what a person took away."""
    urls = {link.url for paper in wiki.papers.values() for link in paper.links}
    texts = "\n".join([wiki.home, *(topic.introduction for topic in wiki.topics.values())])
    texts += "\n".join(paper.notes for paper in wiki.papers.values())
    waiting = {one.id for one in wiki.pending}
    said = {value for listing in wiki.listings.values() for line in listing.entries for value in line.fields.values()}
    badges = {*read.badges}
    names = ("of papers", "in texts", "waiting for their record", "of pictures", "of what was refused or is not here")
    went = dict.fromkeys((*names, "removed here"), 0)
    rejected = "\n".join(one.raw for one in read.rejected)
    gone = {link.url for _, entry in read.entries for link in entry.links}
    ids = {key for _, entry in read.entries for key in strong_ids(entry.ids.items())}
    for url in read.links:
        found = parse_identifier(url)
        keys = strong_ids([(found.kind, found.value)]) if found else []
        if url in urls or any(wiki.slugs_by_id.get(key) for key in keys):
            went["of papers"] += 1
        elif url in texts:
            went["in texts"] += 1
        elif (found and f"{found.kind}:{found.value}" in waiting) or url in said:
            went["waiting for their record"] += 1
        elif url in rejected or url in gone or not ids.isdisjoint(keys):
            went["of what was refused or is not here"] += 1
        elif url in badges:
            went["of pictures"] += 1
        elif not is_first:
            went["removed here"] += 1
    return Line("links of lists", len(read.links), went)


def _bodies(read: Outline, slugs: Mapping[EntryRef, Slug | None], wiki: Wiki, new: Container[Slug]) -> Line:
    went = {"notes": 0, "of pages that are no papers here": 0, "removed here": 0}
    for ref in read.notes:
        slug = slugs.get(ref)
        if slug is None:
            went["of pages that are no papers here"] += 1
        elif wiki.papers[slug].notes.strip():
            went["notes"] += 1
        elif slug not in new:
            went["removed here"] += 1
    return Line("texts of pages", len(read.notes), went)
