"""Makes the ledgers of listings, of readings and what became of their entries.

A ledger has a line for every entry in printed order: the paper, or the id that waits; why it is not wanted; digests of
what was given; and everything that the entry said and no field of a paper holds.
"""

from collections.abc import Mapping, Sequence

from litwiki.curation.ingest.filling import digests_of
from litwiki.model.entries import Entry, ListingReading
from litwiki.model.ids import ListingId, slugify
from litwiki.model.matches import Match
from litwiki.model.records import LedgerEntry, Listing
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.id_kinds import ID_KINDS
from litwiki.text.words import clean

TITLES = {"huggingface-text": "Hugging Face papers", "identifiers": "Ids and addresses", "titles": "Titles"}
"""What listings are called that do not say it, by their source; others are called after their source or file."""
LONGEST_TITLE = 200
LONGEST_LINE = 1_000
"""Characters of a title as printed."""
MOST_TEXT = 30_000_000
MOST_NODES = 1_500_000
"""Values of a ledger that is read again: with more, what no field holds is left out."""


class Ledgers:
    """The ledgers of a run; each has a name that no other has. `continued` are listings whose files have changed since,
    by the digests that these have now."""

    def __init__(self, wiki: Wiki, continued: Mapping[str, ListingId]) -> None:
        self.wiki, self.continued = wiki, continued
        self.by_digest = {x.sha256: x for x in reversed([*wiki.listings.values()])}
        self.names = {*wiki.listings}

    def listing(
        self, reading: ListingReading, lines: Sequence[LedgerEntry], name: str, date: str | None, title: str | None
    ) -> Listing:
        """The ledger of a listing; a known one gets the date and title that it lacks, and its lines what they lack.

        `name` is what people call the listing's format.
        """
        digits = reading.raw.sha256[:4]
        known = self.by_digest.get(reading.raw.sha256)
        date = date or reading.head.date
        when = reading.head.printed or date or f"undated ({digits})"
        usual = clean(reading.head.title or f"{name}, {when}")[:LONGEST_TITLE]
        if known:
            new_title = title if title and known.title == usual else known.title
            return replace(known, date=known.date or date, title=new_title, entries=_renewed(known, lines))
        if former := self.wiki.listings.get(self.continued.get(reading.raw.sha256, ListingId(""))):
            return replace(former, sha256=reading.raw.sha256, entries=_continued(former, lines))
        return Listing(
            id=self._name(slugify(date or reading.head.printed or "listing", 50) or "listing", digits),
            title=title or usual,
            source=reading.head.source,
            printed=clean(reading.head.printed)[:80] if reading.head.printed else None,
            date=date,
            sha256=reading.raw.sha256,
            entries=tuple(lines),
        )

    def _name(self, stem: str, digits: str) -> ListingId:
        """A name with digits of the file's digest: two branches that each bring a listing of one day make two files."""
        name = ListingId(f"{stem}-{digits}" if digits else stem)
        while name in self.names:
            name = ListingId(f"{name}x")
        self.names.add(name)
        return name


def _renewed(known: Listing, lines: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Lines of a ledger whose file was read again: an id that waited has a paper, a paper is not wanted any more."""
    if len(known.entries) != len(lines):
        return known.entries
    return tuple(
        replace(old, paper=old.paper or new.paper, excluded=old.excluded or new.excluded)
        for old, new in zip(known.entries, lines, strict=True)
    )


def _continued(former: Listing, lines: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Lines of a listing whose file has changed: as it is printed now. What ingest wrote before is still told by the
    digests, and why a paper is not wanted by the former line."""
    before = {old.paper: old for old in former.entries if old.paper}
    return tuple(
        replace(new, digests={**new.digests, **old.digests}, excluded=new.excluded or old.excluded)
        if new.paper and (old := before.get(new.paper))
        else new
        for new in lines
    )


def line_of(match: Match, note: bool, reason: str) -> LedgerEntry:
    """The line of an entry with a paper; `note`: its note has no other place; `reason`: why it is not wanted."""
    entry = match.entry
    digests = digests_of(entry)
    title = clean(entry.title)[:LONGEST_LINE]
    return LedgerEntry(match.slug, title, digests, "", reason, entry.key, fields_of(entry, note=note))


def waiting_line(entry: Entry) -> LedgerEntry:
    """The line of an entry that waits for its record. What it says besides its id stands in the fields."""
    fields = {kind: value for kind, value in entry.ids.items() if f"{kind}:{value}" != pending_id(entry)}
    fields |= {"authors": "; ".join(entry.authors)} if entry.authors else {}
    fields |= {"year": str(entry.year)} if entry.year else {}
    fields |= {f"link {link.kind}": link.url for link in entry.links}
    fields |= fields_of(entry, note=True)
    return LedgerEntry(None, "", {}, pending_id(entry), "", entry.key, fields)


def pending_id(entry: Entry) -> str:
    """The id by which an entry waits: of several the one that most is known by."""
    kind = next(kind for kind in ID_KINDS if kind in entry.ids)
    return f"{kind}:{entry.ids[kind].replace(' ', '-')}"


def fields_of(entry: Entry, *, note: bool) -> dict[str, str]:
    """What an entry says that no field of a paper holds."""
    fields = dict(entry.extra)
    if entry.keywords:
        fields.setdefault("keywords", ", ".join(entry.keywords))
    if note and entry.note:
        fields.setdefault("note", entry.note)
    return fields


def within_size(lines: Sequence[LedgerEntry]) -> tuple[Sequence[LedgerEntry], bool]:
    """Lines that a ledger can hold, and whether they hold all: of a huge one fields without a place are left out."""
    nodes = sum(10 + 2 * (len(line.digests) + len(line.fields)) for line in lines)
    size = sum(200 + sum(map(len, line.fields.values())) for line in lines)
    if nodes <= MOST_NODES and size <= MOST_TEXT:
        return lines, True
    return [replace(line, fields={}) for line in lines], False
