"""The story of `litwiki ingest`: listings in, new files and filled fields in `content/`, a report out.

Read, match, plan, commit: nothing is written before everything is known, and then all of it at once. What
a person wrote is never replaced; what ingest itself wrote is replaced only by `--update`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from litwiki import content, processes, sources
from litwiki.content import Loaded
from litwiki.curation import identity
from litwiki.curation import topic_suggestions as topics
from litwiki.markup import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model.config import Config
from litwiki.model.errors import UsageError
from litwiki.model.ids import ListingId, Slug, digest, is_slug, slugify
from litwiki.model.records import (
    Conflict,
    JsonValue,
    Kept,
    LedgerEntry,
    Link,
    Listing,
    ListingReading,
    Match,
    Paper,
    Rejected,
    Suggestion,
    Uncertain,
)
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean, is_one_line, title_key

SOURCES = {"huggingface-text": "Hugging Face papers"}


@dataclass(frozen=True, slots=True)
class Report:
    """What one ingest did and what it could not do. Paths are relative to the wiki's root."""

    listings: tuple[ListingId, ...]
    entries: int
    new: tuple[Slug, ...]
    known: tuple[Slug, ...]
    uncertain: tuple[Uncertain, ...]
    conflicts: tuple[Conflict, ...]
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
    suggested: Mapping[Slug, tuple[Suggestion, ...]]
    written: tuple[str, ...]

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki ingest --json` prints."""
        return {
            "listings": list(self.listings),
            "entries": self.entries,
            "new": list(self.new),
            "known": list(self.known),
            "uncertain": [pair.to_json() for pair in self.uncertain],
            "conflicts": [conflict.to_json() for conflict in self.conflicts],
            "rejected": [{"path": r.path, "line": r.line, "reason": r.reason, "raw": r.raw} for r in self.rejected],
            "warnings": list(self.warnings),
            "suggested": {slug: [s.to_json() for s in found] for slug, found in self.suggested.items()},
            "written": list(self.written),
        }


def ingest(
    root: Path,
    files: Sequence[Path],
    *,
    date: str | None = None,
    title: str | None = None,
    update: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Report | Loaded:
    """Brings listings into the wiki at `root`.

    Returns the wiki as loaded, with its problems and nothing written, where `content/` has errors. Raises
    `UsageError` and `BusyError`.
    """
    say("reading the listings")
    readings = _distinct(_read(files))
    if (date or title) and len(readings) > 1:
        raise UsageError("--date and --title belong to one listing; ingest the files one by one")
    if title is not None and not is_one_line(title):
        raise UsageError("--title is no line of text; is it empty, or not in UTF-8?")
    return _bring(root, readings, _Manner(update=update, date=date, title=title), say)


def add(root: Path, reading: ListingReading, *, say: Callable[[str], None] = lambda _: None) -> Report | Loaded:
    """Brings papers into the wiki at `root` that come from no listing: no ledger is written for them.

    Known papers are filled as by `ingest`. Returns and raises what `ingest` does.
    """
    return _bring(root, [reading], _Manner(ledgers=False), say)


@dataclass(frozen=True, slots=True)
class _Manner:
    update: bool = False
    date: str | None = None
    title: str | None = None
    ledgers: bool = True


def _bring(
    root: Path, readings: Sequence[ListingReading], manner: _Manner, say: Callable[[str], None]
) -> Report | Loaded:
    config = content.load_config(root)
    with content.writing(config) as right:
        say("loading the wiki")
        loaded = content.load(root)
        if loaded.has_errors:
            return loaded
        say("matching entries with papers")
        found = identity.match(readings, loaded.wiki)
        matched = _by_slug(found.matches)
        offers = {slug: _offer(slug, matches) for slug, matches in matched.items()}
        say("suggesting topics")
        suggested = topics.suggest(
            loaded.wiki, [offer.paper for slug, offer in offers.items() if matched[slug][0].is_new]
        )
        plan = _Plan(loaded.wiki, manner.update, suggested)
        for slug, matches in matched.items():
            plan.paper(offers[slug], matches, readings)
        by_reading: dict[int, list[Match]] = defaultdict(list)
        for one in found.matches:
            by_reading[one.reading].append(one)
        for number, reading in _in_fixed_order(readings) if manner.ledgers else ():
            plan.ledger(reading, by_reading[number], manner.date, manner.title)
        say("writing")
        right.commit(plan.changes)
        content.remember_conflicts(config, plan.conflicts)
    known = {m.slug for m in found.matches if not m.is_new}
    return Report(
        listings=tuple(plan.listings),
        entries=len(found.matches),
        new=tuple(sorted({m.slug for m in found.matches if m.is_new})),
        known=tuple(sorted(known)),
        uncertain=found.uncertain,
        conflicts=tuple(plan.conflicts),
        rejected=tuple(rejected for reading in readings for rejected in reading.rejected),
        warnings=tuple(_date_warnings(readings, manner.date)),
        suggested=suggested,
        written=tuple(sorted(f"content/{path}" for path in plan.changes)),
    )


def source_files(root: Path) -> tuple[Path, ...]:
    """The files that `sources` in the settings of the wiki at `root` name, by name. Raises `UsageError`."""
    patterns = content.load_config(root).sources
    found = {file for pattern in patterns for file in root.glob(pattern) if file.is_file()}
    # A link could lead out of the checkout, and a pull request could bring one.
    return tuple(sorted(file for file in found if file.resolve().is_relative_to(root.resolve())))


def _read(files: Sequence[Path]) -> list[ListingReading]:
    """The listings, read on all cores; their texts, which nobody asks for any more, are left behind."""

    def read(shard: Sequence[Path], _: Callable[[], None]) -> list[ListingReading]:
        readings = (sources.read_file(file) for file in shard)
        return [replace(reading, raw=replace(reading.raw, text="")) for reading in readings]

    shards = processes.contiguous(files, processes.worth(len(files), 10))
    return [reading for part in processes.share(read, shards) for reading in part]


def _distinct(readings: Iterable[ListingReading]) -> list[ListingReading]:
    return list({reading.raw.sha256 or reading.raw.path: reading for reading in readings}.values())


def _in_fixed_order(readings: Sequence[ListingReading]) -> list[tuple[int, ListingReading]]:
    """Readings with entries, in an order that does not depend on the order of the files."""
    return sorted(((n, r) for n, r in enumerate(readings) if r.entries), key=lambda item: item[1].raw.sha256)


def _by_slug(matches: Iterable[Match]) -> dict[Slug, list[Match]]:
    found: dict[Slug, list[Match]] = defaultdict(list)
    for match in matches:
        found[match.slug].append(match)
    return dict(sorted(found.items()))


def _date_warnings(readings: Sequence[ListingReading], date: str | None) -> Iterable[str]:
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    for reading in readings:
        printed = reading.head.printed
        if date and printed:
            month, day = months[int(date[5:7]) - 1], int(date[8:10])
            if printed[:3].lower() != month or f"{day}" not in printed.replace(",", "").split():
                yield f"{reading.raw.path}: prints the date {printed!r}, but --date says {date}"


# --- values that listings offer ------------------------------------------------------------------------


def links_digest(links: Sequence[Link]) -> str:
    """What the ledger remembers of an entry's links."""
    return digest(json.dumps([[link.kind, link.url] for link in links]))


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the entries of one paper say together, and what they say besides."""

    paper: Paper
    others: tuple[tuple[str, str, Match], ...] = ()


def _offer(slug: Slug, matches: Sequence[Match]) -> _Offer:
    """One value for each field, the same in whatever order the entries came: the longest abstract, the
    most frequent title, the first links in the alphabet."""
    entries = [match.entry for match in matches]
    abstracts = sorted({e.abstract for e in entries if e.abstract}, key=lambda t: (-len(t), t))
    links = sorted({e.links for e in entries if e.links}, key=lambda x: (-len(x), [(y.kind, y.url) for y in x]))
    authors = sorted({e.authors for e in entries if e.authors}, key=lambda x: (-len(x), x))
    years = sorted({e.year for e in entries if e.year})
    ids: dict[str, str] = {}
    for entry in sorted(entries, key=lambda e: sorted(e.ids.items())):
        ids = {**entry.ids, **ids}
    paper = Paper(
        slug=slug,
        title=identity.chosen_title(entries),
        authors=authors[0] if authors else (),
        year=years[0] if years else None,
        ids=dict(sorted(ids.items())),
        links=links[0] if links else (),
        abstract=abstracts[0] if abstracts else None,
    )
    others = tuple(("abstract", text, m) for text in abstracts[1:] for m in matches if m.entry.abstract == text)
    return _Offer(paper, others)


# --- what is to be written -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Plan:
    """Collects the changes of a run; nothing is written by it."""

    wiki: Wiki
    update: bool
    suggested: Mapping[Slug, tuple[Suggestion, ...]]
    changes: dict[PurePosixPath, str | None] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    listings: list[ListingId] = field(default_factory=list)
    given: Mapping[Slug, Mapping[str, set[str]]] = field(init=False)
    """Digests of the values that earlier ingests were given, by paper and field."""
    by_digest: Mapping[str, Listing] = field(init=False)
    """Known listings by the digests of their files."""
    names: set[ListingId] = field(init=False)
    """Names of listings that are taken."""

    def __post_init__(self) -> None:
        self.given = _given(self.wiki)
        self.by_digest = {x.sha256: x for x in reversed([*self.wiki.listings.values()])}
        self.names = {*self.wiki.listings}

    @property
    def config(self) -> Config:
        return self.wiki.config

    def paper(self, offer: _Offer, matches: Sequence[Match], readings: Sequence[ListingReading]) -> None:
        """Writes a new paper, or fills what a known one lacks."""
        slug = offer.paper.slug
        for name, text, match in offer.others:
            if self.config.abstracts == "keep":
                self._conflict(slug, name, offer.paper.abstract or "", text, [match], readings)
        if matches[0].is_new:
            keep = self.config.abstracts == "keep"
            paper = replace(offer.paper, topics=topics.proposed(self.suggested.get(slug, ())))
            self.changes[PurePosixPath(f"papers/{slug}.md")] = content.write_paper(paper, abstract=keep)
        else:
            self._fill(self.wiki.papers[slug], offer.paper, matches, readings)
        self._terms(slug, offer.paper.abstract)

    def _terms(self, slug: Slug, abstract: str | None) -> None:
        """Where abstracts may not be stored, their words are, once (docs/decisions/002)."""
        stored = self.wiki.papers.get(slug)
        if self.config.abstracts == "omit" and abstract and not (stored and (stored.terms or stored.abstract)):
            text = content.write_terms(content.terms_of_abstract(abstract))
            self.changes[PurePosixPath(f"terms/{slug}.txt")] = text

    def _fill(
        self, stored: Paper, offered: Paper, matches: Sequence[Match], readings: Sequence[ListingReading]
    ) -> None:
        path = f"content/papers/{stored.slug}.md"
        edits: dict[str, str] = {}

        def settle(name: str, old: str, new: str, value: str, *, ours: bool) -> None:
            """One field: filled where empty, replaced where allowed, else a conflict."""
            if not new or old == new:
                return
            if not old or (self.update and ours):
                edits[name] = value
            else:
                self._conflict(stored.slug, name, old, new, matches, readings)

        was_given = self.given.get(stored.slug, {})
        is_other_title = title_key(offered.title) in map(title_key, stored.also_titled)
        if not is_other_title and (title_key(stored.title) != title_key(offered.title) or self.update):
            ours = stored.title in was_given.get("title", set())
            if ours or title_key(stored.title) != title_key(offered.title):
                settle("title", stored.title, offered.title, yaml_text(offered.title), ours=ours)
        settle(
            "authors",
            "; ".join(stored.authors),
            "; ".join(offered.authors),
            yaml_list(offered.authors),
            ours=False,
        )
        settle("year", str(stored.year or ""), str(offered.year or ""), str(offered.year), ours=False)
        ids = {**offered.ids, **stored.ids}
        if ids != stored.ids:
            edits["ids"] = yaml_map(ids)
        if self.config.abstracts == "keep":
            old, new = stored.abstract or "", clean(offered.abstract or "")
            ours = digest(old) in was_given.get("abstract", set())
            settle("abstract", old, new, yaml_block(new), ours=ours)
        self._links(stored, offered, was_given.get("links", set()), edits, settle)
        if edits:
            document = content.read_document(self.config.root, path)
            for key, value in edits.items():
                text = content.with_value(document, key, value)
                document = content.read_text(text, path)
            self.changes[PurePosixPath(f"papers/{stored.slug}.md")] = document.text

    def _links(
        self,
        stored: Paper,
        offered: Paper,
        was_given: set[str],
        edits: dict[str, str],
        settle: Callable[..., None],
    ) -> None:
        """Links by their kind: a kind is added unless an earlier ingest gave it and a person took it away."""
        kinds = {link.kind: link.url for link in stored.links}
        is_news = links_digest(offered.links) not in was_given
        added = [x for x in offered.links if x.kind not in kinds] if is_news or not stored.links else []
        if added:
            edits["links"] = content.links_value((*stored.links, *added))
        ours = links_digest(stored.links) in was_given
        for link in offered.links:
            if kinds.get(link.kind, link.url) != link.url:
                merged = tuple(replace(x, url=link.url) if x.kind == link.kind else x for x in stored.links)
                value = content.links_value(merged)
                name = "links" if self.update and ours else f"links.{link.kind}"
                settle(name, kinds[link.kind], link.url, value, ours=ours)

    def _conflict(
        self,
        slug: Slug,
        name: str,
        stored: str,
        given: str,
        matches: Sequence[Match],
        readings: Sequence[ListingReading],
    ) -> None:
        if Kept(slug, name, digest(given)) in self.wiki.kept:
            return
        match = min(matches, key=lambda m: (readings[m.reading].raw.sha256, m.entry.line))
        path = readings[match.reading].raw.path
        self.conflicts.append(Conflict(slug, name, stored, given, path, match.entry.line))

    def ledger(self, reading: ListingReading, matches: Sequence[Match], date: str | None, title: str | None) -> None:
        """Writes a listing's ledger, or the date and title that a known one lacks."""
        digits = reading.raw.sha256[:4]
        known = self.by_digest.get(reading.raw.sha256)
        source = SOURCES.get(reading.head.source, reading.head.source)
        usual = f"{source}, {reading.head.printed or f'undated ({digits})'}"
        date = date or reading.head.date
        if known:
            new = replace(
                known,
                date=known.date or date,
                title=title if title and known.title == usual else known.title,
            )
            self.listings.append(known.id)
            if new != known:
                self.changes[PurePosixPath(f"listings/{known.id}.yml")] = content.write_ledger(new)
            return
        entries = tuple(LedgerEntry(match.slug, clean(match.entry.title), _digests(match)) for match in matches)
        listing = Listing(
            id=self._listing_id(slugify(date or reading.head.printed or "listing"), digits),
            title=title or usual,
            source=reading.head.source,
            printed=reading.head.printed,
            date=date,
            sha256=reading.raw.sha256,
            entries=entries,
        )
        self.listings.append(listing.id)
        self.changes[PurePosixPath(f"listings/{listing.id}.yml")] = content.write_ledger(listing)

    def _listing_id(self, stem: str, digits: str) -> ListingId:
        taken = self.names
        name = stem if stem != "listing" and is_slug(stem) and stem not in taken else f"{stem}-{digits}"
        while name in taken:
            name += "x"
        taken.add(ListingId(name))
        return ListingId(name)


def _digests(match: Match) -> dict[str, str]:
    entry = match.entry
    found = {"abstract": digest(clean(entry.abstract))} if entry.abstract else {}
    return found | ({"links": links_digest(entry.links)} if entry.links else {})


def _given(wiki: Wiki) -> Mapping[Slug, Mapping[str, set[str]]]:
    found: dict[Slug, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for listing in wiki.listings.values():
        for line in listing.entries:
            slug = wiki.paper_of(line)
            if slug:
                found[slug]["title"].add(line.title)
                for name, value in line.digests.items():
                    found[slug][name].add(value)
    return found
