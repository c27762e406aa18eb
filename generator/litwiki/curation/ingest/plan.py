"""What an ingest will write: matches in, texts of files, conflicts and remarks out. Nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import PurePosixPath

from litwiki import content, sources
from litwiki.content.pending import write_pending
from litwiki.curation.identity import Waiting
from litwiki.curation.ingest.filling import Digests, edited, fill, ingested_digests, words_of
from litwiki.curation.ingest.keywords import Vocabulary
from litwiki.curation.ingest.ledger_lines import TITLES, Ledgers, line_of, pending_id, waiting_line, within_size
from litwiki.curation.ingest.new_papers import NewFile
from litwiki.curation.ingest.offers import Offer, text_of
from litwiki.model.clock import today
from litwiki.model.entries import ListingReading, Remark
from litwiki.model.ids import ListingId, Slug, TopicId, digest
from litwiki.model.index_rows import strong_ids
from litwiki.model.matches import Conflict, Match, Suggestion
from litwiki.model.problems import Problem
from litwiki.model.records import Kept, Paper, Pending
from litwiki.model.wiki import Wiki

PENDING = PurePosixPath("pending.yml")


def paper_file(slug: Slug) -> PurePosixPath:
    """Where a paper's file lies below `content/`."""
    return PurePosixPath(f"papers/{slug}.md")


@dataclass(slots=True)
class Plan:
    """Collects the changes of a run."""

    wiki: Wiki
    readings: Sequence[ListingReading]
    vocabulary: Vocabulary
    update: bool = False
    continued: Mapping[str, ListingId] = field(default_factory=dict)
    changes: dict[PurePosixPath, str | None] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    """Those of the files of new papers."""
    conflicts: list[Conflict] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    listings: list[ListingId] = field(default_factory=list)
    filled: dict[Slug, tuple[str, ...]] = field(default_factory=dict)
    suggested: dict[Slug, tuple[Suggestion, ...]] = field(default_factory=dict)
    ids: set[tuple[str, str]] = field(default_factory=set)
    """Strong ids that papers of this run have."""
    digests: Mapping[Slug, Digests] = field(init=False)
    ledgers: Ledgers = field(init=False)
    added: str = field(default_factory=today)

    def __post_init__(self) -> None:
        self.digests = ingested_digests(self.wiki)
        self.ledgers = Ledgers(self.wiki, self.continued)

    # --- papers ----------------------------------------------------------------------------------------

    def paper(self, offer: Offer, matches: Sequence[Match], file: NewFile | None) -> None:
        """Takes the file of a new paper, or fills what a known one lacks."""
        slug = offer.paper.slug
        self.ids |= {*strong_ids(offer.paper.ids.items())}
        for name, text, match in offer.others:
            if name != "abstract" or self.wiki.config.abstracts == "keep":
                self._conflict(slug, name, text_of(offer.paper, name), text, [match])
        if file:
            if file.is_cut:
                self._remark(matches, f"the file of {slug} would be too large; its abstract and note were cut")
            if file.suggested:
                self.suggested[slug] = file.suggested
            self.errors += file.errors
            self.changes[paper_file(slug)] = file.text
        else:
            self._fill(self.wiki.papers[slug], offer.paper, self.vocabulary.topics_of(offer.keywords), matches)
        self.changes |= words_of(self.wiki, slug, offer.paper.abstract)

    def _fill(self, stored: Paper, offered: Paper, topics: Sequence[TopicId], matches: Sequence[Match]) -> None:
        path = f"content/papers/{stored.slug}.md"
        read = cache(partial(content.read_document, self.wiki.config.root, path))
        edits, conflicts = fill(
            stored,
            offered,
            topics,
            self.digests.get(stored.slug, {}),
            read,
            abstracts=self.wiki.config.abstracts == "keep",
            update=self.update,
        )
        for name, ours, theirs in conflicts:
            self._conflict(stored.slug, name, ours, theirs, matches)
        if not edits:
            return
        before = document = read()
        done = []
        for key, value in edits.items():
            if changed := edited(document, key, value):
                document = changed
                done.append(key)
            else:
                self._remark(matches, f"{path} has no room for the {key}; it was left out")
        if document.text != before.text:
            self.changes[paper_file(stored.slug)] = document.text
            self.filled[stored.slug] = tuple(done)

    def _conflict(self, slug: Slug, name: str, stored: str, offered: str, matches: Sequence[Match]) -> None:
        if Kept(slug, name, digest(offered)) in self.wiki.kept:
            return
        match = self._first(matches)
        path = self.readings[match.reading].raw.path
        self.conflicts.append(Conflict(slug, name, stored, offered, path, match.entry.line))

    def _remark(self, matches: Sequence[Match], message: str) -> None:
        match = self._first(matches)
        remark = Remark(self.readings[match.reading].raw.path, match.entry.line, message)
        if remark not in self.remarks[-1:]:
            self.remarks.append(remark)

    def _first(self, matches: Sequence[Match]) -> Match:
        return min(matches, key=lambda m: (self.readings[m.reading].raw.sha256, m.entry.line))

    # --- other files -----------------------------------------------------------------------------------

    def ledger(
        self, reading: ListingReading, matches: Sequence[Match | None], date: str | None, title: str | None
    ) -> None:
        """Writes a listing's ledger, or what a known one lacks; an entry without a match waits."""
        source = sources.source_named(reading.head.source)
        name = TITLES.get(reading.head.source) or (source.title if source else reading.head.source)
        said = self.wiki.exclusions
        lines, is_whole = within_size(
            [
                line_of(match, not match.is_new, match.excluded if match.slug in said else "")
                if match
                else waiting_line(entry)
                for entry, match in zip(reading.entries, matches, strict=True)
            ]
        )
        if not is_whole:
            message = "a ledger can hold no more: fields without a place were left out"
            self.remarks.append(Remark(reading.raw.path, 1, message))
        listing = self.ledgers.listing(reading, lines, name, date, title)
        self.listings.append(listing.id)
        if listing != self.wiki.listings.get(listing.id):
            self.changes[PurePosixPath(f"listings/{listing.id}.yml")] = content.write_ledger(listing)

    def pending(self, waiting: Sequence[Waiting]) -> None:
        """Adds ids that wait, and takes out those whose paper has come."""
        by_id = {one.id: one for one in self.wiki.pending}
        # Listings were planned in the order of the files' digests.
        read = sorted(reading.raw.sha256 for reading in self.readings if reading.entries)
        shas = dict(zip(read, self.listings, strict=False))
        for one in sorted(waiting, key=lambda one: (self.readings[one.reading].raw.sha256, one.position)):
            name = pending_id(one.entry)
            listing = shas.get(self.readings[one.reading].raw.sha256)
            by_id.setdefault(name, Pending(name, self.added, listing))
        here = self.ids | self.wiki.slugs_by_id.keys()
        left = [one for one in by_id.values() if not {*strong_ids([one.kind_and_value])} & here]
        if sorted(left, key=lambda one: one.id) != [*self.wiki.pending]:
            self.changes[PENDING] = write_pending(left)
