"""The story of `litwiki migrate`: makes a whole wiki of what a person kept by hand, and a balance of both.

Read, prepare the ingest, place headings, file papers, commit all of it at once, read everything again, count. A second
run adds what is new: what a person changed, moved or removed since stays so, and differences are reported.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from litwiki import content
from litwiki.content import Loaded
from litwiki.content.edit import Edit
from litwiki.content.redirects import write_redirects
from litwiki.content.topics import pins_value
from litwiki.curation.ingest import Manner, Report, distinct, prepare
from litwiki.curation.migrate.balance import Balance
from litwiki.curation.migrate.counting import count, ledger_lines
from litwiki.curation.migrate.latex_prose import to_markdown
from litwiki.curation.migrate.markdown_list import with_references
from litwiki.curation.migrate.outline import Cited, EntryRef, Filing, Form, Heading, Outline, Target
from litwiki.curation.migrate.page_text import as_notes, name_of
from litwiki.curation.migrate.read_source import Chosen, read_source
from litwiki.curation.migrate.settings import (
    SETTINGS,
    STATE,
    Migrated,
    read_chosen,
    read_migrated,
    write_chosen,
    write_migrated,
)
from litwiki.curation.migrate.tags import several_spellings
from litwiki.curation.migrate.topics import Placed, place_headings
from litwiki.markup import disallowed_html, find_addresses, is_safe_url, markdown_text, yaml_block, yaml_list, yaml_text
from litwiki.model.config import WIKI_FILE
from litwiki.model.errors import LitwikiError
from litwiki.model.ids import ListingId, Slug, TopicId, digest
from litwiki.model.records import Pin, Redirect, Remark
from litwiki.model.wiki import Wiki, strong_ids
from litwiki.site.next_steps import FIRST_TEXT
from litwiki.text.identifiers import parse_identifier

LONGEST_TEXT = 60_000
"""Characters of an introduction or of notes."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What one run did."""

    kinds: tuple[str, ...]
    report: Report
    balance: Balance
    spellings: tuple[tuple[str, tuple[str, ...]], ...]
    used_once: tuple[str, ...]
    fields: Mapping[str, str]
    unknown_keys: tuple[tuple[str, str, int], ...]
    """Keys that are cited and in no bibliography, with file and line."""
    uncited: tuple[str, ...]
    """Papers that stand under no heading."""
    gone: tuple[tuple[str, str], ...]
    """Filings of earlier runs, topic and paper, that the source does not have any more."""
    differing: tuple[str, ...]
    """Topics whose text is another one now in the source and was changed here, too."""
    removed_topics: tuple[str, ...]
    remarks: tuple[Remark, ...]
    skipped: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(slots=True)
class _Run:
    """What the steps of one run know together."""

    read: Outline
    wiki: Wiki
    """As it will be after the ingest that is prepared."""
    slugs: Mapping[EntryRef, Slug | None]
    by_key: Mapping[str, Slug | None]
    placed: Placed
    before: Migrated
    new: frozenset[Slug]
    texts: dict[str, str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def slug_of(self, target: Target) -> Slug | None:
        """The paper of an entry or of a citation key; None where it waits, is not wanted, or is not known."""
        return self.by_key.get(target.key.lower()) if isinstance(target, Cited) else self.slugs.get(target)

    def filings(self) -> Iterator[tuple[TopicId, Slug, Filing]]:
        """Filings whose topic and paper are here, in printed order."""
        for filing in self.read.filings:
            topic, slug = self.placed.ids.get(filing.heading), self.slug_of(filing.target)
            if topic and slug:
                yield topic, slug, filing


def migrate(
    source: Path, root: Path, *, kind: str | None = None, say: Callable[[str], None] = lambda _: None
) -> Migration | Loaded:
    """Brings a source into the wiki at `root`. Returns the wiki as loaded, with nothing written, where it has errors.

    Raises `UsageError`, `BusyError` and `StorageError`.
    """
    config = content.load_config(root)
    # The right to write comes first: it finishes what a run began that was cut off, the state of that as well.
    with content.writing(config) as right:
        chosen, before = read_chosen(root), read_migrated(root)
        say("reading the source")
        read = read_source(source, kind, chosen)
        continued = {
            reading.raw.sha256: ListingId(before.listings[reading.raw.path])
            for reading in read.readings
            if reading.raw.path in before.listings
        }
        readings = distinct(replace(reading, raw=replace(reading.raw, text="")) for reading in read.readings)
        prepared = prepare(root, readings, Manner(continued=continued), say)
        if isinstance(prepared, Loaded):
            return prepared
        report = prepared.report
        say("filing papers under topics")
        wiki = content.load(root, changes=prepared.changes).wiki
        slugs = _slugs(read, wiki)
        run = _Run(
            read=read,
            wiki=wiki,
            slugs=slugs,
            by_key=_by_key(read, slugs),
            placed=place_headings(read.headings, wiki, before.topics, dict(several_spellings(read.tags))),
            before=before,
            new=frozenset(report.new),
        )
        edit = Edit(wiki, dict(prepared.changes))
        _edit(edit, run)
        wrong = content.read_again(edit.changes)
        if wrong:
            raise LitwikiError("nothing was written, because this would be wrong:\n" + "\n".join(map(str, wrong)))
        say("writing")
        right.commit(edit.changes, _settings(root, run, chosen))
        content.CONFLICTS.remember(config, report.conflicts)
    say("counting")
    after = content.load(root).wiki
    return Migration(
        kinds=read.kinds,
        report=report,
        balance=count(read, after, run.slugs, run.slug_of, run.placed, before, run.new),
        spellings=tuple(several_spellings(read.tags)),
        used_once=read.used_once,
        fields=read.fields,
        unknown_keys=tuple(_unknown_keys(run)),
        uncited=tuple(sorted(slug for slug in report.new if not after.papers[slug].topics)) if read.headings else (),
        gone=tuple(sorted(before.filed - _filed(run))),
        differing=tuple(run.differing),
        removed_topics=tuple(sorted(t for p, t in before.topics.items() if not wiki.resolve_topic(t))),
        remarks=(*read.remarks, *run.remarks),
        skipped=read.skipped,
        written=tuple(sorted(f"content/{path}" for path in edit.changes)),
    )


def _filed(run: _Run) -> frozenset[tuple[str, str]]:
    """What the source files now, by topics and papers."""
    return frozenset((topic, slug) for topic, slug, _ in run.filings())


def _slugs(outline: Outline, wiki: Wiki) -> dict[EntryRef, Slug | None]:
    """The paper of each entry, as the ledgers say it."""
    lines = ledger_lines(outline, wiki)
    return {ref: wiki.paper_of(lines[ref]) if ref in lines else None for ref, _ in outline.entries}


def _by_key(outline: Outline, slugs: Mapping[EntryRef, Slug | None]) -> dict[str, Slug | None]:
    """Papers by citation keys, of which case does not matter (BibTeX compares them so); the first of a key counts."""
    found: dict[str, Slug | None] = {}
    for ref, entry in outline.entries:
        slug = slugs[ref]
        if entry.key and found.get(entry.key.lower()) is None:
            found[entry.key.lower()] = slug
        for other in entry.extra.get("ids", "").split(",") if slug else ():
            if other.strip():
                found.setdefault(other.strip().lower(), slug)
    return found


def _unknown_keys(run: _Run) -> Iterator[tuple[str, str, int]]:
    for filing in run.read.filings:
        if isinstance(filing.target, Cited) and filing.target.key.lower() not in run.by_key:
            yield filing.target.key, filing.path, filing.line


# --- what is written -----------------------------------------------------------------------------------


def _edit(edit: Edit, run: _Run) -> None:
    pins: dict[TopicId, dict[Slug, str]] = {}
    filed: dict[Slug, dict[TopicId, None]] = {}
    for topic, slug, filing in run.filings():
        if (topic, slug) in run.before.filed:
            continue
        filed.setdefault(slug, {})[topic] = None
        if filing.note:
            pins.setdefault(topic, {}).setdefault(slug, filing.note)
    _topics(edit, run, pins)
    for slug, topics in filed.items():
        _file(edit, run, slug, [*topics])
    _papers(edit, run)
    _redirects(edit, run)
    text = "" if run.before.topics else _text(run, run.read.introduction, run.read.form)
    if text and edit.document("index.md").body.strip() in {"", FIRST_TEXT}:
        edit.set_body("index.md", f"{text}\n")


def _topics(edit: Edit, run: _Run, pins: Mapping[TopicId, Mapping[Slug, str]]) -> None:
    """New topics with their texts and reading lists; texts of known ones that nobody has changed."""
    by_topic: dict[TopicId, list[Heading]] = {}
    for heading in run.read.headings:
        if topic := run.placed.ids.get(heading.names):
            by_topic.setdefault(topic, []).append(heading)
    for topic, headings in by_topic.items():
        text = "\n\n".join(filter(None, (_text(run, heading.text, heading.form) for heading in headings)))
        path = f"topics/{topic}.md"
        reading_list = pins.get(topic, {})
        if topic in run.placed.new:
            record = run.placed.new[topic]
            introduction = f"{text}\n" if text else ""
            lines = tuple(Pin(slug, note[:2_000]) for slug, note in reading_list.items())
            edit.create(path, content.write_topic(replace(record, introduction=introduction, pinned=lines)))
            run.texts[topic] = digest(text)
            continue
        known = run.wiki.topics[topic]
        old = known.introduction.strip()
        written = run.before.texts.get(topic)
        run.texts[topic] = written if written is not None else digest(old)
        if text and digest(text) != written and text != old:
            if not old or digest(old) == written:
                edit.set_body(path, f"{text}\n")
                run.texts[topic] = digest(text)
            elif written is None or digest(text) != written:
                run.differing.append(topic)
        pinned = {pin.paper for pin in known.pinned}
        more = [Pin(slug, note[:2_000]) for slug, note in reading_list.items() if slug not in pinned]
        if more:
            edit.set(path, "pinned", pins_value((*known.pinned, *more)))


def _file(edit: Edit, run: _Run, slug: Slug, topics: list[TopicId]) -> None:
    """A paper under its topics; those that a machine proposed for a new one go."""
    paper = run.wiki.papers[slug]
    here = [] if slug in run.new else [*paper.topics]
    wanted = [*dict.fromkeys((*here, *topics))]
    if wanted != [*paper.topics]:
        edit.set(f"papers/{slug}.md", "topics", yaml_list(wanted))
    if slug in run.new and paper.topics_status != "curated":
        edit.set(f"papers/{slug}.md", "topics_status", "curated")


def _papers(edit: Edit, run: _Run) -> None:
    """Summaries and notes of people's pages, for papers that are new."""
    for ref, text in run.read.summaries.items():
        slug = run.slugs.get(ref)
        if slug in run.new and slug and not run.wiki.papers[slug].summary:
            edit.set(f"papers/{slug}.md", "summary", yaml_block(text))
    names = _names_of_pages(run)
    for ref, text in run.read.notes.items():
        slug = run.slugs.get(ref)
        if slug in run.new and slug:
            path = f"papers/{slug}.md"
            document = edit.document(path)
            if not document.body.strip():
                edit.save(path, document, f"{document.text.rstrip()}\n{_fine(as_notes(text, names.get))}\n")


def _redirects(edit: Edit, run: _Run) -> None:
    """Where pages and anchors of the old site lead now."""
    found: list[Redirect] = []
    for old in run.read.addresses:
        slug = run.slugs.get(old.target)
        if slug:
            found.append(Redirect(old.address, slug))
    if run.read.page:
        found += [
            Redirect(f"{run.read.page}#{heading.anchor}", f"topic:{topic}")
            for heading in run.read.headings
            if heading.anchor and (topic := run.placed.ids.get(heading.names))
        ]
    known = {redirect.address for redirect in run.wiki.redirects} | run.before.addresses
    new = [one for one in {one.address: one for one in found}.values() if one.address not in known]
    if new:
        edit.create("redirects.yml", write_redirects((*run.wiki.redirects, *new)))


def _text(run: _Run, text: str, form: Form) -> str:
    """The text of a heading as our Markdown, with references to papers."""
    if form == "latex":

        def reference(key: str) -> str | None:
            slug = run.by_key.get(key.lower())
            return f"[[{slug}]]" if slug else None

        return _fine(to_markdown(text, reference))
    return _fine(with_references(text, lambda url: _slug_of_url(run.wiki, url))) if form == "markdown" else _fine(text)


def _slug_of_url(wiki: Wiki, url: str) -> Slug | None:
    found = parse_identifier(url)
    keys = strong_ids([(found.kind, found.value)]) if found else []
    return next((slug for key in keys for slug in wiki.slugs_by_id.get(key, ())), None)


def _names_of_pages(run: _Run) -> Mapping[str, Slug]:
    """What references in bodies of pages call papers: the names of their pages on the old site, and slugs."""
    names: dict[str, Slug] = {}
    for one in run.read.addresses:
        slug = run.slugs.get(one.target)
        if slug:
            names.setdefault(name_of(one.address), slug)
    for slug in run.wiki.papers:
        names.setdefault(slug, slug)
    return names


def _fine(text: str) -> str:
    """Markdown that `litwiki check` has nothing against, else its words as plain text; within what a file holds."""
    # A rule of three hyphens would end front matter; one of three stars looks the same.
    text = re.sub(r"^---[ \t]*$", "***", text.strip()[:LONGEST_TEXT], flags=re.MULTILINE)
    if _is_fine(text):
        return text
    parts = [part if _is_fine(part) else _as_words(part) for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text)]
    text = "\n\n".join(parts)
    return text if _is_fine(text) else _as_words(text)


def _is_fine(text: str) -> bool:
    return not disallowed_html(text) and all(is_safe_url(address) for _, address in find_addresses(text))


def _as_words(text: str) -> str:
    return "\n\n".join(markdown_text(line) for line in text.split("\n") if line.strip())


def _state(run: _Run) -> Migrated:
    """What is there after this run, with everything that earlier ones made."""
    listings = {listing.sha256: listing.id for listing in run.wiki.listings.values()}
    files = {
        reading.raw.path: listings[reading.raw.sha256]
        for reading in run.read.readings
        if reading.raw.sha256 in listings
    }
    addresses = {one.address for one in run.read.addresses}
    if run.read.page:
        addresses |= {f"{run.read.page}#{h.anchor}" for h in run.read.headings if h.anchor}
    return Migrated(
        topics={**run.before.topics, **run.placed.ids},
        texts={**run.before.texts, **run.texts},
        filed=run.before.filed | _filed(run),
        listings={**run.before.listings, **files},
        addresses=run.before.addresses | addresses,
    )


def _settings(root: Path, run: _Run, chosen: Chosen) -> Mapping[str, str]:
    """Files of `site_config/` that say what was read and made, and the groups of a wiki's topics in the order of the
    source, where nobody has ordered them yet."""
    found = {
        STATE: write_migrated(_state(run)),
        SETTINGS: write_chosen(run.read.fields, run.read.tags, chosen),
    }
    groups = [*dict.fromkeys(topic.group for topic in run.placed.new.values())]
    text = (root / WIKI_FILE).read_text(encoding="utf-8")
    if not run.before.topics and len(groups) > 1 and "\ngroups: []\n" in text:
        lines = "".join(f"- {yaml_text(group)}\n" for group in groups)
        found[WIKI_FILE] = text.replace("\ngroups: []\n", f"\ngroups:\n{lines}", 1)
    return found
