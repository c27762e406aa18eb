"""The story of `litwiki migrate`: makes a whole wiki of what a person kept by hand, and a balance of both.

Read, prepare the ingest, place headings, file papers, commit all of it at once, read everything again, count. A second
run adds what is new: what a person changed, moved or removed since stays so, and differences are reported.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.curation.ingest import Manner, Report, distinct, prepare
from litwiki.curation.migrate.counting import Line, count, ledger_lines
from litwiki.curation.migrate.filing import Run, file_papers
from litwiki.curation.migrate.outline import Cited, EntryRef, Outline
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
from litwiki.curation.migrate.topics import place_headings, several_spellings
from litwiki.markup.yaml import yaml_text
from litwiki.model.config import WIKI_FILE
from litwiki.model.ids import ListingId, Slug


class Migration(Struct, frozen=True):
    """What one run did."""

    read: Outline
    report: Report
    balance: tuple[Line, ...]
    spellings: Mapping[str, Sequence[str]]
    unknown_keys: tuple[tuple[str, str, int], ...]
    """Keys that are cited and in no bibliography, with file and line."""
    under_no_heading: tuple[str, ...]
    """Papers that nothing files."""
    no_longer_in_source: tuple[tuple[str, str], ...]
    """Filings of earlier runs, topic and paper, that the source does not have any more."""
    texts_that_differ: tuple[str, ...]
    """Topics whose text is another one now in the source and was changed here, too."""
    removed_topics: tuple[str, ...]
    written: tuple[str, ...]


def migrate(
    source: Path, root: Path, *, kind: str | None = None, say: Callable[[str], None] = lambda _: None
) -> Migration:
    """Brings a source into the wiki at `root`.

    Raises `UnsoundError` where that has errors, `UsageError`, `BusyError` and `StorageError`.
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
        readings = distinct(read.readings)
        report, changes = prepare(root, readings, Manner(continued=continued), say)
        say("filing papers under topics")
        wiki = content.load(root, changes=changes).wiki
        spellings, lines = several_spellings(read.tags), ledger_lines(read, wiki)
        slugs = {ref: wiki.paper_of(lines[ref]) if ref in lines else None for ref, _ in read.entries}
        run = Run(
            read=read,
            wiki=wiki,
            slugs=slugs,
            by_key=_by_key(read, slugs),
            placed=place_headings(read.headings, wiki, before.topics, spellings),
            before=before,
            new=frozenset(report.new),
        )
        edit = Edit(wiki, dict(changes))
        file_papers(edit, run)
        content.refuse_errors(edit.changes)
        say("writing")
        right.commit(edit.changes, _settings(root, run, chosen))
        content.CONFLICTS.remember(config, report.conflicts)
    say("counting")
    after = content.load(root).wiki
    return Migration(
        read=read,
        report=report,
        balance=count(run, after),
        spellings=spellings,
        unknown_keys=tuple(
            (one.target.key, one.path, one.line)
            for one in read.filings
            if isinstance(one.target, Cited) and one.target.key.lower() not in run.by_key
        ),
        under_no_heading=tuple(sorted(slug for slug in report.new if not after.papers[slug].topics))
        if read.headings
        else (),
        no_longer_in_source=tuple(sorted(before.filed - run.filed)),
        texts_that_differ=tuple(run.differing),
        removed_topics=tuple(sorted(topic for topic in before.topics.values() if not wiki.resolve_topic(topic))),
        written=tuple(sorted(f"content/{path}" for path in edit.changes)),
    )


def _by_key(outline: Outline, slugs: Mapping[EntryRef, Slug | None]) -> dict[str, Slug | None]:
    """Papers by citation keys, of which case does not matter (BibTeX compares them so); the first of a key counts."""
    slugs_by_key: dict[str, Slug | None] = {}
    for ref, entry in outline.entries:
        slug = slugs[ref]
        for printed in (entry.key, *(entry.extra.get("ids", "").split(",") if slug else ())):
            if (key := printed.strip().lower()) and slugs_by_key.get(key) is None:
                slugs_by_key[key] = slug
    return slugs_by_key


def _state(run: Run) -> Migrated:
    """What is there after this run, with everything that earlier ones made."""
    listings = {listing.sha256: listing.id for listing in run.wiki.listings.values()}
    files = {
        reading.raw.path: listings[reading.raw.sha256]
        for reading in run.read.readings
        if reading.raw.sha256 in listings
    }
    return Migrated(
        topics={**run.before.topics, **run.placed.ids},
        texts={**run.before.texts, **run.texts},
        filed=run.before.filed | run.filed,
        listings={**run.before.listings, **files},
        addresses=run.before.addresses | run.addresses.keys(),
    )


def _settings(root: Path, run: Run, chosen: Chosen) -> Mapping[str, str]:
    """Files of `site_config/` that say what was read and made, and the groups of a wiki's topics in the order of the
    source, where nobody has ordered them yet."""
    files = {STATE: write_migrated(_state(run)), SETTINGS: write_chosen(run.read.fields, run.read.tags, chosen)}
    groups = [*dict.fromkeys(topic.group for topic in run.placed.new.values())]
    text = (root / WIKI_FILE).read_text(encoding="utf-8")
    if not run.before.topics and len(groups) > 1 and "\ngroups: []\n" in text:
        lines = "".join(f"- {yaml_text(group)}\n" for group in groups)
        files[WIKI_FILE] = text.replace("\ngroups: []\n", f"\ngroups:\n{lines}", 1)
    return files
