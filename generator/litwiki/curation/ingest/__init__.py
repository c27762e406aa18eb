"""The story of `litwiki ingest`: what people have in, new files and filled fields in `content/`, a report out.

Read, limit, match, plan, read again, commit: nothing is written before everything is known, and then all of it at
once. What a person wrote is never replaced; what ingest itself wrote is replaced only by `--update`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from litwiki import content, sources
from litwiki.content import Changes
from litwiki.curation import identity
from litwiki.curation.identity import Identified
from litwiki.curation.ingest.keywords import Vocabulary
from litwiki.curation.ingest.ledger_lines import pending_id
from litwiki.curation.ingest.limits import limited
from litwiki.curation.ingest.new_papers import Writer, write_all
from litwiki.curation.ingest.offers import offer
from litwiki.curation.ingest.plan import Plan, paper_file
from litwiki.curation.ingest.report import FileRead, Joined, Report
from litwiki.model.entries import ListingReading
from litwiki.model.errors import UsageError
from litwiki.model.ids import ListingId, Slug
from litwiki.model.matches import Match
from litwiki.model.replace import replace
from litwiki.sources import bibtex
from litwiki.sources.bibtex.entry import IN_BOTH
from litwiki.text.words import is_one_line
from litwiki.workers import InProcess, shards, workers
from litwiki.workers.broadcast import broadcast
from litwiki.workers.memory import give_back

ENTRIES = 100
"""Entries of a usual listing."""
AT_A_TIME = 4
"""Files that are read in one task."""
Read = Callable[[bytes, str], ListingReading]
"""Reads what is in a file, and is told the file's path. It is sent to workers, so that it can be pickled."""

__all__ = ["Manner", "Report", "distinct", "ingest", "prepare", "source_files"]


class Manner(Struct, frozen=True):
    """How to bring listings in; `date` and `title` are those of one listing."""

    update: bool = False
    date: str | None = None
    title: str | None = None
    makes_topics: bool = False
    """Whether keywords that are no topic become topics."""
    is_dry: bool = False
    """Whether nothing is to be written."""
    has_ledgers: bool = True
    """Papers that come from no listing have none."""
    continued: Mapping[str, ListingId] = field(default_factory=dict)
    """Listings whose files have changed since, by the digests that these have now: they stay one listing."""


USUAL = Manner()


def ingest(
    root: Path,
    files: Sequence[Path] = (),
    *,
    readings: Sequence[ListingReading] = (),
    read: Read = sources.read_bytes,
    manner: Manner = USUAL,
    executor: Executor | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Report:
    """Brings listings into the wiki at `root`: `files`, each by `read`, and `readings` that came in another way.
    Without an `executor` the processes of this machine work, where there is enough to do.

    Raises `UnsoundError` where `content/` has errors, `UsageError`, `BusyError` and `StorageError`.
    """
    config = content.load_config(root)
    papers = content.count_papers(config)
    with nullcontext(executor) if executor else workers(papers + len(files) * ENTRIES) as some_workers:
        say("reading the listings")
        some = distinct([*_read(files, read, some_workers), *map(limited, readings)])
        if (manner.date or manner.title) and len(some) > 1:
            raise UsageError("--date and --title belong to one listing; ingest the files one by one")
        if manner.title is not None and not is_one_line(manner.title):
            raise UsageError("--title is no line of text; is it empty, or not in UTF-8?")
        with content.writing(config) as right:
            report, changes = prepare(config.root, some, manner, say, some_workers)
            if not manner.is_dry:
                say("writing")
                right.commit(changes)
                content.CONFLICTS.remember(config, report.conflicts)
    return report


def prepare(
    root: Path,
    readings: Sequence[ListingReading],
    manner: Manner,
    say: Callable[[str], None],
    executor: Executor | None = None,
) -> tuple[Report, Changes]:
    """What `ingest` would write of listings within limits, read again and fine, and what it would report; nothing is
    written.

    Call it with the right to write, and commit the changes with that. Raises what `ingest` does.
    """
    say("loading the wiki")
    executor = executor or InProcess()
    wiki = content.load_sound(root, executor)
    say("matching entries with papers")
    give_back()
    joined = identity.joined(readings, wiki, manner.continued, executor)
    give_back()
    wanted = by_slug(match for match in joined.identified.matches if not match.excluded)
    offers = {slug: offer(slug, matches) for slug, matches in wanted.items()}
    vocabulary = Vocabulary(wiki)
    proposed = vocabulary.unknown(one.keywords for one in offers.values())
    if manner.makes_topics:
        vocabulary.make(proposed)
    plan = Plan(wiki, readings, vocabulary, update=manner.update, continued=manner.continued)
    first = [offers[slug] for slug, matches in wanted.items() if matches[0].is_new]
    new = [(one.paper, vocabulary.topics_of(one.keywords)) for one in first]
    with broadcast(Writer.of(wiki, new, plan.added), wiki.config.build, executor) as writer:
        # Workers write files while papers are compared here and known ones are filled.
        files = write_all(writer, new, executor)
        give_back()
        identified = replace(joined.identified, uncertain=identity.uncertain(joined, wiki, executor))
        say("suggesting topics")
        for slug, matches in wanted.items():
            plan.paper(offers[slug], matches, next(files) if matches[0].is_new else None)
    plan.changes |= {PurePosixPath(f"topics/{one.id}.md"): content.write_topic(one) for one in vocabulary.new.values()}
    _ledgers(plan, identified, manner)
    plan.pending(identified.waiting)
    say("reading again what will be written")
    read = {paper_file(paper.slug) for paper, _ in new}
    others = {path: text for path, text in plan.changes.items() if path not in read}
    content.refuse_errors(others, executor, plan.errors)
    return _report(plan, identified, manner, proposed), plan.changes


def source_files(root: Path) -> tuple[Path, ...]:
    """The files that `sources` in the settings of the wiki at `root` name, by name. Raises `UsageError`."""
    patterns = content.load_config(root).sources
    files = {file for pattern in patterns for file in root.glob(pattern) if file.is_file()}
    # A link could lead out of the checkout, and a pull request could bring one.
    return tuple(sorted(file for file in files if file.resolve().is_relative_to(root.resolve())))


def _read(files: Sequence[Path], read: Read, executor: Executor) -> list[ListingReading]:
    """The listings of all files. Workers are given bytes: another machine may have no folder but the wiki's."""
    tasks = shards(files, AT_A_TIME, executor, ENTRIES)
    inputs = ([(str(file), sources.content_of(file)) for file in some] for some in tasks)
    return [*chain.from_iterable(executor.map(partial(_read_some, read), inputs))]


def _read_some(read: Read, files: Sequence[tuple[str, bytes | ListingReading]]) -> list[ListingReading]:
    """The listings of some files within limits; their texts, which nobody asks for any more, are left behind."""
    readings = [read(data, path) if isinstance(data, bytes) else data for path, data in files]
    return [limited(replace(reading, raw=replace(reading.raw, text=""))) for reading in readings]


def distinct(readings: Iterable[ListingReading]) -> list[ListingReading]:
    """The listings of a run, none of them twice."""
    return list({reading.raw.sha256 or reading.raw.path: reading for reading in readings}.values())


def by_slug(matches: Iterable[Match]) -> dict[Slug, list[Match]]:
    """The matches of each paper, papers in the order of their names."""
    groups: dict[Slug, list[Match]] = defaultdict(list)
    for match in matches:
        groups[match.slug].append(match)
    return dict(sorted(groups.items()))


def _ledgers(plan: Plan, identified: Identified, manner: Manner) -> None:
    """Plans the ledgers, in an order that does not depend on that of the files."""
    if not manner.has_ledgers:
        return
    matches = {(match.reading, match.position): match for match in identified.matches}
    readings = [(n, reading) for n, reading in enumerate(plan.readings) if reading.entries]
    for number, reading in sorted(readings, key=lambda item: item[1].raw.sha256):
        plan.ledger(reading, [matches.get((number, p)) for p in range(len(reading.entries))], manner.date, manner.title)


# --- the report ----------------------------------------------------------------------------------------


def _report(plan: Plan, identified: Identified, manner: Manner, proposed: Mapping[str, int]) -> Report:
    readings = plan.readings
    wanted = [match for match in identified.matches if not match.excluded]
    excluded = [match for match in identified.matches if match.excluded]
    remarks = [remark for reading in readings for remark in reading.remarks]
    return Report(
        files=tuple(_file(reading) for reading in readings),
        listings=tuple(plan.listings),
        entries=len(identified.matches) + len(identified.waiting),
        new=tuple(sorted({match.slug for match in wanted if match.is_new})),
        known=tuple(sorted({match.slug for match in wanted if not match.is_new})),
        filled=plan.filled,
        joined=tuple(_joined(wanted)),
        uncertain=identified.uncertain,
        excluded=tuple(excluded),
        paths=tuple(readings[match.reading].raw.path for match in excluded),
        pending=tuple(sorted({pending_id(one.entry) for one in identified.waiting})),
        conflicts=tuple(plan.conflicts),
        rejected=tuple(rejected for reading in readings for rejected in reading.rejected),
        remarks=(*remarks, *identified.remarks, *plan.remarks),
        warnings=tuple(_date_warnings(readings, manner.date)),
        kept_fields=_unplaced_fields(readings, manner),
        topics_proposed={} if manner.makes_topics else proposed,
        topics_made=tuple(plan.vocabulary.new),
        suggested=plan.suggested,
        written=tuple(sorted(f"content/{path}" for path in plan.changes)),
        is_dry=manner.is_dry,
    )


def _file(reading: ListingReading) -> FileRead:
    source = sources.source_named(reading.head.source)
    title = source.title if source else reading.head.source
    return FileRead(reading.raw.path, reading.head.source, title, len(reading.entries))


def _joined(matches: Iterable[Match]) -> Iterable[Joined]:
    """Papers that several entries became, and known ones that an entry was recognised as by its title."""
    for slug, some in by_slug(matches).items():
        reasons = Counter(match.reason for match in some if match.reason and match.reason != "the same listing")
        if reasons and (len(some) > 1 or any("title" in reason for reason in reasons)):
            yield Joined(slug, len(some), "; ".join(sorted(reasons)))


def _unplaced_fields(readings: Iterable[ListingReading], manner: Manner) -> Mapping[str, int]:
    counts = Counter(
        name
        for reading in readings
        for entry in reading.entries
        for name in entry.extra
        if reading.head.source != bibtex.name or name not in IN_BOTH
    )
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))) if manner.has_ledgers else {}


def _date_warnings(readings: Sequence[ListingReading], date: str | None) -> Iterable[str]:
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    for reading in readings:
        printed = reading.head.printed
        if date and printed:
            month, day = months[int(date[5:7]) - 1], int(date[8:10])
            if printed[:3].lower() != month or f"{day}" not in printed.replace(",", "").split():
                yield f"{reading.raw.path}: prints the date {printed!r}, but --date says {date}"
