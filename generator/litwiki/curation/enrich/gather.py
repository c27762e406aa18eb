"""Asking dumps: what is wanted in, the records that are about it out, each judged as it streams by.

Of each paper a few records are held, however many a dump has; a record that cannot be read is a reject.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from litwiki.curation.enrich import arxiv_snapshot, dblp_xml, openalex_parquet, openalex_works, own_list
from litwiki.curation.enrich.accept import Judgment, Verdict, judge
from litwiki.curation.enrich.leads import DumpFormat, Lead
from litwiki.curation.enrich.manner import Manner
from litwiki.curation.enrich.streams import head_of, opened
from litwiki.curation.enrich.wanted import Wanted
from litwiki.curation.limits import within_limits
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, slugify
from litwiki.model.records import Entry, Rejected

FORMATS: tuple[DumpFormat, ...] = (arxiv_snapshot, openalex_works, openalex_parquet, dblp_xml, own_list)
"""Forms of dumps in the order in which they are asked; the last takes what the others do not."""
MOST_ACCEPTED = 10
MOST_UNSURE = 3
"""Records of one paper that are held."""
MOST_REJECTED = 1_000
TOLD_EVERY = 20_000
"""Records between two words about how far it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that may be about a paper: who said it, where it stands, and the verdict on it."""

    entry: Entry
    who: str
    path: str
    verdict: Verdict

    @property
    def place(self) -> tuple[str, int]:
        """File and line."""
        return self.path, self.entry.line


@dataclass(slots=True)
class Gathered:
    """What dumps said: answers by paper, records of waiting ids, rejects, and how many records there were."""

    accepted: dict[Slug, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    unsure: dict[Slug, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    born: dict[str, Answer] = field(default_factory=dict)
    """Answers by waiting id."""
    rejected: list[Rejected] = field(default_factory=list)
    records: int = 0
    untitled: set[str] = field(default_factory=set)
    """Waiting ids of which a record has no title."""
    more: dict[str, list[Answer]] = field(default_factory=dict)
    """Further records of waiting ids, by the id."""
    asked: dict[str, int] = field(default_factory=dict)
    """Queries by service; empty where dumps were read."""
    put_off: dict[str, str] = field(default_factory=dict)
    """Services that did not answer everything, each with the reason."""


def gather(wanted: Wanted, dumps: Sequence[Path], manner: Manner, say: Callable[[str], None]) -> Gathered:
    """What all dumps say of what is wanted. Raises `UsageError` where one cannot be opened or is of no known form."""
    found = Gathered()
    forms = [(path, form_of(path)) for path in dumps]
    for path, form in forms:
        who = form.name or slugify(path.name.partition(".")[0]) or "list"
        say(f"reading {path.name}")
        with opened(path) as stream:
            for lead in form.leads(stream, path):
                if isinstance(lead, Rejected):
                    if len(found.rejected) < MOST_REJECTED:
                        found.rejected.append(lead)
                    continue
                found.records += 1
                if found.records % TOLD_EVERY == 0:
                    say(f"reading {path.name}: {found.records:,} records")
                _take(found, wanted, lead, who, path, manner)
    return found


def form_of(path: Path) -> DumpFormat:
    """The form of a dump. Raises `UsageError`."""
    head = head_of(path)
    form = next((form for form in FORMATS if form.sniff(head)), None)
    if form is None:
        known = ", ".join(form.title for form in FORMATS)
        raise UsageError(f"{path} is no dump that litwiki knows: {known}")
    return form


def _take(found: Gathered, wanted: Wanted, lead: Lead, who: str, path: Path, manner: Manner) -> None:
    slugs, waiting = wanted.papers_of(lead), wanted.pending_of(lead)
    if not slugs and not waiting:
        return
    entry, _ = within_limits(lead.read(), str(path))
    if isinstance(entry, Rejected):
        found.rejected.append(entry)
        return
    if waiting and entry.title:
        found.born.setdefault(waiting, Answer(entry, who, str(path), Verdict(Judgment.ACCEPTED, "its id", has_id=True)))
    elif waiting:
        found.untitled.add(waiting)
    for slug in slugs:
        verdict = judge(wanted.papers[slug], entry, vouched=manner.vouched)
        answer = Answer(entry, who, str(path), verdict)
        if verdict.judgment is Judgment.ACCEPTED and len(found.accepted[slug]) < MOST_ACCEPTED:
            found.accepted[slug].append(answer)
        elif verdict.judgment is Judgment.UNSURE and len(found.unsure[slug]) < MOST_UNSURE:
            found.unsure[slug].append(answer)


def in_order(answers: Sequence[Answer], rank: Callable[[str], int]) -> Iterator[Answer]:
    """Answers, those of the best source first, then in the order of their files."""
    yield from sorted(answers, key=lambda one: (rank(one.who), one.path, one.entry.line))
